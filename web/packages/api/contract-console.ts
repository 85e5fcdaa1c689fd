// What the console asks of the server beyond the first contract: doors that exist already keep their generated shapes.
import type { Said } from '@weiguang/i18n/t'
import type { paths as served } from './schema'
import type { KindDetail, Person } from './resources'

type Stripped<P> = { [K in keyof P as K extends `/api/v1${infer Path}` ? Path : never]: P[K] }
type Existing =
  | '/grid/regrids' | '/grid/regrids/{id}' | '/grid/regrids/{id}/amend' | '/grid/regrids/{id}/review' | '/grid/regrids/{id}/apply'
  | '/grid/regrids/{id}/withdraw' | '/grid/findings' | '/people/tokens' | '/people/tokens/{id}' | '/people/absences/{id}'
  | '/manual/calendar'

interface Call<Answer, Body = never> {
  parameters: { query?: Record<string, string | number | undefined>; path?: Record<string, string>; header?: Record<string, string> }
  requestBody?: { content: { 'application/json': Body } }
  responses: { 200: { content: { 'application/json': Answer } } }
}
interface At<Name extends string, Answer, Body = never> extends Omit<Call<Answer, Body>, 'parameters'> {
  parameters: { query?: Record<string, string | number | undefined>; path: Record<Name, string>; header?: Record<string, string> }
}

/** A kept way of looking at the queue. */
export interface SavedView { id: string; name: string; query: Record<string, string>; rank: number }

export interface Summary {
  at: string
  code: string
  words: string
  open: number
  late: number
  waiting: number
  received_today: number
  closed_today: number
  satisfied_30d: number
  answered_30d: number
  median_hours_30d: number | null
  by_status: { status: string; n: number }[]
  by_kind_group: { group: Said; open: number; late: number; received_30d: number }[]
  by_area: { code: string; name: string; open: number; late: number; closed_30d: number }[]
  by_day: { day: string; received: number; closed: number; late: number }[]
  recent: { at: string; words: Said; kind: Said; place: string; status: string }[]
}

export interface AuditEntry { seq: number; kind: string; at: string; actor: Person | null; words: Said; body: unknown; hash: string }
export interface Audit { entries: AuditEntry[]; intact: boolean; broken: string | null; reads: { at: string; actor: Person | null; what: string; reason: string }[] }

export interface KindText { id: string; version: number; text: string; published_at: string | null; versions: { version: number; published_at: string | null }[] }
export interface TextFault { line: number | null; field: string; zh: string; en: string }
export interface KindCheck { kind: KindDetail | null; faults: TextFault[] }

/** Tiles that lie under the cells, or none. */
export interface Basemap { kind: 'none' | 'tianditu' | 'raster'; attribution: string; layers: { name: string; url: string }[]; min_zoom: number; max_zoom: number }


interface Coming {
  '/cases/views': { get: Call<{ items: SavedView[] }> }
  '/cases/views/{id}': { put: At<'id', SavedView, Omit<SavedView, 'id'>>; delete: At<'id', undefined> }
  '/cases/summary': { get: Call<Summary> }
  '/cases/{id}/audit': { get: At<'id', Audit> }
  '/manual/kinds/{id}/text': { get: At<'id', KindText> }
  '/manual/kinds/check': { post: Call<KindCheck, { text: string }> }
  '/settings': { get: Call<Record<string, unknown>> }
  '/map': { get: Call<Basemap> }
}
export type ConsolePaths = Pick<Stripped<served>, Existing> & Coming
