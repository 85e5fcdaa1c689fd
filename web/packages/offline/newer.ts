// Registration of the service worker; a new version is activated only on request.

/** The worker of the face at `base`; null if the browser has none, as in many embedded web views and without https. */
export async function register(base: string): Promise<ServiceWorkerRegistration | null> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined
  if (!workers || import.meta.env.DEV) return null
  return (await workers.register(`${base}sw.js`, { scope: base, updateViaCache: 'none' }).catch(() => null)) ?? null
}

/**
 * Registers the worker of the face at `base`. When a new version waits, `offer` gets a function that activates it and reloads the
 * page. `heard` receives the worker's messages.
 */
export async function watchWorker(
  base: string,
  offer: (take: () => void) => void,
  heard?: (word: string) => void,
): Promise<void> {
  const workers = navigator.serviceWorker
  const registered = await register(base)
  if (!registered) return // the open page and its queue work all the same
  let wanted = false
  if (heard) workers.addEventListener('message', (event: MessageEvent<string>) => heard(event.data))
  workers.addEventListener('controllerchange', () => {
    if (wanted) location.reload()
  })
  const waits = (worker: ServiceWorker | null) => {
    if (worker && workers.controller)
      offer(() => {
        wanted = true
        worker.postMessage('take-over', {})
      })
  }
  waits(registered.waiting)
  registered.addEventListener('updatefound', () => {
    const coming = registered.installing
    coming?.addEventListener('statechange', () => {
      if (coming.state === 'installed') waits(coming)
    })
  })
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void registered.update().catch(() => null)
  })
}
