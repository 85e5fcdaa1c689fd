// API tokens of an account or of the street.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Token } from '@weiguang/api/resources'
import type { components } from '@weiguang/api/schema'

type TokenDraft = components['schemas']['PeopleNewToken']

/** The user's tokens. */
export function useTokens() {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['people', 'tokens'],
    queryFn: async (): Promise<Token[]> => (await answer(api.GET('/people/tokens'))).items,
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['people', 'tokens'] })
  return {
    tokens: computed(() => query.data.value ?? []),
    refresh,
    async withdraw(id: string, key: string): Promise<void> {
      await answer(api.DELETE('/people/tokens/{id}', { params: { path: { id } }, ...written(key) }))
      void refresh()
    },
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export const makeToken = (body: TokenDraft, key: string) =>
  answer(api.POST('/people/tokens', { body, ...written(key) }))
export const makeStreetToken = (body: TokenDraft, key: string) =>
  answer(api.POST('/people/street-tokens', { body, ...written(key) }))
