// The state of this phone: who is in, what of their cells is here, what waits, and when to send and to ask again.
import { computed, reactive, shallowReactive } from 'vue'
import { clockAhead, learnClock, pastNow, restoreClock, serverNow } from '@weiguang/api/clock'
import { newId } from '@weiguang/api/intention'
import type { Me } from '@weiguang/api/resources'
import { lostThings, noteWaiting } from '@weiguang/offline/evicted'
import { leaveIfWished, wishToLeave } from '@weiguang/offline/leaving'
import { counts, drop, enqueue, list, NoRoom, records, type Entry, type OutItem } from '@weiguang/offline/outbox'
import {
  clockOffset,
  clockPast,
  forgetOthers,
  keepPast,
  pull,
  readPack,
  syncedAt,
  type Pack,
} from '@weiguang/offline/pack'
import { flush, type Ended } from '@weiguang/offline/sender'
import { onChange } from '@weiguang/offline/store'
import { askKey, kept, lock, renew, unlock } from '@weiguang/offline/vault'
import { ask, call, NoAnswer, Refused } from '@weiguang/offline/wire'
import type { AlertNow, CaseNow, Contents } from './contents'
import { contents } from './contents'
import { askToBeWoken, keepDrafts } from './update'

/** `locked` nobody is signed in here; `pin` somebody is, and their PIN is asked for; `plain` an address without https, where nothing can be sealed; `bare` a browser that keeps nothing. */
type Stage = 'starting' | 'locked' | 'pin' | 'open' | 'plain' | 'bare'

export const phone = reactive({
  stage: 'starting' as Stage,
  owner: null as string | null,
  /** Why one stands before the sign-in page: the session ended by itself. */
  ended: false,
  /** By this phone's clock the session is over; whether it is, only the server knows. */
  doubt: false,
  /** Whether the key lies behind a PIN. */
  pin: false,
  /** By how much this phone's clock is ahead of the server's. */
  ahead: 0,
  syncedAt: null as string | null,
  online: navigator.onLine,
  /** Whether the last word from the server came. */
  reached: true,
  /** Whether the live stream flows and what came before it is here, so that nothing new stays unknown. */
  live: false,
  busy: false,
  waiting: 0,
  stuck: 0,
  /** Of one's own, sealed under a key that the server gives no more. */
  unreadable: 0,
  /** The last of what was fetched found no room on the phone. */
  full: false,
  /** Unsent things of somebody else on this phone. */
  others: 0,
  /** Things that the system threw away with the phone's storage before they were sent. */
  lost: 0,
})
/** The opened pack and queue, replaced as wholes. */
export const shown = shallowReactive({ pack: {} as Pack, queue: [] as OutItem[] })

let key: CryptoKey | null = null
export const sealed = () => {
  if (!key || !phone.owner) throw new Error('nobody is in')
  return { key, owner: phone.owner }
}
export const here = computed<Contents>(() => contents(shown.pack, shown.queue, phone.owner))
export const me = computed(() => here.value.me)
export const alertOf = (id: string): AlertNow | undefined => here.value.alerts.find((one) => one.id === id)
export const caseOf = (id: string): CaseNow | undefined => here.value.cases.find((one) => one.id === id)
export const queued = (id: string) => shown.queue.find((item) => item.id === id)

export async function start(): Promise<void> {
  if (!globalThis.crypto?.subtle) {
    phone.stage = 'plain'
    return
  }
  const offset = await clockOffset().catch(() => null)
  if (offset === null) {
    phone.stage = 'bare'
    return
  }
  restoreClock(offset, await clockPast())
  phone.ahead = clockAhead()
  phone.lost = await lostThings()
  await leaveIfWished()
  await begin()
  listen()
}

/** Opens what is kept here if it may be opened now. A clock that was set wrong takes no key away: then the server is asked. */
async function begin(): Promise<void> {
  let row = await kept()
  if (row && row.until < pastNow()) {
    await lock()
    row = null
  }
  phone.doubt = row !== null && row.until <= serverNow()
  if (row && !phone.doubt) {
    if (row.key) return await enter(row.owner, row.key).then(inStep)
    phone.owner = row.owner
    phone.stage = 'pin'
    return await count()
  }
  await count()
  phone.stage = 'locked'
  await comeIn().catch(() => null)
}
const inStep = () => void sync().then(() => flushNow())

