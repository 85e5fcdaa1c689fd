// The outbox: written in one transaction with the end of the draft, ordered per case, removed only after the server's receipt.
import { open, openBytes, seal, sealBytes } from './seal'
import { changed, phone, type OutRow, type OutState, type Phone } from './store'

/** What a person saw of a case when they decided, to show both versions after a conflict. */
export interface Seen {
  number: string
  title: string
  status: string
  owner: string
  version: number
  at: string
}
export type Submission =
  | { kind: 'case'; words: string; body: { id: string; title: string; [field: string]: unknown } }
  /** `on`: the API path of the record; default: a case. */
  | { kind: 'act'; words: string; body: { action: string; [field: string]: unknown }; seen: Seen; on?: string }
  /** Any other write. `version`: that of the changed record; `done`: the problem code that means already done. */
  | {
      kind: 'post'
      words: string
      about: About
      path: string
      body: Record<string, unknown>
      version?: number
      done?: string
    }
  | { kind: 'photo'; words: string; use: 'before' | 'after' | 'other' }
export type About = 'visit' | 'person' | 'reading' | 'edit'
export interface Receipt {
  number: string
  at: string
  status: string
  place: string
}
/** Why it was refused: the server's problem, and the current case if that is the reason. */
export interface Answer {
  receipt?: Receipt
  status?: number
  problem?: Record<string, unknown>
  current?: Record<string, unknown>
}
export interface OutItem extends Omit<OutRow, 'work' | 'answer'> {
  n: number
  work: Submission
  answer: Answer | null
  held: boolean
}
export interface NewPhoto {
  id: string
  bytes: ArrayBuffer
  use: 'before' | 'after' | 'other'
  words: string
}

/** The phone's storage is full; nothing typed is lost. */
export class NoRoom extends Error {}
const KEEP_RECEIPTS = 7 * 86_400_000

const name = (id: string) => `outbox:${id}`
const answerName = (id: string) => `answer:${id}`
const photoName = (id: string) => `photo:${id}`

/** Without `work`, photos are added to a case by themselves; the first represents all. `hold`: milliseconds during which it is
 * not sent and can be undone. */
export interface Entry {
  id: string
  lane: string
  work: Exclude<Submission, { kind: 'photo' }> | null
  photos: NewPhoto[]
  now: number
  draft?: string
  hold?: number
}

/**
 * Writes items with their photos and deletes their draft in one transaction. Everything is encrypted before, because a
 * transaction ends while waiting for encryption.
 */
export async function enqueue(key: CryptoKey, owner: string, ...entries: Entry[]): Promise<void> {
  const rows: OutRow[] = []
  const pictures: { id: string; bytes: Uint8Array }[] = []
  for (const entry of entries) {
    const head = entry.work ? entry.id : entry.photos[0]?.id
    const add = async (id: string, photo: string | null, work: Submission) => {
      rows.push({
        id,
        owner,
        lane: entry.lane,
        after: id === head ? null : (head ?? null),
        photo,
        state: 'waiting',
        tries: 0,
        due: 0,
        at: entry.now,
        sentAt: null,
        work: await seal(key, name(id), work),
        answer: null,
        ...(entry.hold ? { hold: Date.now() + entry.hold } : {}),
      })
    }
    if (entry.work) await add(entry.id, null, entry.work)
    for (const photo of entry.photos) {
      await add(photo.id, photo.id, { kind: 'photo', words: photo.words, use: photo.use })
      pictures.push({ id: photo.id, bytes: await sealBytes(key, photoName(photo.id), photo.bytes) })
    }
  }
  await roomy(owner, async (db) => {
    const tx = db.transaction(['outbox', 'photos', 'drafts'], 'readwrite')
    for (const row of rows) void tx.objectStore('outbox').add({ ...row })
    for (const { id, bytes } of pictures) {
      void tx.objectStore('photos').put({ id, owner, sealed: bytes })
      void tx.objectStore('photos').delete(`draft-${id}`)
    }
    for (const { draft } of entries) if (draft) void tx.objectStore('drafts').delete(draft)
    await tx.done
  })
  changed('outbox')
}

/** Runs a write; if the storage is full, deletes the oldest receipts and retries. */
export async function roomy(owner: string, write: (db: Phone) => Promise<void>): Promise<void> {
  const db = await phone()
  for (;;) {
    try {
      return await write(db)
    } catch (thrown) {
      if ((thrown as DOMException).name !== 'QuotaExceededError') throw thrown
      if (!(await forget(owner, Infinity, 10))) throw new NoRoom('quota')
    }
  }
}

/** Deletes old receipts, or the oldest few; returns their number. */
export async function forget(owner: string, now: number, most = Infinity): Promise<number> {
  const tx = (await phone()).transaction('outbox', 'readwrite')
  let gone = 0
  for (let cursor = await tx.store.openCursor(); cursor && gone < most; cursor = await cursor.continue()) {
    const row = cursor.value
    if (row.owner !== owner || row.state !== 'sent' || now - (row.sentAt ?? 0) < KEEP_RECEIPTS) continue
    await cursor.delete()
    gone += 1
  }
  await tx.done
  return gone
}

export async function rowsOf(owner: string): Promise<OutRow[]> {
  return (await phone()).getAllFromIndex('outbox', 'owner', owner)
}

/** Cases whose next item needs a person's decision, which blocks later items of that case. A refused photo blocks nothing. */
function shut(rows: OutRow[]): Set<string> {
  return new Set(
    rows
      .filter((row) => row.photo === null && (row.state === 'refused' || row.state === 'collided'))
      .map((row) => row.lane),
  )
}
const moving = (state: OutState) => state === 'waiting' || state === 'sending'

