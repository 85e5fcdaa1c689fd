// A tiny two-language dictionary: keys are typed from the words themselves, so a missing translation cannot compile.
import { ref } from 'vue'

export type Locale = 'zh' | 'en'
/** What the server sends for anything that it names. */
export interface Said {
  zh: string
  en: string
}
/** One entry: Simplified Chinese first, then English. `{name}` marks a value. */
export type Pair = readonly [zh: string, en: string]
export type Room = Record<string, Pair>
export type Words = Record<string, Room>
export type KeyOf<W extends Words> = { [R in keyof W & string]: `${R}.${keyof W[R] & string}` }[keyof W & string]

const KEPT = 'weiguang.locale'
export const locale = ref<Locale>(kept())

function kept(): Locale {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh'
  } catch {
    return 'zh' // storage may be forbidden in an embedded web view
  }
}

/** Switches every word on the page, and remembers it on this device. */
export function chooseLocale(next: Locale): void {
  locale.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  try {
    localStorage.setItem(KEPT, next)
  } catch {
    // It then lasts as long as the page does.
  }
}

export function fill(text: string, values?: Record<string, string | number>): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text
}

/** Makes the `t` of one face from its words. */
export function dictionary<W extends Words>(words: W) {
  return function t(key: KeyOf<W>, values?: Record<string, string | number>): string {
    const dot = key.indexOf('.')
    const pair = words[key.slice(0, dot)]?.[key.slice(dot + 1)]
    return pair ? fill(pair[locale.value === 'zh' ? 0 : 1], values) : key
  }
}

/** The server's own words in the reader's language. */
export function say(said: Said | null | undefined): string {
  return said ? said[locale.value] || said.zh : ''
}