/** A session that the browser still holds, such as from the console, opens the phone without asking again; a PIN is asked for all the same. */
async function comeIn(): Promise<void> {
  const answer = await call('/session')
  learnClock(answer.date)
  const row = await kept()
  if (answer.status === 401) {
    phone.ended = row !== null
    phone.doubt = false
    await lock()
  }
  if (answer.status !== 200) return
  if (!row?.pin || row.owner !== answer.body.id) return open()
  const until = Date.parse((await askKey(true)).until)
  await renew(row.owner, until)
  if (until > serverNow()) await begin()
}
/** The PIN was right. */
export async function pinOpened(owner: string, fresh: CryptoKey): Promise<void> {
  await enter(owner, fresh)
  inStep()
}
/** Nobody touched the phone for a while: the page forgets the key, and what is half typed is kept first. */
async function rest(): Promise<void> {
  if (phone.stage !== 'open' || !phone.pin) return
  await keepDrafts().catch(() => null)
  key = null
  shown.pack = {}
  shown.queue = []
  phone.stage = 'pin'
}

async function enter(owner: string, fresh: CryptoKey): Promise<void> {
  key = fresh
  phone.owner = owner
  phone.syncedAt = await syncedAt(owner)
  // Sealed under another key, since the server's master key was changed: what was read-only comes anew; what is unsent stays.
  shown.pack = await readPack(fresh, owner).catch(() => ({}))
  await readQueue()
  phone.ended = phone.doubt = false
  phone.stage = 'open'
  await minded()
}
/** With a PIN the phone asks for it again after a while. */
async function minded(): Promise<void> {
  phone.pin = Boolean((await kept())?.pin)
  if (phone.pin) void import('./rooms/session/pin-rest').then((made) => made.restAfter(rest))
}

/** The key of the present session, then what is kept, then what is new. */
async function open(): Promise<void> {
  const row = await unlock(true)
  await forgetOthers(row.owner)
  await enter(row.owner, row.key)
  void navigator.storage?.persist?.()
  inStep()
}

export async function signIn(login: string, password: string): Promise<void> {
  await leaveIfWished()
  const told = await ask<Me>('/session', { method: 'POST', json: { login, password } })
  await open()
  phone.owner = told.id
}

/** Shuts the phone: the key goes (unless it is another person's by now), the page forgets; what is unsent stays, sealed, for the same person. */
async function shut(keyToo = true): Promise<void> {
  await keepDrafts().catch(() => null)
  key = null
  if (keyToo) await lock()
  shown.pack = {}
  shown.queue = []
  phone.owner = null
  phone.stage = 'locked'
  await count()
}
export async function signOut(): Promise<void> {
  await wishToLeave()
  await shut()
  await leaveIfWished()
}
async function sessionOver(): Promise<void> {
  await shut()
  phone.ended = true
}

async function count(unreadable = 0): Promise<void> {
  const { mine, others, stuck } = await counts(phone.owner)
  phone.waiting = mine
  phone.others = others
  phone.unreadable = unreadable
  phone.stuck = Math.min(mine, stuck + unreadable)
  noteWaiting(mine + others)
}
export async function readQueue(): Promise<void> {
  if (!key || !phone.owner) return count()
  const { items, unreadable } = await list(key, phone.owner)
  shown.queue = items
  await count(records(unreadable))
}
/** Gives up what no key opens any more; its person has been told what that means. */
export async function dropUnreadable(): Promise<void> {
  const { key: own, owner } = sealed()
  for (const row of (await list(own, owner)).unreadable) await drop(row.id)
  await readQueue()
}

let syncing: Promise<void> | null = null
/** Asks for what is new. Several who ask at once wait for one answer. */
export function sync(): Promise<void> {
  syncing ??= pullOnce().finally(() => {
    syncing = null
  })
  return syncing
}
async function pullOnce(): Promise<void> {
  if (!key || !phone.owner) return
  const owner = phone.owner
  phone.busy = true
  try {
    const told = await pull(key, owner, shown.pack)
    learnClock(told.at)
    phone.ahead = clockAhead()
    phone.reached = true
    if (phone.owner !== owner) return
    // Somebody else has signed in with this browser: this phone is theirs now.
    if (told.account !== owner) return await changeHands()
    shown.pack = { ...shown.pack, ...told.fresh }
    phone.full = !told.kept
    phone.syncedAt = told.at
    if (told.until) await renew(owner, told.until).catch(whenFull)
  } catch (thrown) {
    if (thrown instanceof Refused && thrown.status === 401) await sessionOver()
    else if (thrown instanceof NoAnswer || thrown instanceof Refused) phone.reached = false
    else throw thrown
  } finally {
    phone.busy = false
  }
}
/** A full phone goes on with the end of its session that it knows. */
function whenFull(thrown: unknown): void {
  if (thrown instanceof Refused || thrown instanceof NoAnswer) throw thrown
  phone.full = true
}
async function changeHands(): Promise<void> {
  await shut()
  await comeIn().catch(() => null)
}

