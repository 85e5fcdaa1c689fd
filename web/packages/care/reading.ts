// Texts of readings by the server's keys; an unknown key is shown as it is.
import { dictionary } from '@weiguang/i18n/t'
import { words } from './words-readings'

const t = dictionary(words)
export const careWord = t

type Room = keyof typeof words
/** The word of a key in a dictionary room: `careKey('careMeal', 'fasting')`. */
export function careKey(room: Room, key: string): string {
  return key in words[room] ? t(`${room}.${key}` as Parameters<typeof t>[0]) : key
}

/** Colour of a state: red needs somebody now, amber waits for a decision, blue is in hand, green is nearly done. */
export function stateTone(key: string): 'danger' | 'warn' | 'info' | 'ok' | '' {
  if (['remeasuring', 'raised', 'reaching'].includes(key)) return 'danger'
  if (['lower', 'owed'].includes(key)) return 'warn'
  if (['watching', 'with_kin', 'referred'].includes(key)) return 'info'
  return key === 'follow_up' ? 'ok' : ''
}

export function levelTone(level: string): 'danger' | 'warn' | 'ok' | '' {
  return level === 'critical'
    ? 'danger'
    : level === 'high' || level === 'doubted'
      ? 'warn'
      : level === 'normal'
        ? 'ok'
        : ''
}

/** The name of a measurement; either pressure is "blood pressure". */
export const measureWord = (key: string) =>
  careKey('careQuantity', key === 'systolic' || key === 'diastolic' ? 'pressure' : key)

export const illnessWord = (key: string) => careKey('careIllness', key)

/** The name of a quantity or symptom; a blood pressure is one. */
export const partWord = (key: string) => (key in words.careSymptom ? careKey('careSymptom', key) : measureWord(key))
export const partWords = (parts: readonly { key: string }[]) =>
  [...new Set(parts.map((one) => partWord(one.key)))].join(t('careJudged.comma'))

/** The level of a reading in words; only what was checked is called normal. */
export function readingLevel(one: {
  standing: string
  level?: string | null
  hits: readonly { side: string }[]
  normal?: readonly { key: string }[]
}): { key: string; word: string } {
  const key = one.standing === 'stands' ? (one.level ?? 'not_judged') : one.standing
  if (key === 'high' && one.hits[0]?.side === 'low') return { key, word: t('careLevel.low') }
  if (key === 'normal' && one.normal?.length)
    return { key, word: t('careJudged.normal', { what: partWords(one.normal) }) }
  return { key, word: careKey('careLevel', key) }
}
