// The service worker: the shell at hand without a network, an update only when the page asks for it, and the queue when the system wakes it.
import { clockOffset } from '@weiguang/offline/pack'
import { flush } from '@weiguang/offline/sender'
import { held } from '@weiguang/offline/vault'

/** Both are written in by the build. */
declare const SHELL_FILES: string[]
declare const SHELL_VERSION: string
interface Waits { waitUntil(work: Promise<unknown>): void }
interface Asked extends Waits { request: Request; respondWith(answer: Promise<Response>): void }
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void>; matchAll(how: { type: 'window' }): Promise<{ postMessage(what: string, how: object): void }[]> }
  location: Location
}
const worker = globalThis as unknown as Worker
const CACHE = `weiguang-member-${SHELL_VERSION}`
const shell = new Set(SHELL_FILES)
const on = <E>(name: string, act: (event: E) => void) => worker.addEventListener(name, act as unknown as EventListener)

on<Waits>('install', (event) => event.waitUntil(
  caches.open(CACHE).then((cache) => cache.addAll(SHELL_FILES.map((file) => new Request(file, { cache: 'reload' })))),
))
on<Waits>('activate', (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('weiguang-member-') && name !== CACHE).map((name) => caches.delete(name)))).then(() => worker.clients.claim()),
))
on<MessageEvent<string>>('message', (event) => { if (event.data === 'take-over') void worker.skipWaiting() })

on<Asked>('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== worker.location.origin || !url.pathname.startsWith('/m/')) return
  // Every place within the face is the face itself; what has an extension is a file.
  const file = request.mode === 'navigate' && !url.pathname.includes('.') ? '/m/' : url.pathname
  if (shell.has(file)) event.respondWith(caches.open(CACHE).then((cache) => cache.match(file)).then((kept) => kept ?? fetch(request)))
})

/** A bonus where the system has it: pages flush by themselves. An open page is told; with none open the worker sends. */
on<Waits & { tag: string }>('sync', (event) => {
  if (event.tag !== 'outbox') return
  event.waitUntil((async () => {
    const pages = await worker.clients.matchAll({ type: 'window' })
    if (pages.length > 0) return pages.forEach((page) => page.postMessage('flush', {}))
    const offset = await clockOffset()
    const now = () => Date.now() + offset
    const key = await held(now())
    if (key && (await flush({ owner: key.owner, key: key.key, now, force: true })).ended === 'no-answer') throw new Error('later')
  })())
})
