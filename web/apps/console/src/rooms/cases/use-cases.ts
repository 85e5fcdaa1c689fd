// The queue: a list by filters, page after page by cursor, with its counts; and what has moved since it was read.
import { useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from '@tanstack/vue-query'
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Case, CaseRow, Counts, Receipt, View } from '@weiguang/api/resources'
import { useMay } from '../session/use-session'
import { onLive } from './use-live'

export interface CaseFilter { view: View; under?: string; kind?: string; q?: string }
type Page = { items: CaseRow[]; next?: string | null }
const SIZE = 50

export function useCaseCounts(under: MaybeRefOrGetter<string | undefined>) {
  const may = useMay()
  const query = useQuery({
    enabled: computed(() => may('cases.read')),
    queryKey: ['cases', 'counts', computed(() => toValue(under) ?? '')],
    queryFn: (): Promise<Counts> => answer(api.GET('/cases/counts', { params: { query: { under: toValue(under) } } })),
    refetchInterval: 60_000,
  })
  return { counts: computed(() => query.data.value ?? null) }
}

export function useCaseQueue(filter: MaybeRefOrGetter<CaseFilter>) {
  const queries = useQueryClient()
  const query = useInfiniteQuery({
    queryKey: ['cases', 'queue', computed(() => toValue(filter))],
    initialPageParam: '',
    queryFn: ({ pageParam }): Promise<Page> => answer(api.GET('/cases', { params: { query: { ...toValue(filter), limit: SIZE, after: pageParam || undefined } } })),
    getNextPageParam: (last) => last.next ?? undefined,
    // Rows must not jump under the hand of someone who reads: a change is announced, and taken when they ask for it.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  })
  const rows = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  const moved = ref(new Set<string>())
  watch(() => toValue(filter), () => { moved.value = new Set() }, { deep: true })

  const inScope = (code: string) => code.startsWith(toValue(filter).under ?? '')
  onLive((event) => {
    const held = rows.value.find((row) => row.id === event.id)
    if (held ? held.version >= event.version : !inScope(event.code)) return
    moved.value = new Set(moved.value).add(event.id)
  })

  return {
    rows,
    moved: computed(() => moved.value.size),
    loading: query.isFetching,
    more: computed(() => query.hasNextPage.value),
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    loadMore: () => void query.fetchNextPage(),
    async reload(): Promise<void> {
      moved.value = new Set()
      await Promise.all([query.refetch(), queries.invalidateQueries({ queryKey: ['cases', 'counts'] })])
    },
  }
}

/** After an own act: the row shows its new state where it stands, without a reload. */
export function patchRow(queries: ReturnType<typeof useQueryClient>, changed: Case | Receipt): void {
  queries.setQueriesData<InfiniteData<Page>>({ queryKey: ['cases', 'queue'] }, (data) => data && {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.map((row) => (row.id === changed.id ? { ...row, ...('title' in changed ? changed : { status: changed.status, version: changed.version }) } : row)) })),
  })
}
