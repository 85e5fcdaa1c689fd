// Meter frames by the Bluetooth specifications: numbers, special values, status flags, truncation.
import { describe, expect, it } from 'vitest'
import { ageOf, FRESH, newest, offsetOf } from '../packages/meters/fresh'
import { readClock, sfloat, timesTen } from '../packages/meters/frame'
import { readContext, readGlucose } from '../packages/meters/glucose'
import { readPressure } from '../packages/meters/pressure'

const view = (hex: string) =>
  new DataView(Uint8Array.from(hex.split(' ').map((byte) => Number.parseInt(byte, 16))).buffer)

describe('short floats', () => {
  it('are exact', () => {
    expect(sfloat(0x0072)).toBe(114)
    expect(sfloat(0xf048)).toBe(7.2)
    expect(sfloat(0xe2d0)).toBe(7.2)
    expect(sfloat(0x1012)).toBe(180)
    expect(sfloat(0x0fff)).toBe(-1)
    expect(timesTen(sfloat(0xb2bc), 5)).toBe(700)
    expect(timesTen(sfloat(0xd01e), 3)).toBe(30)
  })
  it('have five values that are no numbers', () => {
    expect([0x07ff, 0x0800, 0x0801, 0x07fe, 0x0802].map(sfloat)).toEqual([null, null, null, 'HI', 'LO'])
  })
})

describe('blood pressure (0x2A35)', () => {
  const full = '1e 74 00 4c 00 5a 00 ea 07 0b 19 0a 03 00 48 00 01 04 00'
  it('is read with time, pulse and what the meter saw', () => {
    expect(readPressure(view(full))).toEqual({
      systolic: 116,
      diastolic: 76,
      pulse: 72,
      at: '2026-11-25T10:03:00',
      doubts: ['irregular'],
    })
  })
  it('is read without what the flags leave out', () => {
    expect(readPressure(view('00 b4 00 6e 00 86 00'))).toEqual({
      systolic: 180,
      diastolic: 110,
      pulse: null,
      at: null,
      doubts: [],
    })
  })
  it('turns kilopascal into mmHg', () => {
    expect(readPressure(view('01 f0 f0 92 f0 ff 07'))).toMatchObject({ systolic: 180, diastolic: 110 })
  })
  it('says that there is no number, and does not make one up', () => {
    expect(readPressure(view('04 ff 07 ff 07 ff 07 ff 07'))).toMatchObject({
      systolic: null,
      diastolic: null,
      pulse: null,
    })
  })
  it('is no reading if it is cut short anywhere', () => {
    const bytes = full.split(' ')
    for (let length = 1; length < bytes.length; length++)
      expect(readPressure(view(bytes.slice(0, length).join(' ')))).toBeNull()
  })
})

describe('glucose (0x2A18)', () => {
  it("is read in mmol/L with the offset of the meter's user", () => {
    // 30 mmol/L, sequence 5, 10:00 by the meter plus three minutes, capillary whole blood, finger.
    expect(readGlucose(view('07 05 00 ea 07 0b 19 0a 00 00 03 00 1e d0 11'))).toEqual({
      sequence: 5,
      value: 30,
      unit: 'mmol',
      at: '2026-11-25T10:03:00',
      control: false,
      faults: [],
      hasContext: false,
    })
  })
  it('is read in mg/dL', () => {
    expect(readGlucose(view('12 06 00 ea 07 0b 19 0a 00 00 7e b0 11'))).toMatchObject({
      value: 126,
      unit: 'mg',
      hasContext: true,
    })
  })
  it('is HI or LO where the meter says that it measures no further', () => {
    expect(readGlucose(view('0e 07 00 ea 07 0b 19 0a 00 00 ff 07 11 20 00'))).toMatchObject({ value: 'HI', faults: [] })
    expect(readGlucose(view('0e 08 00 ea 07 0b 19 0a 00 00 ff 07 11 40 00'))).toMatchObject({ value: 'LO' })
  })
  it("is nobody's where it was a control solution, and doubted where the strip was wrong", () => {
    expect(readGlucose(view('06 09 00 ea 07 0b 19 0a 00 00 38 d0 1a'))).toMatchObject({ control: true })
    expect(readGlucose(view('0e 0a 00 ea 07 0b 19 0a 00 00 06 d0 11 14 00'))).toMatchObject({
      value: 6,
      faults: ['sample', 'strip'],
    })
  })
  it('crosses midnight', () => {
    expect(readGlucose(view('01 0b 00 ea 07 0b 19 17 3b 00 02 00'))).toMatchObject({
      at: '2026-11-26T00:01:00',
      value: null,
      unit: null,
    })
  })
  it('is no reading if it is cut short', () => {
    expect(readGlucose(view('07 05 00 ea 07 0b 19 0a 00 00 03 00 1e'))).toBeNull()
  })
})

