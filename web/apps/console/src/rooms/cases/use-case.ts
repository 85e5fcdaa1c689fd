// A case with its timeline and actions; each action sends the version that was read.
import { useQueryClient } from '@tanstack/vue-query'
import { toValue, type MaybeRefOrGetter } from 'vue'
import { answer, api, asForm, onVersion, written } from '@weiguang/api/client'
import type { Case, CaseAction, CaseEvent, Receipt } from '@weiguang/api/resources'
import { useFollowed, type Moved } from '../../use-followed'
import { patchRow } from './use-cases'

export type Collision = Moved<Case, CaseEvent, CaseAction>

export function useCase(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  const path = () => ({ params: { path: { id: toValue(id) } } })
  const {
    onVersion: onSeen,
    take,
    ...followed
  } = useFollowed<Case, CaseEvent, CaseAction>({
    key: ['case'],
    id,
    news: 'cases.changed',
    read: () => answer(api.GET('/cases/{id}', path())),
    steps: () => answer(api.GET('/cases/{id}/events', path())),
  })
  return {
    ...followed,
    async act(action: CaseAction, intention: string): Promise<Case | Receipt> {
      const changed = await onSeen(action, (version): Promise<Case | Receipt> =>
        answer(
          api.POST('/cases/{id}/actions', {
            params: { ...path().params, header: onVersion(version) },
            body: action,
            ...written(intention),
          }),
        ),
      )
      patchRow(queries, changed)
      // After a return or dispatch only a receipt is returned, because the user may not see the case any more.
      if ('title' in changed) take(changed)
      else void followed.refresh()
      void queries.invalidateQueries({ queryKey: ['cases', 'counts'] })
      return changed
    },
    unmask: (reason: string, intention: string) =>
      answer(api.POST('/cases/{id}/unmask', { ...path(), body: { reason }, ...written(intention) })),
    async issueLink(intention: string): Promise<string> {
      const { track_url } = await answer(api.POST('/cases/{id}/link', { ...path(), ...written(intention) }))
      void followed.refresh()
      return new URL(track_url, location.href).href
    },
    async withdrawLink(intention: string): Promise<void> {
      await answer(api.DELETE('/cases/{id}/link', { ...path(), ...written(intention) }))
      void followed.refresh()
    },
    async attach(file: File, kind: string, record: string, intention: string): Promise<void> {
      const form = new FormData()
      form.set('id', record)
      form.set('kind', kind)
      form.set('file', file, file.name)
      await answer(api.POST('/cases/{id}/attachments', { ...path(), ...asForm(form), ...written(intention) }))
      await followed.refresh()
    },
    verify: () => answer(api.GET('/cases/{id}/verify', path())),
  }
}

export type CaseHandle = ReturnType<typeof useCase>
