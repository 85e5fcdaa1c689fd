// The audit log of a case, with the result of the chain check.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'

export function useAudit(id: MaybeRefOrGetter<string>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['case', key, 'audit'],
    queryFn: () => answer(api.GET('/cases/{id}/audit', { params: { path: { id: key.value } } })),
  })
  return {
    audit: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}
