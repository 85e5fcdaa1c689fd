// Probable duplicates under a code.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'

export function useDoubles(under: MaybeRefOrGetter<string>) {
  const code = computed(() => toValue(under))
  const query = useQuery({
    queryKey: ['households', 'doubles', code],
    queryFn: () => answer(api.GET('/households/doubles', { params: { query: { under: code.value || undefined } } })),
  })
  return {
    pairs: computed(() => query.data.value?.items ?? []),
    /** How many more there are. */
    more: computed(() => query.data.value?.more ?? 0),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}
