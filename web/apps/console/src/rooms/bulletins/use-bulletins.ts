// Bulletins 通知公告: the list.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'

export function useBulletins() {
  const query = useQuery({ queryKey: ['bulletins'], queryFn: () => answer(api.GET('/bulletins')) })
  return {
    rows: computed(() => query.data.value?.items ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}