let flushing: Promise<void> | null = null
/** Sends what is due; by force also what waits for its next try. */
export function flushNow(force = false): Promise<void> {
  if (flushing && force) return flushing.then(() => flushNow(true))
  flushing ??= flushOnce(force).finally(() => {
    flushing = null
  })
  return flushing
}
async function flushOnce(force: boolean): Promise<void> {
  if (!key || !phone.owner || (!phone.online && !force)) return
  const round = await flush({ owner: phone.owner, key, now: serverNow, force }).catch((thrown: unknown) => {
    if (!(thrown instanceof NoRoom)) throw thrown
    phone.full = true // what was on its way is sent again under its key once there is room to note that it arrived
    return null
  })
  if (!round) return
  const acts: Partial<Record<Ended, () => Promise<void>>> = { 'signed-out': sessionOver, other: changeHands }
  if (round.ended === 'no-answer') phone.reached = false
  else if (round.sent > 0) phone.reached = true
  await acts[round.ended]?.()
  if (round.sent > 0) await sync()
}

/** Writes things into the queue with the end of their draft, all or none, and sends as soon as may be. */
export async function put(...entries: (Omit<Entry, 'id' | 'now' | 'photos'> & Partial<Entry>)[]): Promise<void> {
  const { key: own, owner } = sealed()
  await enqueue(own, owner, ...entries.map((entry) => ({ id: newId(), now: serverNow(), photos: [], ...entry })))
  await readQueue()
  void askToBeWoken()
  void flushNow()
}

/** One thing as the server has it now, for a page that is open on it; without a network the phone's own stands. */
export async function fresh<T>(path: string): Promise<T | null> {
  try {
    return await ask<T>(path)
  } catch (thrown) {
    if (thrown instanceof Refused && thrown.status === 401) await sessionOver()
    return null
  }
}

const EVERY = 4_000
const OFTEN = 180_000
/** While the live stream flows nothing waits for this. */
const SELDOM = 900_000
function listen(): void {
  let pulled = Date.now()
  const wake = () => {
    if (document.hidden || phone.stage !== 'open') return
    if (Date.now() - pulled > 30_000) {
      pulled = Date.now()
      void sync()
    }
    void flushNow()
  }
  window.addEventListener('online', () => {
    phone.online = true
    if (phone.doubt) void begin()
    void leaveIfWished()
      .then(() => sync())
      .then(() => flushNow(true))
  })
  window.addEventListener('offline', () => {
    phone.online = false
  })
  document.addEventListener('visibilitychange', wake)
  let noted = performance.now()
  setInterval(() => {
    if (performance.now() - noted > 60_000) {
      noted = performance.now()
      void keepPast(pastNow()).catch(() => null)
    }
    if (phone.stage !== 'open' || document.hidden) return
    if (phone.waiting > phone.stuck) void flushNow()
    if (Date.now() - pulled > (phone.live ? SELDOM : OFTEN)) {
      pulled = Date.now()
      void sync()
    }
  }, EVERY)
  onChange((what) => {
    if (what === 'outbox') later(readQueue)
    if (what === 'vault') later(sameHands)
    if (what === 'pack')
      later(async () => {
        if (key && phone.owner && !syncing) shown.pack = await readPack(key, phone.owner)
      })
  })
}
/** Many changes in a row are read once. */
const soon = new Map<() => Promise<void>, ReturnType<typeof setTimeout>>()
function later(read: () => Promise<void>): void {
  clearTimeout(soon.get(read))
  soon.set(
    read,
    setTimeout(() => void read().catch(() => null), 30),
  )
}
/** Another page of this browser signed out, or in as somebody else: this one follows. */
async function sameHands(): Promise<void> {
  const row = await kept()
  if (phone.stage === 'open' && row?.owner === phone.owner) return minded()
  if (phone.stage !== 'locked') await shut(false)
  if (row) await begin()
}
