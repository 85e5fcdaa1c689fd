// Text contrast of at least 4.5:1 in both themes.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const sheet = readFileSync('packages/tokens/tokens.css', 'utf8')

function tokens(selector: string): Map<string, string> {
  const body = new RegExp(`${selector.replace(/[[\]]/g, '\\$&')} \\{([^}]*)\\}`).exec(sheet)![1]!
  return new Map([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((match) => [match[1]!, match[2]!.trim()]))
}
const light = tokens(':root')
const dark = new Map([...light, ...tokens(":root[data-theme='dark']")])

function luminance(hex: string): number {
  const full = hex.length === 4 ? hex.slice(1).replace(/./g, '$&$&') : hex.slice(1)
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = Number.parseInt(full.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(one: string, other: string): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

const GROUNDS = ['surface', 'surface-2', 'ground', 'hover', 'hover-weak', 'selected']
const PAIRS: [string, string][] = [
  ...['ink', 'ink-2', 'ink-3', 'brand', 'danger', 'warn', 'ok'].flatMap((ink) =>
    GROUNDS.map((ground): [string, string] => [ink, ground]),
  ),
  ['brand-strong', 'brand-weak'],
  ['ink', 'brand-weak'],
  ['ink-2', 'tag'],
  ['ink-3', 'tag'],
  ...['danger', 'warn', 'ok', 'info'].flatMap((tone): [string, string][] => [
    [tone, `${tone}-weak`],
    [`${tone}-ink`, `${tone}-weak`],
    ['ink', `${tone}-weak`],
    ['ink-2', `${tone}-weak`],
  ]),
  ['on-fill', 'brand-fill'],
  ['on-fill', 'brand-fill-hover'],
  ['on-fill', 'danger-fill'],
  ['toast-ink', 'toast'],
  ['toast-ink', 'toast-bad'],
  ['brand-strong', 'avatar'],
]

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('in the %s look', (_, look) => {
  it('every pair of words and ground is readable', () => {
    const weak = PAIRS.map(([ink, ground]) => ({
      pair: `${ink} on ${ground}`,
      is: Math.round(contrast(look.get(ink)!, look.get(ground)!) * 100) / 100,
    })).filter(({ is }) => is < 4.5)
    expect(weak).toEqual([])
  })
})
describe('the dark look', () => {
  it('answers every colour of the light one', () => {
    const own = tokens(":root[data-theme='dark']")
    expect([...light.keys()].filter((name) => !own.has(name) && !/^(radius|font)/.test(name))).toEqual([])
  })
})
