// Deadlines are told by the server's clock, because a PC in an office may be minutes off.
import { onScopeDispose, readonly, ref } from 'vue'

let offset = 0

/** Learns the difference from the `Date` header of an answer; under two seconds it is only rounding. */
export function learnClock(dateHeader: string | null, local: number = Date.now()): void {
  const server = dateHeader ? Date.parse(dateHeader) : Number.NaN
  if (Number.isNaN(server)) return
  const difference = server - local
  offset = Math.abs(difference) < 2_000 ? 0 : difference
}

export function serverNow(): number {
  return Date.now() + offset
}

/** The server's time as a value that moves, for words such as "54 minutes left". */
export function useNow(everyMilliseconds = 15_000) {
  const now = ref(serverNow())
  const timer = setInterval(() => { now.value = serverNow() }, everyMilliseconds)
  onScopeDispose(() => clearInterval(timer))
  return readonly(now)
}
