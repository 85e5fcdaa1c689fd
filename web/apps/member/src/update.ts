// A newer version of the phone's face: offered, and taken only when its person says so, once what is being typed is kept.
import { shallowRef } from 'vue'
import { watchWorker } from '@weiguang/offline/newer'
import { flushNow } from './phone'

/** Takes the newer version that waits, if there is one. */
export const newer = shallowRef<(() => void) | null>(null)
const drafts = new Set<() => Promise<void>>()

/** A form that is being typed writes its draft before the page is loaded anew. */
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

/** Asks the system to wake the worker when there is a network again. */
export async function askToBeWoken(): Promise<void> {
  const registered = await navigator.serviceWorker?.getRegistration('/m/').catch(() => undefined)
  const sync = (registered as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync
  await sync?.register('outbox').catch(() => null)
}
