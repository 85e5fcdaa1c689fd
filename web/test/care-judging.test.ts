// The rules and ranges of care as a face reads them, held against the cases that the domain wrote (crates/domain/src/care/judging.rs).
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CareRange, CareRule } from '../packages/api/resources'
import { confirmable, critical, doubts, impossible, type Typed } from '../packages/care/judge'
import { readingLevel } from '../packages/care/say'
import { typedMeasured, valueParts } from '../packages/care/values'

interface Case {
  typed: Typed
  age: number | null
  critical: string[]
  doubted: boolean
  impossible: string[]
  confirmable: boolean
}
const { rules, ranges, cases } = JSON.parse(readFileSync('./test/care-judging.json', 'utf8')) as {
  rules: CareRule[]
  ranges: CareRange[]
  cases: Case[]
}

describe('the cases of the domain', () => {
  it('are many', () => expect(cases.length).toBeGreaterThan(60))
  it.each(cases)('$typed at $age', (one) => {
    expect(critical(rules, one.typed, one.age).map((rule) => rule.id)).toEqual(one.critical)
    expect(doubts(ranges, one.typed).length > 0).toBe(one.doubted)
    expect(impossible(ranges, one.typed).sort()).toEqual([...one.impossible].sort())
    expect(confirmable(ranges, one.typed)).toBe(one.confirmable)
  })
})

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
