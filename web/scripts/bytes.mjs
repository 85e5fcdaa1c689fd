// The byte gate: brotli of everything that a face's first route loads, against its budget; it fails the build when over.
import { readdirSync, readFileSync } from 'node:fs'
import { brotliCompressSync, constants } from 'node:zlib'

const KB = 1024
const squeezed = (path) => brotliCompressSync(readFileSync(path), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length

/** Every file that must arrive before these modules run: their static imports and styles. */
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

const checks = [
  { face: 'console', name: 'case queue', keys: ['index.html', 'src/rooms/cases/CaseQueueList.vue'], budget: 130 * KB },
  { face: 'console', name: 'overview beyond the shell', keys: ['src/rooms/cases/CaseOverviewShow.vue'], beyond: ['index.html', 'src/rooms/cases/CaseQueueList.vue'], budget: 15 * KB },
  { face: 'console', name: 'map beyond the shell', keys: ['src/rooms/grid/GridMapShow.vue'], beyond: ['index.html', 'src/rooms/cases/CaseQueueList.vue'], budget: 15 * KB },
  { face: 'console', name: 'map code', keys: ['../../packages/map/MapCanvas.vue', '_MapCanvas'], like: /\/MapCanvas-/, budget: 5 * KB },
  { face: 'console', name: 'basemap code, lazy', like: /\/(gl|maplibre)[-.]/, keys: [], budget: 380 * KB },
  { face: 'console', name: 'big screen beyond the shell', keys: ['src/rooms/cases/CaseScreenShow.vue'], beyond: ['index.html', 'src/rooms/cases/CaseQueueList.vue'], budget: 15 * KB },
  { face: 'resident', name: 'report', keys: ['index.html'], budget: 50 * KB },
  { face: 'resident', name: 'large letters', keys: ['index.html', 'src/rooms/cases/CaseStepNew.vue'], budget: 50 * KB },
  { face: 'resident', name: 'neighbourhood', keys: ['index.html', 'src/rooms/cases/CaseSummaryShow.vue'], budget: 50 * KB },
  { face: 'resident', name: 'booking a place', keys: ['index.html', 'src/rooms/care/BookingNew.vue'], budget: 50 * KB },
  { face: 'member', name: 'today', keys: ['index.html'], budget: 60 * KB },
  { face: 'member', name: 'whole shell', all: true, budget: 110 * KB },
  { face: 'member', name: 'service worker', only: ['sw.js'], budget: 5 * KB },
  { face: 'station', name: 'desk', keys: ['index.html'], budget: 60 * KB },
  { face: 'station', name: 'service worker', only: ['sw.js'], budget: 5 * KB },
  { face: 'station', name: 'calling screen beyond the desk', keys: ['src/rooms/station/ScreenShow.vue'], beyond: ['index.html'], budget: 5 * KB },
  { face: 'resident', name: 'tracking', keys: ['index.html', 'src/rooms/cases/CaseTrackShow.vue'], budget: 50 * KB },
]
let failed = false
for (const { face, name, keys = [], beyond, like, all, only, budget } of checks) {
  const root = `dist/${face}`
  const manifest = JSON.parse(readFileSync(`${root}/manifest.json`, 'utf8'))
  let files = only ?? [...reach(manifest, keys)]
  // What the service worker keeps: every file but Vite's own list and the larger icons.
  if (all) files = readdirSync(root, { recursive: true }).filter((file) => /\.(?:js|css|svg|html|webmanifest)$|icon-192\.png$/.test(file))
  if (like) files = [...new Set(Object.values(manifest).flatMap((chunk) => [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]).filter((file) => file.match(like)))]
  else if (beyond) {
    const before = reach(manifest, beyond)
    files = files.filter((file) => !before.has(file))
  }
  const html = keys.includes('index.html') ? squeezed(`${root}/index.html`) : 0
  const total = files.reduce((sum, file) => sum + squeezed(`${root}/${file}`), html)
  const over = total > budget || total === 0
  failed ||= over
  console.log(`${over ? 'OVER' : 'ok  '} ${face} ${name}: ${(total / KB).toFixed(1)} of ${budget / KB} KB brotli (${files.length} files)`)
}
if (failed) process.exitCode = 1