describe('context (0x2A34)', () => {
  it('finds its measurement and tells the meal', () => {
    expect(readContext(view('02 05 00 03'))).toEqual({ sequence: 5, meal: 'fasting' })
    expect(readContext(view('03 06 00 01 14 d0 02'))).toEqual({ sequence: 6, meal: 'after_meal' })
    expect(readContext(view('82 07 00 00 04'))).toEqual({ sequence: 7, meal: 'random' })
  })
  it('leaves before a meal and bedtime to be asked', () => {
    expect(readContext(view('02 08 00 01'))?.meal).toBeNull()
    expect(readContext(view('00 09 00'))).toEqual({ sequence: 9, meal: null })
  })
})

describe('the record that was just measured', () => {
  /** 25 November 2026, 10:03 in China. */
  const now = Date.parse('2026-11-25T10:03:00+08:00')
  /** A cuff's frame of that minute, and one of eight days before. */
  const fresh = readPressure(view('1e 74 00 4c 00 5a 00 ea 07 0b 19 0a 03 00 48 00 01 00 00'))!
  const stored = readPressure(view('1e b4 00 6e 00 5a 00 ea 07 0b 11 09 14 00 48 00 01 00 00'))!
  const undated = readPressure(view('00 b4 00 6e 00 86 00'))!
  /** Records 5, 6 and 7 of a glucose meter whose clock was set back before the last. */
  const glucose = (sequence: string, day: string, value: string) =>
    readGlucose(view(`06 ${sequence} ea 07 0b ${day} 0a 00 00 ${value} d0 11`))!
  const [fifth, sixth, seventh] = [
    glucose('05 00', '12', '07 00'),
    glucose('06 00', '19', '08 00'),
    glucose('07 00', '17', '09 00'),
  ]

  it('is found in whatever order they come', () => {
    expect(newest([stored, fresh])).toBe(fresh)
    expect(newest([fresh, stored])).toBe(fresh)
    expect(newest([undated, stored, fresh])).toBe(fresh)
    expect(newest([fresh, undated])).toBe(fresh)
    expect(newest([])).toBeNull()
  })
  it('goes by the sequence number before the clock, which may have been set back', () => {
    for (const order of [
      [fifth, sixth, seventh],
      [seventh, sixth, fifth],
      [sixth, seventh, fifth],
    ])
      expect(newest(order)?.sequence).toBe(7)
    const begun = { ...fifth, sequence: 2 }
    const before = { ...sixth, sequence: 65_534 }
    expect(newest([begun, before])).toBe(begun)
  })
  it('is not older than five minutes, and what says no time is never fresh', () => {
    expect(ageOf(fresh, now + FRESH).kind).toBe('fresh')
    expect(ageOf(fresh, now + FRESH + 1).kind).toBe('old')
    expect(ageOf(stored, now)).toMatchObject({ kind: 'old', ms: 8 * 86_400_000 + 43 * 60_000 })
    expect(ageOf(undated, now).kind).toBe('undated')
    expect(ageOf(fresh, now - FRESH - 1).kind).toBe('ahead')
  })
  it('is reckoned by the meter’s own clock where it tells it', () => {
    // The meter's clock says 17 November, 09:22; its record of 09:20 is two minutes old.
    const clock = readClock(view('ea 07 0b 11 09 16 00 02 00 00'))
    const offset = offsetOf(clock, now)
    expect(ageOf(stored, now, offset)).toEqual({ kind: 'fresh', at: now - 120_000 })
    expect(offsetOf(null, now)).toBeNull()
    expect(readClock(view('ea 07 0b'))).toBeNull()
  })
})
