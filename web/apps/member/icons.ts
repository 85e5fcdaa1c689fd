// Excludes unused icons from the phone's build, because every phone stores them.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const read = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => /\.(?:vue|ts)$/.test(entry.name) && entry.name !== 'icons.ts')
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'))
    .join('\n')

export function icons(): Plugin {
  return {
    name: 'weiguang-icons',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      if (!id.endsWith('/packages/ui/icons.ts')) return null
      const sources = read(here('./src')) + read(here('../../packages/ui'))
      return {
        code: code.replaceAll(/^ {2}(\w+): '.*\n/gm, (line: string, name: string) =>
          new RegExp(`['"]${name}['"]`).test(sources) ? line : '',
        ),
        map: null,
      }
    },
  }
}
