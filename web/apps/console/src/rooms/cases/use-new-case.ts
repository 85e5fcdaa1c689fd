// Queries while a new case is typed: kind, place, and known cases nearby.
import { useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, toValue, watch, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { newId } from '@weiguang/api/intention'
import type { CaseDraft, KnownMatter, Placing, Point } from '@weiguang/api/resources'

/** A debounced value. */
export function settled<T>(source: MaybeRefOrGetter<T>, milliseconds = 400) {
  const value = ref(toValue(source))
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    () => toValue(source),
    (next) => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        value.value = next as never
      }, milliseconds)
    },
    { deep: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return value
}

export function useSuggestedKinds(text: MaybeRefOrGetter<string>) {
  const still = settled(() => toValue(text).trim())
  const query = useQuery({
    queryKey: ['manual', 'suggest', still],
    enabled: computed(() => still.value.length >= 2),
    // A read, but a POST because the text may be long; a new key each time.
    queryFn: async () =>
      (await answer(api.POST('/manual/suggest', { body: { text: still.value as string }, ...written(newId()) }))).items,
  })
  return computed(() => (still.value.length >= 2 ? (query.data.value ?? []) : []))
}

export function usePlacing(address: MaybeRefOrGetter<string>, point: MaybeRefOrGetter<Point | null>) {
  const still = settled(() => ({ address: toValue(address).trim(), point: toValue(point) }))
  const asks = computed(() => still.value.address.length >= 2 || still.value.point !== null)
  const query = useQuery({
    queryKey: ['grid', 'locate', still],
    enabled: asks,
    queryFn: (): Promise<Placing> => {
      const { address: text, point: at } = still.value
      const body = { ...(text ? { address: text } : {}), ...(at ? { point: at, datum: 'wgs84' as const } : {}) }
      return answer(api.POST('/grid/locate', { body, ...written(newId()) }))
    },
  })
  return {
    placing: computed(() => (asks.value ? (query.data.value ?? null) : null)),
    looking: computed(() => asks.value && query.isFetching.value),
  }
}

export function useKnownNearby(
  question: MaybeRefOrGetter<{ text: string; address: string; kind?: string; point: Point | null }>,
) {
  const still = settled(() => ({ ...toValue(question) }), 600)
  const asks = computed(
    () => still.value.text.trim().length >= 4 && (still.value.address.trim().length >= 2 || still.value.point !== null),
  )
  const query = useQuery({
    queryKey: ['cases', 'nearby', still],
    enabled: asks,
    queryFn: async (): Promise<KnownMatter[]> => {
      const { text, address, kind, point } = still.value
      const body = {
        text,
        ...(address ? { address } : {}),
        ...(kind ? { kind } : {}),
        ...(point ? { point, datum: 'wgs84' as const } : {}),
      }
      return (await answer(api.POST('/cases/nearby', { body, ...written(newId()) }))).items
    },
  })
  return computed(() => (asks.value ? (query.data.value ?? []) : []))
}

export function submitCase(draft: CaseDraft, intention: string) {
  return answer(api.POST('/cases', { body: draft, ...written(intention) }))
}

/** Adds a co-reporter to a known case; the answer contains their link. */
export function joinKnown(matter: KnownMatter, phone: string, record: string, intention: string) {
  const body = { handle: matter.handle, id: record, ...(phone ? { phone } : {}) }
  return answer(api.POST('/cases/nearby/join', { body, ...written(intention) }))
}
