// Queries of the configuration and of the street's checklist.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'

export function useInstallation() {
  const query = useQuery({ queryKey: ['settings'], queryFn: () => answer(api.GET('/settings')) })
  return {
    installation: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useReadiness() {
  const query = useQuery({
    queryKey: ['readiness'],
    queryFn: () => answer(api.GET('/settings/readiness', { params: { query: {} } })),
  })
  return {
    readiness: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}
