// Doctor teams and their paired cells.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, onVersion, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Pairing, Team } from '@weiguang/api/resources'
import type { components } from '@weiguang/api/schema'
import { useMay } from '../session/use-session'

export function usePairing(under: MaybeRefOrGetter<string | undefined>) {
  const may = useMay()
  const code = computed(() => toValue(under))
  const query = useQuery({
    queryKey: ['households', 'pairing', code],
    enabled: computed(() => may('households.read')),
    queryFn: (): Promise<Pairing> =>
      answer(api.GET('/households/pairing', { params: { query: { under: code.value } } })),
  })
  return {
    pairing: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useTeamWrites() {
  const queries = useQueryClient()
  async function settle<T>(pending: Promise<T>): Promise<T> {
    try {
      return await pending
    } finally {
      void queries.invalidateQueries({ queryKey: ['households', 'pairing'] })
    }
  }
  return {
    found: (body: components['schemas']['HouseholdNewTeam'], key: string) =>
      settle(answer(api.POST('/households/teams', { body, ...written(key) }))),
    change: (team: Team, body: components['schemas']['HouseholdTeamBody'], key: string) =>
      settle(
        answer(
          api.PUT('/households/teams/{id}', {
            params: { path: { id: team.id }, header: onVersion(team.version) },
            body,
            ...written(key),
          }),
        ),
      ),
    pair: (team: string, code: string, since: string | undefined, key: string) =>
      settle(
        answer(
          api.POST('/households/teams/{id}/pairs', {
            params: { path: { id: team } },
            body: { code, since },
            ...written(key),
          }),
        ),
      ),
    unpair: (team: string, code: string, key: string) =>
      settle(
        answer(
          api.DELETE('/households/teams/{id}/pairs/{code}', { params: { path: { id: team, code } }, ...written(key) }),
        ),
      ),
  }
}
