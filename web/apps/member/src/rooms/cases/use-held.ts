// A delayed action that can be cancelled for some seconds. Leaving the page sends it.
import { computed, onBeforeUnmount, ref, shallowRef } from 'vue'
import type { ActShape } from './use-acts'

export const SECONDS = 6

export function useHeld(send: (shape: ActShape) => Promise<void>) {
  const waits = shallowRef<ActShape | null>(null)
  const end = ref(0)
  const at = ref(0)
  let clock: ReturnType<typeof setInterval> | undefined

  function stop(): ActShape | null {
    clearInterval(clock)
    const shape = waits.value
    waits.value = null
    return shape
  }
  function now(): void {
    const shape = stop()
    if (shape) void send(shape)
  }
  function begin(shape: ActShape): void {
    if (waits.value) return
    waits.value = shape
    at.value = Date.now()
    end.value = at.value + SECONDS * 1_000
    clock = setInterval(() => {
      at.value = Date.now()
      if (at.value >= end.value) now()
    }, 200)
  }
  const hidden = () => {
    if (document.visibilityState === 'hidden') now()
  }
  document.addEventListener('visibilitychange', hidden)
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hidden)
    now()
  })
  return {
    waits,
    left: computed(() => Math.max(1, Math.ceil((end.value - at.value) / 1_000))),
    begin,
    now,
    undo: () => void stop(),
  }
}
