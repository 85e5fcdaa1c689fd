// Databases recorded by earlier versions can be read, and their unsent work is sent.
// @vitest-environment happy-dom
import 'fake-indexeddb/auto'
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { draftsOf, readDraft, readPhoto } from '@weiguang/offline/draft'
import { again, counts, list, type OutItem } from '@weiguang/offline/outbox'
import { clockOffset, readPack, syncedAt } from '@weiguang/offline/pack'
import { importKey } from '../packages/offline/seal'
import { flush } from '@weiguang/offline/sender'
import { close, phone } from '@weiguang/offline/store'
import { device, held } from '@weiguang/offline/vault'
import { contents } from '../apps/member/src/contents'

interface Store {
  keyPath: string
  autoIncrement: boolean
  indexes: { name: string; keyPath: string; unique: boolean }[]
  rows: Record<string, unknown>[]
}
interface Recorded {
  account: string
  key: string
  database: string
  version: number
  stores: Record<string, Store>
}
interface Fixture {
  words: Record<'refused' | 'sent' | 'report' | 'seen' | 'matter' | 'draft' | 'visitDraft' | 'note' | 'given', string>
  alert: string
  phones: { member: Recorded; doctor: Recorded & { resident: string } }
}

const folder = 'test/fixtures/'
const fixtures = readdirSync(folder)
  .filter((name) => name.startsWith('phone-'))
  .map((name) => [name, JSON.parse(readFileSync(folder + name, 'utf8')) as Fixture] as const)

/** Restores marked bytes, and replaces the non-extractable key. */
function revived(value: unknown, key: CryptoKey): unknown {
  if (Array.isArray(value)) return value.map((one) => revived(one, key))
  if (typeof value !== 'object' || value === null) return value
  const { $key, $bytes, $buffer } = value as { $key?: true; $bytes?: string; $buffer?: string }
  if ($key) return key
  if ($bytes !== undefined) return Uint8Array.from(Buffer.from($bytes, 'base64'))
  if ($buffer !== undefined) return Uint8Array.from(Buffer.from($buffer, 'base64')).buffer
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, revived(one, key)]))
}

/** Restores a recorded database. */
async function restore({ key: raw, database, version, stores }: Recorded): Promise<CryptoKey> {
  const key = await importKey(raw)
  await close()
  await new Promise((resolve) => {
    indexedDB.deleteDatabase(database).addEventListener('success', resolve)
  })
  const db = await new Promise<IDBDatabase>((resolve) => {
    const asked = indexedDB.open(database, version)
    asked.addEventListener('upgradeneeded', () => {
      for (const [name, { keyPath, autoIncrement, indexes }] of Object.entries(stores)) {
        const store = asked.result.createObjectStore(name, { keyPath, autoIncrement })
        for (const index of indexes) store.createIndex(index.name, index.keyPath, { unique: index.unique })
      }
    })
    asked.addEventListener('success', () => resolve(asked.result))
  })
  for (const [name, { rows }] of Object.entries(stores)) {
    const tx = db.transaction(name, 'readwrite')
    for (const row of rows) tx.objectStore(name).put(revived(row, key))
    await new Promise((resolve) => {
      tx.addEventListener('complete', resolve)
    })
  }
  db.close()
  return key
}

interface Heard {
  method: string
  path: string
  key: string | null
  version: string | null
  body: Record<string, unknown> | null
  file: Blob | null
}
/** A server that accepts everything. */
function listening(account: string): Heard[] {
  const heard: Heard[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    const form = init.body instanceof FormData ? init.body : null
    heard.push({
      method: init.method ?? 'GET',
      path: url.replace('/api/v1', ''),
      key: headers.get('Idempotency-Key'),
      version: headers.get('If-Match'),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : null,
      file: form?.get('file') as Blob | null,
    })
    const body = url.endsWith('/session') ? { id: account } : { number: '20261130-0001', status: 'submitted' }
    return new Response(JSON.stringify(body), {
      status: url.endsWith('/session') ? 200 : 201,
      headers: { 'Content-Type': 'application/json' },
    })
  })
  return heard
}
afterEach(() => vi.unstubAllGlobals())

const about = (items: OutItem[], word: string) =>
  items.find(
    (item) =>
      item.work.words.includes(word) || JSON.stringify('body' in item.work ? item.work.body : {}).includes(word),
  )
const writes = (heard: Heard[]) => heard.filter((one) => one.method === 'POST')

