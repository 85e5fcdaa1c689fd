// The state of a button or form that writes: busy, problem, and one key per intention.
import { ref, shallowRef } from 'vue'
import { Intention } from './intention'
import { asProblem, type Problem } from './problem'

/** Statuses that mean "not now": the intention stays open. */
const NOT_NOW = new Set([0, 408, 425, 429])

export function useWrite() {
  const intention = new Intention()
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)

  /** Resets the problem and starts a new intention. */
  function begin(): void {
    problem.value = null
    intention.done()
  }
  /**
   * Sends once at a time. `content` is what is written and to what, without the version: after a lost answer the page may know
   * the next version, and the intention must remain the same. Null on failure; see `problem`.
   */
  async function run<T>(content: unknown, send: (key: string) => Promise<T>): Promise<{ value: T } | null> {
    if (busy.value) return null
    busy.value = true
    problem.value = null
    try {
      const value = await send(intention.key(content))
      intention.done()
      return { value }
    } catch (thrown) {
      const found = asProblem(thrown)
      problem.value = found
      const refused = found.status >= 400 && found.status < 500 && !NOT_NOW.has(found.status)
      if (refused) intention.done()
      return null
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, begin, run }
}
