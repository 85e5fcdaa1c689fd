// Detection of danger without network: the algorithm of crates/domain/src/manual/danger.rs.
import type { Bilingual } from '@weiguang/i18n/t'

export interface Call {
  number: string
  who: Bilingual
}
export interface Emergency {
  id: string
  name: Bilingual
  calls: Call[]
  say: Bilingual
  words: string[]
}
export interface Elsewhere {
  words: string[]
  number: string | null
  who: Bilingual
  say: Bilingual
}
/** The answer of `GET /public/danger`. */
export interface DangerWords {
  alike: { from: string; to: string }[]
  /** Missing in data stored from an earlier server. */
  clause?: string[]
  lists: Record<string, string[]>
  not: string[]
  emergencies: Emergency[]
  elsewhere: Elsewhere[]
}
/** What is shown of an emergency; the same as in the answer to a report. */
export interface Shown {
  id: string
  name: Bilingual
  calls: Call[]
  say: Bilingual
  because: string[]
}
export interface Noticed extends Shown {
  weight: number
}
export interface Taken {
  who: Bilingual
  number?: string | null
  say: Bilingual
}
/** What a report's text indicates; both are optional in the server's answer. */
export interface DangerResult {
  danger?: Shown[] | null
  elsewhere?: Taken | null
}

type Span = readonly [from: number, until: number]
interface Part {
  /** By first character, longest first. */
  words: Map<string, string[][]>
  behind: boolean
}
interface Pattern {
  parts: Part[]
  within: number
}
/** How much it blanks around a match: nothing, its clause (`…`), or up to a word that starts a new thought (`……`). */
type Reach = 'nothing' | 'clause' | 'turn'
/** A pattern that means no danger. */
interface Ordinary extends Pattern {
  before: Reach
  behind: Reach
}
interface Read {
  alike: (readonly [string, string])[]
  borders: Part
  not: Ordinary[]
  emergencies: { emergency: Emergency; patterns: Pattern[] }[]
}

const WITHIN = 8
const BLANK = '\0'

/** Folds similar characters, as in crates/domain/src/kernel/text.rs, and removes spaces. */
export function squeeze(text: string): string {
  let out = ''
  for (const letter of text) {
    const code = letter.codePointAt(0)!
    if ((code >= 0x200b && code <= 0x200f) || code === 0xfeff) continue
    if (' \u3000\u00a0\t\r\n'.includes(letter)) continue
    if (code >= 0xff01 && code <= 0xff5e) out += String.fromCharCode(code - 0xfee0).toLowerCase()
    else if ('—–―─‐‑−﹣'.includes(letter)) out += '-'
    else if (letter === '。') out += '.'
    else out += letter.toLowerCase()
  }
  return out
}

function pattern(text: string, lists: Record<string, string[]>): Pattern {
  const tilde = text.lastIndexOf('~')
  const [rest, within] = tilde < 0 ? [text, WITHIN] : [text.slice(0, tilde), Number(text.slice(tilde + 1).trim())]
  let behind = false
  const parts = (rest.match(/[^+>]+[+>]?/g) ?? []).map((piece): Part => {
    const written = piece
      .replace(/[+>]$/, '')
      .split('|')
      .map((one) => one.trim())
    const read = part(
      written.flatMap((word) => (word.startsWith('$') ? (lists[word.slice(1)] ?? []) : [word])),
      behind,
    )
    behind = piece.endsWith('>')
    return read
  })
  return { parts, within }
}

function part(written: string[], behind: boolean): Part {
  const words = new Map<string, string[][]>()
  for (const letters of written.map((word) => [...squeeze(word)])) {
    if (letters.length > 0) words.set(letters[0]!, [...(words.get(letters[0]!) ?? []), letters])
  }
  for (const held of words.values()) held.sort((a, b) => b.length - a.length)
  return { words, behind }
}

function ordinary(text: string, lists: Record<string, string[]>): Ordinary {
  const parts = text.split('~')[0]!.trim()
  const reach = (one: boolean, two: boolean): Reach => (two ? 'turn' : one ? 'clause' : 'nothing')
  return {
    ...pattern(text.replaceAll('…', ''), lists),
    before: reach(parts.startsWith('…'), parts.startsWith('……')),
    behind: reach(parts.endsWith('…'), parts.endsWith('……')),
  }
}

const known = new WeakMap<DangerWords, Read>()
function read(words: DangerWords): Read {
  const found = known.get(words)
  if (found) return found
  const made: Read = {
    alike: words.alike.map(({ from, to }) => [squeeze(from), squeeze(to)] as const),
    borders: part(words.clause ?? [], false),
    not: words.not.map((one) => ordinary(one, words.lists)),
    emergencies: words.emergencies.map((emergency) => ({
      emergency,
      patterns: emergency.words.map((one) => pattern(one, words.lists)),
    })),
  }
  known.set(words, made)
  return made
}

/** A text with the positions of each character. */
interface Text {
  letters: string[]
  places: Map<string, number[]>
}
function indexed(letters: string[]): Text {
  const places = new Map<string, number[]>()
  for (const [at, letter] of letters.entries()) {
    const held = places.get(letter)
    if (held) held.push(at)
    else places.set(letter, [at])
  }
  return { letters, places }
}

/** The longest match of the part at each position, in order. */
function placesOf(part: Part, { letters, places }: Text): Span[] {
  const found: Span[] = []
  for (const [first, words] of part.words) {
    for (const from of places.get(first) ?? []) {
      const word = words.find((one) => one.every((letter, index) => letters[from + index] === letter))
      if (word) found.push([from, from + word.length])
    }
  }
  return found.sort((a, b) => a[0] - b[0])
}

