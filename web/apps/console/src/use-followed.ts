// A record that several people edit: query, timeline, live updates, and conflicts of actions.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { asProblem } from '@weiguang/api/problem'
import { onLive, type LiveKind } from './live'

/** A conflict: the action, the record as seen and as it is now, and the last change. */
export interface Moved<Thing, Step, Act> {
  action: Act
  seen: Thing
  current: Thing
  last: Step | undefined
}
interface Followed<Thing, Step> {
  key: readonly string[]
  id: MaybeRefOrGetter<string>
  /** The live events about it. */
  news: LiveKind
  read: (id: string) => Promise<Thing>
  steps: (id: string) => Promise<{ items: Step[] }>
  /** Refetch interval in milliseconds. */
  every?: number
}

export function useFollowed<Thing extends { version: number }, Step extends { seq: number }, Act>({
  key,
  id,
  news,
  read,
  steps,
  every,
}: Followed<Thing, Step>) {
  const queries = useQueryClient()
  const own = computed(() => [...key, toValue(id)])
  const query = useQuery({ queryKey: own, queryFn: () => read(toValue(id)), refetchInterval: every })
  const timeline = useQuery({
    queryKey: computed(() => [...own.value, 'events']),
    queryFn: async () => (await steps(toValue(id))).items.sort((one, other) => other.seq - one.seq),
  })
  const moved = shallowRef<Moved<Thing, Step, Act> | null>(null)
  const refresh = () => Promise.all([query.refetch(), timeline.refetch()])
  onLive(news, {
    heard: (event) => {
      if (event.id === toValue(id) && event.version > (query.data.value?.version ?? Infinity)) void refresh()
    },
    missed: () => void refresh(),
  })
  return {
    one: computed(() => query.data.value ?? null),
    events: computed(() => timeline.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    refresh,
    moved,
    /** Sets the record from a write's answer. */
    take(changed: Thing): void {
      queries.setQueryData(own.value, changed)
      void timeline.refetch()
    },
    /** Sends an action with the version that was read. On a conflict both versions are in `moved`, and the user decides again. */
    async onVersion<Answer>(action: Act, send: (version: number) => Promise<Answer>): Promise<Answer> {
      const seen = query.data.value
      try {
        return await send(seen?.version ?? 0)
      } catch (thrown) {
        const problem = asProblem(thrown)
        if (problem.status === 412) {
          await refresh()
          const current = (problem.current as Thing | null) ?? query.data.value
          if (seen && current) moved.value = { action, seen, current, last: timeline.data.value?.[0] }
        }
        throw thrown
      }
    },
  }
}
