// The session: queried once and cached; sign-in and sign-out.
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRouter } from 'vue-router'
import { answer, api, written } from '@weiguang/api/client'
import { newId } from '@weiguang/api/intention'
import { asProblem, Problem } from '@weiguang/api/problem'
import { forgetDrafts } from '../../draft'
import type { Me } from '@weiguang/api/resources'

/** Drops the former account's cached data. The session query stays, because the frame observes it. */
function forget(queries: QueryClient): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
}

export function useSession() {
  const router = useRouter()
  const query = useQuery({
    queryKey: ['session'],
    staleTime: 60_000,
    queryFn: async (): Promise<Me | null> => {
      try {
        return await answer(api.GET('/session'))
      } catch (thrown) {
        if (!(thrown instanceof Problem) || thrown.status !== 401) throw thrown
        await router.isReady()
        const here = router.currentRoute.value
        if (!here.meta.open) await router.replace({ name: 'sign-in', query: { next: here.fullPath } })
        return null
      }
    },
  })
  return {
    me: computed(() => query.data.value ?? null),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    again: () => void query.refetch(),
  }
}

/** Whether the user has a verb; only to hide what the server would refuse. */
export function useMay() {
  const { me } = useSession()
  return (verb: string) => me.value?.verbs.includes(verb) ?? false
}

export function useSignIn() {
  const queries = useQueryClient()
  return async (login: string, password: string): Promise<Me> => {
    const me = await answer(api.POST('/session', { body: { login, password } }))
    forget(queries)
    forgetDrafts(me.id)
    queries.setQueryData(['session'], me)
    return me
  }
}

export function useSignOut() {
  const queries = useQueryClient()
  const router = useRouter()
  return async (): Promise<void> => {
    await api.DELETE('/session', { ...written(newId()) }).catch(() => null) // a lost answer must not keep someone in
    queries.setQueryData(['session'], null)
    forget(queries)
    forgetDrafts('', true)
    await router.replace({ name: 'sign-in' })
  }
}

/** Demo accounts; empty on real installations. */
export function useDemoAccounts() {
  const query = useQuery({
    queryKey: ['session', 'demo'],
    staleTime: Infinity,
    queryFn: async () => {
      const { data, response } = await api.GET('/session/demo')
      return response.ok && data?.demo ? data.accounts : []
    },
  })
  return computed(() => query.data.value ?? [])
}

export const changePassword = (old: string, next: string, key: string) =>
  answer(api.PUT('/session/password', { body: { old, new: next }, ...written(key) }))
