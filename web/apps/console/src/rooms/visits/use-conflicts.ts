// Fields with two values, and the visits of a dwelling.
import { useQueryClient } from '@tanstack/vue-query'
import { computed, toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, written } from '@weiguang/api/client'
import { newRecordId } from '@weiguang/api/intention'
import type { Conflict, VisitBody } from '@weiguang/api/resources'
import { usePages } from '../../use-pages'

const SIZE = 50

export function useConflicts(under: MaybeRefOrGetter<string | undefined>) {
  const queries = useQueryClient()
  const code = computed(() => toValue(under))
  const pages = usePages(['visits', 'conflicts', code], (after) =>
    answer(api.GET('/visits/conflicts', { params: { query: { under: code.value, limit: SIZE, after } } })),
  )
  return {
    ...pages,
    /** Resolves a field, naming every displayed value. Returns whether another value arrived meanwhile. */
    async settle(one: Conflict, value: Conflict['values'][number], intention: string): Promise<boolean> {
      const body = {
        id: newRecordId(),
        of: one.of,
        field: one.field.key,
        value: value.answer,
        seen: one.values.map((each) => each.edit),
      }
      try {
        return (await answer(api.POST('/visits/edits', { body, ...written(intention) }))).disputed
      } finally {
        await queries.invalidateQueries({ queryKey: ['visits', 'conflicts'] })
      }
    },
  }
}

export function useVisitsBehind(household: MaybeRefOrGetter<string>) {
  const id = computed(() => toValue(household))
  const queries = useQueryClient()
  const pages = usePages(['visits', 'behind', id], (after) =>
    answer(api.GET('/visits', { params: { query: { household: id.value, limit: SIZE, after } } })),
  )
  return {
    ...pages,
    visits: pages.rows,
    /** Sends a visit that corrects another one; campaign figures are refetched. */
    async correct(body: VisitBody, intention: string): Promise<void> {
      await answer(api.POST('/visits', { body, ...written(intention) }))
      await queries.invalidateQueries({ queryKey: ['visits'] })
    },
  }
}
