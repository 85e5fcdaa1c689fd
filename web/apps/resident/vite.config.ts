// Builds the residents' pages into dist/resident, served at /r/.
import { defineConfig } from 'vite'
import { face } from '../../vite.face.ts'

export default defineConfig(() =>
  face({ name: 'resident', base: '/r/', target: ['es2019', 'chrome69', 'safari12'], port: 5174 }),
)
