// Care rules and ranges on the device; agreement with the domain is tested in vectors-care.test.ts.
import { describe, expect, it } from 'vitest'
import type { CareRange, CareRule } from '../packages/api/resources'
import { critical, doubts, remeasureWithin, type Typed } from '../packages/care/judge'
import { readingLevel } from '../packages/care/say'
import { typedMeasured, valueParts } from '../packages/care/values'
import { vectors } from './vectors'

const { ranges } = vectors<{ ranges: CareRange[] }>('care-ranges')

describe('what nobody can have', () => {
  it('offers what may have been meant', () => {
    const meant = (typed: Typed) => doubts(ranges, typed).flatMap((one) => (one.kind === 'impossible' ? one.meant : []))
    expect(meant({ temperature: '376' })).toEqual(['37.6'])
    expect(meant({ temperature: '98.6' })).toEqual(['37'])
    expect(meant({ systolic: '1280', diastolic: '80' })).toEqual(['128'])
    expect(meant({ oxygen: '970' })).toEqual(['97'])
    expect(meant({ weight: '6250' })).toEqual(['62.5'])
  })
  it('is not what is merely rare', () => {
    expect(doubts(ranges, { temperature: '43' })).toEqual([
      { kind: 'beyond', of: 'temperature', value: '43', from: '33', to: '42.5' },
    ])
    expect(doubts(ranges, { glucose: '126', unit: 'mmol' })).toEqual([{ kind: 'unit', value: '126', would: 7 }])
  })
})

describe('a word for a reading', () => {
  const one = (level: string | null, more: object = {}) =>
    readingLevel({ standing: 'stands', level, hits: [], ...more }).word
  it('calls normal what was checked, and nothing else', () => {
    expect(one('normal', { normal: [{ key: 'systolic' }, { key: 'diastolic' }] })).toBe('血压正常')
    expect(one('not_judged')).toBe('已记下，不判断')
    expect(one(null)).toBe('已记下，不判断')
  })
  it('calls low what is low', () => {
    expect(one('high', { hits: [{ side: 'low' }] })).toBe('偏低')
    expect(one('high', { hits: [{ side: 'high' }] })).toBe('偏高')
  })
  it('shows what was typed while the server has not answered', () => {
    const shown = valueParts(typedMeasured({ systolic: '192', diastolic: '115', pulse: '', glucose: null }))
    expect(shown.map((part) => `${part.value} ${part.unit}`)).toEqual(['192/115 mmHg'])
    expect(valueParts(typedMeasured({ glucose: '300', unit: 'mg', meal: 'random' }))[0]).toMatchObject({
      value: '300',
      unit: 'mg/dL',
      also: '16.652 mmol/L',
    })
  })
})

describe('a rule that a street writes', () => {
  const rule = (more: Partial<CareRule>) =>
    ({
      id: 'own',
      level: 'critical',
      age_from: null,
      age_to: null,
      meals: [],
      condition: 'systolic >= 180',
      advice: { zh: '', en: '' },
      ...more,
    }) as unknown as CareRule
  const high = { systolic: '190', diastolic: '90' }
  const meets = (more: Partial<CareRule>, typed: Typed = high, age: number | null = 70, ill: string[] = []) =>
    critical([rule(more)], typed, age, ill).length > 0
  it('judges whom it is for, and nobody whom it excepts', () => {
    expect([meets({ illnesses: ['diabetes'] }), meets({ illnesses: ['diabetes'] }, high, 70, ['diabetes'])]).toEqual([
      false,
      true,
    ])
    expect([
      meets({ except: ['pregnancy'] }),
      meets({ except: ['pregnancy'] }, high, 70, ['pregnancy']),
      meets({ except: ['pregnancy'] }, high, 70, ['diabetes']),
    ]).toEqual([true, false, true])
    expect([64, 65, 80, 81].map((age) => meets({ age_from: 65, age_to: 80 }, high, age))).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect([meets({ age_from: 65 }, high, null), meets({ age_from: 65, age_unknown: false }, high, null)]).toEqual([
      true,
      false,
    ])
  })
  it('judges a glucose of its meals, and one without a meal by no such rule', () => {
    const sugar = (meal: string | null) =>
      meets({ condition: 'glucose >= 7', meals: ['fasting'] }, { glucose: '8', unit: 'mmol', meal })
    expect([sugar('fasting'), sugar('random'), sugar(null)]).toEqual([true, false, false])
  })
  it('of several the one that leaves least time says when to measure again', () => {
    expect(remeasureWithin([rule({ remeasure_minutes: 20 }), rule({ remeasure_minutes: 5 })], 10)).toBe(5)
    expect([remeasureWithin([rule({}), rule({ remeasure_minutes: 20 })], 10), remeasureWithin([], 10)]).toEqual([
      10, 10,
    ])
    // A device without the stored table clock shows no deadline.
    expect([
      remeasureWithin([rule({})], null),
      remeasureWithin([rule({}), rule({ remeasure_minutes: 20 })], null),
    ]).toEqual([null, 20])
  })
  it('asks about two equal pressures, which are one number twice', () => {
    expect(doubts(ranges, { systolic: '90', diastolic: '90' })).toEqual([{ kind: 'swapped' }])
    expect(doubts(ranges, { systolic: '91', diastolic: '90' })).toEqual([])
  })
})
