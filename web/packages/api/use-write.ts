// The state of one button or form that writes: busy while it sends, its problem if refused, and one key per intention.
import { ref, shallowRef } from 'vue'
import { Intention } from './intention'
import { asProblem, type Problem } from './problem'

/** Answers that say "not now" rather than "no": the same intention is still open after them. */
const NOT_NOW = new Set([0, 408, 425, 429])

export function useWrite() {
  const intention = new Intention()
  const busy = ref(false)
  const problem = shallowRef<Problem | null>(null)

  /** What is opened afresh: nothing of an earlier refusal, and another intention than what was left. */
  function begin(): void {
    problem.value = null
    intention.done()
  }
  /**
   * Sends once at a time. `content` is what is meant and to whom, and never the version on which it rests: where an answer was lost, the
   * page may have learned of the next version, and the same intention must not be sent as another. Null means that it failed, and `problem` says why.
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
