// What was just recorded at a door can be taken back for a few seconds: it waits on the phone, and nobody has seen it.
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

/** The next one takes the place of this: what was recorded before is not asked about any more. */
export function offerUndo(what: Undo): void {
  clearTimeout(timer)
  undo.value = what
  timer = setTimeout(() => {
    if (undo.value === what) undo.value = null
    void flushNow()
  }, UNDO + 100)
}

/** Takes it back: the visit and the matter that it opened go, and the form is as it was. */
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
