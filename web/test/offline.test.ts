// Encryption, outbox and sender, on a fake IndexedDB and a fake server.
// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetPhotos, keepDraft, keepPhoto, readDraft, readPhoto } from '@weiguang/offline/draft'
import {
  counts,
  drop,
  enqueue,
  forget,
  list,
  NoRoom,
  ready,
  records,
  replace,
  roomy,
  rowsOf,
  type Submission,
} from '@weiguang/offline/outbox'
import { orientation } from '@weiguang/offline/photo'
import { forgetOthers, keepBeside, pull, readPack } from '@weiguang/offline/pack'
import { importKey, open, seal } from '../packages/offline/seal'
import { flush, type Round } from '@weiguang/offline/sender'
import { phone, type OutRow } from '@weiguang/offline/store'
import { alone } from '../packages/offline/turn'
import { device, held, lock, unlock } from '@weiguang/offline/vault'

const ME = '0190aaaa-0000-7000-8000-000000000001'
const OTHER = '0190aaaa-0000-7000-8000-000000000002'
const NOW = Date.parse('2026-11-24T08:00:00Z')
const keyOf = (letter: string) => importKey(btoa(letter.repeat(32)))
let key: CryptoKey

interface Heard {
  method: string
  path: string
  key: string | null
  version: string | null
  form: boolean
}
let heard: Heard[] = []
type FakeReply = { status: number; body?: unknown; type?: string } | 'cut'
let tell: (one: Heard) => FakeReply

beforeEach(async () => {
  const db = await phone()
  for (const store of ['meta', 'vault', 'pack', 'drafts', 'outbox', 'photos'] as const) await db.clear(store)
  key = await keyOf('a')
  heard = []
  tell = () => ({ status: 201, body: { number: '20261124-0001', status: 'submitted' } })
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const one: Heard = {
      method: init.method ?? 'GET',
      path: url.replace('/api/v1', ''),
      key: headers.get('Idempotency-Key'),
      version: headers.get('If-Match'),
      form: init.body instanceof FormData,
    }
    heard.push(one)
    const told = one.path === '/session' ? { status: 200, body: { id: ME } } : tell(one)
    if (told === 'cut') throw new TypeError('the line was cut')
    return new Response(told.status === 204 ? null : JSON.stringify(told.body ?? {}), {
      status: told.status,
      headers: { 'Content-Type': told.type ?? 'application/json' },
    })
  })
})
afterEach(() => vi.unstubAllGlobals())

const id = (n: number) => `0190bbbb-0000-7000-8000-${String(n).padStart(12, '0')}`
const work = (title: string): Exclude<Submission, { kind: 'photo' }> => ({
  kind: 'case',
  words: title,
  body: { id: id(1), title },
})
const deed = (action: string, version = 3): Extract<Submission, { kind: 'act' }> => ({
  kind: 'act',
  words: action,
  body: { action },
  seen: { number: 'n', title: 't', status: 's', owner: 'o', version, at: '' },
})
const photo = (n: number) => ({
  id: id(n),
  bytes: new Uint8Array([1, 2, 3, n]).buffer,
  use: 'before' as const,
  words: '处置前',
})
const report = (n: number, photos: number[] = []) =>
  enqueue(key, ME, { id: id(n), lane: id(n), work: { ...work(`报告${n}`) }, photos: photos.map(photo), now: NOW })
const acting = (n: number, lane: number, action = 'accept', photos: number[] = []) =>
  enqueue(key, ME, { id: id(n), lane: id(lane), work: deed(action), photos: photos.map(photo), now: NOW })
const round = (more: Partial<Round> = {}) =>
  flush({ owner: ME, key, now: () => NOW, force: true, chance: () => 0.5, ...more })
const states = async () => (await list(key, ME)).items.map((item) => (item.held ? 'held' : item.state))
const sends = () => heard.filter((one) => one.method !== 'GET')

