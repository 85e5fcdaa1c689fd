// What each act on a care alert asks for on a phone, in the order of weight, and what may follow one that still waits here.
import { serverNow } from '@weiguang/api/clock'
import { dayTime } from '@weiguang/i18n/time'
import { say } from '@weiguang/i18n/t'
import type { Seen } from '@weiguang/offline/outbox'
import type { AlertNow } from '../../contents'
import { phone } from '../../phone'
import { t, type CareKey } from './words'

export interface Option { value: string; text: string }
export interface AlertField { name: string; needed?: boolean; lines?: number; first?: (one: AlertNow) => string; options?: (one: AlertNow) => Option[] }
export interface AlertAct { name: string; tone?: 'main' | 'danger'; fields: AlertField[] }

/** Where in the API the acts of an alert stand. */
export const ALERTS = 'care/alerts'
export const actWord = (name: string) => t(`careAct.${name}` as CareKey)
export const seenOf = (one: AlertNow): Seen => ({ number: '', title: one.name, status: say(one.status.words), owner: one.owner.name, version: one.version, at: one.began_at })

const words = (names: readonly string[]) => (): Option[] => names.map((name) => ({ value: name, text: t(`careWord.${name}` as CareKey) }))
const contacts = (one: AlertNow, kind?: string): Option[] => one.ladder.flatMap((rung) => (rung.contact && (!kind || rung.kind.key === kind)
  ? [{ value: `contact:${rung.contact.id}`, text: t('ui.told', { name: rung.contact.relation || say(rung.kind.words), value: rung.contact.name }) }] : []))
const watchers = (one: AlertNow): Option[] => one.watches.map((watch) => (watch.contact
  ? { value: `contact:${watch.contact.id}`, text: watch.contact.name } : { value: `account:${watch.server?.id}`, text: watch.server?.name ?? '' }))
const spans = (minutes: number[]) => (): Option[] => minutes.map((n) => ({ value: String(n), text: n < 120 ? t('careWord.minutes', { n }) : t('careWord.hours', { n: n / 60 }) }))

const said = (name: string): AlertField => ({ name, needed: true, lines: 3 })
const line = (name: string, first?: AlertField['first']): AlertField => ({ name, needed: true, first })
const well: AlertField = { name: 'well', needed: true, options: words(['yes', 'no']) }

export const acts: AlertAct[] = [
  { name: 'acknowledge', tone: 'main', fields: [] },
  { name: 'word', tone: 'main', fields: [said('text')] },
  { name: 'stand_down', fields: [said('reason')] },
  { name: 'looked_in', tone: 'main', fields: [{ name: 'who', needed: true, options: watchers, first: (one) => watchers(one)[0]?.value ?? '' }, well, { name: 'words' }] },
  { name: 'safe_now', tone: 'main', fields: [{ name: 'with', needed: true, options: words(['server', 'kin', 'contact', 'medical', 'alone']) }, { name: 'contact', options: (one) => contacts(one) }, line('place', (one) => one.door)] },
  { name: 'arrived', tone: 'main', fields: [said('words')] },
  { name: 'followed_up', tone: 'main', fields: [well, said('words')] },
  { name: 'close', tone: 'main', fields: [{ name: 'outcome', needed: true, options: (one) => words(one.status.key === 'owed' ? ['recovered', 'admitted', 'under_care', 'declined', 'handed_on', 'died'] : ['died'])() }, said('words')] },
  { name: 'refer', tone: 'main', fields: [line('to'), line('how')] },
  { name: 'kin_there', fields: [{ name: 'contact', options: (one) => contacts(one, 'kin') }] },
  { name: 'escort', fields: [line('to')] },
  { name: 'ask_watch', fields: [{ name: 'who', needed: true, options: (one) => [...contacts(one), { value: 'me', text: t('careWord.me') }] }, { name: 'every_minutes', needed: true, options: spans([60, 120, 240]), first: () => '120' }, { name: 'first', needed: true, options: spans([15, 30, 60, 120]), first: () => '60' }] },
  { name: 'stay_home', fields: [said('words')] },
  { name: 'note', fields: [said('text')] },
]

/** Facts beside the state: they change nothing of what may be done. */
const BESIDE = ['note', 'try', 'found', 'looked_in']
const SEARCH = ['safe_now', 'escort', 'kin_there', 'refer']
const FOLLOWS: Record<string, readonly string[]> = {
  acknowledge: SEARCH, escort: SEARCH, safe_now: [...SEARCH, 'ask_watch'], ask_watch: [...SEARCH, 'ask_watch'], kin_there: ['refer'], refer: ['arrived'],
}

/** What is offered now: exactly what the server says, until an act of this phone waits; then what may follow that. */
export function allowed(one: AlertNow): string[] {
  let names = one.allowed
  for (const { work, state } of one.pending) {
    if (work.kind !== 'act' || BESIDE.includes(work.body.action)) continue
    const beside = names.filter((name) => BESIDE.includes(name))
    names = state === 'waiting' || state === 'sending' ? [...beside, ...(FOLLOWS[work.body.action] ?? [])] : beside
  }
  return names
}
/** An end before its time is for a death alone, and never the first thing at hand. */
export const offered = (one: AlertNow): AlertAct[] => {
  const names = allowed(one)
  return acts.filter((act) => names.includes(act.name)).map((act) => (act.name === 'close' && one.status.key !== 'owed' ? { ...act, tone: 'danger' } : act))
}
export const missing = (act: AlertAct, values: Record<string, string>) => act.fields
  .filter((field) => !values[field.name]?.trim() && (field.needed || (field.name === 'contact' && values.with === 'contact'))).map((field) => field.name)
/** A question that another answer makes idle: who of the contacts, where nobody of them is with the person. */
export const asks = (act: AlertAct, field: AlertField, values: Record<string, string>) => !(act.name === 'safe_now' && field.name === 'contact' && values.with !== 'contact' && values.with !== 'kin')

/** The body as the API wants it. What is written without a network says when, since the server hears of it later. */
export function body(act: AlertAct, values: Record<string, string>, me: string): { action: string; [field: string]: unknown } {
  const made: { action: string; [field: string]: unknown } = { action: act.name }
  const who = (value: string) => (value === 'me' ? { account: me } : { [value.split(':')[0]!]: value.split(':')[1] })
  for (const field of act.fields) {
    const value = values[field.name]?.trim() ?? ''
    if (!value || !asks(act, field, values)) continue
    if (field.name === 'who' || field.name === 'contact') Object.assign(made, who(value))
    else if (field.name === 'well') made.well = value === 'yes'
    else if (field.name === 'every_minutes') made.every_minutes = Number(value)
    else if (field.name === 'first') made.first = new Date(serverNow() + Number(value) * 60_000).toISOString()
    else made[field.name] = value
  }
  if (act.name === 'safe_now' && values.with === 'server') made.account = me
  if (act.fields.some((field) => field.name === 'words')) made.words = dated(String(made.words ?? ''))
  return made
}
export const dated = (text: string) => (phone.online ? text : text + t('care.written', { at: dayTime(new Date(serverNow()).toISOString(), serverNow()) }))
