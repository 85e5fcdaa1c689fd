// Work that follows what others do: one round at a time, and one more where something happened during it.

export interface Rounds {
  /** Begins a round, at once or `space` milliseconds after the last one began: many changes in a row are one round. */
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
      // A timer of a page that nobody sees may be held back for a minute: what is due now is done now.
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
