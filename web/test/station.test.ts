// The station's input logic without a browser: focus flow, missing input, request bodies, and offline rules.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CareRule } from '../packages/api/resources'
import { backward, body, empty, lacks, letterOf, onward, tidy, type Typed } from '../apps/station/src/rooms/care/entry'
import { critical, dangerous } from '../packages/care/judge'
import { glucoseOf, pressureOf } from '../apps/station/src/rooms/care/radio'
import { readGlucose } from '../packages/meters/glucose'
import { readPressure } from '../packages/meters/pressure'

const typed = (values: Partial<Typed['values']>, more: Partial<Omit<Typed, 'values'>> = {}): Typed => {
  const one = empty()
  return { ...one, ...more, values: { ...one.values, ...values } }
}
const view = (hex: string) =>
  new DataView(Uint8Array.from(hex.split(' ').map((byte) => Number.parseInt(byte, 16))).buffer)

describe('digits', () => {
  it('flow on as soon as a pressure is whole, and no sooner', () => {
    expect(['1', '13', '135', '8', '85', '29'].map((text) => onward('systolic', text))).toEqual([
      null,
      null,
      'diastolic',
      null,
      'diastolic',
      null,
    ])
    expect(['8', '85', '1', '11', '110', '25'].map((text) => onward('diastolic', text))).toEqual([
      null,
      'pulse',
      null,
      null,
      'pulse',
      'pulse',
    ])
    expect(onward('glucose', '7.2')).toBeNull()
    expect([backward('pulse'), backward('diastolic'), backward('glucose')]).toEqual(['diastolic', 'systolic', null])
  })
  it('are all that stays of what was typed, with one point where there may be one', () => {
    expect([
      tidy('glucose', '7..2x'),
      tidy('glucose', '7。25'),
      tidy('pulse', '7.2'),
      tidy('systolic', '1350'),
    ]).toEqual(['7.2', '7.25', '7', '135'])
  })
  it('give way to HI and LO where a meter shows them', () => {
    expect([tidy('glucose', 'hi'), tidy('glucose', '7高'), tidy('oxygen', 'LO'), tidy('weight', 'HI')]).toEqual([
      'HI',
      'HI',
      'LO',
      '',
    ])
  })
})

describe('a letter', () => {
  it('is the key that was pressed, even under a Chinese input method', () => {
    expect(letterOf({ code: 'KeyG', key: 'Process' } as KeyboardEvent)).toBe('g')
    expect(letterOf({ code: 'Enter', key: 'Enter' } as KeyboardEvent)).toBe('enter')
  })
})

describe('a reading', () => {
  it('says what it lacks', () => {
    expect(
      [
        typed({}),
        typed({ systolic: '135' }),
        typed({ diastolic: '85' }),
        typed({ glucose: '7' }),
        typed({ glucose: '7' }, { meal: 'random' }),
        typed({}, { symptoms: ['dizzy'] }),
      ].map(lacks),
    ).toEqual(['nothing', 'diastolic', 'systolic', 'meal', null, null])
  })
  it('is sent with what was typed and nothing else', () => {
    expect(body(typed({ glucose: '126.', weight: '61.5' }, { unit: 'mg', meal: 'fasting' }))).toEqual({
      systolic: null,
      diastolic: null,
      pulse: null,
      glucose: '126',
      unit: 'mg',
      meal: 'fasting',
      temperature: null,
      oxygen: null,
      weight: '61.5',
      symptoms: [],
    })
    expect(body(typed({ systolic: '120', diastolic: '80' }, { meal: 'fasting' }))).toMatchObject({
      glucose: null,
      unit: null,
      meal: null,
    })
  })
})

