// The server's time, because an office PC's clock may be minutes off.
import { onScopeDispose, readonly, ref } from 'vue'

let offset = 0
/** The server's time when this page was loaded, at least; not affected by setting the device's clock back. */
let floor = 0

/** Learns the offset from an answer's `Date` header; less than two seconds is rounding. */
export function learnClock(dateHeader: string | null, local: number = Date.now()): void {
  const server = dateHeader ? Date.parse(dateHeader) : Number.NaN
  if (Number.isNaN(server)) return
  const difference = server - local
  offset = Math.abs(difference) < 2_000 ? 0 : difference
  floor = Math.min(server, local + offset) - performance.now()
}
/** Restores an earlier page's offset, and a lower limit of the server's time. */
export function restoreClock(difference: number, past: number): void {
  offset = Math.abs(difference) < 2_000 ? 0 : difference
  floor = past - performance.now()
}

export const serverNow = () => Math.max(Date.now() + offset, pastNow())
/** A lower limit of the server's time: its last known time plus the running time of this page. */
export const pastNow = () => floor + performance.now()
/** How far the device's clock is ahead of the server's; negative if behind. */
export const clockAhead = () => Date.now() - serverNow()

/** The server's time as a ref, for texts such as "54 minutes left". */
export function useNow(everyMilliseconds = 15_000) {
  const now = ref(serverNow())
  const timer = setInterval(() => {
    now.value = serverNow()
  }, everyMilliseconds)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
