// Actions offered on an alert while one is queued, and initial form values.
// @vitest-environment happy-dom
import { beforeAll, expect, test, vi } from 'vitest'
import type { CareAlertRow } from '@weiguang/api/resources'
import { createAlarm } from '@weiguang/live/alarm'
import { unansweredOf } from '@weiguang/live/unanswered'
import type { AlertNow } from '../apps/member/src/contents'

vi.stubGlobal('navigator', { ...navigator, onLine: true })
let acts: typeof import('../apps/member/src/rooms/care/use-alert-acts')
beforeAll(async () => {
  acts = await import('../apps/member/src/rooms/care/use-alert-acts')
})

const pending = (action: string, state = 'waiting') =>
  ({ state, work: { kind: 'act', on: 'care/alerts', body: { action } } }) as unknown as AlertNow['pending'][number]
const kin = { id: 'kin', name: '李强', relation: '儿子', phones: [], when: '' }
const one = (more: Partial<AlertNow>) =>
  ({
    status: { key: 'raised', words: { zh: '', en: '' } },
    door: '3栋501',
    allowed: ['acknowledge', 'note', 'try', 'found', 'refer'],
    watches: [],
    pending: [],
    ladder: [
      { kind: { key: 'kin', words: { zh: '亲属', en: '' } }, contact: kin },
      { kind: { key: 'landlord', words: { zh: '房东', en: '' } }, contact: null },
    ],
    ...more,
  }) as unknown as AlertNow

test('what is offered is what the server allows, and tries stand at their rung', () => {
  expect(acts.offered(one({})).map((act) => act.name)).toEqual(['acknowledge', 'refer', 'note'])
})

test('after an answer that still waits here the search goes on, and facts may be added', () => {
  expect(acts.allowed(one({ pending: [pending('acknowledge')] }))).toEqual([
    'note',
    'try',
    'found',
    'try',
    'safe_now',
    'escort',
    'kin_there',
    'refer',
  ])
  expect(acts.allowed(one({ pending: [pending('acknowledge', 'collided')] }))).toEqual(['note', 'try', 'found'])
  expect(acts.allowed(one({ pending: [pending('try')] }))).toEqual(one({}).allowed)
  expect(
    acts.offered(one({ pending: [pending('acknowledge'), pending('safe_now')] })).map((act) => act.name),
  ).toContain('ask_watch')
})

test('a form begins with what is likely, and whom it can name', () => {
  const safe = acts.shapeOf('safe_now')
  expect(acts.begun(safe, one({})).place).toBe('3栋501')
  const watch = acts.shapeOf('ask_watch')
  const who = watch.fields.find((field) => field.kind === 'who')!
  expect(acts.optionsOf(who, watch, one({}), {})!.map((option) => option.value.split(':')[0])).toEqual([
    'contact',
    'account',
  ])
  const there = acts.shapeOf('kin_there')
  expect(acts.begun(there, one({})).contact).toBe('kin')
})

test('what ends an alert begins with nothing, and a death is no choice of a list', () => {
  const close = acts.shapeOf('close')
  expect(acts.optionsOf(close.fields[0]!, close, one({}), {})!.map((option) => option.value)).not.toContain('died')
  expect([acts.begun(close, one({})), acts.begun(acts.shapeOf('died'), one({}))]).toEqual([{}, {}])
  // Such a form is sent normally.
  expect(acts.ready({ words: '家属来电' })).toEqual({ words: '家属来电' })
  expect(Date.parse(acts.ready({ first: '30' }).first!)).toBeGreaterThan(Date.now())
})

test('what waits for an answer was raised and not answered, and rings as one’s own only for whoever has it', () => {
  const row = (id: string, key: string, owner: string) =>
    ({ id, status: { key }, owner: { id: owner } }) as unknown as CareAlertRow
  const rows = [
    row('a', 'raised', 'me'),
    row('b', 'raised', 'another'),
    ...['remeasuring', 'reaching', 'watching', 'follow_up', 'owed', 'closed'].map((key) => row(key, key, 'me')),
  ]
  expect(unansweredOf(rows, 'me')).toEqual([
    { id: 'a', mine: true },
    { id: 'b', mine: false },
  ])
})

test('an alert that went to somebody else rings on there and not here, and rings here again once it comes back', () => {
  vi.useFakeTimers()
  let rung = 0
  const alarm = createAlarm({
    ring: () => {
      rung += 1
    },
    badge: () => {},
  })
  alarm.set([{ id: 'a', mine: true }])
  alarm.set([{ id: 'a', mine: false }])
  vi.advanceTimersByTime(600_000)
  expect([rung, alarm.count.value]).toEqual([1, 1])
  alarm.set([{ id: 'a', mine: true }])
  vi.advanceTimersByTime(10_000)
  expect(rung).toBe(3)
  alarm.set([])
  vi.useRealTimers()
})
