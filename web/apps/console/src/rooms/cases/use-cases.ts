// The queue: filtered list with cursor pagination, counts, and pending updates.
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient, type InfiniteData } from '@tanstack/vue-query'
import { computed, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { answer, api } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Case, CaseRow, Counts, Receipt, View } from '@weiguang/api/resources'
import type { Pickable } from '@weiguang/ui/UiPick.vue'
import { useMay } from '../session/use-session'
import { onLive } from '../../live'

export interface CaseFilter {
  view: View
  under?: string
  kind?: string
  since?: string
  until?: string
  q?: string
}
type Page = { items: CaseRow[]; next?: string | null }
const SIZE = 50
/** The server's maximum per page. */
const MOST = 200

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
    queryFn: ({ pageParam }): Promise<Page> =>
      answer(
        api.GET('/cases', { params: { query: { ...toValue(filter), limit: SIZE, after: pageParam || undefined } } }),
      ),
    getNextPageParam: (last) => last.next ?? undefined,
    // Rows must not jump while somebody reads: changes are announced, and applied on request.
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnMount: 'always',
    placeholderData: keepPreviousData,
  })
  const rows = computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? [])
  const changed = ref(new Set<string>())
  const fresh = ref(new Set<string>())
  const quiet = () => {
    changed.value = new Set()
    fresh.value = new Set()
  }
  watch(() => JSON.stringify(toValue(filter)), quiet)

  const inScope = (code: string) => code.startsWith(toValue(filter).under ?? '')
  onLive('cases.changed', {
    heard(event) {
      const held = rows.value.find((row) => row.id === event.id)
      if (held ? held.version >= event.version : !inScope(event.code)) return
      const into = held ? changed : fresh
      into.value = new Set(into.value).add(event.id)
    },
    missed: () => void compare().catch(() => null), // the next word of the stream, or the next look, finds it
  })
  /** Refetches the beginning of the list, and announces differences without applying them. */
  async function compare(): Promise<void> {
    const asked = JSON.stringify(toValue(filter))
    const now = await answer(
      api.GET('/cases', {
        params: { query: { ...toValue(filter), limit: Math.min(MOST, Math.max(SIZE, rows.value.length)) } },
      }),
    )
    if (asked !== JSON.stringify(toValue(filter))) return
    const versions = new Map(now.items.map((row) => [row.id, row.version]))
    const held = new Set(rows.value.map((row) => row.id))
    const news = now.items.filter((row) => !held.has(row.id)).map((row) => row.id)
    // New rows may have pushed as many others past the end of the query; other missing rows are gone.
    const within = rows.value.slice(0, now.next ? now.items.length - news.length : rows.value.length)
    const moved = within.filter((row) => versions.get(row.id) !== row.version).map((row) => row.id)
    changed.value = new Set([...changed.value, ...moved])
    fresh.value = new Set([...fresh.value, ...news])
  }
  watch(rows, (now) => {
    // The user's own action updates its row without a reload, so it is not announced.
    const versions = new Map(now.map((row) => [row.id, row.version]))
    if ([...fresh.value].some((id) => versions.has(id)))
      fresh.value = new Set([...fresh.value].filter((id) => !versions.has(id)))
  })

  return {
    rows,
    /** Displayed rows that others have changed. */
    changed,
    moved: computed(() => changed.value.size + fresh.value.size),
    loading: query.isFetching,
    /** Rows of the former filter are shown until the new ones arrive. */
    stale: query.isPlaceholderData,
    more: computed(() => query.hasNextPage.value),
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    loadMore: () => {
      if (!query.isFetching.value) void query.fetchNextPage()
    },
    /** Removes a row from the announced changes after an own action. */
    settle(id: string): void {
      if (changed.value.has(id)) changed.value = new Set([...changed.value].filter((one) => one !== id))
    },
    /** Refetches as many pages as are above the given row, so that a long scroll is not fetched repeatedly. */
    async reload(upTo = 0): Promise<void> {
      quiet()
      const pages = Math.max(1, Math.ceil((upTo + 1) / SIZE))
      queries.setQueryData<InfiniteData<Page>>(
        ['cases', 'queue', toValue(filter)],
        (data) => data && { pages: data.pages.slice(0, pages), pageParams: data.pageParams.slice(0, pages) },
      )
      await Promise.all([query.refetch(), queries.invalidateQueries({ queryKey: ['cases', 'counts'] })])
    },
  }
}

/** After an own action: updates the row in place. */
export function patchRow(queries: ReturnType<typeof useQueryClient>, changed: Case | Receipt): void {
  queries.setQueriesData<InfiniteData<Page>>(
    { queryKey: ['cases', 'queue'] },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((row) =>
            row.id === changed.id
              ? { ...row, ...('title' in changed ? changed : { status: changed.status, version: changed.version }) }
              : row,
          ),
        })),
      },
  )
}

/** Searches cases for a picker. */
export async function searchCases(text: string): Promise<Pickable[]> {
  const { items } = await answer(
    api.GET('/cases', { params: { query: { view: 'all', q: text || undefined, limit: 8 } } }),
  )
  return items.map((row) => ({ value: row.id, text: row.title, hint: row.number }))
}
