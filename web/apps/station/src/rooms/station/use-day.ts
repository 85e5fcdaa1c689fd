// The service day of this desk: station, desk, live queue, and operations on numbers.
import { computed, reactive, shallowRef } from 'vue'
import { later } from '@weiguang/ui/later'
import { serverNow } from '@weiguang/api/clock'
import { newRecordId } from '@weiguang/api/intention'
import { useWrite } from '@weiguang/api/use-write'
import { dayOf } from '@weiguang/i18n/time'
import { asProblem, type Problem } from '@weiguang/api/problem'
import type { Called, DayQueue, Station, Ticket } from '../../resources'
import { desk } from '../../desk'
import { reach } from '../../line'
import { openQuestion, readAwaited } from '../care/use-awaited'
import { flush, waiting } from '../care/use-waiting'
import { keepSeat, leaveSeat, seat, session, sit } from './use-desk'
import { aboutOf, askFinish } from './use-finish'

const KEPT = 'weiguang.station'
interface StoredDay {
  station?: string
  desk?: number
}
function kept(): StoredDay {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as StoredDay
  } catch {
    return {} // storage may be forbidden, or hold what somebody else wrote
  }
}
function remember(): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ station: day.station?.id, desk: seat.since ? day.desk : kept().desk }))
  } catch {
    // It then lasts until the page is closed.
  }
}

export const day = reactive({
  stations: [] as Station[],
  station: null as Station | null,
  /** The displayed day; numbers are called today only. */
  on: '',
  desk: kept().desk ?? 1,
  queue: null as DayQueue | null,
  problem: null as Problem | null,
  loading: true,
  /** A number without a person, for whom the search is open. */
  nameless: null as Ticket | null,
})
export const today = () => dayOf(serverNow())
export const isToday = computed(() => day.on === today())
export const mine = computed(() => day.queue?.serving.find((one) => one.desk === day.desk) ?? null)
/** Whether the person was called to this desk: only then does "next" finish a number. */
export const isCalled = (person: { id: string } | null): boolean =>
  mine.value !== null && mine.value.resident === person?.id
export const ticketBy = (label: string): Ticket | null => {
  const queue = day.queue
  return queue
    ? ([...queue.serving, ...queue.waiting_list, ...queue.expected, ...queue.passed, ...queue.done].find(
        (one) => one.label === label,
      ) ?? null)
    : null
}

export async function startDay(): Promise<void> {
  day.loading = true
  try {
    const { items } = await reach<{ items: Station[] }>('/care/stations')
    day.stations = items.filter((one) => !one.closed)
    const wanted = day.stations.find((one) => one.id === kept().station)
    // A single station, or the only one open today, needs no selection.
    const serving = day.stations.filter((one) => one.today && !one.today.off)
    const only = day.stations.length === 1 ? day.stations[0] : serving.length === 1 ? serving[0] : undefined
    chooseStation(wanted ?? only ?? null)
    day.problem = null
  } catch (thrown) {
    day.problem = asProblem(thrown)
  } finally {
    day.loading = false
  }
  listen()
}
export function chooseStation(station: Station | null): void {
  if (day.station && day.station.id !== station?.id) void leaveSeat(day.station.id)
  day.station = station
  day.queue = null
  day.on = today()
  remember()
  if (station) void sitDown(station).then(readDay)
  else void readAwaited(null)
}
/** The last desk, requested once; a page without one gets any. */
let preferred = kept().desk
/** The last desk if it is free, else any free one; never a colleague's. */
async function sitDown(station: Station): Promise<void> {
  if (!station.may_call) return
  try {
    const wished = preferred
    preferred = undefined
    const found = (wished && (await sit(station.id, wished))) || (await sit(station.id))
    if (found && day.station?.id === station.id) day.desk = found
    remember()
  } catch {
    // Without an answer numbers cannot be called either; the next refetch retries.
  }
}
/** Switches desks; a colleague's needs a confirmation. */
export async function chooseDesk(number: number): Promise<void> {
  const holder = day.queue?.desks.find((one) => one.desk === number && one.since !== seat.since)
  if (holder) seat.wanted = holder
  else await takeDesk(number)
}
/** Occupies a desk; with `seen` a colleague's, as shown; without a number a free one. */
export async function takeDesk(number?: number, seen?: string): Promise<void> {
  if (!day.station) return
  const found = await sit(day.station.id, number, seen).catch(() => null)
  if (found) {
    day.desk = found
    remember()
  }
  await readDay()
  if (!found) seat.wanted = day.queue?.desks.find((one) => one.desk === number) ?? null
}
export function chooseDay(on: string): void {
  day.on = on
  day.queue = null
  void readDay()
}

let asked = 0
export async function readDay(): Promise<void> {
  void readAwaited(day.station?.id ?? null)
  if (!day.station || !day.on) return
  const mark = ++asked
  try {
    const queue = await reach<DayQueue>(`/care/stations/${day.station.id}/days/${day.on}`)
    if (mark !== asked) return
    day.queue = queue
    day.problem = null
    if (queue.may_call && isToday.value)
      await (seat.since || seat.lost ? keepSeat(day.station.id, day.desk, queue) : sitDown(day.station))
  } catch (thrown) {
    if (mark === asked) day.problem = asProblem(thrown)
  }
}

