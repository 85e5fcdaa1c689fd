// Times in the street's own clock (UTC+8, no summer time), and deadlines in the words that people use for them.
import { locale } from './t'
import { words } from './words'
import { fill } from './t'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** Under this much time left, a deadline is shown in amber. */
const SOON = 4 * HOUR

function chinese(instant: string | number | Date): Date {
  return new Date(new Date(instant).getTime() + 8 * HOUR)
}

const two = (value: number) => String(value).padStart(2, '0')

/** `2026-11-23` in China. */
export function dayOf(instant: string | number | Date): string {
  return chinese(instant).toISOString().slice(0, 10)
}

/** `11-23 16:05`, with the year in front when it is not this year's. */
export function dayTime(instant: string, now: number): string {
  const at = chinese(instant)
  const year = at.getUTCFullYear() === chinese(now).getUTCFullYear() ? '' : `${at.getUTCFullYear()}-`
  return `${year}${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
}

/** `16:05` today, and with its date on every other day: a time alone is never that of another day. */
export function clockTime(instant: string, now: number): string {
  return dayOf(instant) === dayOf(now) ? dayTime(instant, now).slice(-5) : dayTime(instant, now)
}

/** For an input of type datetime-local, which has no zone: China's is meant. */
export function localInput(instant: number): string {
  return chinese(instant).toISOString().slice(0, 16)
}

/** Back from such an input to an instant. */
export function fromLocalInput(text: string): string {
  return new Date(`${text}:00+08:00`).toISOString().replace('.000Z', 'Z')
}

/** A span in its largest whole unit: minutes under an hour, hours under two days, then days. */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  const at = locale.value === 'zh' ? 0 : 1
  if (size < HOUR) return fill(words.time.minutes[at], { n: Math.max(1, Math.floor(size / MINUTE)) })
  if (size < 2 * DAY) return fill(words.time.hours[at], { n: Math.floor(size / HOUR) })
  return fill(words.time.days[at], { n: Math.floor(size / DAY) })
}

/** Whether a deadline is past, or was when it was met. It is met up to and including its moment. */
export const isLate = (due: string, now: number, met?: string | null): boolean =>
  (met ? Date.parse(met) : now) > Date.parse(due)

export interface Deadline {
  text: string
  tone: 'late' | 'soon' | ''
}

/** `超时 2 小时` or `剩 54 分钟`; nothing when no clock runs. */
export function deadline(due: string | null | undefined, now: number): Deadline {
  if (!due) return { text: '', tone: '' }
  const left = new Date(due).getTime() - now
  const late = isLate(due, now)
  const pair = late ? words.time.over : words.time.left
  const text = fill(pair[locale.value === 'zh' ? 0 : 1], { span: span(left) })
  return { text, tone: late ? 'late' : left < SOON ? 'soon' : '' }
}
