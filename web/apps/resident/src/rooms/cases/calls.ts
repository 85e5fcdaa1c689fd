// API calls of the residents' pages.
import { answer, api, asForm, written } from '@weiguang/api/client'
import { newId } from '@weiguang/api/intention'
import type {
  Datum,
  KnownMatter,
  Placing,
  Point,
  PublicDraft,
  PublicKind,
  PublicReceipt,
  PublicStreet,
  PublicSummary,
  Shapes,
  Track,
} from '@weiguang/api/resources'

export async function streets(): Promise<PublicStreet[]> {
  return (await answer(api.GET('/public/streets'))).items
}
export async function kinds(): Promise<PublicKind[]> {
  return (await answer(api.GET('/public/kinds'))).items
}
/** Outlines of streets for picking a point; null if the installation has none. */
export async function shapes(streets: string[]): Promise<Shapes | null> {
  const all = await Promise.all(
    streets.map(async (street) => {
      const { data, response } = await api.GET('/public/shapes', { params: { query: { street } } })
      return response.ok && data ? (data as unknown as Shapes) : null
    }),
  )
  const features = all.flatMap((one) => one?.features ?? [])
  return features.length > 0 ? { ...all.find((one) => one !== null)!, features } : null
}
/** Null if the street cannot be determined from address or point. */
export async function locate(question: {
  street?: string
  address?: string
  point?: Point
  datum?: Datum
}): Promise<(Placing & { street: string }) | null> {
  const { data, response } = await api.POST('/public/locate', { body: question, ...written(newId()) })
  return response.ok && data ? data : null
}
export async function nearby(question: {
  street: string
  text: string
  address?: string
  point?: Point
  datum?: Datum
  kind?: string
}): Promise<KnownMatter[]> {
  return (await answer(api.POST('/public/nearby', { body: question, ...written(newId()) }))).items
}
export function send(draft: PublicDraft, intention: string): Promise<PublicReceipt> {
  return answer(api.POST('/public/cases', { body: draft, ...written(intention) }))
}
/** Joins a known case; the answer contains the co-reporter's link. */
export function join(
  handle: string,
  id: string,
  phone: string,
  intention: string,
): Promise<{ joined: number; track_url: string }> {
  return answer(api.POST('/public/join', { body: { handle, id, ...(phone ? { phone } : {}) }, ...written(intention) }))
}
/** Uploads a photo before the report that refers to it. */
export async function attach(photo: Blob, id: string, street: string, intention: string): Promise<string> {
  const form = new FormData()
  form.set('id', id)
  form.set('street', street)
  form.set('file', photo, 'photo.jpg')
  return (await answer(api.POST('/public/attachments', { ...asForm(form), ...written(intention) }))).id
}
export function track(token: string): Promise<Track> {
  return answer(api.GET('/public/track/{token}', { params: { path: { token } } }))
}
export async function reply(
  token: string,
  body: { answer: 'satisfied' | 'not'; words?: string },
  intention: string,
): Promise<Track> {
  await answer(api.POST('/public/track/{token}/answer', { params: { path: { token } }, body, ...written(intention) }))
  return track(token)
}
export function summary(street: string): Promise<PublicSummary> {
  return answer(api.GET('/public/summary', { params: { query: { street } } }))
}
