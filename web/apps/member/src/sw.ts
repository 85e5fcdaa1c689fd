// The phone's service worker: the app offline, and sending the outbox on background sync.
import { clockOffset, clockPast } from '@weiguang/offline/pack'
import { flush } from '@weiguang/offline/sender'
import { keepShell, on, worker, type Waits } from '@weiguang/offline/shell'
import { held } from '@weiguang/offline/vault'

keepShell()

/** Background sync where available; pages also send by themselves. An open page is notified, otherwise the worker sends. */
on<Waits & { tag: string }>('sync', (event) => {
  if (event.tag !== 'outbox') return
  event.waitUntil(
    (async () => {
      const pages = await worker.clients.matchAll({ type: 'window' })
      if (pages.length > 0) return pages.forEach((page) => page.postMessage('flush', {}))
      const [offset, past] = [await clockOffset(), await clockPast()]
      const now = () => Math.max(Date.now() + offset, past)
      const key = await held(now())
      if (key && (await flush({ owner: key.owner, key: key.key, now, force: true })).ended === 'no-answer')
        throw new Error('later')
    })(),
  )
})
