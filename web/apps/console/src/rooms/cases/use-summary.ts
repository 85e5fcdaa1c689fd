// The figures of an area, refetched every minute.
import { useQuery, keepPreviousData } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { CasesSummary } from '@weiguang/api/resources'

export function useSummary(code: MaybeRefOrGetter<string | undefined>) {
  const query = useQuery({
    queryKey: ['cases', 'summary', computed(() => toValue(code) ?? '')],
    refetchInterval: 60_000,
    placeholderData: keepPreviousData,
    queryFn: (): Promise<CasesSummary> =>
      answer(api.GET('/cases/summary', { params: { query: { code: toValue(code) } } })),
  })
  return {
    summary: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** A percentage with one decimal; a dash without data. */
export function share(part: number, whole: number): string {
  return whole > 0 ? `${(Math.round((part / whole) * 1000) / 10).toFixed(1)}%` : '—'
}
