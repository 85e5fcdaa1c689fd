// Queries and writes of campaigns, updated by the live stream.
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, onVersion, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { CampaignAct, CampaignDoorLine, CampaignDraft, CampaignWhole } from '@weiguang/api/resources'
import { onLive } from '../../live'
import { usePages } from '../../use-pages'

/** Minimum interval of refetches, because visits may arrive every few seconds. */
const CALM = 1_000
const MOST = 200

/** Refetches everything under this key after a relevant change. */
function useNews(key: string[], concerns: (event: { id: string }) => boolean): void {
  const queries = useQueryClient()
  let timer: ReturnType<typeof setTimeout> | undefined
  const soon = () => {
    timer ??= setTimeout(() => {
      timer = undefined
      void queries.invalidateQueries({ queryKey: key })
    }, CALM)
  }
  onLive('visits.changed', {
    heard: (event) => {
      if (concerns(event)) soon()
    },
    missed: soon,
  })
  onScopeDispose(() => clearTimeout(timer))
}

export function useCampaigns(
  status: MaybeRefOrGetter<string | undefined>,
  under: MaybeRefOrGetter<string | undefined>,
) {
  const filter = computed(() => ({ status: toValue(status), under: toValue(under) }))
  const pages = usePages(
    ['visits', 'campaigns', filter],
    (after) => answer(api.GET('/visits/campaigns', { params: { query: { ...filter.value, limit: 50, after } } })),
    { keep: true },
  )
  useNews(['visits', 'campaigns'], () => true)
  return pages
}

/** A campaign; queries below its key are refetched together, so that figures and list agree. */
export function useCampaign(id: MaybeRefOrGetter<string | undefined>) {
  const queries = useQueryClient()
  const key = computed(() => toValue(id))
  const path = () => ({ path: { id: toValue(id) ?? '' } })
  const query = useQuery({
    queryKey: ['visits', 'campaign', key],
    enabled: computed(() => key.value !== undefined),
    queryFn: (): Promise<CampaignWhole> => answer(api.GET('/visits/campaigns/{id}', { params: path() })),
  })
  useNews(['visits', 'campaign'], (event) => event.id === toValue(id))
  const refresh = () => queries.invalidateQueries({ queryKey: ['visits'] })
  return {
    one: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
    async act(body: CampaignAct, intention: string): Promise<CampaignWhole> {
      try {
        const params = { ...path(), header: onVersion(query.data.value?.version ?? 0) }
        return await answer(api.POST('/visits/campaigns/{id}/actions', { params, body, ...written(intention) }))
      } finally {
        await refresh()
      }
    },
  }
}

/** The dwellings of a draft, by cell. */
export function usePreview(id: MaybeRefOrGetter<string>, wanted: MaybeRefOrGetter<boolean>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['visits', 'campaign', key, 'preview'],
    enabled: computed(() => toValue(wanted)),
    queryFn: () => answer(api.GET('/visits/campaigns/{id}/preview', { params: { path: { id: key.value } } })),
  })
  return {
    preview: computed(() => query.data.value ?? null),
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useCoverage(id: MaybeRefOrGetter<string>, atStart: MaybeRefOrGetter<boolean>) {
  const key = computed(() => toValue(id))
  const start = computed(() => toValue(atStart))
  const query = useQuery({
    queryKey: ['visits', 'campaign', key, 'coverage', start],
    queryFn: () =>
      answer(
        api.GET('/visits/campaigns/{id}/coverage', {
          params: { path: { id: key.value }, query: { at_start: start.value } },
        }),
      ),
    placeholderData: keepPreviousData,
  })
  return {
    coverage: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useCampaignDoors(
  id: MaybeRefOrGetter<string>,
  open: MaybeRefOrGetter<boolean>,
  under: MaybeRefOrGetter<string | undefined>,
) {
  const key = computed(() => toValue(id))
  const filter = computed(() => ({ open: toValue(open), under: toValue(under) }))
  const pages = usePages(
    ['visits', 'campaign', key, 'doors', filter],
    (after) =>
      answer(
        api.GET('/visits/campaigns/{id}/doors', {
          params: { path: { id: key.value }, query: { ...filter.value, limit: 50, after } },
        }),
      ),
    { keep: true },
  )
  return { ...pages, doors: pages.rows }
}

/** All gaps, over all pages: the whole list is signed. */
export function useGaps(id: MaybeRefOrGetter<string>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['visits', 'campaign', key, 'gaps'],
    queryFn: async (): Promise<CampaignDoorLine[]> => {
      const found: CampaignDoorLine[] = []
      let after: string | undefined
      do {
        const page = await answer(
          api.GET('/visits/campaigns/{id}/doors', {
            params: { path: { id: key.value }, query: { open: true, limit: MOST, after } },
          }),
        )
        found.push(...page.items)
        after = page.next ?? undefined
      } while (after)
      return found
    },
  })
  return {
    gaps: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useCampaignWrites() {
  const queries = useQueryClient()
  return {
    async draft(body: CampaignDraft, intention: string): Promise<CampaignWhole> {
      const made = await answer(api.POST('/visits/campaigns', { body, ...written(intention) }))
      await queries.invalidateQueries({ queryKey: ['visits', 'campaigns'] })
      return made
    },
    async amend(version: number, body: CampaignDraft, intention: string): Promise<CampaignWhole> {
      const changed = await answer(
        api.PUT('/visits/campaigns/{id}', {
          params: { path: { id: body.id }, header: onVersion(version) },
          body,
          ...written(intention),
        }),
      )
      await queries.invalidateQueries({ queryKey: ['visits'] })
      return changed
    },
  }
}
