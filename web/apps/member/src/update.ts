// Updates of the app: offered, and activated on request after saving drafts.
import { shallowRef } from 'vue'
import { watchWorker } from '@weiguang/offline/newer'
import { flushNow } from './phone'

/** Activates the waiting version, if there is one. */
export const newer = shallowRef<(() => void) | null>(null)
const drafts = new Set<() => Promise<void>>()

/** Registers a form to save its draft before a reload. */
export function beforeReload(keep: () => Promise<void>): () => void {
  drafts.add(keep)
  return () => drafts.delete(keep)
}
export const keepDrafts = () => Promise.all([...drafts].map((keep) => keep()))
export const update = () => keepDrafts().then(newer.value)

export function startWorker(): void {
  void watchWorker(
    '/m/',
    (take) => {
      newer.value = take
    },
    (word) => {
      if (word === 'flush') void flushNow()
    },
  )
}

/** Requests background sync for when the network returns. */
export async function askToBeWoken(): Promise<void> {
  const registered = await navigator.serviceWorker?.getRegistration('/m/').catch(() => undefined)
  const sync = (registered as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync
  await sync?.register('outbox').catch(() => null)
}