/** Whether it can still be undone. A hold longer than the maximum comes from a clock that was set back. */
export const isHeld = (row: Pick<OutRow, 'hold'>, now: number) =>
  row.hold !== undefined && row.hold > now && row.hold <= now + 60_000

/** The next item to send: the earliest of an unblocked case. */
export function ready(rows: OutRow[], now: number, force: boolean, tried: ReadonlySet<string>): OutRow | undefined {
  const closed = shut(rows)
  for (const row of rows) {
    if (!moving(row.state) || closed.has(row.lane)) continue
    // A delay longer than the maximum comes from a clock that was set back.
    const due = force || row.due <= now || row.due > now + 600_000
    if (due && !isHeld(row, now) && !tried.has(row.id)) return row
    closed.add(row.lane)
  }
  return undefined
}

/** The queue, and rows that this key cannot decrypt: encrypted before the server's master key was changed. */
export interface Queue {
  items: OutItem[]
  unreadable: OutRow[]
}

/** The decrypted queue in order; `held`: blocked by an earlier item of the same case. */
export async function list(key: CryptoKey, owner: string): Promise<Queue> {
  const rows = await rowsOf(owner)
  const closed = shut(rows)
  const opened = await Promise.all(
    rows.map(async (row): Promise<OutItem | null> => {
      try {
        return {
          ...row,
          n: row.n!,
          held: moving(row.state) && closed.has(row.lane),
          work: await open<Submission>(key, name(row.id), row.work),
          answer: row.answer ? await open<Answer>(key, answerName(row.id), row.answer) : null,
        }
      } catch {
        return null
      }
    }),
  )
  // An undecryptable receipt is no loss: the server has the item.
  return {
    items: opened.filter((item) => item !== null),
    unreadable: rows.filter((row, at) => opened[at] === null && row.state !== 'sent'),
  }
}

/** A record and its photos count as one. */
export const records = (some: OutRow[]) => new Set(some.map((row) => row.after ?? row.id)).size
export interface Waiting {
  mine: number
  others: number
  stuck: number
}
/** Counts without a key, for the sign-in page and the warning before signing out. */
export async function counts(owner: string | null): Promise<Waiting> {
  const rows = (await (await phone()).getAll('outbox')).filter((row) => row.state !== 'sent')
  const mine = rows.filter((row) => row.owner === owner)
  return {
    mine: records(mine),
    others: records(rows.filter((row) => row.owner !== owner)),
    stuck: records(mine.filter((row) => !moving(row.state))),
  }
}

export const workOf = (key: CryptoKey, row: OutRow) => open<Submission>(key, name(row.id), row.work)
export async function photoOf(key: CryptoKey, id: string): Promise<ArrayBuffer | null> {
  const row = await (await phone()).get('photos', id)
  return row ? openBytes(key, photoName(id), row.sealed) : null
}

/** Updates an item unless it was deleted meanwhile. The bytes of a sent photo are dropped. */
export async function mark(key: CryptoKey, row: OutRow, change: Partial<OutRow>, answer?: Answer): Promise<void> {
  const sealed = answer ? await seal(key, answerName(row.id), answer) : undefined
  await roomy(row.owner, async (db) => {
    const tx = db.transaction(['outbox', 'photos'], 'readwrite')
    const now = await tx.objectStore('outbox').get(row.n!)
    if (now && now.id === row.id) {
      if (change.state === 'sent' && row.photo) await tx.objectStore('photos').delete(row.photo)
      await tx.objectStore('outbox').put({ ...now, ...change, ...(sealed ? { answer: sealed } : {}) })
    }
    await tx.done
  })
  changed('outbox')
}

/** Deletes an unsent or refused item with its photos; for a new report also everything that depends on it. */
export async function drop(id: string): Promise<void> {
  const tx = (await phone()).transaction(['outbox', 'photos'], 'readwrite')
  const outbox = tx.objectStore('outbox')
  const row = await outbox.index('id').get(id)
  if (!row) return
  const report = row.lane === row.id
  for (const one of await outbox.index('owner').getAll(row.owner)) {
    const belongs = one.id === id || one.after === id || (report && one.lane === row.lane)
    if (!belongs || one.state === 'sent') continue
    await outbox.delete(one.n!)
    if (one.photo) await tx.objectStore('photos').delete(one.photo)
  }
  await tx.done
  changed('outbox')
}

/** Replaces a refused or conflicting item by another with a new key; its photos are reassigned. */
export async function replace(key: CryptoKey, old: OutItem, id: string, work: Submission): Promise<void> {
  const sealed = await seal(key, name(id), work)
  const tx = (await phone()).transaction('outbox', 'readwrite')
  const there = await tx.store.get(old.n)
  if (there && there.id === old.id) {
    await tx.store.put({ ...there, id, work: sealed, answer: null, state: 'waiting', tries: 0, due: 0 })
    for (const one of await tx.store.index('owner').getAll(old.owner))
      if (one.after === old.id)
        await tx.store.put({ ...one, after: id, state: one.state === 'refused' ? 'waiting' : one.state, due: 0 })
  }
  await tx.done
  changed('outbox')
}

/** Sends a refused item again unchanged, for reasons that may have passed, such as a missing permission. */
export async function again(item: OutItem): Promise<void> {
  const tx = (await phone()).transaction('outbox', 'readwrite')
  const there = await tx.store.get(item.n)
  if (there && there.id === item.id && !moving(there.state) && there.state !== 'sent')
    await tx.store.put({ ...there, state: 'waiting', tries: 0, due: 0 })
  await tx.done
  changed('outbox')
}
