// The desk's outbox: encrypted, each item with its key, sent in order until answered.
import { computed, reactive, shallowReactive } from 'vue'
import { newId, newRecordId } from '@weiguang/api/intention'
import { serverNow } from '@weiguang/api/clock'
import { Problem } from '@weiguang/api/problem'
import { faultsOf } from '@weiguang/api/use-faults'
import { draftsOf, dropDraft, keepDraft } from '@weiguang/offline/draft'
import { desk, stillMe, vaultKey } from '../../desk'
import { reach } from '../../line'
import type { Measured } from './entry'
import type { Reading } from '../../resources'

export interface NewReading {
  id: string
  resident: string
  at: string
  station: string | null
  ticket?: string | null
  from_meter: boolean
  measured: Measured
}
export interface NewPerson {
  id: string
  name: string
  code: string
  birth?: string | null
  phones?: string[] | null
}
interface StoredItem {
  /** The idempotency key. */
  id: string
  owner: string
  /** Local order; a person is registered before they are measured. */
  n: number
  /** The person's name for the list. */
  who: string
  refused: Problem['said'] | null
}
export type Item = StoredItem & ({ kind: 'reading'; body: NewReading } | { kind: 'person'; body: NewPerson })

const PREFIX = 'station:'
const NOT_NOW = new Set([0, 401, 408, 423, 425, 429, 507])
const later = (problem: Problem) => problem.status >= 500 || NOT_NOW.has(problem.status)

export const queue = reactive({
  items: [] as Item[],
  sending: null as string | null,
  /** Not sealed anywhere: it lasts as long as the page. */ loose: false,
})
/** Readings that got a question after their person had left. */
export const asked = shallowReactive(new Map<string, Reading>())
export const waiting = computed(() => queue.items.filter((item) => !item.refused).length)
export const refused = computed(() => queue.items.filter((item) => item.refused))

/** Called for each reading once the server has it. */
type Heard = (item: Item, reading: Reading | null) => void
const listeners = new Set<Heard>()
export function onArrived(hear: Heard): () => void {
  listeners.add(hear)
  return () => listeners.delete(hear)
}

async function keep(item: Item): Promise<void> {
  const key = vaultKey()
  if (!key) {
    queue.loose = true
    return
  }
  await keepDraft(key, item.owner, PREFIX + item.id, item).catch(() => {
    queue.loose = true
  })
}

/** Loads items of an earlier page, and sends them. */
export async function readWaiting(): Promise<void> {
  const key = vaultKey()
  queue.items = queue.items.filter((item) => item.owner === desk.owner)
  if (key && desk.owner) {
    const kept = await draftsOf<Item>(key, desk.owner, PREFIX).catch(() => [])
    const known = new Set(queue.items.map((item) => item.id))
    queue.items = [...queue.items, ...kept.filter((item) => !known.has(item.id))].sort((one, other) => one.n - other.n)
  }
  void flush()
}

async function add(item: Item): Promise<void> {
  await keep(item)
  queue.items = [...queue.items, item]
  void flush()
}
const common = (who: string) => ({ id: newId(), owner: desk.owner ?? '', n: serverNow(), who, refused: null })

export async function takeReading(
  who: string,
  reading: Omit<NewReading, 'id' | 'at'> & { at?: string },
): Promise<Item> {
  const body: NewReading = { at: new Date(serverNow()).toISOString(), ...reading, id: newRecordId(serverNow()) }
  const item: Item = { ...common(who), kind: 'reading', body }
  await add(item)
  return item
}
export async function takePerson(person: Omit<NewPerson, 'id'>): Promise<Item> {
  const item: Item = { ...common(person.name), kind: 'person', body: { ...person, id: newRecordId(serverNow()) } }
  await add(item)
  return item
}

async function forget(item: Item): Promise<void> {
  queue.items = queue.items.filter((one) => one.id !== item.id)
  if (vaultKey()) await dropDraft(PREFIX + item.id).catch(() => null)
}
/** Deletes a refused item, after the user has read why. */
export const giveUp = forget
export function again(item: Item): void {
  queue.items = queue.items.map((one) => (one.id === item.id ? { ...one, refused: null } : one))
  void flush()
}

let checked = 0
const TRUSTED = 60_000
document.addEventListener('visibilitychange', () => {
  checked = 0
})
let running: Promise<void> | null = null
let timer: ReturnType<typeof setTimeout> | undefined
let tries = 0

/** Sends all items; concurrent callers wait for this run and another, so that nothing is missed. */
export function flush(): Promise<void> {
  clearTimeout(timer)
  running = (running ?? Promise.resolve()).then(round)
  return running
}

async function round(): Promise<void> {
  const next = () => queue.items.find((item) => !item.refused && item.owner === desk.owner && !held(item))
  if (desk.stage !== 'open' || !next()) return
  // Checks who is signed in: a person's items are never sent in another's session.
  if (Date.now() - checked > TRUSTED && !(await stillMe())) return tryLater()
  checked = Date.now()
  for (let item = next(); item; item = next()) {
    queue.sending = item.id
    try {
      const answer = await reach<unknown>(item.kind === 'reading' ? '/care/readings' : '/households/residents', {
        method: 'POST',
        key: item.id,
        json: item.body,
        seconds: 12,
      })
      tries = 0
      await forget(item)
      const reading =
        item.kind === 'reading' && typeof answer === 'object' && answer !== null && 'measured' in answer
          ? (answer as Reading)
          : null
      if (reading?.standing === 'doubted') asked.set(reading.id, reading)
      for (const hear of listeners) hear(item, reading)
    } catch (thrown) {
      const problem = thrown instanceof Problem ? thrown : Problem.network()
      // The record already exists, from a send whose answer the server has forgotten.
      if (problem.status === 409 && problem.code === 'kernel.exists') {
        await forget(item)
        continue
      }
      if (later(problem)) return tryLater()
      const marked: Item = { ...item, refused: faultsOf(problem) ?? problem.said }
      queue.items = queue.items.map((one) => (one.id === item!.id ? marked : one))
      await keep(marked)
    } finally {
      queue.sending = null
    }
  }
}
/** Readings of a person wait for a refused registration. */
function held(item: Item): boolean {
  return (
    item.kind === 'reading' &&
    queue.items.some((one) => one.kind === 'person' && one.refused && one.body.id === item.body.resident)
  )
}
function tryLater(): void {
  tries += 1
  clearTimeout(timer)
  timer = setTimeout(
    () => void flush(),
    Math.min(30_000, 1_000 * 2 ** Math.min(tries, 5)) * (0.7 + Math.random() * 0.6),
  )
}
addEventListener('online', () => void flush())
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) void flush()
})
