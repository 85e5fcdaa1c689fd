// Queries and writes of alerts, overdue rechecks, readings and rules.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, onVersion, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type {
  CareAct,
  CareAlert,
  CareEvent,
  CareOf,
  CareRules,
  ContactDraft,
  ReadingDraft,
} from '@weiguang/api/resources'
import { onLive } from '../../live'
import { useFollowed, type Moved } from '../../use-followed'
import { usePages } from '../../use-pages'

export type AlertView = 'open' | 'mine' | 'closed'
const SIZE = 50

export function useAlerts(view: MaybeRefOrGetter<AlertView>, under: MaybeRefOrGetter<string | undefined>) {
  const filter = computed(() => ({ view: toValue(view), under: toValue(under) }))
  const pages = usePages(
    ['care', 'alerts', filter],
    (after) => answer(api.GET('/care/alerts', { params: { query: { ...filter.value, limit: SIZE, after } } })),
    { keep: true, every: 60_000 },
  )
  onLive('care.changed', { heard: pages.again, missed: pages.again })
  return pages
}

export type AlertMoved = Moved<CareAlert, CareEvent, CareAct>

export function useAlert(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  const path = () => ({ params: { path: { id: toValue(id) } } })
  const {
    onVersion: onSeen,
    take,
    ...followed
  } = useFollowed<CareAlert, CareEvent, CareAct>({
    key: ['care', 'alert'],
    id,
    news: 'care.changed',
    every: 60_000,
    read: () => answer(api.GET('/care/alerts/{id}', path())),
    steps: () => answer(api.GET('/care/alerts/{id}/events', path())),
  })
  return {
    ...followed,
    /** Returns whether the user may still see the alert. */
    async act(action: CareAct, intention: string): Promise<boolean> {
      const changed = await onSeen(action, (version) =>
        answer(
          api.POST('/care/alerts/{id}/actions', {
            params: { ...path().params, header: onVersion(version) },
            body: action,
            ...written(intention),
          }),
        ),
      )
      const mine = 'ladder' in changed
      if (mine) take(changed)
      void queries.invalidateQueries({ queryKey: ['care', 'alerts'] })
      return mine
    },
    /** The numbers of a rung, for an immediate call; recorded in the timeline. */
    async call(rung: number, intention: string): Promise<string[]> {
      const { phones } = await answer(
        api.POST('/care/alerts/{id}/call', { ...path(), body: { rung }, ...written(intention) }),
      )
      await followed.refresh()
      return phones
    },
    verify: () => answer(api.GET('/care/alerts/{id}/verify', path())),
  }
}
export type AlertHandle = ReturnType<typeof useAlert>

export function useOverdue(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under))
  const pages = usePages(['care', 'overdue', code], (after) =>
    answer(api.GET('/care/overdue', { params: { query: { under: code.value, limit: 200, after } } })),
  )
  return { ...pages, people: pages.rows }
}

export function useCareOf(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  const key = computed(() => toValue(id))
  const path = () => ({ path: { id: toValue(id) } })
  const query = useQuery({
    queryKey: ['care', 'person', key],
    queryFn: (): Promise<CareOf> => answer(api.GET('/care/residents/{id}', { params: path() })),
  })
  const refresh = () => queries.invalidateQueries({ queryKey: ['care'] })
  const older = shallowRef<CareOf['readings']>([])
  const next = shallowRef<string | null>()
  const from = computed(() => (next.value === undefined ? (query.data.value?.next ?? null) : next.value))
  async function settled<T>(pending: Promise<T>): Promise<T> {
    const value = await pending
    older.value = []
    next.value = undefined
    await refresh()
    return value
  }
  return {
    one: computed(() => query.data.value ?? null),
    readings: computed(() => [...(query.data.value?.readings ?? []), ...older.value]),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    more: computed(() => from.value !== null),
    async loadMore(): Promise<void> {
      const page = await answer(
        api.GET('/care/residents/{id}/readings', { params: { ...path(), query: { after: from.value ?? undefined } } }),
      )
      older.value = [...older.value, ...page.items]
      next.value = page.next ?? null
    },
    enter: (draft: ReadingDraft, intention: string) =>
      settled(answer(api.POST('/care/readings', { body: draft, ...written(intention) }))),
    settle: (
      reading: { id: string; version: number },
      body: { answer: 'confirmed' } | { answer: 'discarded'; why: string },
      intention: string,
    ) =>
      settled(
        answer(
          api.POST('/care/readings/{id}/settle', {
            params: { path: { id: reading.id }, header: onVersion(reading.version) },
            body,
            ...written(intention),
          }),
        ),
      ),
    illnesses: (list: string[], intention: string) =>
      settled(
        answer(
          api.PUT('/care/residents/{id}/illnesses', {
            params: path(),
            body: { illnesses: list },
            ...written(intention),
          }),
        ),
      ),
  }
}

export function useRules() {
  const queries = useQueryClient()
  const query = useQuery({
    queryKey: ['care', 'rules'],
    staleTime: 300_000,
    queryFn: (): Promise<CareRules> => answer(api.GET('/care/rules')),
  })
  return {
    rules: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    tryOut: (text: string, intention: string) =>
      answer(api.POST('/care/rules/trial', { body: { text }, ...written(intention) })),
    async publish(text: string, seen: string, intention: string): Promise<number> {
      const { version } = await answer(api.POST('/care/rules', { body: { text, seen }, ...written(intention) }))
      await queries.invalidateQueries({ queryKey: ['care', 'rules'] })
      return version
    },
  }
}

/** Adds a contact to a resident's household; idempotent per record; false without a known household. */
export async function addContact(resident: string, contact: ContactDraft): Promise<boolean> {
  const { household } = await answer(api.GET('/households/residents/{id}', { params: { path: { id: resident } } }))
  if (!household) return false
  const params = { path: { id: household.id } }
  await answer(api.POST('/households/{id}/contacts', { params, body: contact, ...written(contact.id) }))
  return true
}
