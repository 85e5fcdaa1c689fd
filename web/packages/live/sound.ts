// Tone and vibration of an alert. Browsers allow sound only after an interaction with the page.
import { ref } from 'vue'

/** `ring`: sound and vibration, `shake`: vibration only; null: not asked yet, silent. */
export type Loudness = 'ring' | 'shake' | 'off'
const STORED = 'weiguang.alert-sound'
export const loudness = ref<Loudness | null>(stored())
/** Whether the browser allows sound now. */
export const audible = ref(false)
export const vibrates =
  typeof navigator === 'object' &&
  'vibrate' in navigator &&
  typeof matchMedia === 'function' &&
  matchMedia('(pointer: coarse)').matches

function stored(): Loudness | null {
  try {
    const value = localStorage.getItem(STORED)
    return value === 'ring' || value === 'shake' || value === 'off' ? value : null
  } catch {
    return null // storage may be forbidden
  }
}
export function chooseLoudness(next: Loudness): void {
  loudness.value = next
  try {
    localStorage.setItem(STORED, next)
  } catch {
    // It then applies until the page is closed.
  }
}
/** Settings made in another tab apply here. */
if (typeof addEventListener === 'function')
  addEventListener('storage', (event) => {
    if (event.key === STORED) loudness.value = stored()
  })

let audio: AudioContext | null = null

/** Call on a press: afterwards the page may play sound. */
export async function allowSound(): Promise<boolean> {
  if (typeof AudioContext !== 'function') return false
  if (!audio) {
    audio = new AudioContext()
    audio.addEventListener('statechange', () => {
      audible.value = audio?.state === 'running'
    })
  }
  if (audio.state !== 'running') await audio.resume().catch(() => null)
  return (audible.value = audio.state === 'running')
}
/** Enables sound at the first press or key, if chosen; returns a function that removes the listeners. */
export function allowByPress(): () => void {
  const press = () => {
    if (loudness.value === 'ring' && !audible.value) void allowSound()
  }
  for (const what of ['pointerdown', 'keydown']) document.addEventListener(what, press, true)
  // Somebody who signed in on this page has pressed something already.
  if (navigator.userActivation?.hasBeenActive) press()
  return () => {
    for (const what of ['pointerdown', 'keydown']) document.removeEventListener(what, press, true)
  }
}

/** Three short tones, one second in all. */
export function tone(): void {
  if (!audio || audio.state !== 'running') return
  const from = audio.currentTime
  for (const [at, pitch] of [
    [0, 880],
    [0.28, 660],
    [0.56, 880],
  ] as const) {
    const [note, loud] = [audio.createOscillator(), audio.createGain()]
    note.frequency.value = pitch
    loud.gain.setValueAtTime(0, from + at)
    loud.gain.linearRampToValueAtTime(0.35, from + at + 0.02)
    loud.gain.exponentialRampToValueAtTime(0.001, from + at + 0.25)
    note.connect(loud).connect(audio.destination)
    note.start(from + at)
    note.stop(from + at + 0.26)
  }
}
/** Chromium reports an error if an untouched page vibrates. */
export function shake(): void {
  if (vibrates && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate([300, 150, 300])
}
