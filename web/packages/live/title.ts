// The title of the page, with what waits for an answer before it.
let name = ''
let waits = ''
const write = () => {
  document.title = waits ? `${waits} · ${name}` : name
}

/** The page's own name. */
export function nameTitle(words: string): void {
  name = words
  write()
}
/** `(1) 待应答`, or nothing. */
export function markTitle(words: string): void {
  waits = words
  write()
}
