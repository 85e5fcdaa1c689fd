// The tone and the vibration of an alert. A browser lets a page sound only after somebody pressed something on it.
import { ref } from 'vue'

/** `ring` sounds and vibrates, `shake` only vibrates; null: nobody was asked yet, and nothing sounds. */
export type Loudness = 'ring' | 'shake' | 'off'
const STORED = 'weiguang.alert-sound'
export const loudness = ref<Loudness | null>(stored())
/** Whether the browser lets this page sound now. */
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
    // It then lasts as long as the page does.
  }
}
/** The settings of another tab hold here, too. */
if (typeof addEventListener === 'function')
  addEventListener('storage', (event) => {
    if (event.key === STORED) loudness.value = stored()
  })

let audio: AudioContext | null = null

/** Called when something is pressed: from then on the page can sound. */
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
/** Lets the first press or key anywhere allow the sound, where it was chosen; gives what takes this back. */
export function allowByPress(): () => void {
  const press = () => {
    if (loudness.value === 'ring' && !audible.value) void allowSound()
  }
  for (const what of ['pointerdown', 'keydown']) document.addEventListener(what, press, true)
  // Whoever signed in on this page has pressed something already.
  if (navigator.userActivation?.hasBeenActive) press()
  return () => {
    for (const what of ['pointerdown', 'keydown']) document.removeEventListener(what, press, true)
  }
}

/** Three short notes, one second in all. */
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
/** Chromium reports an error where a page vibrates that nobody touched. */
export function shake(): void {
  if (vibrates && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate([300, 150, 300])
}
