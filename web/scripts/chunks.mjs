// Assigns the files of a built app to its first screen and to rooms (folders of src/rooms), by Vite's manifest.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Files beside the page that are copied unchanged: icons and the web manifest. */
const BESIDE = /^(?:mark\.svg|icon-192\.png|[\w-]+\.webmanifest)$/

export const roomsIn = (source) =>
  existsSync(join(source, 'rooms'))
    ? readdirSync(join(source, 'rooms'))
        .filter((name) => !name.includes('.'))
        .sort()
    : []

/**
 * `first`: everything needed for the first screen. `rooms`: additional files of each room, shared ones included.
 * `owner`: the room of a file that belongs to a single room.
 * @param {string} dist folder of the built app
 * @param {string} source its `src`
 */
export function chunksOf(dist, source) {
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'))
  const names = roomsIn(source)
  /** A chunk belongs to a room if it starts with a file of the room, or contains the whole room. */
  const roomOf = (key) => {
    const { src = key, name = '' } = manifest[key]
    const path = /(?:^|\/)src\/rooms\/([^/]+)\//.exec(src)
    return path ? path[1] : (names.find((room) => room === name) ?? null)
  }
  /** All files loaded by some chunks; dynamic imports are followed where `goOn` says so. */
  const reach = (keys, goOn, known = new Set()) => {
    const files = new Set()
    const seen = new Set()
    const visit = (key) => {
      const chunk = manifest[key]
      if (!chunk || seen.has(key)) return
      seen.add(key)
      for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])])
        if (!known.has(file)) files.add(file)
      for (const next of chunk.imports ?? []) visit(next)
      for (const next of chunk.dynamicImports ?? []) if (goOn(next)) visit(next)
    }
    keys.forEach(visit)
    return files
  }
  const beside = readdirSync(dist)
    .filter((file) => BESIDE.test(file))
    .sort()
  const first = reach(['index.html'], () => false)
  // A style sheet of the whole app is listed separately from chunks.
  if (manifest['style.css']) first.add(manifest['style.css'].file)
  const rooms = Object.fromEntries(
    names.map((room) => {
      const own = Object.keys(manifest).filter(
        (key) => manifest[key].file && roomOf(key) === room && !first.has(manifest[key].file),
      )
      return [room, [...reach(own, (key) => [room, null].includes(roomOf(key)), first)].sort()]
    }),
  )
  // Dynamic imports of the frame are stored with the first screen, because no room requests them.
  const later = reach(
    manifest['index.html'].dynamicImports?.filter((key) => roomOf(key) === null) ?? [],
    (key) => roomOf(key) === null,
    first,
  )
  const owner = {}
  for (const [key, chunk] of Object.entries(manifest)) {
    for (const file of [chunk.file, ...(chunk.css ?? [])]) {
      const users = names.filter((room) => rooms[room].includes(file))
      owner[file] = roomOf(key) ?? (users.length === 1 ? users[0] : (owner[file] ?? null))
    }
  }
  return { beside, first: [...first].sort(), later: [...later].sort(), rooms, owner }
}
