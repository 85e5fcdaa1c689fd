// The phone's state: account, offline data, outbox, and when to send and sync.
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

/** `locked`: not signed in; `pin`: the PIN is needed; `plain`: no https, so encryption is impossible; `bare`: the browser has
 * no storage. */
type Stage = 'starting' | 'locked' | 'pin' | 'open' | 'plain' | 'bare'

export const phone = reactive({
  stage: 'starting' as Stage,
  owner: null as string | null,
  /** The sign-in page is shown because the session ended. */
  ended: false,
  /** By this phone's clock the session has expired; only the server knows. */
  doubt: false,
  /** Whether the key is protected by a PIN. */
  pin: false,
  /** How far this phone's clock is ahead of the server's. */
  ahead: 0,
  syncedAt: null as string | null,
  online: navigator.onLine,
  /** Whether the last request was answered. */
  reached: true,
  /** Whether the live stream is open and the data is up to date. */
  live: false,
  busy: false,
  waiting: 0,
  stuck: 0,
  /** Own items encrypted with a key that the server does not return any more. */
  unreadable: 0,
  /** The last download did not fit into storage. */
  full: false,
  /** Unsent items of another account. */
  others: 0,
  /** Unsent items lost because the system deleted the storage. */
  lost: 0,
})
/** The decrypted data and queue, replaced as a whole. */
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

/** Opens the stored data if permitted now. A wrong clock does not delete the key: then the server is asked. */
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

/** A session of the browser, such as the console's, opens the phone without signing in; a PIN is still required. */
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
/** Called after the right PIN. */
export async function pinOpened(owner: string, fresh: CryptoKey): Promise<void> {
  await enter(owner, fresh)
  inStep()
}
/** After inactivity the page drops the key, after saving drafts. */
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
  // Encrypted with another key after the server's master key was changed: downloaded data is fetched again; unsent items stay.
  shown.pack = await readPack(fresh, owner).catch(() => ({}))
  await readQueue()
  phone.ended = phone.doubt = false
  phone.stage = 'open'
  await minded()
}
/** With a PIN, locks after inactivity. */
async function minded(): Promise<void> {
  phone.pin = Boolean((await kept())?.pin)
  if (phone.pin) void import('./rooms/session/pin-rest').then((made) => made.restAfter(rest))
}

/** Loads the session's key, the stored data, then updates. */
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

/** Locks the phone: deletes the key (unless another account's) and clears memory; unsent items stay encrypted for the same
 * account. */
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
/** Deletes items that no key can decrypt; the user was informed. */
export async function dropUnreadable(): Promise<void> {
  const { key: own, owner } = sealed()
  for (const row of (await list(own, owner)).unreadable) await drop(row.id)
  await readQueue()
}

let syncing: Promise<void> | null = null
/** Downloads updates. Concurrent calls share a run. */
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
    // Another account has signed in with this browser.
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
/** With full storage, continues with the known end of the session. */
function whenFull(thrown: unknown): void {
  if (thrown instanceof Refused || thrown instanceof NoAnswer) throw thrown
  phone.full = true
}
async function changeHands(): Promise<void> {
  await shut()
  await comeIn().catch(() => null)
}

let flushing: Promise<void> | null = null
/** Sends due items; with `force` also those waiting for a retry. */
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

/** Queues items and deletes their draft atomically, then sends. */
export async function put(...entries: (Omit<Entry, 'id' | 'now' | 'photos'> & Partial<Entry>)[]): Promise<void> {
  const { key: own, owner } = sealed()
  await enqueue(own, owner, ...entries.map((entry) => ({ id: newId(), now: serverNow(), photos: [], ...entry })))
  await readQueue()
  void askToBeWoken()
  void flushNow()
}

/** A record from the server for an open page; null offline, then the stored one is shown. */
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
/** With an open live stream, polling is rare. */
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
/** Debounced refetches. */
const soon = new Map<() => Promise<void>, ReturnType<typeof setTimeout>>()
function later(read: () => Promise<void>): void {
  clearTimeout(soon.get(read))
  soon.set(
    read,
    setTimeout(() => void read().catch(() => null), 30),
  )
}
/** Follows a sign-out or sign-in in another page of this browser. */
async function sameHands(): Promise<void> {
  const row = await kept()
  if (phone.stage === 'open' && row?.owner === phone.owner) return minded()
  if (phone.stage !== 'locked') await shut(false)
  if (row) await begin()
}
