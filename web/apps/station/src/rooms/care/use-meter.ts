// Whether this browser can talk to meters, and how the talk stands; the talk itself is fetched only where it can.
import { reactive } from 'vue'
import type { Field, Meal, Unit } from './entry'
import type { Bluetooth } from './radio'

const bluetooth = (navigator as Navigator & { bluetooth?: Bluetooth }).bluetooth
/** Only where the browser has it, which is never on an iPhone. */
export const meters = bluetooth !== undefined

/** A record that may not be of who sits here: stored, without a time, from a clock that is wrong, or taken for somebody already. */
export interface OldRecord {
  kind: 'old' | 'undated' | 'ahead' | 'used'
  /** RFC 3339, if it is trusted. */ at: string | null
  ms: number | null
}
export interface MeterReading {
  values: Partial<Record<Field, string>>
  unit?: Unit
  meal?: Meal
  old?: OldRecord
}
export type Said =
  | ''
  | 'none'
  | 'lost'
  | 'control'
  | 'battery'
  | 'sensor'
  | 'sample'
  | 'strip'
  | 'temperature'
  | 'fault'
  | 'time'
  | 'moved'
  | 'loose'
  | 'position'
  | 'nothing'
/** `old`: only stored records came so far, and a fresh one is waited for. */
export const meter = reactive({ busy: false, said: '' as Said, old: null as OldRecord | null })

/** Ends the wait for a fresh record; what came is shown with its age. */
let stop: (() => void) | null = null
export const onStop = (end: (() => void) | null): void => {
  stop = end
}
export const stopWaiting = (): void => stop?.()
let dropped = false
/** Nothing of what came is wanted. */
export function dropOld(): void {
  dropped = true
  meter.old = null
  stop?.()
}

/** Fetched at once, so that a press finds it even if the network is gone by then. */
const radio = meters ? import('./radio') : null
radio?.catch(() => null)

export async function readMeter(): Promise<MeterReading | null> {
  if (!bluetooth || !radio || meter.busy) return null
  Object.assign(meter, { busy: true, said: '', old: null })
  dropped = false
  try {
    const read = await (await radio).readRadio(bluetooth)
    return dropped ? null : read
  } catch (thrown) {
    // Closing the browser's own list of devices is no failure.
    if ((thrown as DOMException).name !== 'NotFoundError') meter.said = 'lost'
    return null
  } finally {
    Object.assign(meter, { busy: false, old: null })
    stop = null
  }
}
