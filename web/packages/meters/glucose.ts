// Parses a glucose meter's data: Glucose Measurement (0x2A18) and its context (0x2A34) of service 0x1808.
import { type Shown, timesTen, whole } from './frame'

/** Service, characteristics, and the access point for requesting records. */
export const GLUCOSE = { service: 0x1808, measurement: 0x2a18, context: 0x2a34, records: 0x2a52 } as const
/** Requests all records, or the last one. */
export const ASK = { all: new Uint8Array([1, 1]), last: new Uint8Array([1, 6]) } as const

/** A glucose measurement. */
export interface Glucose {
  /** Links a context to its measurement. */
  sequence: number
  /** The number in the meter's unit. */
  value: Shown
  unit: 'mmol' | 'mg' | null
  /** By the meter's clock, with its user's offset. */
  at: string | null
  /** A control solution test: nobody's reading. */
  control: boolean
  /** Errors reported by the meter. */
  faults: ('battery' | 'sensor' | 'sample' | 'strip' | 'temperature' | 'fault' | 'time')[]
  /** Whether a context follows. */
  hasContext: boolean
}

const CONTROL_SOLUTION = 10
const HIGHER = 1 << 5
const LOWER = 1 << 6
const FAULTS: [number, Glucose['faults'][number]][] = [
  [1, 'battery'],
  [2, 'sensor'],
  [4, 'sample'],
  [8 | 16 | 512, 'strip'],
  [128 | 256, 'temperature'],
  [1024, 'fault'],
  [2048, 'time'],
]

/** A local time plus minutes, for the user's offset. */
function later(at: string | null, minutes: number): string | null {
  if (at === null || minutes === 0) return at
  const moved = new Date(`${at}Z`).getTime() + minutes * 60_000
  return Number.isNaN(moved) ? null : new Date(moved).toISOString().slice(0, 19)
}

/** Parses a frame; `null` if truncated. */
export function readGlucose(view: DataView): Glucose | null {
  return whole(view, (frame) => {
    const flags = frame.u8()
    const sequence = frame.u16()
    const base = frame.time()
    const at = later(base, flags & 1 ? frame.i16() : 0)
    let value: Shown = null
    let unit: Glucose['unit'] = null
    let control = false
    if (flags & 2) {
      const molar = (flags & 4) !== 0
      // mol/L to mmol/L, or kg/L to mg/dL.
      value = timesTen(frame.sfloat(), molar ? 3 : 5)
      unit = molar ? 'mmol' : 'mg'
      control = (frame.u8() & 0x0f) === CONTROL_SOLUTION
    }
    const status = flags & 8 ? frame.u16() : 0
    if (status & HIGHER) value = 'HI'
    if (status & LOWER) value = 'LO'
    const faults = FAULTS.filter(([bits]) => status & bits).map(([, word]) => word)
    return { sequence, value, unit, at, control, faults, hasContext: (flags & 16) !== 0 }
  })
}

/** The meal as the station uses it; `null` if unknown. */
export type Meal = 'fasting' | 'after_meal' | 'random' | null
const MEALS: Record<number, Meal> = { 2: 'after_meal', 3: 'fasting', 4: 'random' }

/** The meal of a context. Before a meal or at bedtime is not fasting, so the nurse is asked. */
export function readContext(view: DataView): { sequence: number; meal: Meal } | null {
  return whole(view, (frame) => {
    const flags = frame.u8()
    const sequence = frame.u16()
    if (flags & 0x80) frame.skip(1)
    if (flags & 1) frame.skip(3)
    return { sequence, meal: flags & 2 ? (MEALS[frame.u8()] ?? null) : null }
  })
}
