// Re-grids and findings of the made-up server: a plan is drafted, told what it would do, reviewed by another and applied.
import type { Geometry, Polygon } from 'geojson'
import { cases, iso, now, OPEN } from './cases.ts'
import { dispatcher, manager } from './people.ts'
import { on, Refusal, type Asked } from './server.ts'
import { cellByCode, fullWords, shapes, STREET } from './territory.ts'

interface Cell {
  code: string
  name: string
  shape?: Geometry
  households?: number | null
}
interface Move {
  move: string
  old?: string
  olds?: string[]
  code?: string
  name?: string
  to?: string
  new?: string
  into?: Cell[] | Cell
}
interface Regrid {
  id: string
  day: string
  moves: Move[]
  posts: { code: string; account: string; role: string }[]
  state: string
  version: number
  drafted: unknown
  reviewed: unknown
  withdrawn: unknown
  carried_out: string | null
  reason: string | null
}
const WORDS: Record<string, [string, string]> = {
  drafted: ['草拟', 'Drafted'],
  reviewed: ['已审核', 'Reviewed'],
  effective: ['已生效', 'In effect'],
  withdrawn: ['已撤回', 'Withdrawn'],
}
const regrids: Regrid[] = []
const signed = (account: { id: string; name: string }) => ({
  by: { id: account.id, name: account.name },
  at: iso(now()),
})
const olds = (move: Move) => move.olds ?? [move.old ?? move.code ?? '']
const news = (move: Move): Cell[] => (Array.isArray(move.into) ? move.into : move.into ? [move.into] : [])

function row(one: Regrid) {
  const actions =
    one.state === 'drafted' ? ['amend', 'review', 'withdraw'] : one.state === 'reviewed' ? ['apply', 'withdraw'] : []
  const codes = one.moves.flatMap((move) => [
    ...olds(move),
    ...news(move).map((cell) => cell.code),
    ...(move.to ? [move.to] : []),
    ...(move.new ? [move.new] : []),
  ])
  return {
    id: one.id,
    day: one.day,
    state: one.state,
    state_words: { zh: WORDS[one.state]![0], en: WORDS[one.state]![1] },
    codes,
    drafted: one.drafted,
    reviewed: one.reviewed,
    withdrawn: one.withdrawn,
    carried_out: one.carried_out,
    reason: one.reason,
    version: one.version,
    actions,
  }
}
function whole(one: Regrid) {
  const pending = one.state === 'drafted' || one.state === 'reviewed'
  const ended = one.moves.filter((move) => move.move !== 'rename').flatMap(olds)
  const faults = one.moves
    .flatMap(news)
    .filter((cell) => cellByCode.has(cell.code))
    .map((cell) => ({
      zh: `编号 ${cell.code} 已被使用，编号不重复使用`,
      en: `${cell.code} is used already`,
      shape: null,
    }))
  return {
    ...row(one),
    moves: one.moves,
    posts: one.posts,
    report: null,
    preview: pending
      ? {
          faults,
          ends: ended,
          begins: one.moves
            .flatMap(news)
            .map(({ code, name, households }) => ({ code, name, households: households ?? null })),
          warnings: one.moves
            .flatMap(news)
            .filter((cell) => (cell.households ?? 50) < 30)
            .map((cell) => ({
              zh: `${cell.code}：只有 ${cell.households} 户，少于建议的 30 户`,
              en: `${cell.code}: ${cell.households} households, fewer than the advised 30`,
              shape: null,
            })),
          moves: one.moves.flatMap((move) => {
            const to = news(move)
              .map((cell) => cell.code)
              .concat(move.to ?? [], move.new ?? [])
            return olds(move).flatMap((old) => to.map((each) => ({ old, new: each, share: 1 / to.length })))
          }),
          carried: ended.map((old) => ({
            old,
            words: fullWords(old),
            open_cases: cases.filter((each) => OPEN.has(each.status) && each.code?.startsWith(old)).length,
            places: 184,
            places_without_point: 12,
            posts: 1,
          })),
        }
      : null,
  }
}
const found = (asked: Asked) => {
  const one = regrids.find((each) => each.id === asked.path.id)
  if (!one) throw new Refusal(404, 'kernel.not-found', '没有这个方案。', 'No such re-grid.')
  return one
}
on('GET', '/grid/regrids', () => ({ items: regrids.map(row), next: null }))
on('POST', '/grid/regrids', (asked) => {
  const one: Regrid = {
    id: asked.body.id,
    day: asked.body.day,
    moves: asked.body.moves,
    posts: asked.body.posts ?? [],
    state: 'drafted',
    version: 1,
    drafted: signed(manager),
    reviewed: null,
    withdrawn: null,
    carried_out: null,
    reason: null,
  }
  regrids.unshift(one)
  return whole(one)
})
on('GET', '/grid/regrids/{id}', (asked) => whole(found(asked)))
on('POST', '/grid/regrids/{id}/amend', (asked) =>
  whole(
    Object.assign(found(asked), {
      day: asked.body.day,
      moves: asked.body.moves,
      posts: asked.body.posts ?? [],
      state: 'drafted',
      reviewed: null,
    }),
  ),
)
on('POST', '/grid/regrids/{id}/review', (asked) =>
  whole(Object.assign(found(asked), { state: 'reviewed', reviewed: signed(dispatcher) })),
)
on('POST', '/grid/regrids/{id}/withdraw', (asked) =>
  whole(Object.assign(found(asked), { state: 'withdrawn', withdrawn: signed(dispatcher), reason: asked.body.reason })),
)
on('POST', '/grid/regrids/{id}/apply', (asked) =>
  whole(Object.assign(found(asked), { state: 'effective', carried_out: iso(now()) })),
)

/** A made-up strip along one edge of a cell. */
function strip(code: string, part: number): { shape: Polygon; pin: { lon: number; lat: number } } {
  const ring = shapes.find((one) => one.properties.code === code)!.geometry.coordinates[0]! as [number, number][]
  const [a, b, c, d] = [ring[0]!, ring[4]!, ring[8]!, ring[12]!]
  const toward = (from: [number, number], to: [number, number]): [number, number] => [
    from[0] + (to[0] - from[0]) * part,
    from[1] + (to[1] - from[1]) * part,
  ]
  const corners = [a, b, toward(b, c), toward(a, d), a]
  return { shape: { type: 'Polygon', coordinates: [corners] }, pin: { lon: a[0], lat: a[1] } }
}
on('GET', '/grid/findings', (asked) => {
  const under = asked.query.get('under') ?? STREET.code
  const micro = shapes.filter((one) => one.properties.level === 'micro_grid' && one.properties.code.startsWith(under))
  const make = (at: number, kind: string, zh: string, en: string, area: number, sliver: boolean, part: number) => ({
    kind,
    sliver,
    codes: [micro[at]!.properties.code, micro[at + 1]!.properties.code],
    area_m2: area,
    width_m: sliver ? 0.4 : 11,
    zh,
    en,
    ...strip(micro[at]!.properties.code, part),
  })
  return {
    items: under.endsWith('8')
      ? []
      : [
          make(3, 'overlap', '第四微网格与第五微网格重叠', 'Two micro-grids overlap', 412, false, 0.2),
          make(9, 'gap', '第三微网格西侧有一块没有归属', 'A piece belongs to nobody', 236, false, 0.12),
          make(14, 'gap', '第一微网格与第二微网格之间的细碎图斑', 'A thin strip between two cells', 9, true, 0.02),
        ],
  }
})