test('an envelope opens only under its own key and its own name, and never looks the same twice', async () => {
  const one = await seal(key, 'outbox:1', { words: '楼道杂物' })
  const two = await seal(key, 'outbox:1', { words: '楼道杂物' })
  expect(await open(key, 'outbox:1', one)).toEqual({ words: '楼道杂物' })
  expect(Buffer.from(one).equals(Buffer.from(two))).toBe(false)
  expect(Buffer.from(one).includes(Buffer.from('楼道'))).toBe(false)
  await expect(open(key, 'outbox:2', one)).rejects.toThrow()
  await expect(open(await keyOf('b'), 'outbox:1', one)).rejects.toThrow()
  one[20]! ^= 1
  await expect(open(key, 'outbox:1', one)).rejects.toThrow()
  expect(key.extractable).toBe(false)
})

test('a record is written and its draft ends in one step, and nothing of it is readable in the database', async () => {
  await keepDraft(key, ME, 'report', { what: '燃气味' })
  expect(await readDraft(key, ME, 'report')).toEqual({ what: '燃气味' })
  expect(await readDraft(key, OTHER, 'report')).toBeNull()
  await enqueue(key, ME, {
    id: id(1),
    lane: id(1),
    work: work('燃气味很重'),
    photos: [photo(2)],
    now: NOW,
    draft: 'report',
  })
  const db = await phone()
  expect(await db.count('drafts')).toBe(0)
  expect(await db.count('outbox')).toBe(2)
  const everything = [...(await db.getAll('outbox')), ...(await db.getAll('photos'))]
  const bytes = Buffer.concat(
    everything.flatMap((row) =>
      Object.values(row).map((value) =>
        value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)),
      ),
    ),
  )
  expect(bytes.includes(Buffer.from('燃气'))).toBe(false)
})

test('photographs of a draft that names them stay, and others go; those in the queue are not touched', async () => {
  await keepPhoto(key, ME, 'a', new Uint8Array([1]).buffer)
  await keepPhoto(key, ME, 'b', new Uint8Array([2]).buffer)
  await report(1, [2])
  await forgetPhotos(ME, ['a'])
  expect(new Uint8Array((await readPhoto(key, 'a'))!)).toEqual(new Uint8Array([1]))
  expect(await readPhoto(key, 'b')).toBeNull()
  expect(await (await phone()).count('photos')).toBe(2)
})

test('sends once, keeps its key while the line is cut, and leaves the queue only on the receipt', async () => {
  await report(1)
  let tries = 0
  tell = () => (tries++ < 2 ? 'cut' : { status: 201, body: { number: '20261124-0042', status: 'submitted' } })
  expect((await round()).ended).toBe('no-answer')
  expect(await states()).toEqual(['waiting'])
  await round()
  expect((await round()).sent).toBe(1)
  expect(new Set(sends().map((one) => one.key))).toEqual(new Set([id(1)]))
  expect(sends()).toHaveLength(3)
  const [item] = (await list(key, ME)).items
  expect(item).toMatchObject({ state: 'sent', sentAt: NOW, answer: { receipt: { number: '20261124-0042' } } })
  await round()
  expect(sends()).toHaveLength(3)
})

test('waits longer after each failure, with a spread, and no longer than five minutes', async () => {
  await report(1)
  tell = () => 'cut'
  const waits: number[] = []
  for (let at = 0; at < 10; at++) {
    const before = Date.now()
    await round()
    waits.push((await rowsOf(ME))[0]!.due - before)
  }
  expect(waits[0]).toBeGreaterThanOrEqual(2_000)
  expect(waits[1]!).toBeGreaterThan(waits[0]!)
  expect(Math.max(...waits)).toBeLessThan(301_000)
  const [row] = await rowsOf(ME)
  expect(ready([row!], Date.now(), false, new Set())).toBeUndefined()
  expect(
    ready([{ ...row!, due: Date.now() + 86_400_000 }], Date.now(), false, new Set()),
    'a clock that was set back',
  ).toBeDefined()
})

test('a page of a captive network is no answer', async () => {
  await report(1)
  tell = () => ({ status: 200, body: '<html>', type: 'text/html' })
  expect((await round()).ended).toBe('no-answer')
  expect(await states()).toEqual(['waiting'])
})

test('order is kept within a case: the report before its photographs and acts; another case is not held up', async () => {
  await report(1, [2, 3])
  await acting(4, 1)
  await report(5)
  await round()
  expect(sends().map((one) => one.key)).toEqual([id(1), id(2), id(3), id(4), id(5)])
  expect(sends()[1]!.form).toBe(true)
})

