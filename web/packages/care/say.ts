// Texts of care by the server's keys; an unknown key is shown as it is.
import { dictionary } from '@weiguang/i18n/t'
import { words } from './words'

const t = dictionary(words)
export const careWord = t

type Room = keyof typeof words
/** The word of a key in a dictionary room: `careKey('careWent', 'reached')`. */
export function careKey(room: Room, key: string): string {
  return key in words[room] ? t(`${room}.${key}` as Parameters<typeof t>[0]) : key
}

/** The next step due in an alert's state. */
export function owedWord(one: {
  status: { key: string }
  follow_up?: string | null
  escort_to?: string | null
  watches?: unknown[]
}): string {
  const key = one.status.key
  if (key === 'follow_up' && one.follow_up) return careKey('careOwed', one.follow_up)
  if (key === 'reaching' && one.escort_to) return t('careOwed.escorting')
  if (key === 'watching' && one.watches?.length === 0) return t('careOwed.unwatched')
  return key in words.careOwed ? careKey('careOwed', key) : ''
}

/** The interval of a watch; other values in minutes. */
export function everyWord(minutes: number): string {
  const key = `m${minutes}`
  return key in words.careEvery ? careKey('careEvery', key) : t('careRest.every', { n: minutes })
}

export const actWord = (name: string) => careKey('careAct', name)
/** The hint of an action; many have none. */
export const actHint = (name: string) => (name in words.careHint ? careKey('careHint', name) : '')
export const fieldWord = (field: { name: string; label?: string }) => careKey('careField', field.label ?? field.name)

export { illnessWord, levelTone, measureWord, partWord, partWords, readingLevel, stateTone } from './reading'
