// Queries and writes of kinds, which change rarely and are cached long.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { newId } from '@weiguang/api/intention'
import { asProblem, type Problem } from '@weiguang/api/problem'
import type { Kind, KindDetail, KindText, TextFault, Year } from '@weiguang/api/resources'
import type { components } from '@weiguang/api/schema'
import type { Bilingual } from '@weiguang/i18n/t'
import { noteIn } from './lines'

export function useKinds() {
  const query = useQuery({
    queryKey: ['manual', 'kinds'],
    staleTime: 3_600_000,
    queryFn: async (): Promise<Kind[]> => (await answer(api.GET('/manual/kinds'))).items,
  })
  const kinds = computed(() => query.data.value ?? [])
  const groups = computed(() => grouped(kinds.value))
  return {
    kinds,
    groups,
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** Kinds by group, in the manual's order. */
export function grouped(kinds: Kind[]): { name: Bilingual; kinds: Kind[] }[] {
  const groups = new Map<string, { name: Bilingual; kinds: Kind[] }>()
  for (const kind of kinds) {
    const group = groups.get(kind.group.zh) ?? { name: kind.group, kinds: [] }
    group.kinds.push(kind)
    groups.set(kind.group.zh, group)
  }
  return [...groups.values()]
}

export function useKind(
  id: MaybeRefOrGetter<string | null>,
  version: MaybeRefOrGetter<number | undefined> = undefined,
) {
  const key = computed(() => toValue(id))
  const at = computed(() => toValue(version))
  const query = useQuery({
    queryKey: ['manual', 'kind', key, at],
    enabled: computed(() => key.value !== null),
    queryFn: () =>
      answer(api.GET('/manual/kinds/{id}', { params: { path: { id: key.value! }, query: { version: at.value } } })),
  })
  return {
    kind: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** The text of the version in force, for editing. */
export function useKindText(id: MaybeRefOrGetter<string | null>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['manual', 'text', key],
    enabled: computed(() => key.value !== null),
    staleTime: Infinity, // what is being written must not be replaced under the hand
    queryFn: (): Promise<KindText> =>
      answer(api.GET('/manual/kinds/{id}/text', { params: { path: { id: key.value! } } })),
  })
  return {
    source: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** All versions with publishing day and note, newest first; loaded on demand. */
export function useHistory(id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) {
  const key = computed(() => toValue(id))
  const at = (version?: number) =>
    answer(api.GET('/manual/kinds/{id}/text', { params: { path: { id: key.value }, query: { version } } }))
  const query = useQuery({
    queryKey: ['manual', 'history', key],
    enabled: computed(() => toValue(wanted)),
    staleTime: 3_600_000,
    async queryFn() {
      const newest = await at()
      // Shipped versions have no note, and published versions never change.
      return Promise.all(
        [...newest.versions].reverse().map(async ({ version, published_at }) => ({
          version,
          published_at,
          note:
            published_at === null ? '' : noteIn(version === newest.version ? newest.text : (await at(version)).text),
        })),
      )
    },
  })
  return {
    versions: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** The server's parse of a text while editing: the kind, or faults by line. Nothing is published. */
export function useCheck(text: MaybeRefOrGetter<string>) {
  const kind = shallowRef<KindDetail | null>(null)
  const faults = shallowRef<TextFault[]>([])
  const problem = shallowRef<Problem | null>(null)
  const checking = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0
  async function check(): Promise<void> {
    const turn = ++asked
    try {
      const found = await answer(
        api.POST('/manual/kinds/check', { body: { text: toValue(text) }, ...written(newId()) }),
      )
      if (turn !== asked) return // the text went on meanwhile
      if (found.kind) kind.value = found.kind
      faults.value = found.faults
      problem.value = null
    } catch (thrown) {
      if (turn === asked) problem.value = asProblem(thrown)
    } finally {
      if (turn === asked) checking.value = false
    }
  }
  watch(
    () => toValue(text),
    (now) => {
      clearTimeout(timer)
      if (!now) return
      checking.value = true
      timer = setTimeout(() => void check(), 350)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { kind, faults, checking, problem }
}

export function usePublish() {
  const queries = useQueryClient()
  return async (text: string, intention: string) => {
    const done = await answer(api.POST('/manual/kinds', { body: { text }, ...written(intention) }))
    await queries.invalidateQueries({ queryKey: ['manual'] })
    return done
  }
}

export type NoticeBody = components['schemas']['ManualNoticeOfYearBody']

export function useCalendar() {
  const queries = useQueryClient()
  const query = useQuery({ queryKey: ['manual', 'calendar'], queryFn: () => answer(api.GET('/manual/calendar')) })
  return {
    years: computed((): Year[] => [...(query.data.value?.years ?? [])].sort((a, b) => a.year - b.year)),
    missed: computed((): Year[] => query.data.value?.missed ?? []),
    warnings: computed(() => query.data.value?.warnings ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    async publish(year: number, body: NoticeBody, intention: string) {
      const done = await answer(
        api.PUT('/manual/calendar/{year}', { params: { path: { year } }, body, ...written(intention) }),
      )
      await queries.invalidateQueries({ queryKey: ['manual', 'calendar'] })
      return done
    },
  }
}
