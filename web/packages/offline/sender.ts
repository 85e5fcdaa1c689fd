// Sends what waits: one at a time, one sender at a time, each under its own key until the server has answered for it.
import { alone } from './turn'
import { forget, mark, photoOf, ready, rowsOf, workOf, type Answer, type Receipt, type Work } from './outbox'
import type { OutRow } from './store'
import { ask, call, NoAnswer, type Reply } from './wire'

/** How a round ended: `busy` somebody else sends, `signed-out` the session is over, `other` it is another person's, `no-answer` no network or no server. */
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

/** Codes of HTTP that mean "not now", as all from 500 on do: the thing keeps its place and is tried again. */
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
    // The list is read afresh each time: a page may have added or taken back something meanwhile. It holds no photograph.
    for (
      let row = ready(await rowsOf(owner), Date.now(), force, tried);
      row;
      row = ready(await rowsOf(owner), Date.now(), force, tried)
    ) {
      tried.add(row.id)
      // What another key sealed stays where it is, and whatever follows it: that key may come back, and its person is told.
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

/** The cookie may have become somebody else's since: a person's work is never sent under another's name. */
async function whose(owner: string): Promise<Ended> {
  const reply = await call('/session').catch(() => null)
  if (!reply || reply.status >= 500) return 'no-answer'
  if (reply.status === 401) return 'signed-out'
  return reply.body.id === owner ? 'done' : 'other'
}

type Outcome =
  | { state: 'sent' | 'refused' | 'collided'; answer: Answer }
  | { state: 'waiting'; stop?: 'signed-out' | 'no-answer' | undefined; after?: number; answer?: Answer }

async function attempt(key: CryptoKey, row: OutRow, work: Work, now: () => number): Promise<Outcome> {
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

type Act = Extract<Work, { kind: 'act' }>
const home = (row: OutRow, work: Act) => `/${work.on ?? 'cases'}/${row.lane}`

function written(row: OutRow, work: Exclude<Work, { kind: 'photo' }>, version?: number): Promise<Reply> {
  const [path, seen] =
    work.kind === 'case'
      ? ['/cases']
      : work.kind === 'post'
        ? [work.path, work.version]
        : [`${home(row, work)}/actions`, version ?? work.seen.version]
  return call(path, { method: 'POST', key: row.id, version: seen, json: work.body })
}

/** The bytes are opened only now, so that a long queue never holds more than one photograph in memory. */
async function photo(key: CryptoKey, row: OutRow, work: Extract<Work, { kind: 'photo' }>): Promise<Reply | null> {
  const bytes = await photoOf(key, row.photo!)
  if (!bytes) return null
  const form = new FormData()
  form.set('id', row.photo!)
  form.set('kind', work.use)
  form.set('file', new Blob([bytes], { type: 'image/jpeg' }), `${work.words}.jpg`)
  return call(`/cases/${row.lane}/attachments`, { method: 'POST', key: row.id, form, seconds: 90 })
}

async function judged(reply: Reply, row: OutRow, work: Work, now: () => number): Promise<Outcome> {
  const { status, body } = reply
  const answer: Answer = { status, problem: body }
  // A receipt shows the server's time, whatever this phone's clock says.
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
  // The record is there already, from a send whose answer the server no longer remembers.
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
 * Something changed on which the act rests. Where nobody else did that (it was an earlier act of this queue), the server says so, and it is done
 * on the version that it names.
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
