// The line of a fault in the rules' text: the server gives a line, or a rule or section with its key.

/** Parses `text:12`, `text since`, `text clocks.safe` or `text rule.pressure-high.if`: the line, if there is one, and the key. */
export function placeOf(field: string, text: string): { line: number | null; key: string } {
  const [, line, path = ''] = /^text(?::(\d+))?\s*(.*)$/.exec(field) ?? []
  const key = path.split('.').at(-1) ?? ''
  if (line) return { line: Number(line), key }
  const lines = text.split('\n')
  const [kind, name] = path.split('.')
  const head = kind === 'rule' ? `id = "${name}"` : `[${kind}]`
  const from = kind === key ? 0 : lines.findIndex((one) => one.trim() === head)
  // A rule's keys end where the next rule begins.
  const end = lines.findIndex((one, at) => at > from && one.startsWith('['))
  const at =
    from < 0
      ? -1
      : lines.findIndex(
          (one, index) => index >= from && (end < 0 || index < end) && new RegExp(`^${key}\\s*=`).test(one),
        )
  return { line: at >= 0 ? at + 1 : from > 0 ? from + 1 : null, key }
}
