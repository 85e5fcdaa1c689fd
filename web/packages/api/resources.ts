// The things that the API speaks of, field by field, as the server names them.
import type { Said } from '@weiguang/i18n/t'

/** WGS-84 degrees. */
export interface Point { lon: number; lat: number }
/** Which coordinates a phone gave: Chinese map apps shift theirs (gcj02). */
export type Datum = 'wgs84' | 'cgcs2000' | 'gcj02'
export interface Person { id: string; name: string }

/** A role at a code from a day to a day; `held` says whether it counts today. */
export interface Grant {
  id: string
  role: string
  code: string
  words: string
  since: string
  until: string | null
  held?: boolean
}
export interface MyGrant { role: string; role_zh: string; role_en: string; code: string; words: string; deputy_for: string | null }
export interface Me {
  id: string
  name: string
  grants: MyGrant[]
  /** The streets in which anything is held; the first one is the desk's. */
  streets: { code: string; name: string }[]
  scopes: string[]
  verbs: string[]
  demo: boolean
  unread: number
}
export interface DemoAccount { login: string; name: string; role: Said; area: string; password: string }

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
  /** Null where nobody has counted. */
  households: number | null
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
/** `label` is what of the directory fits. */
export interface Candidate { code: string; words: string; label?: string | null; confidence: number }
export type Outcome = 'sure' | 'unsure' | 'nothing'
export interface Placing {
  outcome: Outcome
  code?: string | null
  words?: string | null
  confidence: number
  evidence: Said[]
  candidates: Candidate[]
}

export interface Account {
  id: string
  login: string
  name: string
  phone_masked: string | null
  state: 'active' | 'locked' | 'left'
  grants: Grant[]
  version?: number
  history?: Grant[]
  absences?: Absence[]
}
export interface Absence { id: string; account: Person; deputy: Person | null; since: string; until: string }
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
/** Leaving answers with where the list is. */
export interface Left { handover: string; items: number }
export interface Handover { id: string; account: Person; day: string; items: Passed[] }
/** One thing that passed: `to` is null where nobody has it and it rests with the code. */
export interface Passed {
  what: 'post' | 'case' | 'part' | 'deputyship' | 'keys'
  case?: string | null
  number?: string | null
  code?: string | null
  words?: string | null
  count?: number | null
  of?: Person | null
  to?: Person | null
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
export interface KindDetail extends Kind { steps: string[]; body_markdown: string; source: string[] }
export interface PublicKind { id: string; name: Said; group: Said; urgent: boolean }

export type Status =
  | 'submitted' | 'accepted' | 'in_progress' | 'resolved' | 'confirmed' | 'closed'
  | 'returned' | 'paused' | 'withdrawn' | 'duplicate' | 'reopened'
export type View = 'open' | 'late' | 'waiting' | 'mine' | 'parts' | 'unplaced' | 'returned' | 'paused' | 'resolved' | 'closed' | 'all'
export type Counts = Partial<Record<View, number>>
export interface CaseRow {
  id: string
  number: string
  title: string
  kind: { id: string; version: number; name: Said }
  /** Where it belongs; the street's own code while its place is not settled. */
  code: string
  place: string
  address: string
  status: Status
  status_words?: Said
  urgent: boolean
  owner: Person | null
  owner_code: string
  level: Level
  due: string | null
  late: boolean
  escalated: number
  returns: number
  reopened?: number
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
  due: string
  late: boolean
  state: 'asked' | 'accepted' | 'done' | 'refused'
  owner: Person
  result: string
}
export interface Attachment {
  id: string
  name: string
  media: string
  size: number
  kind: 'before' | 'after' | 'other'
  at: string
  url: string
}
export interface Case extends CaseRow {
  detail: string
  point: Point | null
  state: Record<string, unknown>
  clocks: { received: string; accept: Clock; resolve: Clock }
  /** A pause that waits for approval. */
  pause_wish: { by: Person; reason: string; waiting_for: string; until: string } | null
  placing_detail: Placing
  reporter: { name_masked: string; phone_masked: string; has_phone: boolean; wants_call: boolean } | null
  parts: Part[]
  attachments: Attachment[]
  actions: string[]
  track_url: string
}
/** What a new case answers, and an act after which the case is no longer the actor's to see. */
export interface Receipt { id: string; number: string; version: number; status: Status; code: string; placing: Outcome; accept_by: string; resolve_by: string; track: string }
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
}
export interface NearbyQuestion { kind?: string; point?: Point; datum?: Datum; address?: string; street?: string; text: string }
export interface KnownMatter {
  id?: string
  track: string
  title: string
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
  reporter?: { name?: string; phone?: string; wants_call?: boolean }
  attachments?: string[]
}
/** `photos`: whether a report may carry photographs here. */
export interface PublicStreet { code: string; name: string; made_up: boolean; photos?: boolean }
export interface PublicReceipt { number: string; track_url: string; place: string; placing: Outcome; accept_by: string; resolve_by: string }
export interface Track {
  number: string
  kind: Said
  note: Said | null
  place: string
  status: Status
  words: Said
  owes: { who: Said; what: Said; until: string | null; late: boolean } | null
  steps: { at: string; words: Said }[]
  joined: number
  can_answer: boolean
  answered?: string | null
  made_up: boolean
}

/** `body` is told as it was at that moment; its words hold nothing that a resident typed, and may be empty. */
export interface InboxMessage { id: string; topic: string; case: string; body: { number: string; kind: string; code: string; status: Status; zh: string; en: string }; at: string; read: boolean }
export interface OutboxMessage {
  id: string
  case: string
  destination: string
  topic: string
  state: 'waiting' | 'delivered' | 'failed' | 'given_up'
  tries: number
  due_at: string
  error: string
  at: string
}
export interface Destination { id: string; name: string; url: string; topics: string[]; code: string; active: boolean }

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
export interface LiveEvent { id: string; code: string; version: number; status: Status }
