// Whether this browser can talk to meters, and how the talk stands; the talk itself is fetched only where it can.
import { reactive } from 'vue'
import type { Field, Meal, Unit } from './entry'
import type { Bluetooth } from './radio'

const bluetooth = (navigator as Navigator & { bluetooth?: Bluetooth }).bluetooth
/** Only where the browser has it, which is never on an iPhone. */
export const meters = bluetooth !== undefined

export interface MeterReading { values: Partial<Record<Field, string>>; unit?: Unit; meal?: Meal }
export type Said = '' | 'none' | 'lost' | 'control' | 'battery' | 'sensor' | 'sample' | 'strip' | 'temperature' | 'fault' | 'time' | 'moved' | 'loose' | 'position' | 'nothing'
export const meter = reactive({ busy: false, said: '' as Said })

/** Fetched at once, so that a press finds it even if the network is gone by then. */
const radio = meters ? import('./radio') : null
radio?.catch(() => null)

export async function readMeter(): Promise<MeterReading | null> {
  if (!bluetooth || !radio || meter.busy) return null
  meter.busy = true
  meter.said = ''
  try {
    return await (await radio).readRadio(bluetooth)
  } catch (thrown) {
    // Closing the browser's own list of devices is no failure.
    if ((thrown as DOMException).name !== 'NotFoundError') meter.said = 'lost'
    return null
  } finally {
    meter.busy = false
  }
}
