// The manual's kinds of matter, which change a few times a year and are kept long.
import { useQuery } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Kind } from '@weiguang/api/resources'
import type { Said } from '@weiguang/i18n/t'

export function useKinds() {
  const query = useQuery({
    queryKey: ['manual', 'kinds'],
    staleTime: 3_600_000,
    queryFn: async (): Promise<Kind[]> => (await answer(api.GET('/manual/kinds'))).items,
  })
  const kinds = computed(() => query.data.value ?? [])
  const groups = computed(() => grouped(kinds.value))
  return { kinds, groups, loading: query.isFetching, problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)), again: () => void query.refetch() }
}

/** Kinds under their group, in the manual's own order. */
export function grouped(kinds: Kind[]): { name: Said; kinds: Kind[] }[] {
  const groups = new Map<string, { name: Said; kinds: Kind[] }>()
  for (const kind of kinds) {
    const group = groups.get(kind.group.zh) ?? { name: kind.group, kinds: [] }
    group.kinds.push(kind)
    groups.set(kind.group.zh, group)
  }
  return [...groups.values()]
}

export function useKind(id: MaybeRefOrGetter<string | null>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['manual', 'kind', key],
    enabled: computed(() => key.value !== null),
    queryFn: () => answer(api.GET('/manual/kinds/{id}', { params: { path: { id: key.value! } } })),
  })
  return { kind: computed(() => query.data.value ?? null), loading: query.isFetching, problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)), again: () => void query.refetch() }
}
