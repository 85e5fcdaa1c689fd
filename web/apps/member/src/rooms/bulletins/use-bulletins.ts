// Queries of bulletins, and recording that one was read.
import { newId } from '@weiguang/api/intention'
import type { components } from '@weiguang/api/schema'
import { BASE, call } from '@weiguang/offline/wire'
import { fresh } from '../../phone'

type Schemas = components['schemas']
export type Row = Schemas['BulletinRow']
export type Bulletin = Schemas['BulletinView']

/** Null without an answer. */
export const readList = async (): Promise<Row[] | null> =>
  (await fresh<Schemas['BulletinList']>('/bulletins'))?.items ?? null
export const readOne = (id: string): Promise<Bulletin | null> => fresh<Bulletin>(`/bulletins/${id}`)
export async function markRead(one: Bulletin): Promise<void> {
  if (one.unread) await call(`/bulletins/${one.id}/read`, { method: 'POST', key: newId() }).catch(() => null)
}
export const pictureOf = (id: string, picture: string) => `${BASE}/bulletins/${id}/pictures/${picture}`
