// Size budgets (brotli) of each app's first load, each further room, and its service worker. Fails the build.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'
import { chunksOf } from './chunks.mjs'

const KB = 1024
const squeezed = (path) =>
  existsSync(`${path}.br`)
    ? statSync(`${path}.br`).size
    : brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

/** All files loaded before these modules run: static imports and styles. */
function reach(manifest, keys) {
  const files = new Set()
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key) || !manifest[key]) return
    seen.add(key)
    const chunk = manifest[key]
    files.add(chunk.file)
    for (const sheet of chunk.css ?? []) files.add(sheet)
    for (const asset of chunk.assets ?? []) files.add(asset)
    for (const next of chunk.imports ?? []) visit(next)
  }
  keys.forEach(visit)
  return files
}

const lines = []
function weigh(face, name, files, budget, note = '') {
  const total = files.reduce((sum, file) => sum + squeezed(`dist/${face}/${file}`), 0)
  lines.push({ face, name, total, budget, files: files.length, note })
}

/** First-load budgets; rooms have their own, paid only when opened. */
const FIRST = { member: 60 * KB, station: 60 * KB, resident: 50 * KB }
const ROOM = 20 * KB
const WORKER = 6 * KB
for (const [face, budget] of Object.entries(FIRST)) {
  const { first, later, rooms, owner } = chunksOf(`dist/${face}`, `apps/${face}/src`)
  weigh(face, 'first load', ['index.html', ...first], budget)
  for (const [room, files] of Object.entries(rooms)) {
    if (files.length > 0)
      weigh(
        face,
        room,
        files.filter((file) => owner[file] === room),
        ROOM,
        `${files.length} files with what it shares`,
      )
  }
  const shared = [...new Set([...later, ...Object.values(rooms).flat()])].filter((file) => !owner[file])
  if (shared.length > 0) weigh(face, 'shared by rooms', shared, ROOM)
  if (existsSync(`dist/${face}/sw.js.br`)) weigh(face, 'service worker', ['sw.js'], WORKER)
}

/** The console runs on office networks: budgets per route. */
const routes = [
  { name: 'case queue', keys: ['index.html', 'src/rooms/cases/CaseQueueList.vue'], budget: 130 * KB },
  {
    name: 'overview beyond the shell',
    keys: ['src/rooms/cases/CaseOverviewShow.vue'],
    beyond: ['index.html', 'src/rooms/cases/CaseQueueList.vue'],
    budget: 15 * KB,
  },
  {
    name: 'map beyond the shell',
    keys: ['src/rooms/grid/GridMapShow.vue'],
    beyond: ['index.html', 'src/rooms/cases/CaseQueueList.vue'],
    budget: 15 * KB,
  },
  { name: 'map code', like: /\/MapCanvas-/, budget: 5 * KB },
  { name: 'basemap code, lazy', like: /\/(gl|maplibre)[-.]/, budget: 380 * KB },
  {
    name: 'big screen beyond the shell',
    keys: ['src/rooms/cases/CaseScreenShow.vue'],
    beyond: ['index.html', 'src/rooms/cases/CaseQueueList.vue'],
    budget: 15 * KB,
  },
]
const manifest = JSON.parse(readFileSync('dist/console/manifest.json', 'utf8'))
for (const { name, keys = [], beyond = [], like, budget } of routes) {
  const before = reach(manifest, beyond)
  const files = like
    ? [
        ...new Set(
          Object.values(manifest)
            .flatMap((chunk) => [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])])
            .filter((file) => like.test(file)),
        ),
      ]
    : [...reach(manifest, keys)].filter((file) => !before.has(file))
  weigh('console', name, keys.includes('index.html') ? ['index.html', ...files] : files, budget)
}

for (const { face, name, total, budget, files, note } of lines) {
  const over = total > budget || total === 0
  if (over) process.exitCode = 1
  console.log(
    `${over ? 'OVER' : 'ok  '} ${face.padEnd(9)}${name.padEnd(28)}${(total / KB).toFixed(1).padStart(6)} of ${String(budget / KB).padStart(3)} KB ${`${Math.round((100 * total) / budget)} %`.padStart(6)}  ${files} files${note ? `, ${note}` : ''}`,
  )
}
