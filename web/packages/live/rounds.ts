// Repeats work when something changes: one run at a time, and another if something changed meanwhile.

export interface Rounds {
  /** Runs now, or `space` milliseconds after the last start, so that many changes cause one run. */
  again(space?: number): void
  stop(): void
}

export function rounds(work: () => Promise<unknown>): Rounds {
  let begun = 0
  let running = false
  let more = false
  let over = false
  let due = Infinity
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(): Promise<void> {
    clearTimeout(timer)
    due = Infinity
    if (running) {
      more = true
      return
    }
    running = true
    more = false
    begun = Date.now()
    await work().catch(() => null) // what was known stands; the next change, or the next look, asks again
    running = false
    if (more && !over) void run()
  }
  return {
    again(space = 0) {
      const at = begun + space
      if (over) return
      // Timers of hidden pages may be delayed by a minute: run what is due now.
      if (at <= Date.now()) return void run()
      if (at >= due) return
      clearTimeout(timer)
      due = at
      timer = setTimeout(() => void run(), at - Date.now())
    },
    stop() {
      over = true
      clearTimeout(timer)
    },
  }
}
