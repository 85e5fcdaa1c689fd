// The words, units, lines and forms of care that every face shares.
import { describe, expect, it } from 'vitest'
import type { CareRule, Measured } from '../packages/api/resources'
import { actBody, careActs, missingIn, offeredActs, outcomesOf, whoValue } from '../packages/care/acts'
import { owedWord } from '../packages/care/say'
import { thresholdsOf } from '../packages/care/thresholds'
import { glucoseAlso, valueParts } from '../packages/care/values'

const act = (name: string) => careActs.find((one) => one.name === name)!
const said = { zh: '', en: '' }
const rule = (id: string, level: string, condition: string, more: Partial<CareRule> = {}): CareRule => ({ id, level, condition, advice: said, meals: [], recheck_days: 14, sources: [], ...more })

describe('glucose', () => {
  it('is told in the other unit while it is typed, as the server would', () => {
    expect(glucoseAlso('30')).toBe('540 mg/dL')
    expect(glucoseAlso('300', 'mg')).toBe('16.652 mmol/L')
    expect(glucoseAlso('１６.７')).toBe('301 mg/dL')
    expect([glucoseAlso('HI'), glucoseAlso('16,7'), glucoseAlso('abc'), glucoseAlso('')]).toEqual(['', '301 mg/dL', '', ''])
  })
  it('stands with its meal, and a blood pressure is one part', () => {
    const value = (key: string, number: string, unit: string, also?: string) => ({ of: { key, words: said }, value: number, unit, also })
    const measured: Measured = { values: [value('systolic', '152', 'mmHg'), value('diastolic', '95', 'mmHg'), value('glucose', '30', 'mmol/L', '540 mg/dL')], meal: { key: 'random', words: said }, symptoms: [] }
    expect(valueParts(measured).map((part) => [part.word, part.value, part.unit, part.also])).toEqual([['血压', '152/95', 'mmHg', ''], ['血糖 随机', '30', 'mmol/L', '540 mg/dL']])
  })
})

describe('the lines of a trend', () => {
  const rules = [
    rule('a', 'critical', 'glucose >= 16.7 or glucose hi'), rule('b', 'critical', 'glucose <= 3.9 or glucose lo'),
    rule('c', 'high', 'glucose >= 6.99', { meals: ['fasting'] }), rule('d', 'high', 'glucose >= 11.1', { meals: ['after_meal', 'random'] }),
    rule('e', 'high', 'systolic >= 140 or diastolic >= 90', { age_to: 64 }), rule('f', 'high', 'systolic >= 150 or diastolic >= 90', { age_from: 65 }),
  ]
  it('are two-sided and read from the rules', () => {
    expect(thresholdsOf(rules, 'glucose', { meal: 'random' })).toEqual([{ at: 3.9, side: 'low', level: 'critical' }, { at: 11.1, side: 'high', level: 'high' }, { at: 16.7, side: 'high', level: 'critical' }])
  })
  it('move with the age, and the stricter one holds where it is not known', () => {
    expect([40, 80, null].map((age) => thresholdsOf(rules, 'systolic', { age })[0]?.at)).toEqual([140, 150, 140])
  })
})

describe('acts on an alert', () => {
  const one = (state: string, allowed: string[], watches: never[] = []) => ({ status: { key: state, words: said }, allowed, watches }) as never
  it('are offered as the server allows, with what the state needs first', () => {
    expect(offeredActs(one('raised', ['note', 'try', 'acknowledge', 'close'])).map((shape) => shape.name)).toEqual(['acknowledge', 'try', 'note', 'close'])
    expect(offeredActs(one('watching', ['looked_in', 'ask_watch', 'kin_there', 'safe_now'])).map((shape) => shape.name)[0]).toBe('ask_watch')
  })
  it('say what is missing and send what the server reads', () => {
    const son = '018f0000-0000-7000-8000-000000000001'
    expect(missingIn(act('safe_now'), { with: 'contact', place: '家中' })).toEqual(['who'])
    expect(actBody(act('safe_now'), { with: 'alone', place: '家中', who: whoValue('contact', son) })).toEqual({ action: 'safe_now', with: 'alone', place: '家中' })
    expect(actBody(act('looked_in'), { who: whoValue('account', son), well: 'no', words: ' 口渴 ' })).toEqual({ action: 'looked_in', account: son, well: false, words: '口渴' })
    expect(actBody(act('try'), { rung: '0', how: 'phone', went: 'no_answer' })).toEqual({ action: 'try', rung: 0, how: 'phone', went: 'no_answer' })
    expect(actBody(act('ask_watch'), { who: whoValue('contact', son), every_minutes: '120', first: '2026-11-25T04:00:00Z' })).toEqual({ action: 'ask_watch', contact: son, every_minutes: 120, first: '2026-11-25T04:00:00Z' })
  })
  it('end with an outcome only once both follow-ups are done, but for a death', () => {
    expect([outcomesOf('watching'), outcomesOf('owed').length]).toEqual([['died'], 6])
  })
  it('owe what the state owes', () => {
    expect(owedWord({ status: { key: 'follow_up' }, follow_up: 'second' })).toBe('14 天内再随访')
    expect(owedWord({ status: { key: 'watching' }, watches: [] })).toBe('请人看护，或等亲属来')
    expect(owedWord({ status: { key: 'closed' } })).toBe('')
  })
})
