// The things of the station under the names that its pages use, each as the server's description has it.
import type { components } from '@weiguang/api/schema'

type Schemas = components['schemas']

export type { CareAlert as Alert, CareOf, Reading, ResidentLine as FoundPerson } from '@weiguang/api/resources'
export type Bilingual = Schemas['Bilingual']

/* The station's own, as its contract has them. */
export interface Ticket { id: string; label: string; came: 'booked' | 'walk_in'; at: string | null; resident: string | null; name: string | null; age: number | null; standing: 'expected' | 'waiting' | 'called' | 'passed_over' | 'served' | 'gone' | 'cancelled'; since: string | null; desk: number | null; times: number | null; measured: boolean; version: number }
export interface Day { station: string; day: string; off: string | null; holiday: string | null; moved_from: string | null; sessions: { series: string; team: string; team_name: string; from: string; until: string }[]; state: 'planned' | 'open' | 'closed'; booked: number; places: number; waiting: number; served: number; version: number }
export interface Slot { at: string; label: string; left: number; places: number }
export interface DayQueue extends Day { slots: Slot[]; serving: Ticket[]; waiting_list: Ticket[]; expected: Ticket[]; passed: Ticket[]; done: Ticket[]; counts: { booked: number; walked_in: number; served: number; left: number; cancelled: number; absent: number }; may_call: boolean; now: string }
export interface Station { id: string; street: string; code: string; words: string; name: string; place: string; closed: boolean; may_call: boolean; today: Day | null; next: Day | null; version: number }
export interface Called { called: Ticket | null; served: Ticket | null; waiting: number; version: number }
export interface Screen { station: string; place: string; day: string; state: 'open' | 'closed' | 'none'; from: string | null; until: string | null; called: { label: string; desk: number; times: number; at: string }[]; passed: string[]; waiting: number; next_day: string | null; now: string }
export interface ScreenLink { id: string; name: string; made_at: string; made_by: string; token: string }
export interface Slip { resident: string; name: string; age: number | null; day: string; station: string | null; readings: Schemas['ReadingView'][]; advice: Bilingual[]; rechecks: Schemas['RecheckView'][]; enrol: boolean; level: string | null; verdict: Bilingual | null; next_days: { station: string; place: string; day: string; from: string; until: string }[]; doctor: { name: string; team: string; phone: string | null } | null; call: { who: Bilingual; phone: string }[]; printed_at: string }
