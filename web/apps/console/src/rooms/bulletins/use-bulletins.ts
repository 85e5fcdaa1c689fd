// Queries and writes of bulletins.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { answer, api, asForm, onVersion, written } from '@weiguang/api/client'
import { newRecordId } from '@weiguang/api/intention'
import { asProblem } from '@weiguang/api/problem'
import type { components, operations } from '@weiguang/api/schema'
import { onLive } from '../../live'

type Schemas = components['schemas']
export type Bulletin = Schemas['BulletinView']
export type BulletinContent = Required<Schemas['BulletinBody']>
export type BulletinAct = Schemas['BulletinActBody']
export type Part = NonNullable<NonNullable<operations['list_bulletins']['parameters']['query']>['view']>

export const pictureOf = (id: string, picture: string) => `/api/v1/bulletins/${id}/pictures/${picture}`

/** Refetches after changes and after a cut of the stream. */
function useLive(): void {
  const queries = useQueryClient()
  const again = () => void queries.invalidateQueries({ queryKey: ['bulletins'] })
  onLive('bulletins.changed', { heard: again, missed: again })
}

export function useBulletins(part: MaybeRefOrGetter<Part>) {
  useLive()
  const view = computed(() => toValue(part))
  const query = useInfiniteQuery({
    queryKey: ['bulletins', 'list', view],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      answer(api.GET('/bulletins', { params: { query: { view: view.value, after: pageParam } } })),
    getNextPageParam: (last) => last.next ?? undefined,
  })
  return {
    rows: computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    more: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useBulletin(id: MaybeRefOrGetter<string | undefined>) {
  useLive()
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['bulletins', 'one', key],
    enabled: computed(() => key.value !== undefined),
    queryFn: (): Promise<Bulletin> => answer(api.GET('/bulletins/{id}', { params: { path: { id: key.value! } } })),
  })
  return {
    one: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** Who has not read it; requested by publishers only. */
export function useReaders(id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['bulletins', 'readers', key],
    enabled: computed(() => toValue(wanted)),
    queryFn: () => answer(api.GET('/bulletins/{id}/readers', { params: { path: { id: key.value } } })),
  })
  return computed(() => query.data.value ?? null)
}

/** Records once that the displayed edition was read. */
export function useReading(one: MaybeRefOrGetter<Bulletin | null>): void {
  const queries = useQueryClient()
  let left = false
  onScopeDispose(() => {
    left = true
  })
  watch(
    () => toValue(one),
    async (now) => {
      if (!now?.unread) return
      const params = { path: { id: now.id } }
      await answer(api.POST('/bulletins/{id}/read', { params, ...written(newRecordId()) })).catch(() => null)
      if (!left) await queries.invalidateQueries({ queryKey: ['bulletins', 'list'] })
    },
    { immediate: true },
  )
}

export function useBulletinWrites() {
  const queries = useQueryClient()
  function stored(one: Bulletin): Bulletin {
    queries.setQueryData(['bulletins', 'one', one.id], one)
    void queries.invalidateQueries({ queryKey: ['bulletins'] })
    return one
  }
  return {
    draft: async (id: string, code: string, content: BulletinContent, key: string) =>
      stored(await answer(api.POST('/bulletins', { body: { id, code, content }, ...written(key) }))),
    act: async (id: string, version: number, body: BulletinAct, key: string) => {
      const params = { path: { id }, header: onVersion(version) }
      return stored(await answer(api.POST('/bulletins/{id}/actions', { params, body, ...written(key) })))
    },
    /** Returns the id by which the content refers to it. */
    picture: async (id: string, file: File, key: string): Promise<string> => {
      const form = new FormData()
      form.set('id', newRecordId())
      form.set('file', file, file.name)
      const params = { path: { id } }
      const made = await answer(api.POST('/bulletins/{id}/pictures', { params, ...asForm(form), ...written(key) }))
      return made.id
    },
  }
}
