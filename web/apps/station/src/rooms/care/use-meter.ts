// The state of the connection to a meter; the implementation is loaded only where supported.
import { reactive } from 'vue'
import type { Field, Meal, Unit } from './entry'
import type { Bluetooth } from './radio'

const bluetooth = (navigator as Navigator & { bluetooth?: Bluetooth }).bluetooth
/** Whether the browser supports it; never on an iPhone. */
export const meters = bluetooth !== undefined

/** A record that may be another person's: stored, without a time, with a wrong clock, or used already. */
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
export type MeterMessage =
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
/** `old`: only stored records so far, a fresh one is awaited. */
export const meter = reactive({ busy: false, said: '' as MeterMessage, old: null as OldRecord | null })

/** Stops waiting; received records are shown with their age. */
let stop: (() => void) | null = null
export const onStop = (end: (() => void) | null): void => {
  stop = end
}
export const stopWaiting = (): void => stop?.()
let dropped = false
/** Discards the received records. */
export function dropOld(): void {
  dropped = true
  meter.old = null
  stop?.()
}

/** Loaded at once, so that it works offline. */
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
    // Closing the browser's device list is no error.
    if ((thrown as DOMException).name !== 'NotFoundError') meter.said = 'lost'
    return null
  } finally {
    Object.assign(meter, { busy: false, old: null })
    stop = null
  }
}
