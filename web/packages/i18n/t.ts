// A two-language dictionary with typed keys, so that a missing translation does not compile.
import { ref } from 'vue'

export type Locale = 'zh' | 'en'
/** A text in both languages, as the server sends it. */
export interface Bilingual {
  zh: string
  en: string
}
/** One entry: Simplified Chinese, English. `{name}` is a placeholder. */
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

/** Switches the language, and stores the choice on this device. */
export function chooseLocale(next: Locale): void {
  locale.value = next
  document.documentElement.lang = next === 'zh' ? 'zh-CN' : 'en'
  try {
    localStorage.setItem(KEPT, next)
  } catch {
    // It then applies until the page is closed.
  }
}

export function fill(text: string, values?: Record<string, string | number>): string {
  return values ? text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)) : text
}

/** Creates the `t` of a face from its texts. */
export function dictionary<W extends Words>(words: W) {
  return function t(key: KeyOf<W>, values?: Record<string, string | number>): string {
    const dot = key.indexOf('.')
    const pair = words[key.slice(0, dot)]?.[key.slice(dot + 1)]
    return pair ? fill(pair[locale.value === 'zh' ? 0 : 1], values) : key
  }
}

/** The server's text in the user's language. */
export function say(said: Bilingual | null | undefined): string {
  return said ? said[locale.value] || said.zh : ''
}
