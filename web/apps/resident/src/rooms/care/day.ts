// A service day in informal words: 明天 周三.
import { serverNow } from '@weiguang/api/clock'
import { plainDay } from '@weiguang/i18n/plain'
import { locale } from '@weiguang/i18n/t'

const noon = (day: string) => `${day}T04:00:00Z`
const WEEK = {
  zh: new Intl.DateTimeFormat('zh-CN', { weekday: 'short', timeZone: 'Asia/Shanghai' }),
  en: new Intl.DateTimeFormat('en-GB', { weekday: 'short', timeZone: 'Asia/Shanghai' }),
}

export const dayWords = (day: string): string =>
  `${plainDay(noon(day), serverNow())} ${WEEK[locale.value].format(new Date(noon(day)))}`
