// Asks for the PIN after a quarter of an hour without a touch.

export const REST = 15 * 60_000
let touched = 0
let watching = false

/** This page's timer may be suspended, and the phone's clock may be changed: the longer time counts. */
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
