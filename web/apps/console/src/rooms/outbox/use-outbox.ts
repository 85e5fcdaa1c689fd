// Queries and writes of outbox and inbox.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Destination, InboxMessage, MessageState, OutboxMessage } from '@weiguang/api/resources'

export function useOutbox(state: MaybeRefOrGetter<MessageState | undefined>) {
  const queries = useQueryClient()
  const key = computed(() => toValue(state))
  const query = useQuery({
    queryKey: ['outbox', key],
    refetchInterval: 30_000,
    queryFn: async (): Promise<OutboxMessage[]> =>
      (await answer(api.GET('/outbox', { params: { query: { state: key.value, limit: 100 } } }))).items,
  })
  const named = useQuery({
    queryKey: ['outbox', 'destinations'],
    staleTime: 300_000,
    queryFn: () => answer(api.GET('/outbox/destinations')),
  })
  return {
    messages: computed(() => query.data.value ?? []),
    /** A destination's name; for a stopped one the beginning of its id. */
    destination: (id: string) => named.data.value?.items.find((one) => one.id === id)?.name ?? id.slice(0, 8),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    async retry(id: string, intention: string): Promise<void> {
      await answer(api.POST('/outbox/{id}/retry', { params: { path: { id } }, ...written(intention) }))
      await queries.invalidateQueries({ queryKey: ['outbox'] })
    },
  }
}

export interface NewDestination {
  id: string
  name: string
  url: string
  secret: string
  topics: string[]
  code: string
}

export function useDestinations() {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['outbox', 'destinations'],
    queryFn: () => answer(api.GET('/outbox/destinations')),
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['outbox'] })
  return {
    destinations: computed((): Destination[] => query.data.value?.items ?? []),
    /** Sending is paused since a restore. */
    held: computed(() => query.data.value?.held === true),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    async add(body: NewDestination, intention: string): Promise<void> {
      await answer(api.POST('/outbox/destinations', { body, ...written(intention) }))
      await refresh()
    },
    async resume(intention: string): Promise<void> {
      await answer(api.POST('/outbox/resume', { ...written(intention) }))
      await refresh()
    },
    async stop(id: string, intention: string): Promise<void> {
      await answer(api.DELETE('/outbox/destinations/{id}', { params: { path: { id } }, ...written(intention) }))
      await refresh()
    },
  }
}

export function useInbox() {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['inbox'],
    queryFn: async (): Promise<InboxMessage[]> =>
      (await answer(api.GET('/inbox', { params: { query: { limit: 100 } } }))).items,
  })
  return {
    messages: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    async read(id: string, intention: string): Promise<void> {
      await answer(api.POST('/inbox/read', { body: { id }, ...written(intention) }))
      queries.setQueryData<InboxMessage[]>(['inbox'], (old) =>
        old?.map((one) => (one.id === id ? { ...one, read: true } : one)),
      )
      await queries.invalidateQueries({ queryKey: ['session'], exact: true })
    },
  }
}
