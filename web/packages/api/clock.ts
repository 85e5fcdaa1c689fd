// Deadlines are told by the server's clock, because a PC in an office may be minutes off.
import { onScopeDispose, readonly, ref } from 'vue'

let offset = 0
/** What the server's clock showed when this page began, at the least: no hand that sets this device's clock back goes behind it. */
let floor = 0

/** Learns the difference from the `Date` header of an answer; under two seconds it is only rounding. */
export function learnClock(dateHeader: string | null, local: number = Date.now()): void {
  const server = dateHeader ? Date.parse(dateHeader) : Number.NaN
  if (Number.isNaN(server)) return
  const difference = server - local
  offset = Math.abs(difference) < 2_000 ? 0 : difference
  floor = Math.min(server, local + offset) - performance.now()
}
/** What an earlier page knew: the difference to this device's clock, and a moment that the server's clock is past. */
export function restoreClock(difference: number, past: number): void {
  offset = Math.abs(difference) < 2_000 ? 0 : difference
  floor = past - performance.now()
}

export const serverNow = () => Math.max(Date.now() + offset, pastNow())
/** The earliest that it can be by the server's clock: what it last said, and the time for which this page has run since. */
export const pastNow = () => floor + performance.now()
/** How far this device's clock is ahead of the server's; negative if it is behind. */
export const clockAhead = () => Date.now() - serverNow()

/** The server's time as a value that moves, for words such as "54 minutes left". */
export function useNow(everyMilliseconds = 15_000) {
  const now = ref(serverNow())
  const timer = setInterval(() => {
    now.value = serverNow()
  }, everyMilliseconds)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
