// When a phone with a PIN asks for it again: after a quarter of an hour without a touch, in the hand or in the pocket.

export const REST = 15 * 60_000
let touched = 0
let watching = false

/** A pocket may stop this page's own clock, and a hand may set the phone's: whichever says more time has passed counts. */
const mono = () => performance.now()
let at = { wall: Date.now(), mono: mono() }
const since = () => Math.max(Date.now() - at.wall, mono() - at.mono)

export function restAfter(rest: () => Promise<void>): void {
  at = { wall: Date.now(), mono: mono() }
  if (watching) return
  watching = true
  const look = () => {
    if (since() >= REST) void rest()
  }
  const touch = () => {
    look()
    if (mono() - touched < 1_000) return
    touched = mono()
    at = { wall: Date.now(), mono: mono() }
  }
  for (const name of ['pointerdown', 'keydown', 'input'])
    addEventListener(name, touch, { passive: true, capture: true })
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) look()
  })
  setInterval(look, 15_000)
}