describe.each(fixtures)('%s', (_, { words, alert, phones }) => {
  const { member, doctor } = phones

  test('everything is opened: key, clock, device, what was fetched, the queue, drafts and photographs', async () => {
    const key = await restore(member)
    const db = await phone()
    for (const [name, { rows }] of Object.entries(member.stores))
      expect(await db.count(name as 'meta'), name).toBe(rows.length)
    expect((await held(0))?.owner).toBe(member.account)
    expect(await device()).toMatch(/^[0-9a-f-]{36}$/)
    expect(await syncedAt(member.account)).toMatch(/^20/)
    expect(Number.isFinite(await clockOffset())).toBe(true)

    const { items, unreadable } = await list(key, member.account)
    expect(unreadable).toEqual([])
    const shown = contents(await readPack(key, member.account), items, member.account)
    expect(shown.me?.id).toBe(member.account)
    expect(
      [shown.cells, shown.doors, shown.kinds, shown.cases, shown.alerts, shown.households].map(
        (some) => some.length > 0,
      ),
    ).toEqual([true, true, true, true, true, true])
    expect(shown.alerts.find((one) => one.id === alert)?.pending).toHaveLength(1)

    expect(about(items, words.sent)).toMatchObject({
      state: 'sent',
      answer: { receipt: { number: expect.stringMatching(/^\d{8}-\d+$/) as string } },
    })
    expect(about(items, words.refused)).toMatchObject({
      state: 'refused',
      answer: { status: 422, problem: { code: 'kernel.invalid' } },
    })
    for (const word of [words.report, words.seen, words.matter, words.note])
      expect(about(items, word)?.state, word).toBe('waiting')

    const draft = await readDraft<{ form: { what: string }; photos: string[] }>(
      key,
      member.account,
      `report:${member.account}`,
    )
    expect(draft?.form.what).toBe(words.draft)
    expect(draft?.photos).toHaveLength(1)
    expect(new Uint8Array((await readPhoto(key, draft!.photos[0]!))!).slice(0, 2), 'a JPEG').toEqual(
      new Uint8Array([0xff, 0xd8]),
    )
    const visits = await draftsOf<{ outcome: string; seen: string }>(key, member.account, `visit:${member.account}:`)
    expect(visits).toEqual([expect.objectContaining({ outcome: 'refused', seen: words.visitDraft })])
    expect((await counts(member.account)).stuck).toBe(1)
  })

  test('every unsent thing is sent once, in its order, under the key that it was given then; what was refused waits for its person', async () => {
    const key = await restore(member)
    const before = (await list(key, member.account)).items
    const heard = listening(member.account)
    await flush({ owner: member.account, key, now: () => Date.now(), force: true })
    const sent = writes(heard)
    const waited = before.filter((item) => item.state === 'waiting' && !item.held)
    expect(sent.map((one) => one.key)).toEqual(waited.map((item) => item.id))
    expect(sent.find((one) => one.path === '/visits')?.body).toMatchObject({ outcome: 'done', seen: words.seen })
    expect(sent.filter((one) => one.path === '/cases').map((one) => one.body?.title)).toEqual([
      words.report,
      words.matter,
    ])
    const photos = sent.filter((one) => one.path.endsWith('/attachments'))
    expect(photos).toHaveLength(2)
    for (const photo of photos)
      expect(new Uint8Array(await photo.file!.arrayBuffer()).slice(0, 2)).toEqual(new Uint8Array([0xff, 0xd8]))
    expect(
      sent
        .filter((one) => one.path.endsWith('/actions'))
        .map((one) => [one.path.split('/')[1], one.body?.action, /^"\d+"$/.test(one.version ?? '')]),
    ).toEqual([
      ['cases', 'accept', true],
      ['cases', 'note', true],
      ['care', 'acknowledge', true],
    ])
    expect(sent.find((one) => one.path.startsWith('/care/'))?.path).toBe(`/care/alerts/${alert}/actions`)

    const after = (await list(key, member.account)).items
    expect(about(after, words.refused)?.state).toBe('refused')
    heard.length = 0
    await again(about(after, words.refused)!)
    await flush({ owner: member.account, key, now: () => Date.now(), force: true })
    expect(writes(heard).map((one) => one.body?.title ?? one.path.split('/').at(-1))).toEqual([
      words.refused,
      'attachments',
    ])
  })

  test('a reading that a doctor took is sent as it was measured', async () => {
    const key = await restore(doctor)
    const { items, unreadable } = await list(key, doctor.account)
    expect([items.length, unreadable.length]).toEqual([1, 0])
    const heard = listening(doctor.account)
    await flush({ owner: doctor.account, key, now: () => Date.now(), force: true })
    expect(writes(heard)).toMatchObject([
      {
        path: '/care/readings',
        key: items[0]!.id,
        body: { resident: doctor.resident, measured: { systolic: '146', diastolic: '88' } },
      },
    ])
    expect((await list(key, doctor.account)).items[0]!.state).toBe('sent')
  })
})

test('there is something to open', () => expect(fixtures.length).toBeGreaterThan(0))
