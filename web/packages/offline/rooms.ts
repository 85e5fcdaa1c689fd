// Asks the service worker to store the files of some rooms, with progress.
import { register } from './newer'

/** How many of the needed files are stored. */
export interface Stored {
  stored: number
  of: number
}
export interface Answer extends Stored {
  done: boolean
}
/** A worker that is silent this long was terminated. */
const SILENCE = 30_000

/**
 * Resolves when every file was tried; complete if `stored` equals `of`. Null without service worker support; rejects if the
 * worker cannot be installed or is silent. A waiting new version is asked as well, so that it is complete when activated.
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

/** Waits for a worker's first installation. */
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
