// A resident's report: its calls, and the phone's own place. Nothing of it is kept on the device.
import { answer, api, asForm, written } from '@weiguang/api/client'
import { newId } from '@weiguang/api/intention'
import type { Datum, KnownMatter, Placing, Point, PublicDraft, PublicKind, PublicReceipt, PublicStreet, Shapes, Track } from '@weiguang/api/resources'

export async function streets(): Promise<PublicStreet[]> {
  return (await answer(api.GET('/public/streets'))).items
}
export async function kinds(): Promise<PublicKind[]> {
  return (await answer(api.GET('/public/kinds'))).items
}
/** The outlines for pointing; null where the installation offers none, and then no map is offered either. */
export async function shapes(street: string): Promise<Shapes | null> {
  const { data, response } = await api.GET('/public/shapes', { params: { query: { street } } })
  return response.ok && data && data.features.length > 0 ? (data as Shapes) : null
}
/** Null where the installation keeps locating to its staff: the report is placed when it arrives. */
export async function locate(question: { street: string; address?: string; point?: Point; datum?: Datum }): Promise<Placing | null> {
  const { data, response } = await api.POST('/public/locate', { body: question, ...written(newId()) })
  return response.ok && data ? data : null
}
export async function nearby(question: { street: string; text: string; address?: string; point?: Point; datum?: Datum; kind?: string }): Promise<KnownMatter[]> {
  return (await answer(api.POST('/public/nearby', { body: question, ...written(newId()) }))).items
}
export function send(draft: PublicDraft, intention: string): Promise<PublicReceipt> {
  return answer(api.POST('/public/cases', { body: draft, ...written(intention) }))
}
export function join(token: string, id: string, phone: string, intention: string): Promise<{ joined: number }> {
  return answer(api.POST('/public/track/{token}/join', { params: { path: { token } }, body: { id, ...(phone ? { phone } : {}) }, ...written(intention) }))
}
export async function attach(photo: Blob, id: string, intention: string): Promise<string> {
  const form = new FormData()
  form.set('id', id)
  form.set('kind', 'before')
  form.set('file', photo, 'photo.jpg')
  return (await answer(api.POST('/public/attachments', { ...asForm(form), ...written(intention) }))).id
}
export function track(token: string): Promise<Track> {
  return answer(api.GET('/public/track/{token}', { params: { path: { token } } }))
}
export async function reply(token: string, body: { answer: 'satisfied' | 'not'; words?: string }, intention: string): Promise<Track> {
  await answer(api.POST('/public/track/{token}/answer', { params: { path: { token } }, body, ...written(intention) }))
  return track(token)
}

/** The browser's place, which is WGS-84 by its own standard. */
export function whereAmI(): Promise<Point> {
  return new Promise((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }),
      (failure) => reject(new Error(failure.code === failure.PERMISSION_DENIED ? 'refused' : 'failed')),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    )
  })
}

/** Shrinks a photograph to 1,280 px before it travels; what a browser cannot read travels as it is. */
export async function shrunk(file: File): Promise<Blob> {
  try {
    const picture = await createImageBitmap(file)
    const share = Math.min(1, 1280 / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * share)
    canvas.height = Math.round(picture.height * share)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), 'image/jpeg', 0.72))
  } catch {
    return file
  }
}
