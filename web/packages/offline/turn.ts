// One sender at a time: a Web Lock, or a renewed lease in the database.
import { phone } from './store'

const LEASE = 30_000
const RENEW = 10_000

/** Runs `work` unless another is running; returns whether it ran. */
export async function alone(work: () => Promise<void>): Promise<boolean> {
  if (typeof navigator !== 'undefined' && navigator.locks) {
    return navigator.locks.request('weiguang-outbox', { ifAvailable: true }, async (lock) => {
      if (lock) await work()
      return lock !== null
    })
  }
  const me = String(crypto.getRandomValues(new Uint32Array(2)))
  if (!(await take(me))) return false
  const timer = setInterval(() => void take(me), RENEW)
  try {
    await work()
  } finally {
    clearInterval(timer)
    await give(me)
  }
  return true
}

async function take(me: string): Promise<boolean> {
  const tx = (await phone()).transaction('meta', 'readwrite')
  const held = await tx.store.get('lease')
  const now = Date.now()
  // A lease far in the future comes from a clock that was set back, and is ignored.
  const free = !held || held.value === me || (held.until ?? 0) < now || (held.until ?? 0) > now + 2 * LEASE
  if (free) await tx.store.put({ id: 'lease', value: me, until: now + LEASE })
  await tx.done
  return free
}
async function give(me: string): Promise<void> {
  const tx = (await phone()).transaction('meta', 'readwrite')
  if ((await tx.store.get('lease'))?.value === me) await tx.store.delete('lease')
  await tx.done
}
