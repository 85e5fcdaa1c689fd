// Builds the phone's face into dist/member, served at /m/, with the service worker that keeps it at hand.
import { defineConfig } from 'vite'
import { face } from '../../vite.face.ts'
import { worker } from '../../vite.worker.ts'
import { icons } from './icons.ts'

/** Rooms whose screens are opened one after another, and the parts that they and others stand on. */
const ROOMS = ['care', 'cases', 'households', 'outbox', 'visits']
const PARTS = /\/packages\/(?:ui|api)\/|\/Shell\w+\.vue|\/fault\.ts|\/use-followed\.ts/

export default defineConfig(async () => {
  const config = await face({ name: 'member', base: '/m/', target: ['es2019', 'chrome69', 'safari12'], port: 5175 })
  config.plugins?.push(icons(), worker())
  // One sheet: the worker's list stays short, and a screen that opens without a network needs no further file.
  config.build = { ...config.build, cssCodeSplit: false }
  // The rooms that a phone opens later are one file each, and no file says its name twice: the worker's list stays short.
  const output = config.build.rolldownOptions?.output
  if (!output || Array.isArray(output) || typeof output.codeSplitting !== 'object') throw new Error('the recipe of the faces has changed')
  output.codeSplitting.groups?.push({ name: 'parts', test: PARTS }, ...ROOMS.map((room) => ({ name: room, test: new RegExp(`/(?:rooms|packages)/${room}/`) })))
  output.chunkFileNames = 'assets/[hash].js'
  return config
})
