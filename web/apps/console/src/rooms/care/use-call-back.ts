// The call-back number of a street: query and write.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, onVersion, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { CallBack } from '@weiguang/api/resources'

export function useCallBack(street: MaybeRefOrGetter<string | undefined>) {
  const queries = useQueryClient()
  const of = computed(() => toValue(street))
  const query = useQuery({
    queryKey: ['care', 'call-back', of],
    queryFn: (): Promise<CallBack> => answer(api.GET('/care/call-back', { params: { query: { street: of.value } } })),
  })
  return {
    one: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => query.refetch(),
    async set(body: { name: string; number: string }, version: number, intention: string): Promise<CallBack> {
      const params = { query: { street: of.value ?? query.data.value?.street }, header: onVersion(version) }
      const set = await answer(api.PUT('/care/call-back', { params, body, ...written(intention) }))
      queries.setQueryData(['care', 'call-back', of.value], set)
      // It is part of the messages on each rung of an alert.
      void queries.invalidateQueries({ queryKey: ['care', 'alert'] })
      return set
    },
  }
}
