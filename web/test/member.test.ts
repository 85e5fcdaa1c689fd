// The phone's own decisions: groups of today, actions after a queued one, kinds, dwellings.
import { expect, test } from 'vitest'
import type { Me } from '@weiguang/api/resources'
import type { OutItem } from '@weiguang/offline/outbox'
import type { Pack } from '@weiguang/offline/pack'
import { contents, doorWords, type CaseNow, type Door, type PhoneKind } from '../apps/member/src/contents'
import { actOf, body, missing, offered } from '../apps/member/src/rooms/cases/use-acts'
import { suggest } from '../apps/member/src/rooms/cases/use-suggest'
import { groups } from '../apps/member/src/rooms/cases/today'
import { buildings, findDoors } from '../apps/member/src/rooms/grid/use-doors'

const NOW = Date.parse('2026-11-24T06:00:00Z') // 14:00 in China
const me = { id: 'me', grants: [{ code: '51011701900600901' }] } as unknown as Me
const one = (more: Partial<CaseNow>): CaseNow =>
  ({
    id: String(more.title),
    owner: { id: 'me', name: '' },
    owner_code: '51011701900600901',
    status: 'accepted',
    due: null,
    parts: [],
    pending: [],
    actions: [],
    ...more,
  }) as unknown as CaseNow
const pending = (action: string, state = 'waiting') =>
  ({ state, work: { kind: 'act', body: { action } } }) as unknown as CaseNow['pending'][number]

test('today is sorted into late, due today, new and the rest, by the day in China', () => {
  const found = groups(
    [
      one({ title: 'late', due: '2026-11-24T05:00:00Z' }),
      one({ title: 'tonight', due: '2026-11-24T15:59:00Z' }),
      one({ title: 'tomorrow', due: '2026-11-24T16:01:00Z', status: 'submitted' }),
      one({ title: 'next week', due: '2026-11-30T01:00:00Z' }),
      one({ title: 'waits for the resident', status: 'resolved' }),
      one({ title: 'another’s', owner: { id: 'x', name: '' } }),
      one({ title: 'the post’s', owner: null, status: 'submitted' }),
    ],
    me,
    NOW,
  )
  expect([found.late, found.due, found.fresh, found.rest].map((group) => group.map((each) => each.title))).toEqual([
    ['late'],
    ['tonight'],
    ['tomorrow', 'the post’s'],
    ['next week'],
  ])
  expect(found.count).toBe(4)
})

test('what was resolved on the phone is no longer due, though the server has not heard', () => {
  expect(
    groups([one({ title: 'done', due: '2026-11-24T05:00:00Z', pending: [pending('resolve')] })], me, NOW),
  ).toMatchObject({ late: [], count: 0 })
})

test('acts are offered exactly as the server says, until one waits on the phone', () => {
  const names = (each: Partial<CaseNow>) =>
    offered({ actions: ['accept', 'return', 'note', 'unknown'], pending: [], ...each } as CaseNow).map(
      (shape) => shape.name,
    )
  expect(names({})).toEqual(['accept', 'note', 'return'])
  expect(names({ pending: [pending('accept')] })).toEqual(['start', 'resolve', 'note', 'attach', 'pause_ask'])
  expect(names({ pending: [pending('return')] })).toEqual(['note'])
  expect(names({ pending: [pending('accept', 'collided')] })).toEqual(['note'])
  expect(names({ pending: [pending('note')] })).toEqual(['accept', 'note', 'return'])
})

test('a form says what it lacks, and sends nothing empty', () => {
  const resolve = actOf('resolve')!
  expect(missing(resolve, {}, 0)).toEqual(['outcome'])
  expect(body(resolve, { outcome: ' 已清理 ' })).toEqual({ action: 'resolve', outcome: '已清理' })
  expect(missing(actOf('attach')!, {}, 0)).toEqual(['photos'])
  expect(body(actOf('place')!, { code: '51011701900600901', learn: true })).toEqual({
    action: 'place',
    code: '51011701900600901',
    learn: true,
  })
})

const kind = (id: string, zh: string, group: string) =>
  ({ id, name: { zh, en: id }, group: { zh: group, en: '' } }) as unknown as PhoneKind
test('the likest kinds come first without a network', () => {
  const kinds = [
    kind('parking', '占用盲道停车', '交通'),
    kind('fire', '占用、堵塞消防通道', '消防'),
    kind('light', '路灯不亮', '市政'),
  ]
  expect(suggest('楼道里堆了东西，堵塞消防通道', kinds)[0]!.id).toBe('fire')
  expect(suggest('路灯', kinds)[0]!.id).toBe('light')
  expect(suggest('谢谢', kinds)).toEqual([])
})

const door = (quarter: string, building: string, unit: string, room: string): Door => ({
  id: `${quarter}${building}${unit}${room}`,
  code: '',
  quarter,
  building,
  unit,
  room,
})
test('doors are found by parts of what one knows, and gathered by building in the order of numbers', () => {
  const doors = [
    door('逸景花园', '10', '1', '101'),
    door('逸景花园', '3', '2', '501'),
    door('逸景花园', '3', '2', '502'),
    door('玉沙中街', '89', '', ''),
    door('长安村', '2', '', '5'),
  ]
  expect(findDoors(doors, '逸景 3栋 501').map((each) => each.room)).toEqual(['501'])
  expect(findDoors(doors, '逸景花园3-2-50')).toHaveLength(2)
  expect(doors.map(doorWords)).toEqual([
    '逸景花园10栋1单元101室',
    '逸景花园3栋2单元501室',
    '逸景花园3栋2单元502室',
    '玉沙中街89号',
    '长安村2组5号',
  ])
  const gathered = buildings(doors)
  expect(gathered.map((each) => each.name).filter((name) => name.startsWith('逸景'))).toEqual([
    '逸景花园3栋',
    '逸景花园10栋',
  ])
  expect(gathered.find((each) => each.name === '逸景花园3栋')!.doors).toHaveLength(2)
})

test('a case is in time up to and including the moment of its deadline', () => {
  const late = (due: string) => groups([one({ title: 'x', due })], me, NOW).late.length
  expect([late('2026-11-24T06:00:00.001Z'), late('2026-11-24T06:00:00Z'), late('2026-11-24T05:59:59.999Z')]).toEqual([
    0, 0, 1,
  ])
})

test('a case carries what of it still waits here, and a report stands once, with its photographs, until the server has it', () => {
  const row = (lane: string, work: object, more: object = {}) =>
    ({ id: lane, lane, after: null, photo: null, state: 'waiting', work, ...more }) as unknown as OutItem
  const report = (lane: string) => row(lane, { kind: 'case', body: { title: lane, address: '' } })
  const queue = [
    row('a', { kind: 'act', body: { action: 'accept' } }),
    row('a', { kind: 'act', body: { action: 'start' } }, { state: 'sent' }),
    row('a', { kind: 'photo' }, { after: 'x', photo: 'x' }),
    report('a'),
    report('new'),
    row('new', { kind: 'photo' }, { after: 'new', photo: 'p' }),
    row('gone', { kind: 'case', body: { title: 'gone' } }, { state: 'sent' }),
  ]
  const found = contents({ cases: { tag: '', items: [{ id: 'a' }] } } as unknown as Pack, queue, 'me')
  expect(
    found.cases.map((each) => each.pending.map((item) => item.work.kind === 'act' && item.work.body.action)),
  ).toEqual([['accept']])
  expect(found.local.map((each) => [each.id, each.photos])).toEqual([['new', 1]])
})
