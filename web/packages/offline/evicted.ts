// Detects that the system deleted the phone's storage: a cookie survives with the number of waiting items.
import { phone } from './store'

const NAME = 'weiguang_waiting'
const AGE = 34_560_000

/** Counts only; the cookie's path limits it to the phone's pages. */
export function noteWaiting(count: number): void {
  document.cookie = `${NAME}=${count}; path=/m/; max-age=${AGE}; SameSite=Strict`
}
function remembered(): number {
  return Number(new RegExp(`(?:^|; )${NAME}=(\\d+)`).exec(document.cookie)?.[1] ?? 0)
}

/** Number of unsent items lost with the database. */
export async function lostThings(): Promise<number> {
  const before = remembered()
  const db = await phone()
  const known = await db.get('meta', 'here')
  if (!known) await db.put('meta', { id: 'here', value: 1 })
  return known ? 0 : before
}
