// Builds the phone's app into dist/member, served at /m/, with its service worker.
import { defineConfig } from 'vite'
import { face } from '../../vite.face.ts'
import { worker } from '../../vite.worker.ts'
import { icons } from './icons.ts'

export default defineConfig(() => {
  const config = face({
    name: 'member',
    base: '/m/',
    target: ['es2019', 'chrome69', 'safari12'],
    port: 5175,
    wholeRooms: true,
  })
  config.plugins?.push(icons(), worker())
  return config
})
