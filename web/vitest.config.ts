// Unit tests run in a made-up browser, with the same package names as the builds.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  // By path and not by node_modules: a copy of the tree in which a fault is planted borrows those of the tree itself.
  resolve: { alias: { '@weiguang': fileURLToPath(new URL('./packages', import.meta.url)) } },
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'] },
})
