// The shell of a face at hand without a network: kept by its service worker, file by file, and changed only when the page asks for it.

/** All three are written in by the build: where the face stands, its files, and a name for exactly these files. */
declare const SHELL_BASE: string
declare const SHELL_FILES: string[]
declare const SHELL_VERSION: string
export interface Waits { waitUntil(work: Promise<unknown>): void }
interface Asked extends Waits { request: Request; respondWith(answer: Promise<Response>): void }
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void>; matchAll(how: { type: 'window' }): Promise<{ postMessage(what: string, how: object): void }[]> }
  location: Location
}
export const worker = globalThis as unknown as Worker
export const on = <E>(name: string, act: (event: E) => void) => worker.addEventListener(name, act as unknown as EventListener)

/** Nothing but the face's own files is kept and answered. `except` names places within it that are not for a day without a network. */
export function keepShell(except?: RegExp): void {
  const face = `weiguang${SHELL_BASE}`
  const kept = face + SHELL_VERSION
  const shell = new Set(SHELL_FILES)
  on<Waits>('install', (event) => event.waitUntil(
    caches.open(kept).then((cache) => cache.addAll(SHELL_FILES.map((file) => new Request(file, { cache: 'reload' })))),
  ))
  on<Waits>('activate', (event) => event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith(face) && name !== kept).map((name) => caches.delete(name)))).then(() => worker.clients.claim()),
  ))
  on<MessageEvent<string>>('message', (event) => { if (event.data === 'take-over') void worker.skipWaiting() })
  on<Asked>('fetch', (event) => {
    const { request } = event
    const url = new URL(request.url)
    if (request.method !== 'GET' || url.origin !== worker.location.origin || !url.pathname.startsWith(SHELL_BASE)) return
    const page = request.mode === 'navigate' && !url.pathname.includes('.')
    if (page && except?.test(url.pathname)) return
    // Every place within the face is the face itself; what has an extension is a file.
    const file = page ? SHELL_BASE : url.pathname
    if (shell.has(file)) event.respondWith(caches.open(kept).then((cache) => cache.match(file)).then((found) => found ?? fetch(request)))
  })
}
