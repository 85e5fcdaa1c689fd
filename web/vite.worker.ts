// Builds a face's service worker after its pages, with the list of their files and a name for this list written into it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin, type ResolvedConfig } from 'vite'
import { chunksOf } from './scripts/chunks.mjs'

/** The worker is the face's own `src/sw.ts`, built for the browsers of its pages. */
export function worker(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'weiguang-worker',
    apply: 'build',
    configResolved(resolved) {
      config = resolved
    },
    async closeBundle() {
      const {
        base,
        root,
        build: { outDir, target },
      } = config
      const { beside, first, later, rooms } = chunksOf(outDir, join(root, 'src'))
      const shell = [...beside, ...first, ...later]
      const content = createHash('sha256')
      for (const file of ['index.html', ...new Set([...shell, ...Object.values(rooms).flat()])])
        content.update(file).update(readFileSync(join(outDir, file)))
      const page = readFileSync(join(outDir, 'index.html'), 'utf8')
      const at = (files: string[]) => files.map((file) => base + file)
      const written = {
        SHELL_BASE: base,
        SHELL_FIRST: [base, ...at(shell)],
        SHELL_PAGE: at(first).filter((file) => page.includes(file)),
        SHELL_ROOMS: Object.fromEntries(Object.entries(rooms).map(([room, files]) => [room, at(files)])),
        SHELL_VERSION: content.digest('hex').slice(0, 12),
      }
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        define: Object.fromEntries(Object.entries(written).map(([name, value]) => [name, JSON.stringify(value)])),
        build: {
          outDir,
          emptyOutDir: false,
          target,
          reportCompressedSize: false,
          lib: { entry: join(root, 'src/sw.ts'), formats: ['iife'], name: 'weiguang', fileName: () => 'sw.js' },
        },
      })
    },
  }
}
