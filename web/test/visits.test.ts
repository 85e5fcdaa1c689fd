// The phone's decisions at a visit: relevant questions, stored answers, and coverage.
import { expect, test } from 'vitest'
import type { Answer, Campaign, Condition, Question } from '@weiguang/api/resources'
import type { OutItem } from '@weiguang/offline/outbox'
import { doorHere, registered } from '../apps/member/src/rooms/visits/use-door'
import { coverage, fold, inTurn, visitsOf, type Visit } from '../apps/member/src/rooms/visits/fold'
import { answerOf, fits, holds, plan, type Answers } from '../apps/member/src/rooms/visits/form'
import type { Contents } from '../apps/member/src/contents'

const words = { zh: '', en: '' }
const question = (name: string, kind: string, more: Partial<Question> = {}): Question => ({
  name,
  kind,
  label: words,
  hint: words,
  choices: [],
  required: false,
  relevant: null,
  constraint: null,
  constraint_says: words,
  field: null,
  about: null,
  ...more,
})
const answer = (name: string): Condition => ({ op: 'answer', name })
const number = (value: string): Condition => ({ op: 'number', value })
const of = (op: string, ...parts: Condition[]): Condition => ({ op, of: parts })
const given = (value: Answer): Answers[string] => ({ answer: value, came: 'asked' })
const n = (value: string): Answer => ({ is: 'number', value })

test('conditions compare as the server does: numbers as numbers, and what was not answered is neither above nor below', () => {
  const answers: Record<string, Answer> = {
    age: n('70'),
    one: { is: 'one', value: 'tenant' },
    many: { is: 'many', value: ['meals', 'repair'] },
    yes: { is: 'yes_no', value: true },
    day: { is: 'date', value: '2026-11-25' },
    text: { is: 'text', value: '9' },
  }
  const so = (expr: Condition, self?: Answer) => holds(expr, self, (name) => answers[name])
  expect(so(of('at_least', answer('age'), number('65')))).toBe(true)
  expect(so(of('below', answer('text'), number('10')))).toBe(true) // 9 < 10, though "9" > "10"
  expect([so(of('below', answer('none'), number('10'))), so(of('at_least', answer('none'), number('0')))]).toEqual([
    false,
    false,
  ])
  expect(so(of('is', answer('yes'), { op: 'text', value: 'yes' }))).toBe(true)
  expect(so(of('above', answer('day'), { op: 'text', value: '2026-11-24' }))).toBe(true)
  expect([
    so(of('selected', answer('many'), { op: 'text', value: 'meals' })),
    so(of('selected', answer('one'), { op: 'text', value: 'tenant' })),
    so(of('selected', answer('none'), { op: 'text', value: '' })),
  ]).toEqual([true, true, false])
  expect(so(of('and', of('is', of('count_selected', answer('many')), number('2')), of('not', answer('none'))))).toBe(
    true,
  )
  expect(so(of('at_most', of('length', { op: 'this' }), number('2')), { is: 'text', value: '微光' })).toBe(true)
  expect(so(of('or', answer('none'), of('is_not', answer('one'), { op: 'text', value: 'owner' })))).toBe(true)
})

test('an answer fits its kind, its choices and its limit', () => {
  const limit = of('at_most', { op: 'this' }, number('20'))
  const fit = (kind: string, value: Answer, more: Partial<Question> = {}) =>
    fits(question('q', kind, more), value, () => undefined)
  expect([
    fit('integer', n('3')),
    fit('integer', n('3.5')),
    fit('decimal', n('3.5')),
    fit('integer', n('30'), { constraint: limit }),
  ]).toEqual([true, false, true, false])
  const choices = [{ name: 'a', label: words }]
  expect([
    fit('one', { is: 'one', value: 'a' }, { choices }),
    fit('one', { is: 'one', value: 'b' }, { choices }),
    fit('many', { is: 'many', value: ['a', 'b'] }, { choices }),
  ]).toEqual([true, false, false])
  expect([
    answerOf('integer', ' １２ '),
    answerOf('text', ' 字 '),
    answerOf('many', []),
    answerOf('yes_no', false),
  ]).toEqual([n('12'), { is: 'text', value: '字' }, null, { is: 'yes_no', value: false }])
})

test('what turned out not to apply is not kept, and makes nothing else apply', () => {
  const questions = [
    question('alone', 'yes_no', { required: true }),
    question('who', 'text', { relevant: of('is', answer('alone'), { op: 'text', value: 'yes' }), required: true }),
    question('phone', 'text', { relevant: of('is', answer('who'), { op: 'text', value: '儿子' }) }),
  ]
  const all = {
    alone: given({ is: 'yes_no', value: true }),
    who: given({ is: 'text', value: '儿子' }),
    phone: given({ is: 'text', value: '电话' }),
  }
  expect(Object.keys(plan(questions, {}, all).kept)).toEqual(['alone', 'who', 'phone'])
  const changed = plan(questions, {}, { ...all, alone: given({ is: 'yes_no', value: false }) })
  expect([Object.keys(changed.kept), changed.put.map((one) => one.question.name)]).toEqual([['alone'], ['alone']])
  expect(plan(questions, {}, {}).put.map((one) => one.fault)).toEqual(['required'])
})

test('what is known is confirmed while it is fresh and fits; masked it is confirmed as it was shown', () => {
  const size = question('size', 'integer', {
    field: 'household.size',
    constraint: of('at_least', { op: 'this' }, number('1')),
  })
  const known = (more: object) =>
    plan([size], { size: { answer: n('3'), since: '2026-11-01', ...more } }, {}).put[0]!.known
  expect(known({})).not.toBeNull()
  expect([known({ stale: true }), known({ answer: n('0') })]).toEqual([null, null])
  const phone = question('phone', 'text', {
    field: 'resident.phone',
    constraint: of('is', of('length', { op: 'this' }), number('11')),
  })
  const masked: Answer = { is: 'text', value: '138****1234' }
  expect(
    plan([phone], { phone: { answer: masked, masked: true } }, { phone: { answer: masked, came: 'confirmed' } }).kept
      .phone?.came,
  ).toBe('confirmed')
})

