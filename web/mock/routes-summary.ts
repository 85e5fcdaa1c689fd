// The figures of the made-up street, counted from its own cases: for its residents, and by micro-grid.
import type { Case, PublicSummary } from '../packages/api/resources.ts'
import { cases, iso, now, OPEN } from './cases.ts'
import { kinds } from './manual.ts'
import { on } from './server.ts'
import { cells, fullWords, microGrids, STREET } from './territory.ts'

const DAY = 86_400_000
const communities = cells.filter((cell) => cell.level === 'community')
const groups = [...new Map(kinds.map((kind) => [kind.group.zh, kind.group])).values()]
const groupOf = (one: Case) => kinds.find((kind) => kind.id === one.kind.id)!.group.zh
const open = (one: Case) => OPEN.has(one.status)
const solved = (one: Case) => one.status === 'closed' || one.status === 'confirmed'
const hours = (one: Case) =>
  one.clocks.resolve.met ? (Date.parse(one.clocks.resolve.met) - Date.parse(one.clocks.received)) / 3_600_000 : 0
const median = (list: number[]) =>
  list.length === 0 ? null : [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!
const communityOf = (one: Case) => communities.find((cell) => one.code.startsWith(cell.code))?.name ?? STREET.name

on('GET', '/public/summary', (): PublicSummary => {
  const done = cases.filter(solved)
  const answered = Math.round(done.length * 0.62)
  return {
    street: STREET.code,
    name: STREET.name,
    made_up: true,
    received_30d: cases.length,
    solved_30d: done.length,
    satisfied_30d: Math.round(answered * 0.93),
    answered_30d: answered,
    recorded_30d: Math.round(answered * 0.05),
    recorded_satisfied_30d: Math.round(answered * 0.04),
    median_hours_30d: median(done.map(hours)),
    by_area: communities.map((cell) => ({
      name: cell.name,
      open: cases.filter((one) => open(one) && one.code.startsWith(cell.code)).length,
      solved_30d: done.filter((one) => one.code.startsWith(cell.code)).length,
    })),
    by_kind_group: groups.map((group) => {
      const some = done.filter((one) => groupOf(one) === group.zh)
      return { group, solved_30d: some.length, median_hours: median(some.map(hours)) }
    }),
    recent: done.slice(0, 12).map((one, at) => ({
      day: iso(now() - at * DAY * 0.4 + 8 * 3_600_000).slice(0, 10),
      kind: one.kind.name,
      place: communityOf(one),
      days: Math.round(hours(one) / 24),
    })),
  }
})

on('GET', '/cases/rollup', (asked) => ({
  items: microGrids
    .filter((cell) => cell.code.startsWith(asked.query.get('under') ?? STREET.code))
    .map((cell) => ({
      code: cell.code,
      name: cell.name,
      words: fullWords(cell.code),
      open: cell.open,
      late: cell.late,
      closed: 0,
      total: cell.open,
    })),
}))
