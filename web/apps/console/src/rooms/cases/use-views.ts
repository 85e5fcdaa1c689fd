// Saved views of the queue, stored per account.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { SavedView } from '@weiguang/api/resources'
import { useMay } from '../session/use-session'

/** The query parameters of a view; the selected case is not one. */
export const KEPT = ['view', 'under', 'kind', 'q'] as const
export const LONGEST_NAME = 20

export function queryOf(query: Record<string, unknown>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const name of KEPT) if (typeof query[name] === 'string' && query[name]) kept[name] = query[name]
  if (kept.view === 'open') delete kept.view
  return kept
}
export function sameQuery(one: Record<string, unknown>, other: Record<string, unknown>): boolean {
  const [a, b] = [queryOf(one), queryOf(other)]
  return KEPT.every((name) => a[name] === b[name])
}

export function useViews() {
  const queries = useQueryClient()
  const may = useMay()
  const query = useQuery({
    queryKey: ['cases', 'views'],
    enabled: computed(() => may('cases.read')),
    staleTime: 600_000,
    queryFn: async (): Promise<SavedView[]> =>
      [...(await answer(api.GET('/cases/views'))).items].sort((a, b) => a.rank - b.rank),
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['cases', 'views'] })
  return {
    views: computed(() => query.data.value ?? []),
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    async keep(view: SavedView, intention: string): Promise<void> {
      const { id, ...body } = view
      await answer(api.PUT('/cases/views/{id}', { params: { path: { id } }, body, ...written(intention) }))
      await refresh()
    },
    async drop(id: string, intention: string): Promise<void> {
      await answer(api.DELETE('/cases/views/{id}', { params: { path: { id } }, ...written(intention) }))
      await refresh()
    },
  }
}