const campaign = (ends: (string | undefined)[]) =>
  ({
    id: 'c',
    title: '',
    purpose: '',
    code: '',
    round: 1,
    form: { id: 'f', version: 1, title: words, questions: [] },
    doors: ends.map((end, at) => ({
      dwelling: `d${at}`,
      code: '',
      door: `${at}号`,
      ...(end ? { end, last: { at: '2026-11-23T02:00:00Z', by: '甲' } } : {}),
    })),
  }) as Campaign
const visit = (door: string, outcome: Visit['outcome'], at = '2026-11-24T02:00:00Z'): Visit => ({
  id: `${door}${outcome}`,
  door: { dwelling: door },
  at,
  why: { plan: 'campaign', campaign: 'c', round: 1 },
  outcome,
})

test('coverage is a fold: in any order, however often, and every door in exactly one place', () => {
  const visits = [
    visit('d0', 'not_reached'),
    visit('d0', 'done'),
    visit('d1', 'vacant'),
    visit('d1', 'not_reached'),
    visit('d2', 'refused'),
    visit('d3', 'moved'),
    visit('d3', 'vacant'),
  ]
  const one = campaign([undefined, undefined, 'done', undefined, undefined, 'not_reached'])
  const told = coverage(fold(one, visits, []))
  expect(told).toEqual({ doors: 6, done: 2, refused: 0, vacant: 1, moved: 1, not_reached: 1, untried: 1, ended: 4 })
  expect(coverage(fold(one, [...visits, ...visits].reverse(), []))).toEqual(told)
  expect(coverage(fold(one, [{ ...visit('d4', 'done'), why: { plan: 'unplanned' } }], [])).untried).toBe(4)
})

test('a visit of another campaign is no part of this one’s proof, though it was to a door of both', () => {
  const one = campaign([undefined, 'not_reached'])
  const others = ['d0', 'd1'].map((door) => ({
    ...visit(door, 'done'),
    why: { plan: 'campaign', campaign: 'another', round: 1 },
  }))
  expect(coverage(fold(one, others, []))).toMatchObject({ done: 0, not_reached: 1, untried: 1, ended: 0 })
  expect(fold({ ...one, id: 'another' }, others, []).map((door) => door.end)).toEqual(['done', 'done'])
})

test('a visit that another one puts right counts nowhere, and neither does the server’s word on it while that waits here', () => {
  const wrong = visit('d0', 'refused')
  const right = (sent: boolean, corrects = wrong.id) => ({ ...visit('d0', 'not_reached'), id: 'right', corrects, sent })
  const end = (one: Campaign, visits: Visit[]) => fold(one, visits, [])[0]!.end
  expect(end(campaign([undefined]), [wrong, right(false)])).toBe('not_reached')
  expect(end(campaign([undefined]), [right(true), wrong])).toBe('not_reached')
  // The server still counts the visit, because it does not have the correction.
  expect(end(campaign(['refused']), [{ ...wrong, sent: true }, right(false)])).toBe('not_reached')
  // The server's outcome is another person's visit: declined.
  expect(end(campaign(['refused']), [wrong, right(false)])).toBe('refused')
  const known = campaign(['refused'])
  known.doors[0]!.last!.visit = 'elsewhere'
  expect(end(known, [right(false, 'elsewhere')])).toBe('not_reached')
  // Once the server has the correction, its outcome is another person's: declined.
  expect(end(campaign(['refused']), [wrong, right(true)])).toBe('refused')
})

test('whoever did not answer on another day comes first, then where nobody went, then those of today', () => {
  const now = Date.parse('2026-11-24T06:00:00Z')
  const doors = fold(campaign(['not_reached', undefined, 'done', undefined]), [visit('d3', 'not_reached')], [])
  expect(inTurn(doors, now).map((door) => door.dwelling)).toEqual(['d0', 'd1', 'd3', 'd2'])
})

const item = (work: object, state = 'waiting') => ({ state, work }) as unknown as OutItem
test('visits of the queue count until they are refused, and somebody new is at the door before the server knows', () => {
  const post = { kind: 'post', about: 'visit', body: visit('d0', 'done') }
  expect([
    visitsOf([item(post)]).length,
    visitsOf([item(post, 'sent')]).length,
    visitsOf([item(post, 'refused')]).length,
  ]).toEqual([1, 1, 0])
  const queue = [item({ kind: 'post', about: 'person', body: { id: 'p', name: '陈阿姨', home: { place: 'place' } } })]
  const here = {
    doors: [{ id: 'place', code: '51', quarter: '逸景花园', building: '3', unit: '1', room: '101' }],
    households: [{ id: 'h', code: '51', place: 'place', people: [{ id: 'w', name: '王**' }] }],
    campaigns: [],
  } as unknown as Contents
  const door = doorHere('place', here, queue)!
  expect([door.people.map((one) => one.name), door.ref, door.household]).toEqual([
    ['王**', '陈阿姨'],
    { place: 'place' },
    'h',
  ])
  expect(doorHere('h', here, [])?.words).toBe('逸景花园3栋1单元101室')
  expect([
    doorHere('nowhere', here, []),
    registered([item({ kind: 'post', about: 'person', body: { id: 'p' } }, 'sent')]),
  ]).toEqual([null, []])
})
