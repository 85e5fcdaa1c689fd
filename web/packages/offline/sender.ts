// Sends the outbox: one item and one sender at a time, each with its key until answered.
import { alone } from './turn'
import { forget, mark, photoOf, ready, rowsOf, workOf, type Answer, type Receipt, type Submission } from './outbox'
import type { OutRow } from './store'
import { ask, call, NoAnswer, type Reply } from './wire'

/** The result of a run: `busy`: another sender is running, `signed-out`: the session has ended, `other`: another person is
 * signed in, `no-answer`: no network or server. */
export type Ended = 'done' | 'busy' | 'signed-out' | 'other' | 'no-answer'
export interface Round {
  owner: string
  key: CryptoKey
  now: () => number
  force?: boolean
  chance?: () => number
}
export interface Sent {
  ended: Ended
  sent: number
}

/** Statuses that mean "not now", like all from 500: the item stays and is retried. */
const LATER = [408, 423, 425, 429]
const LONGEST = 300_000

export async function flush({ owner, key, now, force = false, chance = Math.random }: Round): Promise<Sent> {
  let sent = 0
  let ended: Ended = 'done'
  const ran = await alone(async () => {
    await forget(owner, now())
    const tried = new Set<string>()
    if (!ready(await rowsOf(owner), Date.now(), force, tried)) return
    ended = await whose(owner)
    if (ended !== 'done') return
    // Read again each time, because a page may have added or removed items. Does not load photos.
    for (
      let row = ready(await rowsOf(owner), Date.now(), force, tried);
      row;
      row = ready(await rowsOf(owner), Date.now(), force, tried)
    ) {
      tried.add(row.id)
      // Items encrypted with another key stay, and block later ones of their case: that key may return, and the person is
      // informed.
      const work = await workOf(key, row).catch(() => null)
      if (!work) continue
      await mark(key, row, { state: 'sending' })
      const outcome = await attempt(key, row, work, now)
      if (outcome.state === 'waiting') {
        const wait = Math.max(Math.min(LONGEST, 2_000 * 2 ** row.tries), (outcome.after ?? 0) * 1_000)
        const counts = outcome.stop !== 'signed-out'
        await mark(
          key,
          row,
          {
            state: 'waiting',
            tries: row.tries + (counts ? 1 : 0),
            due: counts ? Date.now() + wait * (0.7 + chance() * 0.6) : 0,
          },
          outcome.answer,
        )
        if (!outcome.stop) continue
        ended = outcome.stop
        break
      }
      await mark(key, row, { state: outcome.state, sentAt: outcome.state === 'sent' ? now() : null }, outcome.answer)
      if (outcome.state === 'sent') sent += 1
    }
  })
  return { ended: ran ? ended : 'busy', sent }
}

/** Checks who is signed in: a person's items are never sent in another's session. */
async function whose(owner: string): Promise<Ended> {
  const reply = await call('/session').catch(() => null)
  if (!reply || reply.status >= 500) return 'no-answer'
  if (reply.status === 401) return 'signed-out'
  return reply.body.id === owner ? 'done' : 'other'
}

type Outcome =
  | { state: 'sent' | 'refused' | 'collided'; answer: Answer }
  | { state: 'waiting'; stop?: 'signed-out' | 'no-answer' | undefined; after?: number; answer?: Answer }

async function attempt(key: CryptoKey, row: OutRow, work: Submission, now: () => number): Promise<Outcome> {
  try {
    const reply = work.kind === 'photo' ? await photo(key, row, work) : await written(row, work)
    return reply === null
      ? { state: 'refused', answer: { status: 410, problem: { code: 'phone.photo-gone' } } }
      : await judged(reply, row, work, now)
  } catch (thrown) {
    if (thrown instanceof NoAnswer) return { state: 'waiting', stop: 'no-answer' }
    throw thrown
  }
}

type Act = Extract<Submission, { kind: 'act' }>
const home = (row: OutRow, work: Act) => `/${work.on ?? 'cases'}/${row.lane}`

function written(row: OutRow, work: Exclude<Submission, { kind: 'photo' }>, version?: number): Promise<Reply> {
  const [path, seen] =
    work.kind === 'case'
      ? ['/cases']
      : work.kind === 'post'
        ? [work.path, work.version]
        : [`${home(row, work)}/actions`, version ?? work.seen.version]
  return call(path, { method: 'POST', key: row.id, version: seen, json: work.body })
}

/** Decrypted only now, so that at most one photo is in memory. */
async function photo(key: CryptoKey, row: OutRow, work: Extract<Submission, { kind: 'photo' }>): Promise<Reply | null> {
  const bytes = await photoOf(key, row.photo!)
  if (!bytes) return null
  const form = new FormData()
  form.set('id', row.photo!)
  form.set('kind', work.use)
  form.set('file', new Blob([bytes], { type: 'image/jpeg' }), `${work.words}.jpg`)
  return call(`/cases/${row.lane}/attachments`, { method: 'POST', key: row.id, form, seconds: 90 })
}

async function judged(reply: Reply, row: OutRow, work: Submission, now: () => number): Promise<Outcome> {
  const { status, body } = reply
  const answer: Answer = { status, problem: body }
  // The receipt has the server's time.
  const at = Date.parse(reply.date ?? '') || now()
  if (status < 300) return { state: 'sent', answer: { receipt: receipt(body, at) } }
  if (status === 401) return { state: 'waiting', stop: 'signed-out' }
  if (status >= 500 || LATER.includes(status))
    return {
      state: 'waiting',
      answer,
      after: reply.retryAfter ?? 0,
      stop: status > 501 && status < 505 ? 'no-answer' : undefined,
    }
  // The record already exists, from a send whose answer the server has forgotten.
  if (
    status === 409 &&
    ((work.kind === 'post' && body.code === work.done) || (body.code === 'kernel.exists' && work.kind !== 'act'))
  )
    return { state: 'sent', answer: { receipt: receipt({}, at) } }
  if (status === 409 && body.code === 'cases.moved-on') return { state: 'collided', answer }
  if (status === 412 && work.kind === 'act') return collided(reply, row, work, now)
  return { state: 'refused', answer }
}

/**
 * A conflict. If the change was an earlier action of this queue, the server says so, and the action is repeated with the version
 * that it names.
 */
async function collided(reply: Reply, row: OutRow, work: Act, now: () => number): Promise<Outcome> {
  const version = Number(reply.body.version)
  if (reply.body.by_others === false && Number.isFinite(version)) {
    const second = await written(row, work, version)
    if (second.status !== 412) return judged(second, row, work, now)
  }
  const current = (reply.body.current ??
    (await ask<Record<string, unknown>>(home(row, work)).catch(() => undefined))) as Record<string, unknown> | undefined
  return { state: 'collided', answer: { status: reply.status, problem: reply.body, ...(current ? { current } : {}) } }
}

function receipt(body: Record<string, unknown>, now: number): Receipt {
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  return {
    number: text(body.number),
    at: new Date(now).toISOString(),
    status: text(body.status ?? body.standing),
    place: text(body.place),
  }
}
