// The page title, preceded by the number of unacknowledged alerts.
let name = ''
let waits = ''
const write = () => {
  document.title = waits ? `${waits} · ${name}` : name
}

/** The page's own title. */
export function nameTitle(words: string): void {
  name = words
  write()
}
/** `(1) 待应答`, or empty. */
export function markTitle(words: string): void {
  waits = words
  write()
}