/** Refetched on live events; without a stream, and occasionally with it, polled. */
let beat: ReturnType<typeof setInterval> | undefined
let end: (() => void) | undefined
let flowing = false
function listen(): void {
  if (beat) return
  let beats = 0
  beat = setInterval(() => {
    if (desk.stage !== 'open') return stopDay()
    beats += 1
    if (!document.hidden && (!flowing || beats % 6 === 0)) void readDay()
  }, 20_000)
  const mine = beat
  void import('@weiguang/live/stream').then(
    ({ live }) => {
      if (beat !== mine) return
      end = live.listen({
        heard(kind, change) {
          if (kind === 'station.changed' && change.id === day.station?.id) void readDay()
          if (kind === 'care.changed') void readAwaited(day.station?.id ?? null)
        },
        missed: () => void readDay(),
        opened() {
          flowing = true
          void readDay()
        },
        cut() {
          flowing = false
        },
      })
    },
    () => null,
  ) // without a network the code may not be here yet; the day is asked for all the same
}
export function stopDay(): void {
  clearInterval(beat)
  beat = undefined
  end?.()
  end = undefined
  flowing = false
}

export const write = useWrite()
/** The number of this desk's last operation. */
export const lastCalled = shallowRef<Ticket | null>(null)
const base = () => `/care/stations/${day.station!.id}/days/${day.on}`

/** Sends readings before their number is finished. */
const delivered = () => (waiting.value > 0 ? flush() : null)
interface Confirmations {
  unmeasured?: boolean
  awaited?: boolean
}
/** Sends a request that finishes a number; if the server reports open items, asks the nurse and resends with the confirmation. */
async function finishing<T>(
  ticket: Ticket | null,
  next: boolean,
  send: (said: Confirmations) => Promise<{ value: T } | null>,
): Promise<{ value: T } | null> {
  await delivered()
  for (let said: Confirmations = {}; ;) {
    const done = await send(said)
    const about = done ? null : aboutOf(write.problem.value)
    if (!about) return done
    write.problem.value = null
    if (
      !(await askFinish({
        about,
        who: ticket?.name ?? ticket?.label ?? '',
        ticket,
        resident: ticket?.resident ?? null,
        next,
      }))
    )
      return null
    said = { ...said, ...(about === 'nothing' ? { unmeasured: true } : { awaited: true }) }
  }
}

/** Finishes the number at this desk and calls the next. Two desks pressing at once get different numbers. */
export async function callNext(ticket?: Ticket): Promise<Ticket | null> {
  if (!day.station || !isToday.value) return null
  const open = openQuestion.value
  if (open && open.resident !== mine.value?.resident) {
    await askFinish({
      about: 'question',
      who: open.name,
      ticket: open.label ? ticketBy(open.label) : null,
      resident: open.resident,
      next: true,
    })
    return null
  }
  const done = await finishing(mine.value, true, (said) => {
    const body = { desk: day.desk, finish: true, session: session(), ...(ticket ? { ticket: ticket.id } : {}), ...said }
    return write.run({ ...body, since: day.queue?.version }, (key) =>
      reach<Called>(`${base()}/call`, { method: 'POST', key, json: body }),
    )
  })
  await readDay()
  const called = done?.value.called ?? null
  lastCalled.value = called
  finished.value = done !== null
  return called
}
/** Whether the last "next" was completed, and not held up by a warning. */
export const finished = shallowRef(false)
export type TicketAct =
  { action: 'arrive' | 'call_again' | 'serve' | 'leave' | 'cancel' } | { action: 'identify'; resident: string }
const AT_DESK = new Set(['call_again', 'serve', 'leave'])
export async function actOn(ticket: Ticket, act: TicketAct): Promise<Ticket | null> {
  const send = (said: Confirmations) => {
    const body = { ...act, ...(AT_DESK.has(act.action) ? { session: session() } : {}), ...said }
    return write.run({ id: ticket.id, version: ticket.version, ...body }, (key) =>
      reach<Ticket>(`/care/tickets/${ticket.id}/actions`, { method: 'POST', key, version: ticket.version, json: body }),
    )
  }
  const done = act.action === 'serve' ? await finishing(ticket, false, send) : await send({})
  await readDay()
  return done?.value ?? null
}
/** Issues a walk-in number, with or without a person. */
export async function walkIn(who: { resident?: string; phone?: string } = {}): Promise<Ticket | null> {
  return take(today(), who)
}
export async function take(
  on: string,
  body: { at?: string; resident?: string; phone?: string },
): Promise<Ticket | null> {
  const content = { on, ...body, n: day.queue?.version }
  let id = ids.get(JSON.stringify(content))
  if (!id) ids.set(JSON.stringify(content), (id = newRecordId(serverNow())))
  const sent = { id, ...body }
  const done = await write.run(content, (key) =>
    reach<Ticket>(`/care/stations/${day.station!.id}/days/${on}/tickets`, { method: 'POST', key, json: sent }),
  )
  if (done) ids.delete(JSON.stringify(content))
  await readDay()
  return done?.value ?? null
}
/** The id of an unanswered request, so that a retry is the same request. */
const ids = new Map<string, string>()

export async function endDay(how: 'close' | 'reopen'): Promise<boolean> {
  const done = await write.run({ how, day: day.on, version: day.queue?.version }, (key) =>
    reach<DayQueue>(`${base()}/${how}`, { method: 'POST', key, json: {} }),
  )
  await readDay()
  return done !== null
}

/** For the page of the person. */
export const BookingNew = later(() => import('./BookingNew.vue'))
