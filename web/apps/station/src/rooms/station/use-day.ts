// The service day that this desk works at: which station and desk, its queue kept fresh by the live stream, and what is done to a number.
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

const KEPT = 'weiguang.station'
interface Kept { station?: string; desk?: number }
function kept(): Kept {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Kept
  } catch {
    return {} // storage may be forbidden, or hold what somebody else wrote
  }
}
function remember(): void {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ station: day.station?.id, desk: day.desk }))
  } catch {
    // It then lasts as long as the page does.
  }
}

export const day = reactive({
  stations: [] as Station[],
  station: null as Station | null,
  /** Which day's queue is shown; numbers are called today only. */
  on: '',
  desk: kept().desk ?? 1,
  queue: null as DayQueue | null,
  problem: null as Problem | null,
  loading: true,
  /** A number without a name, for whom somebody is looked for now. */
  nameless: null as Ticket | null,
})
export const today = () => dayOf(serverNow())
export const isToday = computed(() => day.on === today())
export const mine = computed(() => day.queue?.serving.find((one) => one.desk === day.desk) ?? null)
/** Whether somebody is the one who was called to this desk: only then "next" finishes a number and calls another. */
export const isCalled = (person: { id: string } | null): boolean => mine.value !== null && mine.value.resident === person?.id
export const ticketBy = (label: string): Ticket | null => {
  const queue = day.queue
  return queue ? [...queue.serving, ...queue.waiting_list, ...queue.expected, ...queue.passed, ...queue.done].find((one) => one.label === label) ?? null : null
}

export async function startDay(): Promise<void> {
  day.loading = true
  try {
    const { items } = await reach<{ items: Station[] }>('/care/stations')
    day.stations = items.filter((one) => !one.closed)
    const wanted = day.stations.find((one) => one.id === kept().station)
    // One station, or one that serves today, needs no choosing.
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
  day.station = station
  day.queue = null
  day.on = today()
  remember()
  if (station) void readDay()
}
export function chooseDesk(desk: number): void {
  day.desk = desk
  remember()
}
export function chooseDay(on: string): void {
  day.on = on
  day.queue = null
  void readDay()
}

let asked = 0
export async function readDay(): Promise<void> {
  if (!day.station || !day.on) return
  const mark = ++asked
  try {
    const queue = await reach<DayQueue>(`/care/stations/${day.station.id}/days/${day.on}`)
    if (mark !== asked) return
    day.queue = queue
    day.problem = null
  } catch (thrown) {
    if (mark === asked) day.problem = asProblem(thrown)
  }
}

/** The shared stream says when the day changed. Without it, and once in a while with it, the day is read again. */
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
  void import('@weiguang/live/stream').then(({ live }) => {
    if (beat !== mine) return
    end = live.listen({
      heard: (kind, change) => { if (kind === 'station.changed' && change.id === day.station?.id) void readDay() },
      missed: () => void readDay(),
      opened() {
        flowing = true
        void readDay()
      },
      cut() { flowing = false },
    })
  }, () => null) // without a network the code may not be here yet; the day is asked for all the same
}
export function stopDay(): void {
  clearInterval(beat)
  beat = undefined
  end?.()
  end = undefined
  flowing = false
}

export const write = useWrite()
/** What was just done to a number by this desk, until the next act. */
export const lastCalled = shallowRef<Ticket | null>(null)
const base = () => `/care/stations/${day.station!.id}/days/${day.on}`

/** One press: whoever stands at this desk is done, and the next number is called. Two desks that press at once get two numbers. */
export async function callNext(ticket?: Ticket): Promise<Ticket | null> {
  if (!day.station || !isToday.value) return null
  const body = { desk: day.desk, finish: true, ...(ticket ? { ticket: ticket.id } : {}) }
  const done = await write.run({ ...body, since: day.queue?.version }, (key) => reach<Called>(`${base()}/call`, { method: 'POST', key, json: body }))
  await readDay()
  const called = done?.value.called ?? null
  lastCalled.value = called
  return called
}
export type TicketAct = { action: 'arrive' | 'call_again' | 'serve' | 'leave' | 'cancel' } | { action: 'identify'; resident: string }
export async function actOn(ticket: Ticket, act: TicketAct): Promise<Ticket | null> {
  const done = await write.run({ id: ticket.id, version: ticket.version, ...act }, (key) => reach<Ticket>(`/care/tickets/${ticket.id}/actions`, { method: 'POST', key, version: ticket.version, json: act }))
  await readDay()
  return done?.value ?? null
}
/** A number for somebody who walked in; without a name it is a number alone. */
export async function walkIn(who: { resident?: string; phone?: string } = {}): Promise<Ticket | null> {
  return take(today(), who)
}
export async function take(on: string, body: { at?: string; resident?: string; phone?: string }): Promise<Ticket | null> {
  const content = { on, ...body, n: day.queue?.version }
  let id = ids.get(JSON.stringify(content))
  if (!id) ids.set(JSON.stringify(content), id = newRecordId(serverNow()))
  const sent = { id, ...body }
  const done = await write.run(content, (key) => reach<Ticket>(`/care/stations/${day.station!.id}/days/${on}/tickets`, { method: 'POST', key, json: sent }))
  if (done) ids.delete(JSON.stringify(content))
  await readDay()
  return done?.value ?? null
}
/** The id of a number that was asked for and not answered yet, so that asking again is the same asking. */
const ids = new Map<string, string>()

export async function endDay(how: 'close' | 'reopen'): Promise<boolean> {
  const done = await write.run({ how, day: day.on, version: day.queue?.version }, (key) => reach<DayQueue>(`${base()}/${how}`, { method: 'POST', key, json: {} }))
  await readDay()
  return done !== null
}

/** For the page of the person who is booked in. */
export const BookingNew = later(() => import('./BookingNew.vue'))
