// The service worker's life as the page sees it: registered once, and a new version only when its person says so.
import { ref } from 'vue'
import { flushNow } from './phone'

/** A newer version waits until it is asked for. */
export const updateWaits = ref(false)
let waiting: ServiceWorker | null = null
let wanted = false
const drafts = new Set<() => Promise<void>>()

/** A form that is being typed writes its draft before the page is loaded anew. */
export function beforeReload(keep: () => Promise<void>): () => void {
  drafts.add(keep)
  return () => drafts.delete(keep)
}
export const keepDrafts = () => Promise.all([...drafts].map((keep) => keep()))

export async function watchWorker(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  // Absent in many embedded web views: the open page and its queue work all the same.
  if (!workers || import.meta.env.DEV) return
  workers.addEventListener('message', (event: MessageEvent<string>) => { if (event.data === 'flush') void flushNow() })
  workers.addEventListener('controllerchange', () => { if (wanted) location.reload() })
  const registered = await workers.register('/m/sw.js', { scope: '/m/', updateViaCache: 'none' }).catch(() => null)
  if (!registered) return
  const offer = (worker: ServiceWorker | null) => {
    if (!worker || !workers.controller) return
    waiting = worker
    updateWaits.value = true
  }
  offer(registered.waiting)
  registered.addEventListener('updatefound', () => {
    const coming = registered.installing
    coming?.addEventListener('statechange', () => { if (coming.state === 'installed') offer(coming) })
  })
  document.addEventListener('visibilitychange', () => { if (!document.hidden) void registered.update().catch(() => null) })
}

/** Takes the new version: what is typed is kept first, then the page is loaded anew. */
export async function update(): Promise<void> {
  wanted = true
  await keepDrafts()
  waiting?.postMessage('take-over', {})
}

/** Asks the system to wake the worker when there is a network again. */
export async function askToBeWoken(): Promise<void> {
  const registered = await navigator.serviceWorker?.getRegistration('/m/').catch(() => undefined)
  const sync = (registered as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync
  await sync?.register('outbox').catch(() => null)
}
