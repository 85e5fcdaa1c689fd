// Every text exists in both languages with the same placeholders, is used, and has full-width punctuation in Chinese.
import { describe, expect, it } from 'vitest'
import { dictionary, fill, locale } from '../packages/i18n/t'

type Pairs = Record<string, readonly [string, string]>
type Module = Record<string, Record<string, Pairs>>
/** Each app's `words.ts` combines the rooms' dictionaries; the residents' one contains its texts. */
const TOGETHER = [
  '../apps/console/src/words.ts',
  '../apps/member/src/words.ts',
  '../apps/station/src/words.ts',
  '../packages/ui/words.ts',
  '../packages/care/words.ts',
]
const modules = Object.entries(
  import.meta.glob<Module>('../{apps,packages}/**/{words*,plain}.ts', { eager: true }),
).filter(([path]) => !TOGETHER.includes(path))
const sources = Object.entries(
  import.meta.glob<string>('../{apps,packages}/**/*.{ts,vue}', { eager: true, query: '?raw', import: 'default' }),
)

interface Entry {
  file: string
  face: string | null
  room: string
  key: string
  zh: string
  en: string
}
const faceOf = (path: string) => /^\.\.\/apps\/([^/]+)\//.exec(path)?.[1] ?? null
const shared = new Set(
  modules
    .filter(([path]) => !faceOf(path))
    .flatMap(([, module]) =>
      Object.values(module)
        .filter((value) => typeof value === 'object')
        .flatMap((rooms) => Object.values(rooms)),
    ),
)
const all: Entry[] = modules.flatMap(([file, module]) =>
  Object.values(module)
    .filter((value) => typeof value === 'object')
    .flatMap((rooms) =>
      Object.entries(rooms)
        .filter(([, pairs]) => !faceOf(file) || !shared.has(pairs))
        .flatMap(([room, pairs]) =>
          Object.entries(pairs).map(([key, [zh, en]]) => ({ file, face: faceOf(file), room, key, zh, en })),
        ),
    ),
)
const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort()
const named = (entries: Entry[]) => entries.map((one) => `${one.file} ${one.room}.${one.key}`)
/** The language switch is in the other language on purpose. */
const crossed = (one: Entry) => one.room === 'ui' && one.key === 'language'
/** Placeholders count as text. */
const read = (text: string) => text.replaceAll(/\{\w+\}/g, '字')

/** The keys used in an app's sources: whole ones, and prefixes of composed ones. */
const asked = new Map<string, { keys: Set<string>; starts: string[]; rooms: Set<string> }>()
function uses(face: string | null) {
  const name = face ?? ''
  let found = asked.get(name)
  if (!found) {
    const text = sources
      .filter(([path]) => face === null || faceOf(path) === face)
      .map(([, source]) => source)
      .join('\n')
    const keys = new Set([...text.matchAll(/['"`](\w+\.\w+)['"`]/g)].map((match) => match[1]!))
    const starts = [...text.matchAll(/`(\w+\.\w*)\$\{/g)].map((match) => match[1]!)
    const rooms = new Set([...text.matchAll(/\b(?:words\.|careKey\('|room: ')(\w+)/g)].map((match) => match[1]!))
    found = { keys, starts, rooms }
    asked.set(name, found)
  }
  return found
}

describe('words', () => {
  it('are some hundreds, each with both languages', () => {
    expect(all.length).toBeGreaterThan(300)
    expect(named(all.filter((one) => !one.zh.trim() || !one.en.trim()))).toEqual([])
  })
  it('put the same values into both languages', () => {
    expect(named(all.filter((one) => holes(one.zh).join() !== holes(one.en).join()))).toEqual([])
  })
  it('have no Chinese left in English, and no English sentence in Chinese', () => {
    expect(named(all.filter((one) => !crossed(one) && /\p{Script=Han}/u.test(one.en)))).toEqual([])
    expect(named(all.filter((one) => !crossed(one) && /[a-z]+ [a-z]+ [a-z]+/i.test(one.zh)))).toEqual([])
  })
  it('use full-width punctuation between Chinese words', () => {
    expect(
      named(
        all.filter((one) =>
          /\p{Script=Han} ?[,;:!?()"']|[,;:!?()"'] ?\p{Script=Han}|\p{Script=Han}(?:\.(?:\s|$)|\.\.\.)/u.test(
            read(one.zh),
          ),
        ),
      ),
    ).toEqual([])
  })
  it('are all used', () => {
    const unused = all.filter((one) => {
      const { keys, starts, rooms } = uses(one.face)
      return (
        !keys.has(`${one.room}.${one.key}`) &&
        !starts.some((start) => `${one.room}.${one.key}`.startsWith(start)) &&
        !rooms.has(one.room)
      )
    })
    expect(named(unused)).toEqual([])
  })
  it('are there for every key that is put together', () => {
    const lost = sources
      .flatMap(([path, text]) =>
        [...text.matchAll(/\bt\([^()]*?`(\w+)\.(\w*)\$\{/g)].map((match) => ({
          path,
          room: match[1]!,
          start: match[2]!,
        })),
      )
      .filter(
        ({ path, room, start }) =>
          !all.some(
            (one) => (one.face === null || one.face === faceOf(path)) && one.room === room && one.key.startsWith(start),
          ),
      )
    expect(lost).toEqual([])
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
