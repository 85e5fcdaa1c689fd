// Builds the console into dist/console, served at /.
import { defineConfig } from 'vite'
import { face } from '../../vite.face.ts'

export default defineConfig(() =>
  face({ name: 'console', base: '/', target: ['chrome87', 'firefox78', 'safari14'], port: 5173 }),
)