test('a refused report parks what follows it, and other cases go on', async () => {
  await report(1, [2])
  await report(3)
  tell = (one) => (one.key === id(1) ? { status: 422, body: { code: 'kernel.invalid' } } : { status: 201, body: {} })
  await round()
  expect(await states()).toEqual(['refused', 'held', 'sent'])
  expect(await counts(ME)).toEqual({ mine: 1, others: 0, stuck: 1 })
  await drop(id(1))
  expect(await states()).toEqual(['sent'])
  expect(await (await phone()).count('photos')).toBe(0)
})

test('a refused photograph holds nothing up', async () => {
  await acting(1, 9, 'accept', [2])
  await acting(3, 9, 'start')
  tell = (one) => (one.key === id(2) ? { status: 413, body: { code: 'kernel.too-large' } } : { status: 200, body: {} })
  await round()
  expect(await states()).toEqual(['sent', 'refused', 'sent'])
})

test('a server that is full or busy keeps everything waiting', async () => {
  await acting(1, 8)
  await acting(2, 9)
  tell = (one) =>
    one.key === id(1) ? { status: 507, body: { code: 'http.507' } } : { status: 500, body: { code: 'kernel.internal' } }
  await round()
  expect(await states()).toEqual(['waiting', 'waiting'])
  expect((await list(key, ME)).items[0]!.answer?.status).toBe(507)
})

test('a session that ended stops the round and loses nothing', async () => {
  await report(1)
  tell = () => ({ status: 401, body: { code: 'access.signed-out' } })
  expect((await round()).ended).toBe('signed-out')
  expect((await rowsOf(ME))[0]).toMatchObject({ state: 'waiting', tries: 0 })
})

test('nothing is sent under the name of somebody else who signed in meanwhile', async () => {
  await enqueue(key, OTHER, { id: id(1), lane: id(1), work: work('别人的'), photos: [], now: NOW })
  expect((await flush({ owner: OTHER, key, now: () => NOW, force: true })).ended).toBe('other')
  expect(sends()).toHaveLength(0)
  expect(await counts(ME)).toEqual({ mine: 0, others: 1, stuck: 0 })
})

test('where nobody else was in the way, an act goes through on the version that the server names', async () => {
  await acting(1, 9, 'resolve')
  tell = (one) => {
    return one.version === '"5"'
      ? { status: 200, body: { status: 'resolved' } }
      : { status: 412, body: { code: 'kernel.version-moved', version: 5, by_others: false } }
  }
  expect((await round()).sent).toBe(1)
})

test('where somebody was faster, both versions are kept; on the new one it is another record', async () => {
  await acting(1, 9, 'resolve', [2])
  tell = () => ({
    status: 412,
    body: { code: 'kernel.version-moved', version: 4, by_others: true, current: { version: 4, status: 'in_progress' } },
  })
  await round()
  const [item] = (await list(key, ME)).items
  expect(item).toMatchObject({ state: 'collided', answer: { current: { version: 4 } } })
  expect((await states())[1]).toBe('held')
  await replace(key, item!, id(7), deed('resolve', 4))
  tell = () => ({ status: 200, body: {} })
  await round()
  expect(await states()).toEqual(['sent', 'sent'])
  expect(
    sends()
      .filter((one) => one.path.endsWith('/actions'))
      .map((one) => [one.key, one.version]),
  ).toEqual([
    [id(1), '"3"'],
    [id(7), '"4"'],
  ])
})

test('a case that moved on with new grids is offered as a note', async () => {
  await acting(1, 9)
  tell = () => ({
    status: 409,
    body: { code: 'cases.moved-on', moved_to: { code: '510117019006009', words: '第九网格' } },
  })
  await round()
  expect((await list(key, ME)).items[0]).toMatchObject({
    state: 'collided',
    answer: { problem: { moved_to: { words: '第九网格' } } },
  })
})

test('a record that the server has already, though it forgot the key, is sent', async () => {
  await report(1)
  tell = () => ({ status: 409, body: { code: 'kernel.exists' } })
  expect((await round()).sent).toBe(1)
})

