// Finds words of the other language on a page; typed text and data are ignored.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const web = fileURLToPath(new URL('..', import.meta.url))
const files = ['apps', 'packages']
  .flatMap((root) => readdirSync(join(web, root), { recursive: true }).map((name) => join(web, root, String(name))))
  .filter((path) => /(?:words[\w-]*|plain)\.ts$/.test(path))
/** The language switch is in the other language on purpose. */
const CROSSED = new Set(['English', '简体中文'])
const unquoted = (text) => text.replaceAll("\\'", "'")
const pairs = files.flatMap((path) =>
  [...readFileSync(path, 'utf8').matchAll(/\['((?:[^'\\]|\\.)*)', '((?:[^'\\]|\\.)*)'\]/g)].map((match) => [
    unquoted(match[1]),
    unquoted(match[2]),
  ]),
)
if (pairs.length < 300) throw new Error(`only ${pairs.length} words were read from the dictionaries`)

const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
const pattern = (text) =>
  text
    .split(/\{\w+\}/)
    .map(literal)
    .join('.+')
/** Texts with placeholders are matched as a whole; words that both languages share are ignored. */
const patterns = (own, other) => {
  const shared = new Set(pairs.map((pair) => pair[other]))
  const said = pairs
    .map((pair) => pair[own])
    .filter(
      (text) =>
        !CROSSED.has(text) &&
        !shared.has(text) &&
        (own === 0 ? /\p{Script=Han}.*\p{Script=Han}/u : /[A-Za-z]{2}/).test(text.replaceAll(/\{\w+\}/g, '')),
    )
  return [...new Set(said)].map(pattern)
}
const foreign = { en: patterns(0, 1), zh: patterns(1, 0) }

/** The words of the other language on this page. */
export function strangers(page, language) {
  return page.evaluate((list) => {
    const each = new RegExp(`^(?:${list.join('|')})$`)
    const said = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode())
      if (!walker.currentNode.parentElement?.closest('script, style, article.manual, [lang]:not(html)'))
        said.push(walker.currentNode.data)
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], img[alt]'))
      for (const name of ['aria-label', 'placeholder', 'title', 'alt']) said.push(element.getAttribute(name) ?? '')
    said.push(document.title)
    return [...new Set(said.map((text) => text.trim()).filter((text) => text && each.test(text)))]
  }, foreign[language])
}
