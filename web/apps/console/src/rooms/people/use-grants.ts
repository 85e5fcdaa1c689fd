// Queries and writes of grants, permissions and street tokens.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Access, StreetToken } from '@weiguang/api/resources'

/** Grants made together: a roster of two hundred people is one row. */
export type Batch = { key: string; items: Access[]; first: Access }

export function byBatch(items: Access[]): Batch[] {
  const batches = new Map<string, Batch>()
  for (const one of items) {
    const key = `${one.standing} ${one.batch ?? one.id}`
    const known = batches.get(key)
    if (known) known.items.push(one)
    else batches.set(key, { key, items: [one], first: one })
  }
  return [...batches.values()]
}

/** Of every street in which the user has a post. */
export function useGrants(streets: MaybeRefOrGetter<string[]>) {
  const codes = computed(() => toValue(streets))
  const ofStreet = async (under: string): Promise<Access[]> =>
    (await answer(api.GET('/people/grants', { params: { query: { under } } }))).items
  const query = useQuery({
    queryKey: ['people', 'grants', codes],
    queryFn: async (): Promise<Access[]> => (await Promise.all(codes.value.map(ofStreet))).flat(),
  })
  return {
    batches: computed(() => byBatch(query.data.value ?? [])),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** Of one street; managers of several look at one after the other. */
export function useRights(street: MaybeRefOrGetter<string>) {
  const under = computed(() => toValue(street) || undefined)
  const query = useQuery({
    queryKey: ['people', 'rights', under],
    queryFn: async (): Promise<Access[]> =>
      (await answer(api.GET('/people/rights', { params: { query: { under: under.value } } }))).items,
  })
  return {
    rights: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useStreetTokens() {
  const query = useQuery({
    queryKey: ['people', 'street-tokens'],
    queryFn: async (): Promise<{ items: StreetToken[]; offered: string[] }> =>
      answer(api.GET('/people/street-tokens', { params: { query: {} } })),
  })
  return {
    tokens: computed(() => query.data.value?.items ?? []),
    offered: computed(() => query.data.value?.offered ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useGrantWrites() {
  const queries = useQueryClient()
  async function settle<T>(pending: Promise<T>): Promise<T> {
    const value = await pending
    void queries.invalidateQueries({ queryKey: ['people'] })
    return value
  }
  return {
    /** All of one street. */
    decide: (ids: string[], street: string, confirm: boolean, key: string) =>
      settle(
        answer(api.POST('/people/grants/decisions', { body: { ids, batch: null, confirm, street }, ...written(key) })),
      ),
    withdrawToken: (id: string, key: string) =>
      settle(
        answer(api.DELETE('/people/street-tokens/{id}', { params: { path: { id }, query: {} }, ...written(key) })),
      ),
  }
}
