// Queries and writes of re-grids, and free codes and names.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Geometry, MultiPolygon, Polygon } from 'geojson'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Cell, Finding, Regrid, RegridWhole } from '@weiguang/api/resources'

export interface NewCell {
  code: string
  name: string
  shape?: Polygon | MultiPolygon | null
  households?: number | null
}
export type Move =
  | { move: 'split'; old: string; into: NewCell[]; default?: string | null }
  | { move: 'merge'; olds: string[]; into: NewCell }
  | { move: 'move'; old: string; to: string }
  | { move: 'renumber'; old: string; new: string }
  | { move: 'rename'; code: string; name: string }
export interface Post {
  code: string
  account: string
  role: string
}
export interface Plan {
  day: string
  moves: Move[]
  posts: Post[]
}
export const MOVES = ['split', 'merge', 'move', 'renumber', 'rename'] as const

export function useRegrids() {
  const query = useQuery({
    queryKey: ['grid', 'regrids'],
    queryFn: async (): Promise<Regrid[]> =>
      (await answer(api.GET('/grid/regrids', { params: { query: { limit: 100 } } }))).items,
  })
  return {
    regrids: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useRegrid(id: MaybeRefOrGetter<string | undefined>) {
  const queries = useQueryClient()
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['grid', 'regrid', key],
    enabled: computed(() => Boolean(key.value)),
    queryFn: (): Promise<RegridWhole> =>
      answer(api.GET('/grid/regrids/{id}', { params: { path: { id: key.value! } } })),
  })
  async function settle(pending: Promise<RegridWhole>): Promise<RegridWhole> {
    const now = await pending
    queries.setQueryData(['grid', 'regrid', now.id], now)
    void queries.invalidateQueries({ queryKey: ['grid', 'regrids'] })
    return now
  }
  const at = (one: string) => ({ params: { path: { id: one } } })
  return {
    regrid: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    draft: (one: string, plan: Plan, intention: string) =>
      settle(answer(api.POST('/grid/regrids', { body: { id: one, ...wire(plan) }, ...written(intention) }))),
    amend: (one: string, plan: Plan, intention: string) =>
      settle(answer(api.POST('/grid/regrids/{id}/amend', { ...at(one), body: wire(plan), ...written(intention) }))),
    review: (one: string, intention: string) =>
      settle(answer(api.POST('/grid/regrids/{id}/review', { ...at(one), ...empty, ...written(intention) }))),
    withdraw: (one: string, reason: string, intention: string) =>
      settle(answer(api.POST('/grid/regrids/{id}/withdraw', { ...at(one), body: { reason }, ...written(intention) }))),
    async apply(one: string, intention: string): Promise<RegridWhole> {
      const now = await settle(
        answer(api.POST('/grid/regrids/{id}/apply', { ...at(one), ...empty, ...written(intention) })),
      )
      // Codes, shapes, duty and queues may all have changed.
      await queries.invalidateQueries()
      return now
    },
  }
}
/** A step without content still has a body, because a key belongs to a request with its body. */
const empty = { body: {} as never }
const wire = (plan: Plan) => ({ ...plan, moves: plan.moves as unknown as Record<string, never>[] })

/** The plan of a re-grid, with the moves as drafted. */
export function planOf(regrid: RegridWhole): Plan {
  return {
    day: regrid.day,
    moves: regrid.moves as unknown as Move[],
    posts: (regrid.posts as unknown as Post[]).map(({ code, account, role }) => ({ code, account, role })),
  }
}
export const namedCodes = (move: Move): string[] =>
  move.move === 'split'
    ? [move.old]
    : move.move === 'merge'
      ? move.olds
      : move.move === 'rename'
        ? [move.code]
        : [move.old]
export const newCells = (moves: Move[]): NewCell[] =>
  moves.flatMap((move) => (move.move === 'split' ? move.into : move.move === 'merge' ? [move.into] : []))

/** The next free number under a parent, including those of the plan. The server refuses numbers of ended cells. */
export function nextCode(parent: string, cells: Cell[], taken: string[]): string {
  const digits = parent.length === 15 ? 2 : 3
  const size = parent.length + digits
  const numbers = [...cells.map((cell) => cell.code), ...taken]
    .filter((code) => code.length === size && code.startsWith(parent))
    .map((code) => Number(code.slice(parent.length)))
  return parent + String(Math.max(0, ...numbers) + 1).padStart(digits, '0')
}
export function useFindings(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under))
  const query = useQuery({
    queryKey: ['grid', 'findings', code],
    enabled: computed(() => Boolean(code.value)),
    queryFn: async (): Promise<Finding[]> =>
      (await answer(api.GET('/grid/findings', { params: { query: { under: code.value } } }))).items,
  })
  return {
    findings: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}
export const asGeometry = (shape: unknown): Geometry | null =>
  shape && typeof shape === 'object' && 'type' in shape ? (shape as Geometry) : null
