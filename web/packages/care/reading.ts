// The words of readings by the keys that the server sends; a key that is new here is shown as it came.
import { dictionary } from '@weiguang/i18n/t'
import { words } from './words-readings'

const t = dictionary(words)
export const careWord = t

type Room = keyof typeof words
/** The word of a key within a room: `careKey('careMeal', 'fasting')`. */
export function careKey(room: Room, key: string): string {
  return key in words[room] ? t(`${room}.${key}` as Parameters<typeof t>[0]) : key
}

/** How loud a state is: red asks for somebody now, amber waits for a word, blue is in hand, green nears its end. */
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

/** What is measured in one go: a blood pressure, whichever of its two numbers is meant. */
export const measureWord = (key: string) =>
  careKey('careQuantity', key === 'systolic' || key === 'diastolic' ? 'pressure' : key)

export const illnessWord = (key: string) => careKey('careIllness', key)

/** What was measured or felt, by the key of a reading's lists; a blood pressure is one thing. */
export const partWord = (key: string) => (key in words.careSymptom ? careKey('careSymptom', key) : measureWord(key))
export const partWords = (parts: readonly { key: string }[]) =>
  [...new Set(parts.map((one) => partWord(one.key)))].join(t('careJudged.comma'))

/** The word of a reading that is judged: what is too low is called low, and only what was checked is called normal. */
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
