// Builds the service worker after the pages, with the list of their files and a name for this list written into it.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** What the shell consists of; manifest.json is Vite's own, for the byte gate. */
const SHELL = /\.(?:js|css|svg|webmanifest)$|icon-192\.png$/

export function worker(): Plugin {
  let folder = ''
  return {
    name: 'weiguang-worker',
    apply: 'build',
    configResolved(config) { folder = config.build.outDir },
    async closeBundle() {
      const files = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && SHELL.test(entry.name) && entry.name !== 'sw.js')
        .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/')).sort()
      const content = createHash('sha256')
      for (const file of ['/index.html', ...files]) content.update(file).update(readFileSync(folder + file))
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        resolve: { alias: { '@weiguang': here('../../packages') } },
        define: { SHELL_FILES: JSON.stringify(['/m/', ...files.map((file) => `/m${file}`)]), SHELL_VERSION: JSON.stringify(content.digest('hex').slice(0, 12)) },
        build: {
          outDir: folder, emptyOutDir: false, target: ['es2019', 'chrome69', 'safari12'], reportCompressedSize: false,
          lib: { entry: here('./src/sw.ts'), formats: ['iife'], name: 'weiguang', fileName: () => 'sw.js' },
        },
      })
    },
  }
}