/** The shipped table, as the server sends it. */
const words = (found: RegExpExecArray | null) => [...(found?.[1] ?? '').matchAll(/\w+/g)].map(([word]) => word)
const rules = readFileSync('../manual/care/rules.toml', 'utf8')
  .split('[[rule]]')
  .slice(1)
  .map((text): CareRule => {
    const of = (name: string) => new RegExp(`^${name} = "(.*)"`, 'm').exec(text)?.[1] ?? ''
    const [from, to] = of('age').split('..')
    return {
      id: of('id'),
      level: of('level'),
      condition: of('if'),
      age_from: from ? Number(from) : null,
      age_to: to ? Number(to) : null,
      age_unknown: !/^age_unknown = false/m.test(text),
      at_once: /^at_once = true/m.test(text),
      illnesses: words(/^illness = \[(.*)\]/m.exec(text)),
      except: words(/^except = \[(.*)\]/m.exec(text)),
      meals: [...(/^meal = \[(.*)\]/m.exec(text)?.[1] ?? '').matchAll(/\w+/g)].map(([word]) => word),
      advice: { zh: '', en: '' },
      recheck_days: 0,
      sources: [],
    }
  })
const met = (values: Partial<Typed['values']>, more: Partial<Omit<Typed, 'values'>> = {}) =>
  critical(rules, body(typed(values, more)), 80).map((rule) => rule.id)

describe('the rules, while the server is out of reach', () => {
  it('know what is critical, in both directions and exactly at the line', () => {
    expect(met({ systolic: '180', diastolic: '80' })).toEqual(['pressure-critical-high'])
    expect(met({ systolic: '179', diastolic: '109' })).toEqual([])
    expect(met({ glucose: '16.7' }, { meal: 'random' })).toEqual(['glucose-critical-high'])
    expect(met({ glucose: '3.9' }, { meal: 'fasting' })).toEqual(['glucose-critical-low'])
    expect(met({ oxygen: '89' })).toEqual(['oxygen-critical-low'])
  })
  it('put HI above and LO below every number, and convert before they compare', () => {
    expect(met({ glucose: 'HI' }, { meal: 'random' })).toEqual(['glucose-emergency', 'glucose-critical-high'])
    expect(met({ glucose: 'LO' }, { meal: 'random' })).toEqual(['glucose-critical-low'])
    expect([
      met({ glucose: '300' }, { meal: 'random', unit: 'mg' }),
      met({ glucose: '301' }, { meal: 'random', unit: 'mg' }),
    ]).toEqual([[], ['glucose-critical-high']])
  })
  it('ask for the symptoms that they name', () => {
    expect(met({ systolic: '88', diastolic: '60' })).toEqual([])
    expect(met({ systolic: '88', diastolic: '60' }, { symptoms: ['dizzy'] })).toEqual(['pressure-critical-low'])
    expect(met({}, { symptoms: ['headache'] })).toEqual([])
    expect(met({}, { symptoms: ['headache', 'vomiting'] })).toEqual(['danger-sign'])
    expect(dangerous(rules)).toContain('chest_pain')
    expect(dangerous(rules)).not.toContain('dizzy')
  })
})

describe('a meter', () => {
  it('fills the fields, with an irregular beat and all', () => {
    expect(pressureOf(readPressure(view('1e 74 00 4c 00 5a 00 ea 07 0b 19 0a 03 00 48 00 01 04 00')))).toEqual({
      values: { systolic: '116', diastolic: '76', pulse: '72' },
    })
    expect(glucoseOf(readGlucose(view('12 06 00 ea 07 0b 19 0a 00 00 7e b0 11')), new Map([[6, 'fasting']]))).toEqual({
      values: { glucose: '126' },
      unit: 'mg',
      meal: 'fasting',
    })
    expect(glucoseOf(readGlucose(view('0e 07 00 ea 07 0b 19 0a 00 00 ff 07 11 20 00')), new Map())).toMatchObject({
      values: { glucose: 'HI' },
    })
  })
  it('fills nothing with what it does not trust itself', () => {
    expect(pressureOf(readPressure(view('10 74 00 4c 00 5a 00 02 00')))).toBeNull()
    expect(glucoseOf(readGlucose(view('06 09 00 ea 07 0b 19 0a 00 00 38 d0 1a')), new Map())).toBeNull()
    expect(glucoseOf(readGlucose(view('0e 0a 00 ea 07 0b 19 0a 00 00 06 d0 11 14 00')), new Map())).toBeNull()
  })
})
