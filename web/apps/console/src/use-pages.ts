// A paginated list: rows so far, whether there are more, and errors.
import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { asProblem } from '@weiguang/api/problem'

interface Page<Row> {
  items: Row[]
  next?: string | null
}
interface Wish {
  /** Whether to show the former rows until those of another filter arrive. */
  keep?: boolean
  /** Refetch interval in milliseconds. */
  every?: number
  enabled?: MaybeRefOrGetter<boolean>
}

export function usePages<Row>(
  key: QueryKey,
  read: (after: string | undefined) => Promise<Page<Row>>,
  { keep, every, enabled = true }: Wish = {},
) {
  const query = useInfiniteQuery({
    queryKey: key,
    initialPageParam: '',
    queryFn: ({ pageParam }) => read(pageParam || undefined),
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keep ? keepPreviousData : undefined,
    refetchInterval: every,
    enabled: computed(() => toValue(enabled)),
  })
  return {
    rows: computed(() => query.data.value?.pages.flatMap((page) => page.items) ?? []),
    loading: query.isFetching,
    more: computed(() => query.hasNextPage.value),
    loadMore: () => void query.fetchNextPage(),
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}
