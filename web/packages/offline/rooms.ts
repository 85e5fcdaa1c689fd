// A page asks its service worker to store the files of some rooms, and hears how far that is.
import { register } from './newer'

/** How many of the files that are needed are stored. */
export interface Stored {
  stored: number
  of: number
}
export interface Answer extends Stored {
  done: boolean
}
/** A worker that says nothing for so long was ended by the system. */
const SILENCE = 30_000

/**
 * Ends once every file was tried: all are stored where `stored` is `of`. Null where the browser has no service worker; fails where the
 * worker could not be installed or falls silent. A newer version that waits is asked as well, so that it lacks nothing when it takes over.
 */
export async function storeRooms(base: string, rooms: string[], told: (now: Stored) => void): Promise<Stored | null> {
  const registered = await register(base)
  if (!registered) return null
  const worker = registered.active ?? (await installed(registered.installing ?? registered.waiting))
  if (registered.waiting !== worker) registered.waiting?.postMessage({ rooms }, [])
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => {
      clearTimeout(timer)
      port1.close()
      act()
    }
    const silent = () => end(() => reject(new Error('the worker is silent')))
    let timer = setTimeout(silent, SILENCE)
    port1.addEventListener('message', ({ data: { stored, of, done } }: MessageEvent<Answer>) => {
      clearTimeout(timer)
      timer = setTimeout(silent, SILENCE)
      told({ stored, of })
      if (done) end(() => resolve({ stored, of }))
    })
    port1.start()
    worker.postMessage({ rooms }, [port2])
  })
}

/** A worker that is being installed for the first time, once it is. */
function installed(worker: ServiceWorker | null): Promise<ServiceWorker> {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker?.state === 'activated') resolve(worker)
      if (!worker || worker.state === 'redundant') reject(new Error('no worker'))
    }
    worker?.addEventListener('statechange', look)
    look()
  })
}
