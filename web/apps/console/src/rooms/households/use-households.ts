// Queries and writes of residents and households.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, onVersion, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type {
  CareNeedDraft,
  ContactDraft,
  Household,
  Merge,
  Resident,
  ResidentChange,
  ResidentDraft,
  ResidentLine,
} from '@weiguang/api/resources'
import type { components } from '@weiguang/api/schema'
import type { Pickable } from '@weiguang/ui/UiPick.vue'
import { usePages } from '../../use-pages'

const SIZE = 50
export type FindBy = components['schemas']['HouseholdFindBody']
export type Wanted = components['schemas']['HouseholdWantedBody']
export type HomeDraft = components['schemas']['HouseholdMoveResident']
export type NeedRenewal = components['schemas']['HouseholdRenewNeed']

export function useResidents(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under))
  return usePages(['households', 'residents', code], (after) =>
    answer(api.GET('/households/residents', { params: { query: { under: code.value, limit: SIZE, after } } })),
  )
}

export function useHomes(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under))
  return usePages(['households', 'homes', code], (after) =>
    answer(api.GET('/households', { params: { query: { under: code.value, limit: SIZE, after } } })),
  )
}

/** Exact search by number, phone or name, in the body, so that none is in a URL or log. */
export async function findResidents(by: FindBy, intention: string): Promise<ResidentLine[]> {
  return (await answer(api.POST('/households/residents/find', { body: by, ...written(intention) }))).items
}

/** Searches dwellings of the directory in a cell. */
export async function searchDoors(under: string, text: string): Promise<Pickable[]> {
  const { items } = await answer(
    api.GET('/grid/places', { params: { query: { under, q: text || undefined, limit: 12 } } }),
  )
  return items.map((place) => ({ value: place.id, text: place.words }))
}

export function useResident(id: MaybeRefOrGetter<string>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['households', 'resident', key],
    queryFn: (): Promise<Resident> =>
      answer(api.GET('/households/residents/{id}', { params: { path: { id: key.value } } })),
  })
  return {
    one: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useHome(id: MaybeRefOrGetter<string>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['households', 'home', key],
    queryFn: (): Promise<Household> => answer(api.GET('/households/{id}', { params: { path: { id: key.value } } })),
  })
  return {
    one: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** Who unmasked a person's numbers, for auditors. */
export function useLooks(id: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['households', 'looks', key],
    enabled: computed(() => toValue(enabled)),
    queryFn: async () =>
      (await answer(api.GET('/households/residents/{id}/looks', { params: { path: { id: key.value } } }))).items,
  })
  return computed(() => query.data.value ?? null)
}

export function useMerges(id: MaybeRefOrGetter<string>, enabled: MaybeRefOrGetter<boolean>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['households', 'merges', key],
    enabled: computed(() => toValue(enabled)),
    queryFn: async (): Promise<Merge[]> =>
      (await answer(api.GET('/households/residents/{id}/merges', { params: { path: { id: key.value } } }))).items,
  })
  return computed(() => query.data.value ?? [])
}

export function useTombstones(enabled: MaybeRefOrGetter<boolean> = true) {
  return usePages(
    ['households', 'tombstones'],
    (after) => answer(api.GET('/households/tombstones', { params: { query: { limit: SIZE, after } } })),
    { enabled },
  )
}

export function useHouseholdWrites() {
  const queries = useQueryClient()
  /** Refetches after every write, and after a conflict. */
  async function settle<T>(pending: Promise<T>): Promise<T> {
    try {
      return await pending
    } finally {
      void queries.invalidateQueries({ queryKey: ['households'] })
    }
  }
  const of = (id: string) => ({ path: { id } })
  const at = (id: string, version: number) => ({ path: { id }, header: onVersion(version) })
  return {
    register: (draft: ResidentDraft, key: string) =>
      settle(answer(api.POST('/households/residents', { body: draft, ...written(key) }))),
    change: (one: Resident, change: ResidentChange, key: string) =>
      settle(
        answer(
          api.PATCH('/households/residents/{id}', { params: at(one.id, one.version), body: change, ...written(key) }),
        ),
      ),
    move: (one: Resident, home: HomeDraft, key: string) =>
      settle(
        answer(
          api.POST('/households/residents/{id}/move', { params: at(one.id, one.version), body: home, ...written(key) }),
        ),
      ),
    moveHome: (one: Household, door: components['schemas']['HouseholdMoveHousehold'], key: string) =>
      settle(
        answer(api.POST('/households/{id}/move', { params: at(one.id, one.version), body: door, ...written(key) })),
      ),
    unmask: (id: string, wanted: Wanted, reason: string, key: string) =>
      settle(
        answer(
          api.POST('/households/residents/{id}/unmask', { params: of(id), body: { wanted, reason }, ...written(key) }),
        ),
      ),
    need: (id: string, draft: CareNeedDraft, key: string) =>
      settle(answer(api.POST('/households/residents/{id}/needs', { params: of(id), body: draft, ...written(key) }))),
    renewNeed: (id: string, need: string, body: NeedRenewal, key: string) =>
      settle(
        answer(
          api.PUT('/households/residents/{id}/needs/{need}', { params: { path: { id, need } }, body, ...written(key) }),
        ),
      ),
    endNeed: (id: string, need: string, key: string) =>
      settle(
        answer(
          api.DELETE('/households/residents/{id}/needs/{need}', { params: { path: { id, need } }, ...written(key) }),
        ),
      ),
    addContact: (home: string, draft: ContactDraft, key: string) =>
      settle(answer(api.POST('/households/{id}/contacts', { params: of(home), body: draft, ...written(key) }))),
    changeContact: (
      home: Household,
      contact: string,
      body: components['schemas']['HouseholdContactBody'],
      key: string,
    ) =>
      settle(
        answer(
          api.PUT('/households/{id}/contacts/{contact}', {
            params: { path: { id: home.id, contact }, header: onVersion(home.version) },
            body,
            ...written(key),
          }),
        ),
      ),
    removeContact: (home: Household, contact: string, key: string) =>
      settle(
        answer(
          api.DELETE('/households/{id}/contacts/{contact}', {
            params: { path: { id: home.id, contact }, header: onVersion(home.version) },
            ...written(key),
          }),
        ),
      ),
    order: (home: Household, order: string[], key: string) =>
      settle(
        answer(
          api.PUT('/households/{id}/order', { params: at(home.id, home.version), body: { order }, ...written(key) }),
        ),
      ),
    /** The subject copy as a file, generated on request and not stored. */
    copy: (id: string, form: 'json' | 'page', reason: string, key: string): Promise<Blob> =>
      settle(
        answer(
          api.POST('/households/residents/{id}/copy', {
            params: of(id),
            body: { form, reason },
            parseAs: 'blob',
            ...written(key),
          }) as Promise<{ data?: Blob; error?: unknown; response: Response }>,
        ),
      ),
    erase: (one: Resident, key: string) =>
      settle(
        answer(api.POST('/households/residents/{id}/erase', { params: at(one.id, one.version), ...written(key) })),
      ),
    merge: (body: components['schemas']['HouseholdMergeBody'], key: string) =>
      settle(answer(api.POST('/households/merges', { body, ...written(key) }))),
    undoMerge: (id: string, key: string) =>
      settle(answer(api.POST('/households/merges/{id}/undo', { params: of(id), ...written(key) }))),
    apart: (first: string, second: string, key: string) =>
      settle(answer(api.POST('/households/doubles/apart', { body: { first, second }, ...written(key) }))),
  }
}
