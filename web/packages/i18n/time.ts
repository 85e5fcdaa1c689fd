// Times in China's zone (UTC+8, no summer time), and deadlines in words.
import { locale } from './t'
import { words } from './words'
import { fill } from './t'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A deadline nearer than this is amber. */
const SOON = 4 * HOUR

function chinese(instant: string | number | Date): Date {
  return new Date(new Date(instant).getTime() + 8 * HOUR)
}

const two = (value: number) => String(value).padStart(2, '0')

/** `2026-11-23` in China. */
export function dayOf(instant: string | number | Date): string {
  return chinese(instant).toISOString().slice(0, 10)
}

/** `11-23 16:05`, with the year if it is not the current one. */
export function dayTime(instant: string, now: number): string {
  const at = chinese(instant)
  const year = at.getUTCFullYear() === chinese(now).getUTCFullYear() ? '' : `${at.getUTCFullYear()}-`
  return `${year}${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
}

/** `16:05` for today, otherwise with the date. */
export function clockTime(instant: string, now: number): string {
  return dayOf(instant) === dayOf(now) ? dayTime(instant, now).slice(-5) : dayTime(instant, now)
}

/** The value of a datetime-local input, which has no zone: China's is used. */
export function localInput(instant: number): string {
  return chinese(instant).toISOString().slice(0, 16)
}

/** The instant of such a value. */
export function fromLocalInput(text: string): string {
  return new Date(`${text}:00+08:00`).toISOString().replace('.000Z', 'Z')
}

/** A duration in its largest suitable unit: minutes under an hour, hours under two days, then days. */
export function span(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  const at = locale.value === 'zh' ? 0 : 1
  if (size < HOUR) return fill(words.time.minutes[at], { n: Math.max(1, Math.floor(size / MINUTE)) })
  if (size < 2 * DAY) return fill(words.time.hours[at], { n: Math.floor(size / HOUR) })
  return fill(words.time.days[at], { n: Math.floor(size / DAY) })
}

/** Whether a deadline has passed, or had when it was met. It is met up to and including its moment. */
export const isLate = (due: string, now: number, met?: string | null): boolean =>
  (met ? Date.parse(met) : now) > Date.parse(due)

export interface Deadline {
  text: string
  tone: 'late' | 'soon' | ''
}

/** `超时 2 小时` or `剩 54 分钟`; empty without a deadline. */
export function deadline(due: string | null | undefined, now: number): Deadline {
  if (!due) return { text: '', tone: '' }
  const left = new Date(due).getTime() - now
  const late = isLate(due, now)
  const pair = late ? words.time.over : words.time.left
  const text = fill(pair[locale.value === 'zh' ? 0 : 1], { span: span(left) })
  return { text, tone: late ? 'late' : left < SOON ? 'soon' : '' }
}
