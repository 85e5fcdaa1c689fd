// Danger detection agrees with the server: vectors/danger.json and vectors/danger-drawn.json, on the manual's words.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dialled, notice, numbers, squeeze, takenElsewhere, told, type DangerWords } from '@weiguang/danger/danger'
import { vectors } from './vectors'

const file = (path: string) => readFileSync(join(process.cwd(), '..', path), 'utf8')
interface Danger {
  text: string
  noticed: { id: string; because: string[]; weight: number }[]
}
const both = (zh: string) => ({ zh, en: zh })

/** The subset of TOML used by the manual: tables, texts, and lists of texts. */
function toml(text: string): { table: string; values: Record<string, string | string[]> }[] {
  const tables = [{ table: '', values: {} as Record<string, string | string[]> }]
  let open: { key: string; lines: string[] } | null = null
  for (const line of text.split('\n')) {
    const bare = line.replace(/^((?:[^"#]|"(?:[^"\\]|\\.)*")*)#.*$/, '$1').trim()
    const head = /^\[\[?([\w.]+)\]\]?$/.exec(bare)
    const pair = /^"?([^=\s"]+)"?\s*=\s*(.*)$/.exec(bare)
    if (open) open.lines.push(bare)
    else if (head) tables.push({ table: head[1]!, values: {} })
    else if (pair && !pair[2]!.startsWith('{')) open = { key: pair[1]!, lines: [pair[2]!] }
    if (!open) continue
    const whole = open.lines.join('')
    if (whole.startsWith('[') && !whole.endsWith(']')) continue
    tables[tables.length - 1]!.values[open.key] = JSON.parse(whole.replace(/,\s*\]$/, ']')) as string | string[]
    open = null
  }
  return tables
}

const tables = toml(file('manual/danger.toml'))
const list = (value: unknown) => value as string[]
const words: DangerWords = {
  alike: list(tables[0]!.values.alike).flatMap((line) => {
    const [from, to] = line.split('=') as [string, string]
    return from.split('|').map((one) => ({ from: squeeze(one), to: squeeze(to) }))
  }),
  clause: list(tables[0]!.values.clause),
  lists: tables.find((one) => one.table === 'lists')!.values as Record<string, string[]>,
  not: list(tables[0]!.values.not),
  emergencies: tables
    .filter((one) => one.table === 'emergency')
    .map(({ values }) => ({
      id: String(values.id),
      name: both(''),
      say: both(''),
      calls: list(values.numbers).map((number) => ({ number, who: both('') })),
      words: list(values.words),
    })),
  elsewhere: [
    { words: ['路灯'], number: '12345', who: both('市政'), say: both('') },
    { words: ['路灯杆倾斜', '路灯'], number: null, who: both('城管'), say: both('') },
  ],
}
const lines = (path: string) =>
  file(path)
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t'))

describe('danger', () => {
  it('is noticed as the server notices it', () => {
    const cases = [...vectors<Danger[]>('danger'), ...vectors<{ cases: Danger[] }>('danger-drawn').cases]
    expect(cases.length).toBeGreaterThanOrEqual(600)
    for (const { text, noticed } of cases) {
      expect(
        notice(text, words).map(({ id, because, weight }) => ({ id, because, weight })),
        text,
      ).toEqual(noticed)
    }
  })
  it('shows the number for the sentences to which the words were tuned, and nothing for ordinary ones', () => {
    for (const [folder, atLeast] of [
      ['bench/danger', [200, 400]],
      ['bench/danger/second', [60, 140]],
      ['bench/danger/third', [200, 400]],
    ] as const) {
      const danger = lines(`${folder}/danger.tsv`)
      const missed = danger.filter(([, wanted, , text]) => {
        const { first, others } = numbers(notice(text!, words))
        return ![...first, ...others].some(({ number }) => wanted!.split(',').includes(number))
      })
      expect(danger.length).toBeGreaterThanOrEqual(atLeast[0])
      expect(missed.length / danger.length, missed.map((one) => one[3]).join('\n')).toBeLessThanOrEqual(0.01)
      const ordinary = lines(`${folder}/ordinary.tsv`)
      const alarmed = ordinary.filter((one) => notice(one[one.length - 1]!, words).length > 0)
      expect(ordinary.length).toBeGreaterThanOrEqual(atLeast[1])
      expect(alarmed.length / ordinary.length, alarmed.map((one) => one[1]).join('\n')).toBeLessThanOrEqual(0.01)
    }
  })
  it('reads words that an earlier server sent, without clauses', () => {
    const { clause: _, ...earlier } = words
    expect(notice('着火了', earlier).map(({ id }) => id)).toEqual(['fire'])
  })
  it('says each number once, those of the weightiest first', () => {
    const { first, others } = numbers(notice('我妈煤气中毒叫不醒', words))
    expect(first.map((one) => one.number)).toEqual(['120', '119'])
    expect(others).toEqual([])
  })
  it('names who else takes it by the longest word, and not beside danger', () => {
    expect(takenElsewhere('门口 路灯杆 倾斜', words)?.who.zh).toBe('城管')
    expect(takenElsewhere('路灯不亮', words)?.who.zh).toBe('市政')
    expect(takenElsewhere('楼道堆物', words)).toBeNull()
    expect(told('路灯杆带电，路灯着火了', words).elsewhere).toBeNull()
  })
  it('dials only what holds a number', () => {
    expect(dialled('028-8888 1234')).toBe('tel:02888881234')
    expect(dialled('待填')).toBeNull()
  })
})
