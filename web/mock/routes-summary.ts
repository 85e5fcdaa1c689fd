// The figures of the made-up street, counted from its own cases: for everybody, and for the big screen.
import type { Case, CasesSummary, PublicSummary } from '../packages/api/resources.ts'
import { cases, events, iso, now, OPEN, statusWords } from './cases.ts'
import { kinds } from './manual.ts'
import { seeded } from './random.ts'
import { on } from './server.ts'
import { cells, fullWords, microGrids, STREET } from './territory.ts'

const DAY = 86_400_000
const communities = cells.filter((cell) => cell.level === 'community')
const groups = [...new Map(kinds.map((kind) => [kind.group.zh, kind.group])).values()]
const groupOf = (one: Case) => kinds.find((kind) => kind.id === one.kind.id)!.group.zh
const open = (one: Case) => OPEN.has(one.status)
const solved = (one: Case) => one.status === 'closed' || one.status === 'confirmed'
const late = (one: Case) => open(one) && one.due != null && Date.parse(one.due) < now()
const hours = (one: Case) => (one.clocks.resolve.met ? (Date.parse(one.clocks.resolve.met) - Date.parse(one.clocks.received)) / 3_600_000 : 0)
const median = (list: number[]) => (list.length === 0 ? null : [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!)
const communityOf = (one: Case) => communities.find((cell) => one.code.startsWith(cell.code))?.name ?? STREET.name

on('GET', '/public/summary', (): PublicSummary => {
  const done = cases.filter(solved)
  const answered = Math.round(done.length * 0.62)
  return {
    street: STREET.code, name: STREET.name, made_up: true, received_30d: cases.length, solved_30d: done.length, satisfied_30d: Math.round(answered * 0.93), answered_30d: answered,
    median_hours_30d: median(done.map(hours)),
    by_area: communities.map((cell) => ({ name: cell.name, open: cases.filter((one) => open(one) && one.code.startsWith(cell.code)).length, solved_30d: done.filter((one) => one.code.startsWith(cell.code)).length })),
    by_kind_group: groups.map((group) => {
      const some = done.filter((one) => groupOf(one) === group.zh)
      return { group, solved_30d: some.length, median_hours: median(some.map(hours)) }
    }),
    recent: done.slice(0, 12).map((one, at) => ({ day: iso(now() - at * DAY * 0.4 + 8 * 3_600_000).slice(0, 10), kind: one.kind.name, place: communityOf(one), days: Math.round(hours(one) / 24) })),
  }
})

on('GET', '/cases/summary', (asked): CasesSummary => {
  const code = asked.query.get('code') ?? STREET.code
  const mine = cases.filter((one) => one.code.startsWith(code))
  const random = seeded(30)
  const days = Array.from({ length: 30 }, (_, at) => ({ day: iso(now() - (29 - at) * DAY + 8 * 3_600_000).slice(0, 10), received: Math.round(14 + random() * 12 + at * 0.25), closed: Math.round(13 + random() * 11 + at * 0.25), late: Math.round(random() * 5) }))
  const newest = [...events].flatMap(([id, list]) => list.map((event) => ({ event, one: cases.find((each) => each.id === id)! }))).sort((a, b) => (a.event.at < b.event.at ? 1 : -1))
  return {
    at: iso(now()), code, words: fullWords(code) || STREET.name, open: mine.filter(open).length, late: mine.filter(late).length, waiting: mine.filter((one) => one.status === 'submitted').length,
    received_today: days[29]!.received, closed_today: days[29]!.closed, satisfied_30d: 103, answered_30d: 111, median_hours_30d: 19.4,
    by_status: [...new Set(mine.map((one) => one.status))].map((status) => ({ status, n: mine.filter((one) => one.status === status).length })),
    by_kind_group: groups.map((group) => {
      const some = mine.filter((one) => groupOf(one) === group.zh)
      return { group, open: some.filter(open).length, late: some.filter(late).length, received_30d: some.length }
    }),
    by_area: communities.map((cell) => {
      const some = mine.filter((one) => one.code.startsWith(cell.code))
      return { code: cell.code, name: cell.name, open: some.filter(open).length, late: some.filter(late).length, closed_30d: some.filter(solved).length }
    }),
    by_day: days,
    recent: newest.slice(0, 20).map(({ event, one }) => ({ at: event.at, words: event.kind === 'cases.submitted' ? { zh: '收到居民反映', en: 'Reported by a resident' } : event.kind === 'cases.dispatched' ? { zh: '已分派', en: 'Dispatched' } : statusWords(one.status), kind: one.kind.name, place: fullWords(one.code.slice(0, 15)) || STREET.name, status: one.status })),
  }
})

on('GET', '/cases/rollup', (asked) => ({
  items: microGrids.filter((cell) => cell.code.startsWith(asked.query.get('under') ?? STREET.code)).map((cell) => ({ code: cell.code, name: cell.name, words: fullWords(cell.code), open: cell.open, late: cell.late, closed: 0, total: cell.open })),
}))