/** The clause of each position, and its section between words that start a new thought. */
interface Parted {
  clauses: number[]
  turns: number[]
}
function parted(borders: Part, text: Text): Parted {
  const begins = placesOf(borders, text).map(([from]) => from)
  const numbered = (begins: Set<number>) => {
    let begun = 0
    return text.letters.map((_, at) => (begins.has(at) ? (begun += 1) : begun))
  }
  return {
    clauses: numbered(new Set(begins)),
    turns: numbered(new Set(begins.filter((at) => /[\p{L}\p{N}]/u.test(text.letters[at]!)))),
  }
}

/** Calls `take` for every match of the pattern until it returns true; with `clauses`, within one clause. */
function search({ parts, within }: Pattern, text: Text, take: (found: Span[]) => boolean, clauses?: number[]): void {
  const places: Span[][] = []
  for (const part of parts) {
    const found = placesOf(part, text)
    if (found.length === 0) return
    places.push(found)
  }
  const step = (chosen: Span[]): boolean => {
    const part = parts[chosen.length]
    if (!part) return take(chosen)
    const first = Math.min(...chosen.map((span) => span[0]))
    const last = Math.max(...chosen.map((span) => span[1]))
    for (const place of places[chosen.length]!) {
      if (chosen.length > 0) {
        if (place[0] > last + within) break
        if (place[1] + within < first) continue
        if (chosen.some((other) => place[0] < other[1] && other[0] < place[1])) continue
        if (clauses && clauses[place[0]] !== clauses[first]) continue
        if (part.behind && place[0] < chosen[chosen.length - 1]![1]) continue
      }
      if (step([...chosen, place])) return true
    }
    return false
  }
  step([])
}

/** The ranges that a no-danger match blanks. */
function taken({ before, behind, within }: Ordinary, found: Span[], { clauses, turns }: Parted): Span[] {
  if (before === 'nothing' && behind === 'nothing') return found
  let from = Math.min(...found.map((span) => span[0]))
  let until = Math.max(...found.map((span) => span[1]))
  const reach = {
    nothing: { of: clauses, most: 0 },
    clause: { of: clauses, most: within },
    turn: { of: turns, most: Infinity },
  }
  const [ahead, after, home] = [reach[before], reach[behind], from]
  for (let left = ahead.most; left > 0 && ahead.of[from - 1] === ahead.of[home]; left -= 1) from -= 1
  for (let left = after.most; left > 0 && after.of[until] === after.of[home]; left -= 1) until += 1
  return [[from, until]]
}

/** The emergencies in a text, highest weight first. */
export function notice(text: string, words: DangerWords): Noticed[] {
  const { alike, borders, not, emergencies } = read(words)
  let said = `.${squeeze(text)}.`
  for (const [from, to] of alike) if (from && said.includes(from)) said = said.split(from).join(to)
  const whole = indexed([...said])
  const left = [...whole.letters]
  const parts = parted(borders, whole)
  for (const one of not) {
    search(
      one,
      whole,
      (found) => {
        for (const [from, until] of taken(one, found, parts)) left.fill(BLANK, from, until)
        return false
      },
      parts.clauses,
    )
  }
  const rest = indexed(left)
  const noticed = emergencies.flatMap(({ emergency: { id, name, calls, say }, patterns }): Noticed[] => {
    const because = new Set<string>()
    let weight = 0
    for (const one of patterns) {
      search(one, rest, (found) => {
        weight = Math.max(
          weight,
          found.reduce((sum, [from, until]) => sum + until - from, 0),
        )
        for (const [from, until] of found)
          because.add(
            left
              .slice(from, until)
              .join('')
              .replace(/^\.+|\.+$/g, ''),
          )
        return true
      })
    }
    return weight > 0 ? [{ id, name, calls, say, because: [...because], weight }] : []
  })
  return noticed.sort((a, b) => b.weight - a.weight)
}

/** The other responsible body: the entry with the most matched characters; ties by order. */
export function takenElsewhere(text: string, words: DangerWords): Taken | null {
  const said = squeeze(text)
  let best: Taken | null = null
  let most = 0
  for (const { words: written, number, who, say } of words.elsewhere) {
    const weight = Math.max(
      0,
      ...written
        .map(squeeze)
        .filter((word) => word && said.includes(word))
        .map((word) => [...word].length),
    )
    if (weight > most) [best, most] = [{ number, who, say }, weight]
  }
  return best
}

/** What is shown for a text. Other bodies are not mentioned if somebody may be in danger. */
export function told(text: string, words: DangerWords): { danger: Shown[]; elsewhere: Taken | null } {
  const danger = notice(text, words)
  return { danger, elsewhere: danger.length > 0 ? null : takenElsewhere(text, words) }
}

/** All numbers without duplicates; those of the first emergency are to be called first. */
export function numbers(danger: Shown[]): { first: Call[]; others: Call[] } {
  const seen = new Set<string>()
  const fresh = (calls: Call[]) => calls.filter(({ number }) => !seen.has(number) && seen.add(number))
  return { first: fresh(danger[0]?.calls ?? []), others: fresh(danger.slice(1).flatMap((one) => one.calls)) }
}

/** The number to dial; null for a placeholder that the street has not replaced. */
export const dialled = (number: string): string | null =>
  /\d/.test(number) ? `tel:${number.replace(/[^\d+]/g, '')}` : null
