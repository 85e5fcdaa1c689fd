// One case with its timeline, and everything that can be done to it; each act carries the version that was read.
import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, shallowRef, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, asForm, onVersion, written } from '@weiguang/api/client'
import { asProblem } from '@weiguang/api/problem'
import type { Case, CaseAction, CaseEvent, Receipt } from '@weiguang/api/resources'
import { patchRow } from './use-cases'
import { onLive } from '../../live'

/** Somebody was faster: what was meant, what was seen then, and what stands now. */
export interface Collision { action: CaseAction; seen: Case; current: Case }

export function useCase(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  const path = () => ({ params: { path: { id: toValue(id) } } })
  const key = computed(() => toValue(id))
  const query = useQuery({ queryKey: ['case', key], queryFn: (): Promise<Case> => answer(api.GET('/cases/{id}', path())) })
  const timeline = useQuery({
    queryKey: ['case', key, 'events'],
    queryFn: async (): Promise<CaseEvent[]> => (await answer(api.GET('/cases/{id}/events', path()))).items.sort((a, b) => b.seq - a.seq),
  })
  const collision = shallowRef<Collision | null>(null)
  const refresh = () => Promise.all([query.refetch(), timeline.refetch()])
  onLive('cases.changed', {
    heard: (event) => { if (event.id === toValue(id) && event.version > (query.data.value?.version ?? Infinity)) void refresh() },
    missed: () => void refresh(),
  })

  return {
    one: computed(() => query.data.value ?? null),
    events: computed(() => timeline.data.value ?? []),
    loading: query.isFetching,
    problem: computed(() => (query.error.value ? asProblem(query.error.value) : null)),
    refresh,
    collision,
    async act(action: CaseAction, intention: string): Promise<Case | Receipt> {
      const version = query.data.value?.version ?? 0
      try {
        const params = { path: { id: toValue(id) }, header: onVersion(version) }
        const changed: Case | Receipt = await answer(api.POST('/cases/{id}/actions', { params, body: action, ...written(intention) }))
        patchRow(queries, changed)
        // After a return or a dispatch only a receipt comes back: the case is no longer this person's to see.
        if ('title' in changed) {
          queries.setQueryData(['case', toValue(id)], changed)
          void timeline.refetch()
        } else {
          void query.refetch()
        }
        void queries.invalidateQueries({ queryKey: ['cases', 'counts'] })
        return changed
      } catch (thrown) {
        // Somebody was faster: both versions are shown, and the person decides again.
        const problem = asProblem(thrown)
        if (problem.status === 412) {
          const seen = query.data.value
          await refresh()
          const current = (problem.current as Case | null) ?? query.data.value
          if (seen && current) collision.value = { action, seen, current }
        }
        throw thrown
      }
    },
    unmask: (reason: string, intention: string) => answer(api.POST('/cases/{id}/unmask', { ...path(), body: { reason }, ...written(intention) })),
    async attach(file: File, kind: string, record: string, intention: string): Promise<void> {
      const form = new FormData()
      form.set('id', record)
      form.set('kind', kind)
      form.set('file', file, file.name)
      await answer(api.POST('/cases/{id}/attachments', { ...path(), ...asForm(form), ...written(intention) }))
      await refresh()
    },
    verify: () => answer(api.GET('/cases/{id}/verify', path())),
  }
}

export type CaseHandle = ReturnType<typeof useCase>
