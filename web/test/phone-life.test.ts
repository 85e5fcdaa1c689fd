// Days offline: clock, session key, PIN, two pages with one form, and undoing a visit.
// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clockAhead, learnClock, pastNow, restoreClock, serverNow } from '@weiguang/api/clock'
import { newRecordId } from '@weiguang/api/intention'
import * as drafts from '@weiguang/offline/draft'
import { drop, enqueue, rowsOf } from '@weiguang/offline/outbox'
import { pull, readPack } from '@weiguang/offline/pack'
import { dropPin, faultOf, openWithPin, setPin, TRIES, waitAfter, waiting } from '@weiguang/offline/pin'
import { open, seal } from '../packages/offline/seal'
import { flush } from '@weiguang/offline/sender'
import { phone } from '@weiguang/offline/store'
import { held, kept, renew, unlock } from '@weiguang/offline/vault'

const ME = '0190aaaa-0000-7000-8000-000000000001'
const DAY = 86_400_000
const NOW = Date.parse('2026-11-24T08:00:00Z')
let until = NOW + 7 * DAY
let asked: string[] = []
let date: string | undefined

beforeEach(async () => {
  const db = await phone()
  for (const store of ['meta', 'vault', 'pack', 'drafts', 'outbox', 'photos'] as const) await db.clear(store)
  until = NOW + 7 * DAY
  asked = []
  date = undefined
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    asked.push(`${init.method ?? 'GET'} ${url.replace('/api/v1', '')}`)
    const body = url.includes('/vault')
      ? { key: btoa('k'.repeat(32)), account: ME, until: new Date(until).toISOString() }
      : { id: ME }
    return new Response(JSON.stringify(body), {
      status: 200,
      headers: { 'Content-Type': 'application/json', ...(date ? { Date: date } : {}) },
    })
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
  restoreClock(0, 0)
})

test('the server’s clock counts: a phone that is a day ahead knows it, and one that is set back goes behind nothing', () => {
  vi.useFakeTimers({ now: NOW + DAY })
  learnClock(new Date(NOW).toISOString())
  expect([serverNow(), clockAhead()]).toEqual([NOW, DAY])
  vi.advanceTimersByTime(60_000)
  expect(serverNow()).toBe(NOW + 60_000)
  // The clock is set back by two days while offline.
  vi.setSystemTime(NOW - DAY)
  expect(serverNow()).toBe(NOW + 60_000)
  vi.advanceTimersByTime(60_000)
  expect(serverNow()).toBe(NOW + 120_000)
  expect(pastNow()).toBe(NOW + 120_000)
  // The next page starts with this one's knowledge.
  restoreClock(-DAY, NOW + 120_000)
  expect(serverNow()).toBe(NOW + 120_000)
  // New records are ordered by the same clock.
  expect(Number.parseInt(newRecordId().replaceAll('-', '').slice(0, 12), 16)).toBe(NOW + 120_000)
})

test('each sync renews the key, no clock of a phone deletes it, and a desk’s session becomes a phone’s', async () => {
  await unlock(true)
  expect(asked[0]).toMatch(/&lasting=true$/)
  await renew(ME, NOW + 12 * DAY)
  expect((await held(NOW + 11 * DAY))?.until).toBe(NOW + 12 * DAY)
  await renew('somebody else', NOW + 99 * DAY)
  expect(await held(NOW + 13 * DAY)).toBeNull()
  expect((await kept())?.owner).toBe(ME)
  until = NOW + 19 * DAY
  await renew(ME, NOW + DAY / 2)
  expect((await kept())?.until).toBe(NOW + 19 * DAY)
})

const PIN = '271828'
test('a PIN is at least six digits and not the first that anybody tries', () => {
  expect(['12345', '1234567890123', '12345a', ''].map(faultOf)).toEqual(['short', 'short', 'short', 'short'])
  expect(['123456', '654321', '000000', '890123'].map(faultOf)).toEqual(['plain', 'plain', 'plain', 'plain'])
  expect([PIN, '112233', '135790'].map(faultOf)).toEqual([null, null, null])
})

test('a PIN unlocks what the session’s key protects, encrypts nothing alone, and a sign-in gives everything back without it', async () => {
  const { key } = await unlock(true)
  const sealed = await seal(key, 'pack:me', '没有上传的')
  await setPin(ME, PIN, 1_000)
  const row = await kept()
  expect([row?.key, await held(NOW)]).toEqual([undefined, null])
  expect(row!.pin!.device.extractable).toBe(false)
  const right = await openWithPin(PIN, NOW)
  expect(right).toMatchObject({ owner: ME })
  expect(await open((right as { key: CryptoKey }).key, 'pack:me', sealed)).toBe('没有上传的')
  // After the session has ended there is nothing to unlock.
  expect(await openWithPin(PIN, NOW + 8 * DAY)).toBe('over')
  // The same PIN on another phone, or with copied rows and another device key, unlocks nothing.
  const device = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const db = await phone()
  await db.put('vault', { ...row!, pin: { ...row!.pin!, device } })
  expect(await openWithPin(PIN, NOW)).toMatchObject({ left: TRIES - 1 })
  // After a forgotten PIN the same account signs in, and can read its data.
  expect(await open((await unlock(true)).key, 'pack:me', sealed)).toBe('没有上传的')
  await setPin(ME, PIN, 1_000)
  await dropPin(ME, key)
  expect((await held(NOW))?.owner).toBe(ME)
})

