// Undoing a visit for some seconds, before it is sent.
import { shallowRef } from 'vue'
import { drop } from '@weiguang/offline/outbox'
import { flushNow, readQueue } from '../../phone'
import { go } from '../../route'

export const UNDO = 10_000
interface Undo {
  words: string
  ids: string[]
  to: string
  back: () => Promise<void>
}

export const undo = shallowRef<Undo | null>(null)
let timer: ReturnType<typeof setTimeout> | undefined

/** Replaces the former offer. */
export function offerUndo(what: Undo): void {
  clearTimeout(timer)
  undo.value = what
  timer = setTimeout(() => {
    if (undo.value === what) undo.value = null
    void flushNow()
  }, UNDO + 100)
}

/** Removes the visit and the case created with it, and restores the form. */
export async function takeBack(): Promise<void> {
  const what = undo.value
  if (!what) return
  clearTimeout(timer)
  undo.value = null
  for (const id of what.ids) await drop(id)
  await what.back()
  await readQueue()
  go(what.to)
}
