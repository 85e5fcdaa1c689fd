// Parses the manual's Markdown into safe blocks: headings, lists, and paragraphs with bold. Everything else is plain text, never
// HTML.

export interface Span {
  text: string
  bold: boolean
}
export type Block =
  { kind: 'heading' | 'paragraph'; spans: Span[] } | { kind: 'list'; ordered: boolean; items: Span[][] }

export function spans(text: string): Span[] {
  return text
    .split(/(\*\*[^*]+\*\*)/)
    .filter(Boolean)
    .map((part) =>
      part.startsWith('**') && part.endsWith('**') && part.length > 4
        ? { text: part.slice(2, -2), bold: true }
        : { text: part, bold: false },
    )
}

export function blocks(markdown: string): Block[] {
  const found: Block[] = []
  let open: Block | null = null
  for (const line of markdown.split(/\r?\n/)) {
    const heading = /^#{1,6}\s+(.*)$/.exec(line)
    const item = /^\s*(?:[-*]|(\d+)[.)、])\s+(.*)$/.exec(line)
    if (heading) {
      found.push({ kind: 'heading', spans: spans(heading[1]!) })
      open = null
    } else if (item) {
      const ordered = item[1] !== undefined
      if (open?.kind !== 'list' || open.ordered !== ordered) found.push((open = { kind: 'list', ordered, items: [] }))
      open.items.push(spans(item[2]!))
    } else if (line.trim() === '') {
      open = null
    } else if (open?.kind === 'paragraph') {
      open.spans.push(...spans(line.trim()))
    } else {
      found.push((open = { kind: 'paragraph', spans: spans(line.trim()) }))
    }
  }
  return found
}
