// Informal times for residents: today, tomorrow, and the part of the day.
import { dictionary, locale, type Words } from './t'

export const plainWords = {
  plain: {
    today: ['今天', 'today'],
    tomorrow: ['明天', 'tomorrow'],
    yesterday: ['昨天', 'yesterday'],
    day: ['{month} 月 {day} 日', '{day} {month}'],
    year: ['{year} 年 {month} 月 {day} 日', '{day} {month} {year}'],
    night: ['凌晨 {clock}', '{clock}'],
    morning: ['上午 {clock}', '{clock}'],
    afternoon: ['下午 {clock}', '{clock}'],
    evening: ['晚上 {clock}', '{clock}'],
  },
} as const satisfies Words
const t = dictionary(plainWords)

const HOUR = 3_600_000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (value: number) => String(value).padStart(2, '0')
const chinese = (instant: number) => new Date(instant + 8 * HOUR)

/** `明天`, or `11 月 26 日`. */
export function plainDay(instant: string, now: number): string {
  const at = chinese(Date.parse(instant))
  const today = chinese(now)
  const apart = Math.floor(at.getTime() / (24 * HOUR)) - Math.floor(today.getTime() / (24 * HOUR))
  if (apart === 0) return t('plain.today')
  if (apart === 1) return t('plain.tomorrow')
  if (apart === -1) return t('plain.yesterday')
  const month = locale.value === 'zh' ? at.getUTCMonth() + 1 : MONTHS[at.getUTCMonth()]!
  const values = { year: at.getUTCFullYear(), month, day: at.getUTCDate() }
  return t(at.getUTCFullYear() === today.getUTCFullYear() ? 'plain.day' : 'plain.year', values)
}

/** `明天下午 4:00`, or `tomorrow 16:00`. */
export function plainTime(instant: string, now: number): string {
  const at = chinese(Date.parse(instant))
  const hour = at.getUTCHours()
  const part = hour < 5 ? 'plain.night' : hour < 12 ? 'plain.morning' : hour < 19 ? 'plain.afternoon' : 'plain.evening'
  const zh = locale.value === 'zh'
  const clock = `${zh ? (hour > 12 ? hour - 12 : hour) : two(hour)}:${two(at.getUTCMinutes())}`
  return `${plainDay(instant, now)}${zh ? '' : ' '}${t(part, { clock })}`
}
