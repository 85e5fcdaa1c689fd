// Keyboard shortcuts: pages register theirs, from which the list of shortcuts is generated.
import { computed, onScopeDispose, ref, shallowReactive } from 'vue'

export interface Key {
  /** A `KeyboardEvent.key`; `g q` is a sequence. */
  key: string
  /** Its description in the user's language. */
  says: () => string
  run: (event: KeyboardEvent) => void
  /** Its group in the list. */
  group: () => string
  /** Listed only, because the browser or a component handles it. */
  told?: boolean
}

const CHORD = 1_400
const KEPT = 'weiguang.keys'
const held = shallowReactive<Key[][]>([])
/** Whether `g` was pressed and the second key is awaited. */
export const going = ref(false)
export const sheet = ref(false)
/** Single-key shortcuts interfere with some speech and switch input, so they can be turned off on this device. */
export const keysOn = ref(kept())
let timer: ReturnType<typeof setTimeout> | undefined

function kept(): boolean {
  try {
    return localStorage.getItem(KEPT) !== 'off'
  } catch {
    return true // storage may be forbidden in an embedded web view
  }
}
export function switchKeys(on: boolean): void {
  keysOn.value = on
  try {
    localStorage.setItem(KEPT, on ? 'on' : 'off')
  } catch {
    // It then applies until the page is closed.
  }
}

/** Registers shortcuts while the calling component exists. The last registration wins. */
export function useKeys(keys: Key[]): void {
  held.push(keys)
  onScopeDispose(() => {
    held.splice(held.indexOf(keys), 1)
  })
}

export const keysByGroup = computed(() => {
  const groups = new Map<string, Key[]>()
  for (const key of held.flat()) groups.set(key.group(), [...(groups.get(key.group()) ?? []), key])
  return [...groups].map(([name, keys]) => ({ name, keys }))
})

function find(name: string): Key | undefined {
  for (let at = held.length - 1; at >= 0; at--) {
    const found = held[at]!.find((key) => key.key === name && !key.told)
    if (found) return found
  }
  return undefined
}

export function press(event: KeyboardEvent): void {
  const target = event.target as HTMLElement
  if (!keysOn.value && event.key !== 'Escape') return
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
  if (target.closest?.('input:not([type=checkbox]):not([type=radio]), textarea, select, dialog, [role=menu]')) return
  if ((event.key === 'Enter' || event.key === ' ') && target.closest?.('a, button, [role=application]')) return
  const chord = going.value
  stopGoing()
  if (!chord && event.key === 'g') {
    event.preventDefault()
    going.value = true
    timer = setTimeout(stopGoing, CHORD)
    return
  }
  const key = find(chord ? `g ${event.key}` : event.key)
  if (!key) return
  event.preventDefault()
  key.run(event)
}
function stopGoing(): void {
  clearTimeout(timer)
  going.value = false
}
