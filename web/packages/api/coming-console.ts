// What the console is about to be served and the description does not say yet; each line goes when the description has it.
import type { Said } from '@weiguang/i18n/t'
import type { Read } from './coming'
import type { KindDetail, Person } from './resources'

type Answers<Answer> = { 200: { headers: Record<string, unknown>; content: { 'application/json': Answer } } }
interface Place<Name extends string, Query = never> { query?: Query; header?: never; path: Record<Name, string>; cookie?: never }
interface One<Name extends string, Answer, Query = never> {
  get: { parameters: Place<Name, Query>; requestBody?: never; responses: Answers<Answer> }
}
interface Asked<Answer, Body> {
  post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody: { content: { 'application/json': Body } }; responses: Answers<Answer> }
}

export interface AuditEntry { seq: number; kind: string; at: string; actor?: Person | null; words: Said; body: unknown; hash: string }
export interface Audit { entries: AuditEntry[]; intact: boolean; broken: string | null; reads: { at: string; actor?: Person | null; what: string; reason: string }[] }

export interface KindText { id: string; version: number; text: string; published_at: string | null; versions: { version: number; published_at: string | null }[] }
export interface TextFault { line: number | null; field: string; zh: string; en: string }
export interface KindCheck { kind: KindDetail | null; faults: TextFault[] }

/** Tiles that lie under the cells, or none. */
export interface Basemap { kind: 'none' | 'tianditu' | 'raster'; attribution: string; layers: { name: string; url: string }[]; min_zoom: number; max_zoom: number }

export interface ConsoleComing {
  '/cases/{id}/audit': One<'id', Audit>
  '/manual/kinds/{id}/text': One<'id', KindText, { version?: number }>
  '/manual/kinds/check': Asked<KindCheck, { text: string }>
  '/settings': Read<never, Record<string, unknown>>
  '/map': Read<never, Basemap>
}
