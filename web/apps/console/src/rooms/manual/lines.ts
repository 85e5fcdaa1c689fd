// Line diffs of manual texts, and the note of change in the head.

export interface DiffLine {
  kind: 'same' | 'added' | 'gone'
  text: string
  before: number | null
  after: number | null
}

/** The longest common subsequence of lines by dynamic programming; pages have some hundreds. */
export function differences(before: string, after: string): DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j])
      lines.push({ kind: 'same', text: a[i]!, before: ++i, after: ++j })
    else if (i < a.length && (j >= b.length || common[i + 1]![j]! >= common[i]![j + 1]!))
      lines.push({ kind: 'gone', text: a[i]!, before: ++i, after: null })
    else lines.push({ kind: 'added', text: b[j]!, before: null, after: ++j })
  }
  return lines
}

/** Changed lines with two lines of context. */
export function hunks(lines: DiffLine[], around = 2): DiffLine[][] {
  const wanted = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some((line) => line.kind !== 'same'),
  )
  const found: DiffLine[][] = []
  lines.forEach((line, at) => {
    if (!wanted[at]) return
    if (at === 0 || !wanted[at - 1]) found.push([])
    found.at(-1)!.push(line)
  })
  return found
}

export const withVersion = (text: string, version: number): string =>
  text.replace(/^version\s*=\s*\d+/m, `version = ${version}`)
export const versionIn = (text: string): number | null => {
  const found = /^version\s*=\s*(\d+)/m.exec(text)
  return found ? Number(found[1]) : null
}

/** The head is TOML, so that a note is stored as a comment with the version. */
const NOTE = /^# 修改说明：(.*)$/m
export const noteIn = (text: string): string => NOTE.exec(text)?.[1]?.trim() ?? ''
/** Removes the last version's note, which describes its own change. */
export const withoutNote = (text: string): string => text.replace(/^# 修改说明：.*\r?\n/m, '')
export function withNote(text: string, note: string): string {
  const line = `# 修改说明：${note.replaceAll(/\s+/g, ' ').trim()}`
  return NOTE.test(text) ? text.replace(NOTE, line) : text.replace(/^\+\+\+\r?\n/, `+++\n${line}\n`)
}

/** The template of a new kind. */
export const BLANK = `+++
id = ""
version = 1
name = { zh = "", en = "" }
urgency = "normal"
accept_by = "2 working hours"
resolve_by = "3 working days"
taken_by = "micro-grid-member"
keywords = []
sources = []
+++

## 步骤

1. 

## 怎么对居民说

- 

## 常见错误

- 
`
