// Parses a blood pressure meter's data: Blood Pressure Measurement (0x2A35) of service 0x1810.
import { type Shown, whole } from './frame'

/** Service and characteristic, for the browser's list of devices. */
export const PRESSURE = { service: 0x1810, measurement: 0x2a35 } as const

/** A blood pressure in mmHg with the meter's status. */
export interface Pressure {
  systolic: Shown
  diastolic: Shown
  pulse: Shown
  /** By the meter's clock. */
  at: string | null
  /** Reasons to measure again: movement, loose cuff, irregular pulse, wrong position. */
  doubts: ('moved' | 'loose' | 'irregular' | 'position')[]
}

const KPA = 7.500_616_827
const mmHg = (shown: Shown, kilopascal: boolean): Shown =>
  kilopascal && typeof shown === 'number' ? Math.round(shown * KPA) : shown

/** Parses a frame; `null` if truncated. */
export function readPressure(view: DataView): Pressure | null {
  return whole(view, (frame) => {
    const flags = frame.u8()
    const kilopascal = (flags & 1) !== 0
    const systolic = mmHg(frame.sfloat(), kilopascal)
    const diastolic = mmHg(frame.sfloat(), kilopascal)
    frame.sfloat() // the mean, which the rules do not look at
    const at = flags & 2 ? frame.time() : null
    const pulse = flags & 4 ? frame.sfloat() : null
    if (flags & 8) frame.u8() // the user of the meter: not ours to keep
    const status = flags & 16 ? frame.u16() : 0
    const doubts: Pressure['doubts'] = []
    if (status & 1) doubts.push('moved')
    if (status & 2) doubts.push('loose')
    if (status & 4) doubts.push('irregular')
    if (status & 32) doubts.push('position')
    return { systolic, diastolic, pulse, at, doubts }
  })
}
