// What the server is about to serve and its description does not say yet; each line goes when the description has it.
import type { ConsoleComing } from './coming-console'
import type { PublicKind, Status } from './resources'
import type { Said } from '@weiguang/i18n/t'

export interface Read<Query, Answer> {
  get: { parameters: { query?: Query; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Answer } } } }
}
interface Written<Answer> {
  post: { parameters: { query?: never; header?: never; path?: never; cookie?: never }; requestBody?: never; responses: { 200: { headers: Record<string, unknown>; content: { 'application/json': Answer } } } }
}

/** What a neighbourhood does, for everybody: counts and kinds, nothing that anybody typed. */
export interface PublicSummary {
  street: string
  name: string
  made_up: boolean
  received_30d: number
  solved_30d: number
  satisfied_30d: number
  answered_30d: number
  median_hours_30d: number | null
  by_area: { name: string; open: number; solved_30d: number }[]
  by_kind_group: { group: Said; solved_30d: number; median_hours: number | null }[]
  recent: { day: string; kind: PublicKind['name']; place: string; days: number }[]
}

/** The figures of a code for the big screen and the console's overview: no personal data. */
export interface CasesSummary {
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
  by_status: { status: Status; n: number }[]
  by_kind_group: { group: Said; open: number; late: number; received_30d: number }[]
  by_area: { code: string; name: string; open: number; late: number; closed_30d: number }[]
  by_day: { day: string; received: number; closed: number; late: number }[]
  recent: { at: string; words: Said; kind: Said; place: string; status: Status }[]
}

export type * from './coming-console'

export interface Coming extends ConsoleComing {
  '/public/attachments': Written<{ id: string }>
  '/public/summary': Read<{ street: string }, PublicSummary>
  '/cases/summary': Read<{ code?: string }, CasesSummary>
}
