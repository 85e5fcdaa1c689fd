// Whether the system threw the phone's storage away: a cookie outlives it, and remembers how much was waiting and nothing of what.
import { phone } from './store'

const NAME = 'weiguang_waiting'
const AGE = 34_560_000

/** Counts only; the path keeps it on the phone's own pages. */
export function noteWaiting(count: number): void {
  document.cookie = `${NAME}=${count}; path=/m/; max-age=${AGE}; SameSite=Strict`
}
function remembered(): number {
  return Number(new RegExp(`(?:^|; )${NAME}=(\\d+)`).exec(document.cookie)?.[1] ?? 0)
}

/** How many unsent things are gone, if the database that held them is. */
export async function lostThings(): Promise<number> {
  const before = remembered()
  const db = await phone()
  const known = await db.get('meta', 'here')
  if (!known) await db.put('meta', { id: 'here', value: 1 })
  return known ? 0 : before
}
