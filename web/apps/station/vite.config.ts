// Builds the station's face into dist/station, served at /station/.
import { defineConfig } from 'vite'
import { face } from '../../vite.face.ts'

export default defineConfig(() => face({ name: 'station', base: '/station/', target: ['es2020', 'chrome80', 'safari13.1'], port: 5176 }))
