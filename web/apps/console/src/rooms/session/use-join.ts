// First sign-in by an invitation, or by the operator's setup link.
import { useQueryClient } from '@tanstack/vue-query'
import { answer, api, asForm, written } from '@weiguang/api/client'
import { newId } from '@weiguang/api/intention'
import type { components } from '@weiguang/api/schema'

type Schemas = components['schemas']

/** Checking an invitation does not consume it. */
export const lookAt = (way: Schemas['PeopleBrought']) =>
  answer(api.POST('/public/invitations/look', { body: way, ...written(newId()) }))
/** The streets that the setup link may create. */
export const lookAtLink = (link: string) =>
  answer(api.POST('/public/setup/look', { body: { link }, ...written(newId()) }))
/** Streets and communities in a statistics file, by code or name. */
export function readAreas(link: string, find: string, file: File) {
  const form = new FormData()
  form.set('link', link)
  form.set('find', find)
  form.set('file', file, file.name)
  return answer(api.POST('/public/setup/areas', { ...asForm(form), ...written(newId()) }))
}

/** Both sign in. */
export function useJoin() {
  const queries = useQueryClient()
  async function entered<T extends { me: unknown }>(pending: Promise<T>): Promise<T> {
    const value = await pending
    queries.setQueryData(['session'], value.me)
    return value
  }
  return {
    accept: (body: Schemas['PeopleAccept'], key: string) =>
      entered(answer(api.POST('/public/invitations/accept', { body, ...written(key) }))),
    setUp: (body: Schemas['SetupNewSetup'], key: string) =>
      entered(answer(api.POST('/public/setup', { body, ...written(key) }))),
  }
}
