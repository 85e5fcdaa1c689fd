// Forms in their versions, and what they ask of people.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { VisitFormLine } from '@weiguang/api/resources'

export function useForms() {
  const query = useQuery({ queryKey: ['visits', 'forms'], queryFn: async (): Promise<VisitFormLine[]> => (await answer(api.GET('/visits/forms'))).items })
  return { forms: computed(() => query.data.value ?? null), loading: query.isFetching, problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)), again: () => void query.refetch() }
}
