// The outbox: order, no duplicates, no loss, and delays as requested by the server.
// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  again,
  counts,
  drop,
  enqueue,
  forget,
  list,
  mark,
  ready,
  replace,
  rowsOf,
  type Submission,
} from '@weiguang/offline/outbox'
import { importKey } from '../packages/offline/seal'
import { flush, type Round } from '@weiguang/offline/sender'
import { phone } from '@weiguang/offline/store'

const ME = '0190aaaa-0000-7000-8000-000000000001'
const OTHER = '0190aaaa-0000-7000-8000-000000000002'
const NOW = Date.parse('2026-11-24T08:00:00Z')
const DAY = 86_400_000

interface Heard {
  path: string
  key: string | null
  version: string | null
}
type FakeReply = { status: number; body?: unknown; wait?: string; type?: string }
let key: CryptoKey
let heard: Heard[] = []
let tell: (one: Heard) => FakeReply

beforeEach(async () => {
  const db = await phone()
  for (const store of ['meta', 'outbox', 'photos', 'drafts'] as const) await db.clear(store)
  key = await importKey(btoa('a'.repeat(32)))
  heard = []
  tell = () => ({ status: 201, body: {} })
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const one: Heard = {
      path: url.replace('/api/v1', ''),
      key: headers.get('Idempotency-Key'),
      version: headers.get('If-Match'),
    }
    if (one.path === '/session')
      return new Response(JSON.stringify({ id: ME }), { status: 200, headers: { 'Content-Type': 'application/json' } })
    heard.push(one)
    const told = tell(one)
    return new Response(JSON.stringify(told.body ?? {}), {
      status: told.status,
      headers: { 'Content-Type': told.type ?? 'application/json', ...(told.wait ? { 'Retry-After': told.wait } : {}) },
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

const id = (n: number) => `0190bbbb-0000-7000-8000-${String(n).padStart(12, '0')}`
const photo = (n: number) => ({ id: id(n), bytes: new Uint8Array([n]).buffer, use: 'before' as const, words: '处置前' })
const act = (action: string, version = 3): Extract<Submission, { kind: 'act' }> => ({
  kind: 'act',
  words: action,
  body: { action },
  seen: { number: 'n', title: 't', status: 's', owner: 'o', version, at: '' },
})
const report = (n: number, photos: number[] = [], owner = ME) =>
  enqueue(key, owner, {
    id: id(n),
    lane: id(n),
    work: { kind: 'case', words: '', body: { id: id(n), title: `报告${n}` } },
    photos: photos.map(photo),
    now: NOW,
  })
const acting = (n: number, lane: number, photos: number[] = []) =>
  enqueue(key, ME, { id: id(n), lane: id(lane), work: act('start'), photos: photos.map(photo), now: NOW })
const round = (more: Partial<Round> = {}) =>
  flush({ owner: ME, key, now: () => NOW, force: false, chance: () => 0.5, ...more })
const states = async () => (await list(key, ME)).items.map((item) => (item.held ? 'held' : item.state))
const keys = () => heard.map((one) => one.key)

test('nothing overtakes what is earlier of the same case, be it only for a retry', async () => {
  await report(1, [2])
  await acting(3, 1)
  await report(4)
  tell = (one) => ({ status: one.key === id(1) ? 500 : 201 })
  await round()
  expect([keys(), await states()]).toEqual([
    [id(1), id(4)],
    ['waiting', 'waiting', 'waiting', 'sent'],
  ])
  // Its retry is not due: another run sends neither it nor what follows.
  await round()
  expect(keys()).toEqual([id(1), id(4)])
  tell = () => ({ status: 201 })
  await round({ force: true })
  expect(keys().slice(2)).toEqual([id(1), id(2), id(3)])
})

test('a thing is tried once in a round, and then waits for its time', async () => {
  await report(1)
  tell = () => ({ status: 500 })
  const before = Date.now()
  await round()
  const [row] = await rowsOf(ME)
  expect([keys().length, row!.tries, row!.due - before >= 2_000, row!.due - before < 4_000]).toEqual([1, 1, true, true])
  expect(ready([row!], row!.due - 1, false, new Set())).toBeUndefined()
  expect(ready([row!], row!.due, false, new Set())).toBeDefined()
})

test('a server that says how long to wait is not asked before', async () => {
  for (const [status, wait] of [
    [503, 120],
    [429, 45],
    [423, 60],
  ] as const) {
    await (await phone()).clear('outbox')
    await report(1)
    tell = () => ({ status, wait: String(wait) })
    const before = Date.now()
    await round()
    const [row] = await rowsOf(ME)
    expect([row!.state, row!.due - before >= wait * 1_000, row!.due - before < wait * 1_000 + 2_000]).toEqual([
      'waiting',
      true,
      true,
    ])
  }
})

test('waits are spread, so that the phones of a street do not come back at the same second', async () => {
  const waits: number[] = []
  for (const chance of [0, 0.999]) {
    await (await phone()).clear('outbox')
    await report(1)
    tell = () => ({ status: 503, wait: '100' })
    const before = Date.now()
    await round({ chance: () => chance })
    waits.push((await rowsOf(ME))[0]!.due - before)
  }
  expect([waits[0]! < 75_000, waits[1]! > 125_000]).toEqual([true, true])
})

test('an act is done again only where the server says that nobody else was in the way', async () => {
  for (const body of [{ version: 5, by_others: true }, { version: 5 }]) {
    await (await phone()).clear('outbox')
    heard = []
    await acting(1, 9)
    tell = () => ({ status: 412, body: { code: 'kernel.version-moved', ...body, current: { version: 5 } } })
    await round()
    expect([await states(), heard.map((one) => one.version)]).toEqual([['collided'], ['"3"']])
  }
  // First own actions changed it, then a colleague: the second answer counts.
  await (await phone()).clear('outbox')
  heard = []
  await acting(1, 9)
  tell = (one) => ({
    status: 412,
    body: { code: 'kernel.version-moved', version: 5, by_others: one.version === '"5"', current: {} },
  })
  await round()
  expect([await states(), heard.map((one) => one.version)]).toEqual([['collided'], ['"3"', '"5"']])
})

test('a record that is there already was sent; an act that the server knows for another is not', async () => {
  await acting(1, 9)
  await report(2)
  tell = () => ({ status: 409, body: { code: 'kernel.exists' } })
  await round()
  expect(await states()).toEqual(['refused', 'sent'])
})

test('a server that stumbles over one thing is asked for the next; a gateway without a server is not', async () => {
  for (const [status, asked, ended] of [
    [500, 2, 'done'],
    [507, 2, 'done'],
    [429, 2, 'done'],
    [502, 1, 'no-answer'],
    [503, 1, 'no-answer'],
    [504, 1, 'no-answer'],
  ] as const) {
    await (await phone()).clear('outbox')
    heard = []
    await report(1)
    await report(2)
    tell = () => ({ status })
    expect([(await round()).ended, heard.length, await states()]).toEqual([ended, asked, ['waiting', 'waiting']])
  }
})

test('what follows an act that has collided waits with it, and another case does not', async () => {
  await acting(1, 9)
  await acting(2, 9)
  await acting(3, 8)
  tell = (one) =>
    one.key === id(1) ? { status: 412, body: { version: 4, by_others: true, current: {} } } : { status: 200 }
  await round()
  expect([await states(), keys()]).toEqual([
    ['collided', 'held', 'sent'],
    [id(1), id(3)],
  ])
})

test('only receipts are let go: what was never sent stays, and so does what is somebody else’s', async () => {
  await report(1)
  await round()
  await report(2, [], OTHER)
  await mark(key, (await rowsOf(OTHER))[0]!, { state: 'sent', sentAt: NOW })
  await acting(3, 8)
  await acting(4, 9)
  tell = (one) => ({ status: one.key === id(3) ? 422 : 500 })
  await round()
  expect(await forget(ME, NOW + 7 * DAY - 1)).toBe(0)
  expect(await forget(ME, NOW + 7 * DAY)).toBe(1)
  expect(await states()).toEqual(['refused', 'waiting'])
  expect(await rowsOf(OTHER)).toHaveLength(1)
})

test('what was taken back while it was on its way stays away, and a photograph that arrived leaves its bytes behind', async () => {
  await report(1, [2])
  const [row] = await rowsOf(ME)
  await drop(id(1))
  await mark(key, row!, { state: 'waiting' })
  expect([await rowsOf(ME), await (await phone()).count('photos')]).toEqual([[], 0])
  await report(3, [4])
  await round()
  expect([await states(), await (await phone()).count('photos')]).toEqual([['sent', 'sent'], 0])
})

test('taking one thing back takes what belongs to it, with a report all that follows, and never a receipt', async () => {
  await acting(1, 9, [2])
  await acting(3, 9)
  await drop(id(1))
  expect((await rowsOf(ME)).map((row) => row.id)).toEqual([id(3)])
  await report(4, [5])
  await acting(6, 4)
  await report(7)
  await drop(id(4))
  expect((await rowsOf(ME)).map((row) => row.id)).toEqual([id(3), id(7)])
  // The report arrived and its photo was refused: deleting the photo leaves the receipt.
  await (await phone()).clear('outbox')
  await report(8, [9])
  tell = (one) => ({ status: one.key === id(9) ? 413 : 201 })
  await round()
  expect(await states()).toEqual(['sent', 'refused'])
  await drop(id(8))
  expect(await states()).toEqual(['sent'])
})

test('what waits is counted by records: one’s own, those of others, and what waits for its person', async () => {
  await report(1, [2, 3])
  await acting(4, 8)
  await acting(5, 9)
  await report(6, [7], OTHER)
  tell = (one) =>
    one.key === id(4)
      ? { status: 422 }
      : one.key === id(5)
        ? { status: 412, body: { version: 4, by_others: true, current: {} } }
        : { status: 500 }
  await round()
  expect(await states()).toEqual(['waiting', 'waiting', 'waiting', 'refused', 'collided'])
  expect(await counts(ME)).toEqual({ mine: 3, others: 1, stuck: 2 })
  tell = () => ({ status: 201 })
  await round({ force: true })
  expect(await counts(ME)).toEqual({ mine: 2, others: 1, stuck: 2 })
})

test('a refused thing that is sent once more goes at once; what was sent or waits is not touched', async () => {
  await acting(1, 9)
  tell = () => ({ status: 500 })
  await round()
  const waits = (await rowsOf(ME))[0]!
  await again((await list(key, ME)).items[0]!)
  expect((await rowsOf(ME))[0]).toMatchObject({ tries: waits.tries, due: waits.due })
  tell = () => ({ status: 403, body: { code: 'access.denied' } })
  await round({ force: true })
  await again((await list(key, ME)).items[0]!)
  expect((await rowsOf(ME))[0]).toMatchObject({ state: 'waiting', tries: 0, due: 0 })
  tell = () => ({ status: 200 })
  await round()
  await again((await list(key, ME)).items[0]!)
  expect(await states()).toEqual(['sent'])
})

test('another work in the place of one has a key of its own, and its photographs follow it', async () => {
  await acting(1, 9, [2])
  tell = () => ({ status: 412, body: { version: 4, by_others: true, current: {} } })
  await round()
  await replace(key, (await list(key, ME)).items[0]!, id(7), act('start', 4))
  const rows = await rowsOf(ME)
  expect(rows.map((row) => [row.id, row.after, row.state])).toEqual([
    [id(7), null, 'waiting'],
    [id(2), id(7), 'waiting'],
  ])
  await drop(id(7))
  expect(await rowsOf(ME)).toEqual([])
})
