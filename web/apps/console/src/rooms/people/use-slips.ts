// Invitations: creating them, their list, and the slips.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { InvitationLine } from '@weiguang/api/resources'

export { default as PeopleSlips } from './PeopleSlipList.vue'

export function useInvitations(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under) || undefined)
  const query = useQuery({
    queryKey: ['people', 'invitations', code],
    queryFn: async (): Promise<InvitationLine[]> =>
      (await answer(api.GET('/people/invitations', { params: { query: { under: code.value } } }))).items,
  })
  return {
    invitations: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useInvite() {
  const queries = useQueryClient()
  async function settle<T>(pending: Promise<T>): Promise<T> {
    const value = await pending
    void queries.invalidateQueries({ queryKey: ['people'] })
    void queries.invalidateQueries({ queryKey: ['readiness'] })
    return value
  }
  return {
    invite: (id: string, key: string) =>
      settle(answer(api.POST('/people/accounts/{id}/invitation', { params: { path: { id } }, ...written(key) }))),
    inviteMany: (body: { under: string | null; again: boolean }, key: string) =>
      settle(answer(api.POST('/people/invitations', { body, ...written(key) }))),
    revoke: (id: string, key: string) =>
      settle(answer(api.DELETE('/people/accounts/{id}/invitation', { params: { path: { id } }, ...written(key) }))),
  }
}
