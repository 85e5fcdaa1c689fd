// The service worker of a face: stores the first screen at installation, and rooms on request.
import { filesOf, isFile, isHashed, notes, outdated, roomsToStore, type RoomFiles } from './files'
import type { Answer } from './rooms'

/** Inserted by the build: base path, files of the first screen and of each room, those named by the page, and a hash of all. */
declare const SHELL_BASE: string
declare const SHELL_FIRST: string[]
declare const SHELL_ROOMS: RoomFiles
declare const SHELL_PAGE: string[]
declare const SHELL_VERSION: string
export interface Waits {
  waitUntil(work: Promise<unknown>): void
}
interface Asked extends Waits {
  request: Request
  respondWith(answer: Promise<Response>): void
}
interface Message extends Waits {
  data: 'take-over' | { rooms: string[] }
  ports: MessagePort[]
}
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>
  clients: {
    claim(): Promise<void>
    matchAll(how: { type: 'window' }): Promise<{ postMessage(what: string, how: object): void }[]>
  }
  location: Location
}
export const worker = globalThis as unknown as Worker
export const on = <E>(name: string, act: (event: E) => void) =>
  worker.addEventListener(name, act as unknown as EventListener)

const face = `weiguang${SHELL_BASE}`
const current = face + SHELL_VERSION
/** Maximum time of a request, so that it does not delay the others on a bad connection. */
const LONGEST = 25_000

async function noted<T>(name: string): Promise<T | null> {
  const found = await (await caches.open(notes(face))).match(SHELL_BASE + name)
  return found ? ((await found.json()) as T) : null
}
async function note(name: string, value: unknown): Promise<void> {
  await (await caches.open(notes(face))).put(SHELL_BASE + name, new Response(JSON.stringify(value)))
}

/** Stores and serves only the face's own files. `except`: paths that are not needed offline. */
export function keepShell(except?: RegExp): void {
  const own = new Set([...SHELL_FIRST, ...filesOf(SHELL_ROOMS, Object.keys(SHELL_ROOMS))])
  on<Waits>('install', (event) => event.waitUntil(install()))
  on<Waits>('activate', (event) => event.waitUntil(takeOver()))
  on<Message>('message', (event) => {
    if (event.data === 'take-over') void worker.skipWaiting()
    else event.waitUntil(storeRooms(event.data.rooms, event.ports[0]))
  })
  on<Asked>('fetch', (event) => {
    const { request } = event
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.origin !== worker.location.origin || !url.pathname.startsWith(SHELL_BASE))
      return
    const page = request.mode === 'navigate' && !url.pathname.includes('.')
    if (page && except?.test(url.pathname)) return
    // Every path in the face without a file extension is the app's page.
    const file = page ? SHELL_BASE : url.pathname
    // A page of the previous version finds its files by hashed name; the page itself is always of this version.
    if (own.has(file) || isHashed(file)) event.respondWith(find(file).then((found) => found ?? fetch(request)))
  })
}

const find = async (file: string) =>
  (await (await caches.open(current)).match(file)) ?? (isHashed(file) ? caches.match(file) : undefined)

/** Fails if one file is missing: the previous version then stays active, and installation is retried later. */
async function install(): Promise<void> {
  const earlier = (await caches.keys()).some(
    (name) => name.startsWith(face) && name !== current && name !== notes(face),
  )
  const rooms = roomsToStore(SHELL_ROOMS, await noted<string[]>('rooms'), earlier)
  const files = [...SHELL_FIRST, ...filesOf(SHELL_ROOMS, rooms)]
  if ((await store(files)) < files.length) throw new Error('incomplete')
}

async function takeOver(): Promise<void> {
  const gone = outdated(await caches.keys(), face, current, await noted<string>('version'))
  await Promise.all(gone.map((name) => caches.delete(name)))
  await note('version', current)
  await worker.clients.claim()
}

async function storeRooms(rooms: string[], port?: MessagePort): Promise<void> {
  await note('rooms', rooms)
  const files = [...SHELL_FIRST, ...filesOf(SHELL_ROOMS, rooms)]
  const tell = (stored: number, done: boolean) => port?.postMessage({ stored, of: files.length, done } satisfies Answer)
  tell(await store(files, (stored) => tell(stored, false)), true)
}

/** Returns how many of the files are in this version's cache afterwards. One failure does not stop the others. */
async function store(files: string[], told?: (stored: number) => void): Promise<number> {
  const cache = await caches.open(current)
  let stored = 0
  for (const file of files) {
    if (!(await keep(cache, file))) continue
    stored += 1
    told?.(stored)
  }
  return stored
}
async function keep(cache: Cache, file: string): Promise<boolean> {
  if (await cache.match(file)) return true
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), LONGEST)
  try {
    const answer = (isHashed(file) ? await caches.match(file) : undefined) ?? (await get(file, stop.signal))
    if (!answer) return false
    await cache.put(file, answer)
    return true
  } catch {
    return false // no network, a cut line, or no room: asked for again later
  } finally {
    clearTimeout(timer)
  }
}
/** Uses the browser's HTTP cache, unless it does not contain the file. */
async function get(file: string, signal: AbortSignal): Promise<Response | null> {
  for (const cache of isHashed(file) ? (['default', 'reload'] as const) : (['reload'] as const)) {
    const answer = await fetch(new Request(file, { cache, signal }))
    if (isFile(answer, file === SHELL_BASE) && (file !== SHELL_BASE || (await isOwnPage(answer.clone())))) return answer
  }
  return null
}
/** A page that names other files belongs to another version, deployed during installation. */
async function isOwnPage(answer: Response): Promise<boolean> {
  const text = await answer.text()
  return SHELL_PAGE.every((file) => text.includes(file))
}