test('an act on a care alert goes to its own door, and is done again on the version that the server names', async () => {
  await enqueue(key, ME, {
    id: id(1),
    lane: id(9),
    work: { ...deed('acknowledge', 4), on: 'care/alerts' },
    photos: [],
    now: NOW,
  })
  const since =
    (byOthers: boolean) =>
    (one: Heard): FakeReply => {
      if (one.method === 'POST')
        return one.version === '"5"'
          ? { status: 200, body: {} }
          : { status: 412, body: { code: 'kernel.version-moved', version: 5, by_others: byOthers } }
      return { status: 200, body: { version: 5, status: { words: { zh: '待应答', en: '' } } } }
    }
  tell = since(true)
  await round()
  expect([await states(), sends().map((one) => one.path)]).toEqual([['collided'], [`/care/alerts/${id(9)}/actions`]])
  const item = (await list(key, ME)).items[0]!
  await replace(key, item, id(2), item.work)
  tell = since(false)
  await round()
  expect([await states(), sends().at(-1)!.version]).toEqual([['sent'], '"5"'])
})

test('any other write goes by its own path, under the version that was seen, and one that is done already is done', async () => {
  const post = (n: number, more: object = {}) => ({
    id: id(n),
    lane: id(9),
    work: {
      kind: 'post' as const,
      words: '',
      about: 'reading' as const,
      path: `/care/readings${n === 1 ? '' : '/x/settle'}`,
      body: { n },
      ...more,
    },
    photos: [],
    now: NOW,
  })
  await enqueue(key, ME, post(1), post(2, { version: 1, done: 'care.nothing-asked' }))
  tell = (one) =>
    one.path === '/care/readings'
      ? { status: 201, body: { standing: 'stands' } }
      : { status: 409, body: { code: 'care.nothing-asked' } }
  await round()
  expect(await states()).toEqual(['sent', 'sent'])
  expect(sends().map((one) => [one.path, one.version])).toEqual([
    ['/care/readings', null],
    ['/care/readings/x/settle', '"1"'],
  ])
  expect((await list(key, ME)).items[0]!.answer?.receipt?.status).toBe('stands')
})

test('two rounds at once are one, with the lease as with locks', async () => {
  expect(navigator.locks).toBeFalsy()
  await report(1)
  const [one, two] = await Promise.all([round(), round()])
  expect([one.ended, two.ended].sort()).toEqual(['busy', 'done'])
  expect(sends()).toHaveLength(1)
})

test('a lease is taken over when it ran out or lies beyond any lease, and given back', async () => {
  const db = await phone()
  const lease = (until: number) => db.put('meta', { id: 'lease', value: 'somebody', until })
  await lease(Date.now() + 20_000)
  expect(await alone(async () => {})).toBe(false)
  for (const until of [Date.now() - 1, Date.now() + 3_600_000]) {
    await lease(until)
    expect(await alone(async () => {})).toBe(true)
    expect(await db.get('meta', 'lease')).toBeUndefined()
  }
})

test('a full phone lets its oldest receipts go first, and says so only when none are left', async () => {
  for (let at = 1; at <= 12; at++) await report(at)
  await round()
  let full = 2
  const refuse = async () => {
    if (full-- > 0) throw new DOMException('full', 'QuotaExceededError')
  }
  await roomy(ME, refuse)
  expect(await rowsOf(ME)).toHaveLength(0)
  full = Infinity
  await expect(roomy(ME, refuse)).rejects.toBeInstanceOf(NoRoom)
})

test('receipts are listed for seven days, by the server’s clock', async () => {
  await report(1)
  await round()
  expect(await forget(ME, NOW + 6 * 86_400_000)).toBe(0)
  expect(await forget(ME, NOW + 7 * 86_400_000)).toBe(1)
})

test('the key leaves with the session and comes back for the same account; the device keeps its name', async () => {
  const until = new Date(NOW + 3_600_000).toISOString()
  tell = () => ({ status: 200, body: { key: btoa('k'.repeat(32)), account: ME, until } })
  const name = await device()
  await unlock()
  expect(heard[0]!.path).toBe(`/session/vault?device=${name}`)
  expect((await held(NOW))?.owner).toBe(ME)
  expect(await held(NOW + 3_600_001)).toBeNull()
  // A clock a day ahead does not delete the key: it is available once the clock is right.
  expect(await held(NOW + 86_400_000)).toBeNull()
  expect((await held(NOW))?.owner).toBe(ME)
  const first = (await unlock()).key
  const sealed = await seal(first, 'pack:me', 'kept')
  await lock()
  expect(await held(NOW)).toBeNull()
  expect(await open((await unlock()).key, 'pack:me', sealed)).toBe('kept')
  expect(await device()).toBe(name)
})

