// Actions on an alert on the phone: what is permitted after queued ones, whom a form can name, and times.
import { serverNow } from '@weiguang/api/clock'
import type { CareActName } from '@weiguang/api/resources'
import {
  begunWith,
  careActs,
  EVERY,
  offeredActs,
  whoOf,
  whoValue,
  type CareActShape,
  type CareField,
  type CareValues,
} from '@weiguang/care/acts'
import { careKey, everyWord } from '@weiguang/care/say'
import { dayTime } from '@weiguang/i18n/time'
import { say } from '@weiguang/i18n/t'
import type { Seen } from '@weiguang/offline/outbox'
import type { AlertNow } from '../../contents'
import { me, phone } from '../../phone'
import { t } from './words'

/** The API path of alerts. */
export const ALERTS = 'care/alerts'
export const seenOf = (one: AlertNow): Seen => ({
  number: '',
  title: one.name,
  status: say(one.status.words),
  owner: one.owner.name,
  version: one.version,
  at: one.began_at,
})

/** Actions that do not change the state. */
const BESIDE: readonly string[] = ['note', 'try', 'found', 'looked_in']
const SEARCH: readonly CareActName[] = ['safe_now', 'escort', 'kin_there', 'refer']
const FOLLOWS: Record<string, readonly CareActName[]> = {
  acknowledge: SEARCH,
  escort: SEARCH,
  safe_now: [...SEARCH, 'ask_watch'],
  ask_watch: [...SEARCH, 'ask_watch'],
  kin_there: ['refer'],
  refer: ['arrived'],
}
/** The permitted actions: those of the server, or after queued actions those that may follow. */
export function allowed(one: AlertNow): string[] {
  let names = one.allowed
  for (const { work, state } of one.pending) {
    if (work.kind !== 'act' || BESIDE.includes(work.body.action)) continue
    const beside = one.allowed.filter((name) => BESIDE.includes(name))
    names =
      state === 'waiting' || state === 'sending'
        ? [...beside, ...(work.body.action === 'acknowledge' ? ['try'] : []), ...(FOLLOWS[work.body.action] ?? [])]
        : beside
  }
  return names
}
/** Tries and found contacts belong to a rung of the ladder; other actions are in the action bar. */
export const offered = (one: AlertNow) =>
  offeredActs({ ...one, allowed: allowed(one) }).filter((act) => act.name !== 'try' && act.name !== 'found')
export const shapeOf = (name: CareActName) => careActs.find((act) => act.name === name)!

export interface Option {
  value: string
  text: string
}
const contacts = (one: AlertNow, kin: boolean): Option[] =>
  one.ladder.flatMap(({ contact, kind }) =>
    contact && (!kin || kind.key === 'kin')
      ? [{ value: whoValue('contact', contact.id), text: `${contact.name} · ${contact.relation || say(kind.words)}` }]
      : [],
  )
const myself = (): Option => ({ value: whoValue('account', me.value?.id ?? ''), text: t('care.me') })
const minutes = [15, 30, 60, 120]

/** The options of a field; none for text. */
export function optionsOf(field: CareField, act: CareActShape, one: AlertNow, values: CareValues): Option[] | null {
  if (field.kind === 'choice')
    return (field.choices ?? []).map((value) => ({ value, text: careKey(field.room!, value) }))
  if (field.kind === 'every') return EVERY.map((n) => ({ value: String(n), text: everyWord(n) }))
  if (field.kind === 'moment') return minutes.map((n) => ({ value: String(n), text: t('care.inMinutes', { n }) }))
  if (field.kind === 'kin')
    return contacts(one, true).map((option) => ({ ...option, value: option.value.split(':')[1]! }))
  if (field.kind === 'watcher')
    return one.watches.map((watch) =>
      watch.contact
        ? { value: whoValue('contact', watch.contact.id), text: watch.contact.name }
        : { value: whoValue('account', watch.server?.id ?? ''), text: watch.server?.name ?? '' },
    )
  if (field.kind !== 'who') return null
  if (act.name === 'ask_watch') return [...contacts(one, false), myself()]
  return contacts(one, whoOf(values.with) === 'kin')
}
/** Likely initial values; none for an action that ends something. */
export function begun(act: CareActShape, one: AlertNow): CareValues {
  const values: CareValues = { place: act.name === 'safe_now' ? one.door : '', every_minutes: '120', first: '60' }
  for (const field of act.fields) {
    const options = optionsOf(field, act, one, values)
    if (options?.length === 1) values[field.name] = options[0]!.value
  }
  return begunWith(act, values)
}
/** The time of a first look counts from now. */
export const ready = (values: CareValues): CareValues =>
  values.first ? { ...values, first: new Date(serverNow() + Number(values.first) * 60_000).toISOString() } : values
/** Adds the time to a text written offline, because the server receives it later. */
export const dated = (text: string) =>
  phone.online ? text : text + t('care.written', { at: dayTime(new Date(serverNow()).toISOString(), serverNow()) })
