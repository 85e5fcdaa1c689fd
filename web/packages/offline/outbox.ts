// What waits to be sent: written in one transaction with the end of its draft, kept in order within a case, gone only on the server's receipt.
import { open, openBytes, seal, sealBytes } from './seal'
import { changed, phone, type OutRow, type OutState, type Phone } from './store'

/** What a person saw of a case when they decided, so that both versions can be shown if it has moved since. */
export interface Seen {
  number: string
  title: string
  status: string
  owner: string
  version: number
  at: string
}
export type Work =
  | { kind: 'case'; words: string; body: { id: string; title: string; [field: string]: unknown } }
  /** `on`: where in the API the thing stands; a case if it is not said. */
  | { kind: 'act'; words: string; body: { action: string; [field: string]: unknown }; seen: Seen; on?: string }
  /** Any other write. `version` is that of what it changes; `done` the problem that says that it was done by itself. */
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
/** Why it was not taken: the server's problem, and how the case stands now where that is the matter. */
export interface Answer {
  receipt?: Receipt
  status?: number
  problem?: Record<string, unknown>
  current?: Record<string, unknown>
}
export interface OutItem extends Omit<OutRow, 'work' | 'answer'> {
  n: number
  work: Work
  answer: Answer | null
  held: boolean
}
export interface NewPhoto {
  id: string
  bytes: ArrayBuffer
  use: 'before' | 'after' | 'other'
  words: string
}

/** The phone has no room left; nothing of what was typed is gone. */
export class NoRoom extends Error {}
const KEEP_RECEIPTS = 7 * 86_400_000

const name = (id: string) => `outbox:${id}`
const answerName = (id: string) => `answer:${id}`
const photoName = (id: string) => `photo:${id}`

/** Without a work of their own, photographs are added to a case by themselves: the first of them stands for all. */
/** `hold`: for so many milliseconds it is not sent, and can be taken back. */
export interface Entry {
  id: string
  lane: string
  work: Exclude<Work, { kind: 'photo' }> | null
  photos: NewPhoto[]
  now: number
  draft?: string
  hold?: number
}

/**
 * Writes things and their photographs, and ends their draft, in one transaction. Everything is sealed before it begins,
 * because a transaction ends by itself while one waits for a cipher.
 */
export async function enqueue(key: CryptoKey, owner: string, ...entries: Entry[]): Promise<void> {
  const rows: OutRow[] = []
  const pictures: { id: string; bytes: Uint8Array }[] = []
  for (const entry of entries) {
    const head = entry.work ? entry.id : entry.photos[0]?.id
    const add = async (id: string, photo: string | null, work: Work) => {
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

/** Runs a write; when the phone is full, receipts are let go, the oldest first, before it is given up. */
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

/** Lets receipts go that are older than they are listed, or the oldest few. Says how many went. */
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

/** Cases whose next step waits for a person: everything later of the same case waits with it. A refused photograph holds nothing up. */
function shut(rows: OutRow[]): Set<string> {
  return new Set(
    rows
      .filter((row) => row.photo === null && (row.state === 'refused' || row.state === 'collided'))
      .map((row) => row.lane),
  )
}
const moving = (state: OutState) => state === 'waiting' || state === 'sending'

/** Whether it can still be taken back without anybody having seen it. A hold longer than any that is given comes from a clock that was set back. */
export const isHeld = (row: Pick<OutRow, 'hold'>, now: number) =>
  row.hold !== undefined && row.hold > now && row.hold <= now + 60_000

/** The next thing that may be sent: the earliest whose case is free. Whatever is earlier of the same case goes first. */
export function ready(rows: OutRow[], now: number, force: boolean, tried: ReadonlySet<string>): OutRow | undefined {
  const closed = shut(rows)
  for (const row of rows) {
    if (!moving(row.state) || closed.has(row.lane)) continue
    // A wait longer than any that is ever given comes from a clock that was set back.
    const due = force || row.due <= now || row.due > now + 600_000
    if (due && !isHeld(row, now) && !tried.has(row.id)) return row
    closed.add(row.lane)
  }
  return undefined
}

/** The queue as far as this key opens it, and the rows that it does not: they were sealed before the server's master key was changed. */
export interface Queue {
  items: OutItem[]
  unreadable: OutRow[]
}

/** The whole queue with its words, in order; `held` where an earlier step of the same case waits for its person. */
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
          work: await open<Work>(key, name(row.id), row.work),
          answer: row.answer ? await open<Answer>(key, answerName(row.id), row.answer) : null,
        }
      } catch {
        return null
      }
    }),
  )
  // A receipt that cannot be read is no loss: the server has what it is for.
  return {
    items: opened.filter((item) => item !== null),
    unreadable: rows.filter((row, at) => opened[at] === null && row.state !== 'sent'),
  }
}

/** A record and its photographs are one. */
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

export const workOf = (key: CryptoKey, row: OutRow) => open<Work>(key, name(row.id), row.work)
export async function photoOf(key: CryptoKey, id: string): Promise<ArrayBuffer | null> {
  const row = await (await phone()).get('photos', id)
  return row ? openBytes(key, photoName(id), row.sealed) : null
}

/** Notes how a thing stands; one that is gone meanwhile stays gone. A photograph that arrived leaves its bytes behind. */
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

/** Takes a thing back before it was sent, or gives up one that was refused; its photographs go with it, and with a report all that follows it. */
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

/** Puts another work in the place of one that was refused or has collided, under a key of its own; its photographs follow the new one. */
export async function replace(key: CryptoKey, old: OutItem, id: string, work: Work): Promise<void> {
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

/** Sends a refused thing once more as it is: for reasons that pass, such as a right that was given back. */
export async function again(item: OutItem): Promise<void> {
  const tx = (await phone()).transaction('outbox', 'readwrite')
  const there = await tx.store.get(item.n)
  if (there && there.id === item.id && !moving(there.state) && there.state !== 'sent')
    await tx.store.put({ ...there, state: 'waiting', tries: 0, due: 0 })
  await tx.done
  changed('outbox')
}
