// Phone numbers: the same rules as crates/domain/src/kernel/phone.rs, tested with the same vectors.
import type { Bilingual } from './t'

export interface PhoneRead {
  number: string
  note?: string
}

const MARKS = /转|分机|extension|ext|#|x/
const is = {
  mobile: (digits: string) => /^1[3-9]\d{9}$/.test(digits),
  landline: (digits: string) => /^(?:0(?:10|2\d)[1-9]\d{7}|0[3-9]\d\d[1-9]\d{6,7})$/.test(digits),
  free: (digits: string) => /^[48]00\d{7}$/.test(digits),
  service: (digits: string) => /^(?:(?:100|12\d|95\d|96\d)\d\d|9[56]\d{4})$/.test(digits),
}
const said = (zh: string, en: string): Bilingual => ({ zh, en })
const notANumber = () => said('不是电话号码', 'this is not a phone number')
const several = () => said('一格只填一个号码', 'give one number only')
const unknown = (n: number) =>
  said(
    `号码拨不通（${n} 位）：手机 11 位，固定电话带区号`,
    `a mobile number has 11 digits, a landline its area code; this one (${n} digits) cannot be dialled`,
  )

/** Half-width, one kind of dash and space, lower case, without invisible characters. */
function fold(text: string): string {
  return text
    .replaceAll(/[\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g, '')
    .replaceAll(/[\uFF01-\uFF5E]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replaceAll(/[—–―─‐‑−﹣]/g, '-')
    .replaceAll('。', '.')
    .replaceAll(/[\s\u3000\u00A0]+/g, ' ')
    .trim()
    .toLowerCase()
}

/** Digits with an optional leading plus and dashes. */
function plain(typed: string): string | Bilingual {
  const text = typed.trim().replace(/\.0$/, '')
  if (/^[^e]*\de\+?\d*$/.test(text))
    return said(
      '号码被表格改成了科学计数，末几位已丢失',
      'a spreadsheet wrote this number in scientific form and lost its last digits',
    )
  if (!/^\+?[\d\-().,;/ ]*$/.test(text) || !/\d/.test(text)) return /[、|]/.test(text) ? several() : notANumber()
  return /[,;/]/.test(text) ? several() : text.replaceAll(/[^\d+-]/g, '')
}

function whole(text: string): string | Bilingual {
  const all = text.replaceAll('-', '')
  const abroad = /^(?:\+86|0086)(.*)$/.exec(all)?.[1]
  if (abroad === undefined && all.startsWith('+')) return /^\+[1-9]\d{7,14}$/.test(all) ? all : unknown(all.length - 1)
  const bare = all.replace(/^86/, '')
  const here = abroad ?? (bare !== all && is.mobile(bare) ? bare : all)
  if (is.mobile(here) || is.landline(here) || is.free(here) || (abroad === undefined && is.service(here))) return here
  if (abroad !== undefined && is.landline(`0${here}`)) return `0${here}`
  if (here.length >= 20) return several()
  if (here.startsWith('1') && here.length !== 11)
    return said(
      `手机号应为 11 位，现在是 ${here.length} 位`,
      `a mobile number has 11 digits; this one has ${here.length}`,
    )
  if (/^[2-9]\d{6,7}$/.test(here))
    return said('固定电话请加区号，如 028-87654321', 'write a landline with its area code, as 028-87654321')
  return unknown(here.length)
}

function extended(main: string, extension: string): string | Bilingual {
  const number = whole(main)
  if (typeof number !== 'string' || !extension) return number
  return /^\d{1,6}$/.test(extension) && !is.mobile(number) ? `${number}-${extension}` : notANumber()
}

function numberOf(text: string): string | Bilingual {
  const mark = MARKS.exec(text)
  const main = plain(mark ? text.slice(0, mark.index) : text)
  if (typeof main !== 'string') return main
  if (mark) return extended(main, text.slice(mark.index + mark[0].length).replaceAll(/[ .:\-号]/g, ''))
  const number = whole(main)
  const dash = main.lastIndexOf('-')
  if (typeof number === 'string' || dash < 0 || dash === main.length - 1) return number
  const whole2 = extended(main.slice(0, dash), main.slice(dash + 1))
  return typeof whole2 === 'string' ? whole2 : number
}

/** Parses a typed number: its stored form, a fault, or null for empty text. */
export function readPhone(typed: string): PhoneRead | { fault: Bilingual } | null {
  const text = fold(typed)
  if (!text) return null
  if (text.includes('*'))
    return { fault: said('号码带星号，拨不通', 'some digits are hidden by stars: this number cannot be dialled') }
  const bare = text
    .replace(/^(?:联系电话|手机号码|手机号|电话号码|电话|手机|座机|固话|phone|tel|mobile)/, '')
    .replace(/^[:. ]+/, '')
  const note = /\(([^)\d]*[^)\d\s][^)\d]*)\)/.exec(bare)
  const number = numberOf(
    note ? `${bare.slice(0, note.index)} ${bare.slice(note.index + note[0].length)}`.trim() : bare,
  )
  if (typeof number !== 'string') return { fault: number }
  return note ? { number, note: note[1]!.trim() } : { number }
}

/** The fault of a typed number; null if it is valid or empty. */
export function phoneFault(typed: string): Bilingual | null {
  const read = readPhone(typed)
  return read && 'fault' in read ? read.fault : null
}

/** The numbers in one field: separated by commas and lines, or by spaces if each part is a number. */
export function phonesIn(typed: string): string[] {
  return typed
    .split(/[、,，;；/|\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .flatMap((part) => {
      const words = part.split(/\s+/)
      return words.length > 1 && words.every((word) => !phoneFault(word)) ? words : [part]
    })
}

/** The first fault of several numbers. */
export function phonesFault(typed: string): Bilingual | null {
  return phonesIn(typed).map(phoneFault).find(Boolean) ?? null
}
