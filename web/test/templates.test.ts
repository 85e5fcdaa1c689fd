// The formatter may break a line between two elements, and the compiler drops white space with a line break. So a visible space
// between elements must be written as {{ ' ' }}.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'vue/compiler-sfc'
import { expect, test } from 'vitest'

interface Node {
  type: number
  tag?: string
  loc: { source: string; start: { line: number } }
  props?: { name: string }[]
  children?: Node[]
}
const ELEMENT = 1
const TEXT = 2

const has = (node: Node, ...names: string[]) => node.props?.some((prop) => names.includes(prop.name)) ?? false
/** Where white space is never visible: before a branch of the same condition, and between slots. */
const closes = (node: Node) => has(node, 'else', 'else-if') || (node.tag === 'template' && has(node, 'slot'))

function lost(nodes: Node[]): number[] {
  return nodes.flatMap((node, at) => {
    const [before, after] = [nodes[at - 1], nodes[at + 1]]
    const between = node.type === TEXT && before?.type === ELEMENT && after?.type === ELEMENT
    const space = between && /^ +$/.test(node.loc.source) && !closes(after)
    return [...(space ? [node.loc.start.line] : []), ...lost(node.children ?? [])]
  })
}
const linesOf = (text: string) => {
  const { descriptor } = parse(text, { templateParseOptions: { whitespace: 'preserve' } })
  return lost((descriptor.template?.ast?.children ?? []) as unknown as Node[])
}

test('a space between two elements is one that the formatter keeps', () => {
  expect(linesOf('<template><p><b>1</b> <i>2</i></p></template>')).toEqual([1])
  expect(linesOf("<template><p><b>1</b>{{ ' ' }}<i>2</i></p></template>")).toEqual([])
  const files = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.vue'))
      .map((name) => join(folder, name)),
  )
  expect(files.length).toBeGreaterThan(200)
  const found = files.flatMap((file) => linesOf(readFileSync(file, 'utf8')).map((line) => `${file}:${line}`))
  expect(found).toEqual([])
}, 60_000)
