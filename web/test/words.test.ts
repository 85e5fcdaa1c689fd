// Every word exists in both languages, with the same values in it, and Chinese uses full-width punctuation.
import { describe, expect, it } from 'vitest'
import { words as desk } from '../apps/console/src/words'
import { words as resident } from '../apps/resident/src/words'
import { words as map } from '../packages/map/words'
import { dictionary, fill, locale } from '../packages/i18n/t'

type Entry = [key: string, zh: string, en: string]
const all: Entry[] = [desk, resident, map].flatMap((words) =>
  Object.entries(words).flatMap(([room, pairs]) => Object.entries(pairs as Record<string, readonly [string, string]>).map(([key, [zh, en]]): Entry => [`${room}.${key}`, zh, en])))
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
/** The switch to the other language is named in that language. */
const CROSSED = new Set(['ui.language'])

describe('words', () => {
  it('are some hundreds, each with both languages', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(all.filter(([, zh, en]) => !zh.trim() || !en.trim())).toEqual([])
  })
  it('put the same values into both languages', () => {
    expect(all.filter(([, zh, en]) => holes(zh).join() !== holes(en).join()).map(([key]) => key)).toEqual([])
  })
  it('have no Chinese left in English', () => {
    expect(all.filter(([key, , en]) => !CROSSED.has(key) && /\p{Script=Han}/u.test(en)).map(([key]) => key)).toEqual([])
  })
  it('use full-width punctuation between Chinese words', () => {
    expect(all.filter(([, zh]) => /\p{Script=Han}[,;:!?()]|[,;:!?()]\p{Script=Han}/u.test(zh)).map(([key]) => key)).toEqual([])
  })
  it('are chosen by the locale and filled with values', () => {
    const t = dictionary({ room: { word: ['有 {n} 条', '{n} items'] } } as const)
    locale.value = 'en'
    expect(t('room.word', { n: 3 })).toBe('3 items')
    locale.value = 'zh'
    expect(t('room.word', { n: 3 })).toBe('有 3 条')
    expect(fill('{a} {b}', { a: 1 })).toBe('1 {b}')
  })
})
