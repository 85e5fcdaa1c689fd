// Shared texts, units, thresholds and forms of care.
import { describe, expect, it } from 'vitest'
import type { CareLine, Measured } from '../packages/api/resources'
import { actBody, begunWith, careActs, missingIn, offeredActs, OUTCOMES, whoValue } from '../packages/care/acts'
import { byGroup, isAbove, unansweredFor } from '../packages/care/today'
import { owedWord } from '../packages/care/say'
import { clockTime } from '../packages/i18n/time'
import { labelsOf, mealOf, thresholdsOf } from '../packages/care/thresholds'
import { placeOf } from '../apps/console/src/rooms/care/table'
import { glucoseAlso, valueParts } from '../packages/care/values'

const act = (name: string) => careActs.find((one) => one.name === name)!
const said = { zh: '', en: '' }
const line = (of: string, level: string, side: string, at: string, meal?: string): CareLine => ({
  of: { key: of, words: said },
  level,
  side,
  at,
  compare: 'at_least',
  rule: level,
  unit: '',
  with_symptoms: false,
  meal: meal ? { key: meal, words: said } : null,
})

describe('glucose', () => {
  it('is told in the other unit while it is typed, as the server would', () => {
    expect(glucoseAlso('30')).toBe('540 mg/dL')
    expect(glucoseAlso('300', 'mg')).toBe('16.652 mmol/L')
    expect(glucoseAlso('１６.７')).toBe('301 mg/dL')
    expect([glucoseAlso('HI'), glucoseAlso('16,7'), glucoseAlso('abc'), glucoseAlso('')]).toEqual([
      '',
      '301 mg/dL',
      '',
      '',
    ])
  })
  it('stands with its meal, and a blood pressure is one part', () => {
    const value = (key: string, number: string, unit: string, also?: string) => ({
      of: { key, words: said },
      value: number,
      unit,
      also,
    })
    const measured: Measured = {
      values: [
        value('systolic', '152', 'mmHg'),
        value('diastolic', '95', 'mmHg'),
        value('glucose', '30', 'mmol/L', '540 mg/dL'),
      ],
      meal: { key: 'random', words: said },
      symptoms: [],
    }
    expect(valueParts(measured).map((part) => [part.word, part.value, part.unit, part.also])).toEqual([
      ['血压', '152/95', 'mmHg', ''],
      ['血糖 随机', '30', 'mmol/L', '540 mg/dL'],
    ])
  })
})

describe('the lines of a picture', () => {
  const lines = [
    line('glucose', 'critical', 'high', '16.7'),
    line('glucose', 'critical', 'low', '3.9'),
    line('glucose', 'high', 'high', '6.99', 'fasting'),
    line('glucose', 'high', 'high', '11.1', 'after_meal'),
    line('glucose', 'high', 'high', '11.1', 'random'),
    line('systolic', 'high', 'high', '150'),
    line('systolic', 'high', 'high', '140'),
    line('systolic', 'critical', 'low', '90'),
  ]
  it('are two-sided, of the meal that was measured, and written as they are meant', () => {
    expect(thresholdsOf(lines, 'glucose', 'random').map((one) => [one.text, one.side, one.level])).toEqual([
      ['3.9', 'low', 'critical'],
      ['11.1', 'high', 'high'],
      ['16.7', 'high', 'critical'],
    ])
    expect(thresholdsOf(lines, 'glucose', 'fasting').map((one) => one.text)).toEqual(['3.9', '7', '16.7'])
  })
  it('have words that share one number and never lie on each other', () => {
    const labels = labelsOf(
      [
        { y: 100, text: '90', word: '收缩压 危急线' },
        { y: 100, text: '90', word: '舒张压 偏高线' },
        { y: 96, text: '95', word: '舒张压 危急线' },
        { y: 149, text: '60', word: '低' },
        { y: 148, text: '61', word: '低' },
      ],
      12,
      148,
    )
    expect(labels.map((one) => one.word)).toContain('90 收缩压 危急线 · 舒张压 偏高线')
    labels.slice(1).forEach((one, at) => expect(one.y - labels[at]!.y).toBeGreaterThanOrEqual(12))
    expect(labels.at(-1)!.y).toBeLessThanOrEqual(148)
  })
  it('are the strictest of each side', () => {
    expect(thresholdsOf(lines, 'systolic').map((one) => one.at)).toEqual([90, 140])
    expect(thresholdsOf(lines, 'glucose').map((one) => one.at)).toEqual([3.9, 6.99, 16.7])
  })
  it('are those of a random meal once the meals differ', () => {
    const at = (key: string | null) => ({ measured: { meal: key ? { key } : null } })
    expect([
      mealOf([at('fasting'), at('fasting'), at(null)]),
      mealOf([at('fasting'), at('random')]),
      mealOf([]),
    ]).toEqual(['fasting', 'random', 'random'])
  })
})

