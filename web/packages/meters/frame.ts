// Parsing of meter frames: little-endian numbers, IEEE-11073 short floats with special values, and times.

/** A measured number, or a special value; `null`: no value. */
export type Shown = number | 'HI' | 'LO' | null

/** Special mantissas of a short float: not a number, not at this resolution, beyond either end. */
const SPECIAL = new Map<number, Shown>([
  [0x07ff, null],
  [0x0800, null],
  [0x0801, null],
  [0x07fe, 'HI'],
  [0x0802, 'LO'],
])

/** Parses a short float (SFLOAT): four bits of decimal exponent, twelve of mantissa, both signed. */
export function sfloat(bits: number): Shown {
  const mantissa = bits & 0x0fff
  const special = SPECIAL.get(mantissa)
  // Special values are valid with any exponent.
  if (special !== undefined) return special
  const exponent = bits >> 12
  const signed = mantissa >= 0x0800 ? mantissa - 0x1000 : mantissa
  // Via text, so that 72e-1 is 7.2 and not 7.2000000000000002.
  return Number(`${signed}e${exponent >= 8 ? exponent - 16 : exponent}`)
}

/** Multiplies by a power of ten without binary rounding errors. */
export const timesTen = (shown: Shown, power: number): Shown =>
  typeof shown === 'number'
    ? Number(`${shown}e${power}`.replace(/e(-?\d+)e(-?\d+)$/, (_, a, b) => `e${Number(a) + Number(b)}`))
    : shown

/** A frame reader. Reading past the end throws a `RangeError`, which `whole` turns into null. */
export class Frame {
  private at = 0
  constructor(private readonly view: DataView) {}
  u8(): number {
    return this.view.getUint8(this.at++)
  }
  u16(): number {
    this.at += 2
    return this.view.getUint16(this.at - 2, true)
  }
  i16(): number {
    this.at += 2
    return this.view.getInt16(this.at - 2, true)
  }
  sfloat(): Shown {
    return sfloat(this.u16())
  }
  /** A date and time of the meter's clock, `2026-11-25T10:03:00`; `null` if it has none. */
  time(): string | null {
    const [year, month, day, hour, minute, second] = [this.u16(), this.u8(), this.u8(), this.u8(), this.u8(), this.u8()]
    if (!year || !month || !day || month > 12 || day > 31 || hour > 23 || minute > 59 || second > 59) return null
    const two = (n: number) => String(n).padStart(2, '0')
    return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`
  }
  skip(bytes: number): void {
    this.at += bytes
  }
}

/** Reads a frame; `null` if it is truncated. */
export function whole<T>(view: DataView, read: (frame: Frame) => T): T | null {
  try {
    return read(new Frame(view))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

/** The service and characteristic of a meter's clock. */
export const CLOCK = { service: 0x1805, time: 0x2a2b } as const
/** Parses Current Time (0x2A2B) as local time; null if truncated or without a day. */
export const readClock = (view: DataView): string | null => whole(view, (frame) => frame.time())
