// Import rules of the pages: packages import no app, apps use packages' exports, components do not call the server.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = process.cwd()
interface Package {
  /** `packages/ui`. */
  folder: string
  name: string
  exports: Record<string, string>
  dependencies: Record<string, string>
}
const packages: Package[] = ['packages', 'apps'].flatMap((kind) =>
  readdirSync(join(ROOT, kind)).map((name) => {
    const folder = `${kind}/${name}`
    const {
      exports = {},
      dependencies = {},
      devDependencies = {},
      ...told
    } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Record<string, never>
    return { folder, name: String(told.name), exports, dependencies: { ...dependencies, ...devDependencies } }
  }),
)
interface Import {
  file: string
  of: Package
  what: string
}
const sources = packages.flatMap((of) =>
  readdirSync(join(ROOT, of.folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(?:ts|vue)$/.test(file) && !/schema\.d\.ts$|^vite\.config\.ts$|node_modules/.test(file))
    .map((file) => ({ file: join(of.folder, file), of, text: readFileSync(join(ROOT, of.folder, file), 'utf8') })),
)
/** All imported names: `from '…'`, `import '…'`, and `import('…')`. */
const importsOf = (text: string) =>
  [...text.matchAll(/(?:^\s*(?:import|export)\b[^'"`;()]*?\bfrom\s*|^\s*import\s*|\bimport\()'([^'\n]+)'/gm)].map(
    (found) => found[1]!,
  )
const imports: Import[] = sources.flatMap(({ file, of, text }) => importsOf(text).map((what) => ({ file, of, what })))
const told = (list: Import[]) => list.map(({ file, what }) => `${file}: ${what}`)
const nameOf = (what: string) =>
  what
    .split('/')
    .slice(0, what.startsWith('@') ? 2 : 1)
    .join('/')
const known = new Map(packages.map((one) => [one.name, one]))

/** Calls of the API clients, of the browser's fetch, or queries that contain one. */
const CALLS = [
  /import \{[^}]*\b(?:api|answer|written|makeClient)\b[^}]*\} from '@weiguang\/api\/client'/,
  /import \{[^}]*\b(?:ask|call)\b[^}]*\} from '@weiguang\/offline\/wire'/,
  /import \{[^}]*\breach\b[^}]*\} from '[./]*line'/,
  /import \{[^}]*\bfresh\b[^}]*\} from '[./]*phone'/,
  /import \{[^}]*\buse(?:Infinite)?Quer(?:y|ies)\b[^}]*\} from '@tanstack\/vue-query'/,
  /import \{[^}]*\buseMutation\b[^}]*\} from '@tanstack\/vue-query'/,
  /\bfetch\(|new (?:EventSource|XMLHttpRequest|WebSocket)\(/,
]
const calls = (text: string) => CALLS.some((one) => one.test(text))

describe('a package', () => {
  it('has a name of its own, and every one is in the workspace', () => {
    expect(packages.length).toBeGreaterThan(10)
    expect(packages.map((one) => one.name)).toEqual(packages.map((one) => `@weiguang/${one.folder.split('/')[1]}`))
    const { workspaces } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { workspaces: string[] }
    expect(workspaces).toEqual(['packages/*', 'apps/*'])
  })
  it('is reached by its name, never by a path into it, nor is an app', () => {
    const across = imports.filter(
      ({ file, of, what }) =>
        what.startsWith('.') && relative(join(ROOT, of.folder), resolve(ROOT, file, '..', what)).startsWith('..'),
    )
    expect(told(across)).toEqual([])
    expect(told(imports.filter(({ what }) => known.get(nameOf(what))?.folder.startsWith('apps/')))).toEqual([])
  })
  it('is entered by what it exports', () => {
    const past = imports.filter(({ what }) => {
      const of = known.get(nameOf(what))
      return of && !(`./${what.slice(of.name.length + 1)}` in of.exports)
    })
    expect(told(past)).toEqual([])
  })
  it('exports files that are there, and none that nobody outside uses', () => {
    const used = new Set(imports.filter(({ of, what }) => nameOf(what) !== of.name).map(({ what }) => what))
    for (const { folder, name, exports } of packages) {
      for (const [door, file] of Object.entries(exports)) {
        expect(existsSync(join(ROOT, folder, file)), `${name} ${file}`).toBe(true)
        expect(used.has(name + door.slice(1)), `${name}${door.slice(1)}`).toBe(true)
      }
    }
  })
  it('names what it uses, and nothing else', () => {
    const BUILDS = new Set(['vite', 'geojson'])
    for (const one of packages) {
      const uses = imports
        .filter(({ of, what }) => of === one && !/^\.|^node:/.test(what) && !BUILDS.has(nameOf(what)))
        .map(({ what }) => nameOf(what))
      const names = Object.keys(one.dependencies).filter((name) => !name.startsWith('@types/'))
      expect([...new Set(uses)].filter((name) => name !== one.name).sort(), one.name).toEqual(names.sort())
    }
  })
})

describe('a component', () => {
  const components = sources.filter(({ file }) => file.endsWith('.vue'))
  it('does not call the server: a composable of its room does', () => {
    expect(components.length).toBeGreaterThan(200)
    expect(components.filter(({ text }) => calls(text)).map(({ file }) => file)).toEqual([])
  })
  it('that did would be found', () => {
    for (const call of [
      "import { api } from '@weiguang/api/client'",
      "import { ask, Refused } from '@weiguang/offline/wire'",
      "import { reach } from '../../line'",
      "import { fresh, phone } from '../../phone'",
      "import { useQuery } from '@tanstack/vue-query'",
      'const told = await fetch(address)',
      "stream = new EventSource('/live')",
    ])
      expect(calls(call), call).toBe(true)
    expect(calls("import { Refused } from '@weiguang/offline/wire'")).toBe(false)
  })
})