describe('a fault of the rules', () => {
  const text = [
    'version = 2',
    'since = "x"',
    '[clocks]',
    'safe = "soon"',
    '[[rule]]',
    'id = "a"',
    'if = "1"',
    '[[rule]]',
    'id = "b"',
    'recheck = "never"',
    'if = "2"',
  ].join('\n')
  it('is found by its line, its section or its rule', () => {
    const at = (field: string) => {
      const { line, key } = placeOf(field, text)
      return [line, key]
    }
    expect([
      at('text:3'),
      at('text since'),
      at('text clocks.safe'),
      at('text rule.b.if'),
      at('text rule.a.age'),
      at('text clocks.none'),
    ]).toEqual([
      [3, ''],
      [2, 'since'],
      [4, 'safe'],
      [11, 'if'],
      [6, 'age'],
      [3, 'none'],
    ])
  })
})

describe('acts on an alert', () => {
  const one = (state: string, allowed: string[], watches: never[] = []) =>
    ({ status: { key: state, words: said }, allowed, watches }) as never
  it('are offered as the server allows, with what the state needs first', () => {
    expect(offeredActs(one('raised', ['note', 'try', 'acknowledge', 'close'])).map((shape) => shape.name)).toEqual([
      'acknowledge',
      'try',
      'note',
      'close',
    ])
    expect(
      offeredActs(one('watching', ['looked_in', 'ask_watch', 'kin_there', 'safe_now'])).map((shape) => shape.name)[0],
    ).toBe('ask_watch')
  })
  it('say what is missing and send what the server reads', () => {
    const son = '018f0000-0000-7000-8000-000000000001'
    expect(missingIn(act('safe_now'), { with: 'contact', place: '家中' })).toEqual(['who'])
    expect(actBody(act('safe_now'), { with: 'alone', place: '家中', who: whoValue('contact', son) })).toEqual({
      action: 'safe_now',
      with: 'alone',
      place: '家中',
    })
    expect(actBody(act('looked_in'), { who: whoValue('account', son), well: 'no', words: ' 口渴 ' })).toEqual({
      action: 'looked_in',
      account: son,
      well: false,
      words: '口渴',
    })
    expect(actBody(act('try'), { rung: '0', how: 'phone', went: 'no_answer' })).toEqual({
      action: 'try',
      rung: 0,
      how: 'phone',
      went: 'no_answer',
    })
    expect(
      actBody(act('ask_watch'), { who: whoValue('contact', son), every_minutes: '120', first: '2026-11-25T04:00:00Z' }),
    ).toEqual({ action: 'ask_watch', contact: son, every_minutes: 120, first: '2026-11-25T04:00:00Z' })
  })
  it('that end something begin with nothing chosen, and a death stands alone, aside, and is asked twice', () => {
    expect(careActs.filter((shape) => shape.final).map((shape) => shape.name)).toEqual([
      'stand_down',
      'void_readings',
      'close',
      'died',
    ])
    for (const shape of careActs.filter((each) => each.final))
      expect(begunWith(shape, Object.fromEntries(shape.fields.map((field) => [field.name, 'x'])))).toEqual({})
    expect(begunWith(act('kin_there'), { contact: 'x' })).toEqual({ contact: 'x' })
    expect(OUTCOMES).not.toContain('died')
    expect(careActs.filter((shape) => shape.twice)).toEqual([act('died')])
    expect([act('died').tone, act('died').aside]).toEqual(['danger', true])
    const names = offeredActs(one('with_kin', ['died', 'refer', 'note', 'stay_home'])).map((shape) => shape.name)
    expect([names[0], names.at(-1)]).toEqual(['refer', 'died'])
  })
  it('stand on today where they belong: a follow-up of a later day is no alarm', () => {
    const now = Date.parse('2026-11-30T03:00:00Z')
    const at = (key: string, due: string | null) => ({ status: { key, words: said }, due_at: due })
    const all = [
      at('follow_up', '2026-12-09T03:37:00Z'),
      at('raised', '2026-11-30T03:05:00Z'),
      at('follow_up', '2026-11-30T02:00:00Z'),
      at('closed', null),
    ]
    expect(byGroup(all, now).map(({ group, items }) => [group, items.map((each) => all.indexOf(each))])).toEqual([
      ['urgent', [1, 2]],
      ['follow', [0]],
      ['ended', [3]],
    ])
    expect(clockTime('2026-12-09T03:37:00Z', now)).toBe('12-09 11:37')
    expect(clockTime('2026-11-30T03:37:00Z', now)).toBe('11:37')
  })
  it('say whether somebody above has it, and for how long nobody answered', () => {
    const up = { escalated: 1, owner: { id: 'a', name: '' }, status: { key: 'watching', words: said } }
    expect([isAbove(up, 'b'), isAbove(up, 'a'), isAbove({ ...up, escalated: 0 }, 'b')]).toEqual([true, false, false])
    const since = '2026-11-30T03:00:00Z'
    expect([unansweredFor(since, Date.parse(since)), unansweredFor(since, Date.parse(since) + 7.5 * 60_000)]).toEqual([
      3, 7,
    ])
  })
  it('owe what the state owes', () => {
    expect(owedWord({ status: { key: 'follow_up' }, follow_up: 'second' })).toBe('14 天内再随访')
    expect(owedWord({ status: { key: 'watching' }, watches: [] })).toBe('请人看护，或等亲属来')
    expect(owedWord({ status: { key: 'closed' } })).toBe('')
  })
})
