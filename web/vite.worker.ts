// Builds a face's service worker after its pages, with the list of their files and a name for this list written into it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin, type ResolvedConfig } from 'vite'

/** What the shell consists of; manifest.json is Vite's own, for the byte gate. */
const SHELL = /\.(?:js|css|svg|webmanifest)$|icon-192\.png$/

/** The worker is the face's own `src/sw.ts`, built for the browsers of its pages. */
export function worker(): Plugin {
  let config: ResolvedConfig
  return {
    name: 'weiguang-worker',
    apply: 'build',
    configResolved(resolved) { config = resolved },
    async closeBundle() {
      const { base, root, build: { outDir, target } } = config
      const files = readdirSync(outDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && SHELL.test(entry.name) && entry.name !== 'sw.js')
        .map((entry) => join(entry.parentPath, entry.name).slice(outDir.length + 1).replaceAll('\\', '/')).sort()
      const content = createHash('sha256')
      for (const file of ['index.html', ...files]) content.update(file).update(readFileSync(join(outDir, file)))
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        resolve: { alias: { '@weiguang': fileURLToPath(new URL('./packages', import.meta.url)) } },
        define: { SHELL_BASE: JSON.stringify(base), SHELL_FILES: JSON.stringify([base, ...files.map((file) => base + file)]), SHELL_VERSION: JSON.stringify(content.digest('hex').slice(0, 12)) },
        build: {
          outDir, emptyOutDir: false, target, reportCompressedSize: false,
          lib: { entry: join(root, 'src/sw.ts'), formats: ['iife'], name: 'weiguang', fileName: () => 'sw.js' },
        },
      })
    },
  }
}
