// Queries and writes of accounts, posts, absences and duty.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, onVersion, written } from '@weiguang/api/client'
import { asProblem, Problem } from '@weiguang/api/problem'
import type {
  Absence,
  AccountWhole,
  Account,
  AccountDraft,
  AssignmentDraft,
  Duty,
  Handover,
} from '@weiguang/api/resources'
import type { Pickable } from '@weiguang/ui/UiPick.vue'
import { roleWord } from './use-roles'

export function useDuty(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under))
  const query = useQuery({
    queryKey: ['people', 'duty', code],
    queryFn: async (): Promise<Duty[]> =>
      (await answer(api.GET('/people/duty', { params: { query: { under: code.value } } }))).items,
  })
  return {
    duty: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export function useHoles(under: MaybeRefOrGetter<string | undefined>) {
  const code = computed(() => toValue(under))
  const query = useQuery({
    queryKey: ['people', 'holes', code],
    queryFn: async (): Promise<Duty[]> =>
      (await answer(api.GET('/people/holes', { params: { query: { under: code.value } } }))).items,
  })
  return computed(() => query.data.value ?? null)
}

export function useAccounts(q: MaybeRefOrGetter<string>) {
  const text = computed(() => toValue(q).trim())
  const query = useQuery({
    queryKey: ['people', 'accounts', text],
    queryFn: async (): Promise<Account[]> =>
      (await answer(api.GET('/people/accounts', { params: { query: { q: text.value || undefined, limit: 100 } } })))
        .items,
  })
  return {
    accounts: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** An account with its posts. Null if it does not exist or is not visible. */
export function useAccount(id: MaybeRefOrGetter<string>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['people', 'account', key],
    queryFn: async (): Promise<AccountWhole | null> => {
      try {
        return await answer(api.GET('/people/accounts/{id}', { params: { path: { id: key.value } } }))
      } catch (thrown) {
        if (thrown instanceof Problem && thrown.status === 404) return null
        throw thrown
      }
    },
  })
  return {
    account: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** Past and future absences that the user may see. */
export function useAbsences() {
  const query = useQuery({
    queryKey: ['people', 'absences'],
    queryFn: async (): Promise<Absence[]> =>
      (await answer(api.GET('/people/absences', { params: { query: {} } }))).items,
  })
  return {
    absences: computed(() => query.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

export async function searchAccounts(text: string): Promise<Pickable[]> {
  const { items } = await answer(
    api.GET('/people/accounts', { params: { query: { q: text || undefined, limit: 10 } } }),
  )
  return items
    .filter((account) => account.state !== 'left')
    .map((account) => ({
      value: account.id,
      text: account.name,
      hint: account.grants[0] ? `${roleWord(account.grants[0].role)} · ${account.grants[0].words}` : account.login,
    }))
}

/** The name of an id, for a reopened form. */
export async function nameOfAccount(id: string): Promise<string> {
  return (await answer(api.GET('/people/accounts/{id}', { params: { path: { id } } }))).name
}

export function usePeopleWrites() {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['people'] })
  async function settle<T>(pending: Promise<T>): Promise<T> {
    const value = await pending
    void refresh()
    return value
  }
  return {
    create: (draft: AccountDraft, key: string) =>
      settle(answer(api.POST('/people/accounts', { body: draft, ...written(key) }))),
    assign: (draft: AssignmentDraft, key: string) =>
      settle(answer(api.POST('/people/assignments', { body: draft, ...written(key) }))),
    endAssignment: (id: string, key: string) =>
      settle(answer(api.DELETE('/people/assignments/{id}', { params: { path: { id } }, ...written(key) }))),
    absent: (body: { id: string; account: string; since: string; until: string; deputy: string }, key: string) =>
      settle(answer(api.POST('/people/absences', { body, ...written(key) }))),
    endAbsence: (id: string, until: string, key: string) =>
      settle(
        answer(api.DELETE('/people/absences/{id}', { params: { path: { id }, query: { until } }, ...written(key) })),
      ),
    change: (id: string, body: { name?: string; login?: string; phone?: string }, version: number, key: string) =>
      settle(
        answer(
          api.PATCH('/people/accounts/{id}', {
            params: { path: { id }, header: onVersion(version) },
            body,
            ...written(key),
          }),
        ),
      ),
    setPassword: (id: string, password: string, key: string) =>
      settle(
        answer(
          api.PUT('/people/accounts/{id}/password', { params: { path: { id } }, body: { password }, ...written(key) }),
        ),
      ),
    unmask: (id: string, reason: string, key: string) =>
      answer(api.POST('/people/accounts/{id}/unmask', { params: { path: { id } }, body: { reason }, ...written(key) })),
    async leave(id: string, body: { day: string }, key: string): Promise<Handover> {
      const left = await settle(
        answer(api.POST('/people/accounts/{id}/leave', { params: { path: { id } }, body, ...written(key) })),
      )
      return answer(api.GET('/people/handovers/{id}', { params: { path: { id: left.handover } } }))
    },
  }
}

export function useHandover(id: MaybeRefOrGetter<string>) {
  const key = computed(() => toValue(id))
  const query = useQuery({
    queryKey: ['people', 'handover', key],
    queryFn: () => answer(api.GET('/people/handovers/{id}', { params: { path: { id: key.value } } })),
  })
  return {
    handover: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}