test('wrong PINs are counted before they are tried, cost time, and end at a sign-in', async () => {
  await unlock(true)
  await setPin(ME, PIN, 1_000)
  let now = NOW
  for (let n = 1; n < TRIES; n++) {
    expect(await openWithPin('111112', NOW, now)).toEqual({ left: TRIES - n, wait: waitAfter(n) })
    if (waitAfter(n) === 0) continue
    // Even the right PIN is not accepted before the delay ends; closing the page does not help.
    expect(await openWithPin(PIN, NOW, now + waitAfter(n) - 1)).toMatchObject({ left: TRIES - n, wait: 1 })
    now += waitAfter(n)
  }
  expect(waitAfter(TRIES - 1)).toBe(300_000)
  expect((await waiting(now)).wait).toBe(0)
  expect(await openWithPin('111112', NOW, now)).toBe('over')
  expect([await openWithPin(PIN, NOW, now), await kept()]).toEqual(['over', null])
})

test('two pages at one form keep two drafts, whoever writes first and whatever the other did', async () => {
  const { key } = await unlock(true)
  const one = drafts
  vi.resetModules()
  const two = await import('@weiguang/offline/draft')
  expect(two.keepApart).not.toBe(one.keepApart)
  for (const page of [one, two]) expect(await page.readDraft(key, ME, 'report')).toBeNull()
  expect(await one.keepApart(key, ME, 'report', '第一页')).toBe('report')
  const own = await two.keepApart(key, ME, 'report', '第二页')
  expect(own).toMatch(/^report~/)
  expect(await one.keepApart(key, ME, 'report', '第一页，又一行')).toBe('report')
  expect(await two.keepApart(key, ME, own, '第二页，又一行')).toBe(own)
  expect(await one.draftNames(ME, 'report')).toEqual(['report', own])
  const read = (name: string) => one.readDraft(key, ME, name)
  expect([await read('report'), await read(own)]).toEqual(['第一页，又一行', '第二页，又一行'])
  // The first page sends it; a third that had it open continues, and does not restore what was sent.
  vi.resetModules()
  const three = await import('@weiguang/offline/draft')
  await three.readDraft(key, ME, 'report')
  await one.dropDraft('report')
  expect(await three.keepApart(key, ME, 'report', '第三页')).toMatch(/^report~/)
  expect(await read('report')).toBeNull()
})

test('a resident’s two pages keep two reports, and what is left is found again', async () => {
  const one = await import('../apps/resident/src/keep')
  vi.resetModules()
  const two = await import('../apps/resident/src/keep')
  for (const page of [one, two]) expect(await page.keptReport()).toBeNull()
  expect(await one.keepReport({ what: '甲' })).toEqual({ saved: true, apart: false })
  expect(await two.keepReport({ what: '乙' })).toEqual({ saved: true, apart: true })
  expect(await two.keepReport({ what: '乙二' })).toEqual({ saved: true, apart: false })
  expect(await one.keepReport({ what: '甲二' })).toEqual({ saved: true, apart: false })
  await one.dropReport()
  expect(await one.keptReport()).toMatchObject({ what: '乙二' })
})

test('a photograph of a form that another page is typing stays; one that nobody names goes after a day', async () => {
  const { key } = await unlock(true)
  const [young, old] = [newRecordId(NOW - 3_600_000), newRecordId(NOW - 2 * DAY)]
  for (const one of [young, old]) await drafts.keepPhoto(key, ME, one, new Uint8Array([1]).buffer)
  await drafts.forgetPhotos(ME, [], NOW)
  expect([await drafts.readPhoto(key, young), await drafts.readPhoto(key, old)].map((bytes) => bytes !== null)).toEqual(
    [true, false],
  )
})

test('what was just recorded is not sent for ten seconds, not even by force, and can be taken back as if it had never been', async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] })
  const { key } = await unlock(true)
  const put = (id: string, hold?: number) =>
    enqueue(key, ME, {
      id,
      lane: id,
      work: { kind: 'post', about: 'visit', words: '', path: '/visits', body: { id } },
      photos: [],
      now: NOW,
      ...(hold ? { hold } : {}),
    })
  const send = () => flush({ owner: ME, key, now: () => NOW, force: true })
  await put('a', 10_000)
  await put('b')
  expect((await send()).sent).toBe(1)
  await drop('a')
  expect((await rowsOf(ME)).map((row) => [row.id, row.state])).toEqual([['b', 'sent']])
  await put('c', 10_000)
  vi.setSystemTime(NOW + 9_999)
  expect((await send()).sent).toBe(0)
  vi.setSystemTime(NOW + 10_000)
  expect((await send()).sent).toBe(1)
  // A clock set back meanwhile delays nothing for days.
  await put('d', 10_000)
  vi.setSystemTime(NOW - DAY)
  expect((await send()).sent).toBe(1)
})

test('a receipt shows the server’s time', async () => {
  const { key } = await unlock(true)
  date = new Date(NOW + 5_000).toUTCString()
  await enqueue(key, ME, {
    id: 'a',
    lane: 'a',
    work: { kind: 'post', about: 'visit', words: '', path: '/visits', body: {} },
    photos: [],
    now: NOW,
  })
  await flush({ owner: ME, key, now: () => NOW + DAY, force: true })
  const { list } = await import('@weiguang/offline/outbox')
  expect((await list(key, ME)).items[0]!.answer!.receipt!.at).toBe(new Date(NOW + 5_000).toISOString())
})

test('what the server gives to another account is neither shown nor kept', async () => {
  const { key } = await unlock(true)
  const told = {
    at: new Date(NOW).toISOString(),
    account: 'somebody else',
    sections: { inbox: { tag: 'i1', items: [1] } },
  }
  vi.stubGlobal(
    'fetch',
    async () => new Response(JSON.stringify(told), { status: 200, headers: { 'Content-Type': 'application/json' } }),
  )
  expect(await pull(key, ME, {})).toMatchObject({ fresh: {}, account: 'somebody else' })
  expect(await readPack(key, ME)).toEqual({})
})
