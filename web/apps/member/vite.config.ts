// Builds the phone's face into dist/member, served at /m/, with the service worker that keeps it at hand.
import { defineConfig } from 'vite'
import { face } from '../../vite.face.ts'
import { worker } from './worker.ts'

export default defineConfig(async () => {
  const config = await face({ name: 'member', base: '/m/', target: ['es2019', 'chrome69', 'safari12'], port: 5175 })
  config.plugins?.push(worker())
  // One sheet: the worker's list stays short, and a screen that opens without a network needs no further file.
  config.build = { ...config.build, cssCodeSplit: false }
  return config
})
