// The things that the API speaks of, field by field, as the server names them.
import type { Said } from '@weiguang/i18n/t'

/** WGS-84 degrees. */
export interface Point { lon: number; lat: number }
/** Which coordinates a phone gave: Chinese map apps shift theirs (gcj02). */
export type Datum = 'wgs84' | 'cgcs2000' | 'gcj02'
export interface Person { id: string; name: string }

export interface Grant {
  id?: string
  role: string
  code: string
  name: string
  since: string
  until: string | null
  deputy_for?: Person | null
}
export interface Me {
  account: Person & { login: string }
  grants: Grant[]
  street: { code: string; name: string }
  scopes: string[]
  verbs: string[]
  demo: boolean
  unread: number
}
export interface DemoAccount { login: string; name: string; role: string; area: string; password: string }

export type Level = 'province' | 'city' | 'county' | 'street' | 'community' | 'grid' | 'micro_grid'
export interface Area { code: string; name: string; level: Level; kind: string; parents: string[] }
export interface Holder { account: Person; role: string; code: string; deputy_for?: Person | null }
export interface Cell {
  code: string
  words: string
  name: string
  level: Level
  kind: 'general' | 'dedicated' | 'functional'
  since: string
  until: string | null
  households: number
  home?: string | null
  takes?: string[]
  holder?: Holder | null
  hole: boolean
  open: number
  late: number
  label: Point | null
}
export interface CellDetail extends Cell {
  path: { code: string; name: string; level: Level }[]
  members: Holder[]
  warnings: Said[]
}
export interface Candidate { code: string; words: string; name: string; label: Point | null; confidence: number }
export type Outcome = 'sure' | 'unsure' | 'nothing'
export interface Placing {
  outcome: Outcome
  code?: string | null
  words?: string | null
  name?: string | null
  confidence: number
  evidence: Said[]
  candidates: Candidate[]
  point?: Point | null
}

export interface Account {
  id: string
  login: string
  name: string
  phone_masked: string | null
  state: 'active' | 'locked' | 'left'
  grants: Grant[]
}
export interface AccountDraft { id: string; login: string; name: string; phone?: string; password?: string }
export interface AssignmentDraft { id: string; account: string; role: string; code: string; since: string; until?: string }
export interface Duty {
  code: string
  words: string
  name: string
  level: Level
  holder: Holder | null
  hole: boolean
  climbs_to: { code: string; account: Person | null } | null
}
export interface Handover {
  id?: string
  account: Person
  day: string
  items: { what: string | Said; case?: { id: string; number: string; title: string } | string | null; from: Person | string; to: Person | string | null }[]
}

export interface Limit { pace: 'working' | 'natural'; minutes: number; words: Said }
export interface Need { need: 'no' | 'wish' | 'must'; why: Said | null }
export interface Kind {
  id: string
  version: number
  name: Said
  group: Said
  urgent: boolean
  accept_by: Limit
  resolve_by: Limit
  photo: Need
  place: Need
  keywords: string[]
  taken_by: string
}
export interface KindDetail extends Kind { steps: Said[]; body_markdown: string; source: string }
export interface PublicKind { id: string; name: Said; group: Said; urgent: boolean }

export type Status =
  | 'submitted' | 'accepted' | 'in_progress' | 'resolved' | 'confirmed' | 'closed'
  | 'returned' | 'paused' | 'withdrawn' | 'duplicate' | 'reopened'
export type View = 'open' | 'late' | 'waiting' | 'mine' | 'unplaced' | 'returned' | 'paused' | 'resolved' | 'closed' | 'all'
export type Counts = Record<Exclude<View, 'all'>, number>
export interface CaseRow {
  id: string
  number: string
  title: string
  kind: { id: string; name: Said } | null
  code: string | null
  place: string
  address: string
  status: Status
  urgent: boolean
  owner: Person | null
  owner_code: string
  level: Level
  due: string | null
  late: boolean
  escalated: number
  returns: number
  joined: number
  placing: Outcome
  source: 'resident' | 'member' | 'hotline' | 'phone' | 'api' | 'import'
  created_at: string
  updated_at: string
  version: number
  made_up: boolean
}
export interface Clock { due: string | null; half?: string | null; met: string | null; late: boolean }
export interface Part {
  id: string
  department: string
  task: string
  due: string | null
  state: 'asked' | 'accepted' | 'done' | 'refused'
  owner: Person | null
  result: string | null
}
export interface Attachment {
  id: string
  name: string
  media: string
  size: number
  kind: 'before' | 'after' | 'other'
  thumb_url?: string | null
  url: string
}
export interface Case extends CaseRow {
  detail: string
  point: Point | null
  state: Record<string, unknown>
  clocks: { received: string; accept: Clock; resolve: Clock }
  evidence: Said[]
  candidates: Candidate[]
  reporter: { name_masked: string | null; phone_masked: string | null; has_phone: boolean; wants_call?: boolean } | null
  parts: Part[]
  attachments: Attachment[]
  followers: number
  duplicate_of?: { id: string; number: string; title: string } | string | null
  duplicates: { id: string; number: string; title: string }[]
  actions: string[]
  track_url: string
  manual: { id: string; version: number } | null
}
export interface CaseAction { action: string; [field: string]: unknown }
export interface CaseEvent {
  seq: number
  kind: string
  at: string
  actor: Person | null
  words: Said
  body: Record<string, unknown> | null
  hash: string
}
export interface CaseDraft {
  id: string
  kind?: string
  title: string
  detail: string
  address?: string
  point?: Point
  datum?: Datum
  code?: string
  source: CaseRow['source']
  urgent?: boolean
  reporter?: { name?: string; phone?: string; wants_call: boolean }
  attachments?: string[]
}
export interface NearbyQuestion { kind?: string; point?: Point; address?: string; text: string }
export interface KnownMatter {
  id?: string
  track?: string
  title: string
  number?: string
  place: string
  distance_m: number | null
  since: string
  joined: number
}

export interface PublicDraft {
  id: string
  kind?: string
  title: string
  detail: string
  address?: string
  point?: Point
  datum?: Datum
  street: string
  phone?: string
  name?: string
  attachments?: string[]
}
export interface PublicReceipt { number: string; track_url: string; place: string; due: string | null; outcome: Outcome }
export interface Track {
  number: string
  title: string
  place: string
  status: Status
  words: Said
  owes: { who: Said; until: string | null } | null
  steps: { at: string; words: Said }[]
  can_answer: boolean
  answered?: string | null
  made_up: boolean
}

export interface InboxMessage { id: string; at: string; words: Said; case?: { id: string; number: string } | null; read: boolean }
export interface OutboxMessage {
  id: string
  destination: string
  topic: string
  state: 'waiting' | 'delivered' | 'failed' | 'given_up'
  tries: number
  due_at: string | null
  error: string | null
}

export type ImportKind = 'areas' | 'grids' | 'directory' | 'roster' | 'tickets'
export interface ImportReport {
  rows: number
  created: number
  changed: number
  same: number
  refused: number
  unsure?: number
  changes: { row: number; key: string; what: 'create' | 'change'; fields: { name: string; before: string | null; after: string | null }[] }[]
  errors: { row: number; column: string; cell: string; code: string; zh: string; en: string }[]
  errors_total: number
  bad_rows_url?: string | null
}
export interface ImportRun { state: 'reading' | 'checking' | 'writing' | 'done' | 'refused'; done: number; total: number; report?: ImportReport }
/** What arrives on the live stream. */
export interface LiveEvent { type: string; id: string; code: string | null; version: number; status: Status; row?: CaseRow }
