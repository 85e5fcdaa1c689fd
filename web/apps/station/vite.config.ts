// Builds the station's app into dist/station, served at /station/, with its service worker.
import { defineConfig } from 'vite'
import { face } from '../../vite.face.ts'
import { worker } from '../../vite.worker.ts'

export default defineConfig(() => {
  const config = face({
    name: 'station',
    base: '/station/',
    target: ['es2020', 'chrome80', 'safari13.1'],
    port: 5176,
    wholeRooms: true,
  })
  config.plugins?.push(worker())
  return config
})