test('the pack is asked for by what is there already, kept sealed, and another account’s is not taken', async () => {
  const at = '2026-11-24T08:00:00Z'
  tell = () => ({
    status: 200,
    body: {
      at,
      account: ME,
      sections: { cells: { tag: 'c1', items: [{ code: '51011701900600901' }] }, inbox: { tag: 'i1', items: [] } },
    },
  })
  const first = await pull(key, ME, {})
  tell = () => ({
    status: 200,
    body: { at, account: ME, sections: { cells: { tag: 'c1', same: true }, inbox: { tag: 'i2', items: [1] } } },
  })
  const beside = await keepBeside(key, ME, 'overdue', ['one'])
  const second = await pull(key, ME, { ...first.fresh, overdue: beside })
  expect(decodeURIComponent(heard[1]!.path)).toBe('/sync?have=cells:c1,inbox:i1')
  expect(Object.keys(second.fresh)).toEqual(['inbox'])
  expect(await readPack(key, ME)).toEqual({ ...first.fresh, ...second.fresh, overdue: beside })
  expect(await readPack(key, OTHER)).toEqual({})
  await expect(readPack(await keyOf('b'), ME)).rejects.toThrow()
  await forgetOthers(OTHER)
  expect(await readPack(key, ME)).toEqual({})
})

test('under a changed key nothing is lost: what it does not open stays unsent, holds up its own case only, and goes on when the key is back', async () => {
  await report(1, [2])
  await acting(3, 1)
  const other = await keyOf('b')
  await enqueue(other, ME, { id: id(4), lane: id(4), work: work('新的'), photos: [], now: NOW })
  const { items, unreadable } = await list(other, ME)
  expect(items.map((item) => item.id)).toEqual([id(4)])
  expect(unreadable.map((row) => row.id)).toEqual([id(1), id(2), id(3)])
  expect(records(unreadable)).toBe(2)
  expect((await flush({ owner: ME, key: other, now: () => NOW, force: true })).sent).toBe(1)
  expect(sends().map((one) => one.key)).toEqual([id(4)])
  expect((await rowsOf(ME)).map((row) => row.state)).toEqual(['waiting', 'waiting', 'waiting', 'sent'])
  expect((await round()).sent).toBe(3)
})

test('what was fetched is shown on a full phone, and said not to be kept', async () => {
  tell = () => ({
    status: 200,
    body: { at: '2026-11-24T08:00:00Z', account: ME, sections: { inbox: { tag: 'i1', items: [1] } } },
  })
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  const told = await pull(key, ME, {})
  full.mockRestore()
  expect(told).toMatchObject({ kept: false, fresh: { inbox: { items: [1] } } })
  expect(await readPack(key, ME)).toEqual({})
})

test('order comes from the phone’s own count, whatever its clock says', () => {
  const row = (n: number, at: number): OutRow => ({
    n,
    id: id(n),
    owner: ME,
    lane: id(n),
    after: null,
    photo: null,
    state: 'waiting',
    tries: 0,
    due: 0,
    at,
    sentAt: null,
    work: new Uint8Array(),
    answer: null,
  })
  expect(ready([row(1, NOW + 9e9), row(2, 0)], NOW, false, new Set())!.n).toBe(1)
})

test('reads which way up a camera was held', () => {
  const exif = (value: number) =>
    new Uint8Array([
      0xff,
      0xd8,
      0xff,
      0xe1,
      0,
      34,
      0x45,
      0x78,
      0x69,
      0x66,
      0,
      0,
      0x49,
      0x49,
      42,
      0,
      8,
      0,
      0,
      0,
      1,
      0,
      0x12,
      0x01,
      3,
      0,
      1,
      0,
      0,
      0,
      value,
      0,
      0,
      0,
      0,
      0,
      0,
      0,
      0xff,
      0xda,
      0,
      0,
    ]).buffer
  expect(orientation(exif(6))).toBe(6)
  expect(orientation(exif(200))).toBe(1)
  expect(orientation(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0]).buffer)).toBe(1)
})
