// The things of the station under the names that its pages use, each as the server's description has it.
import type { components } from '@weiguang/api/schema'

type Schemas = components['schemas']

export type { CareAlert as Alert, CareOf, Reading, ResidentLine as FoundPerson } from '@weiguang/api/resources'
export type Bilingual = Schemas['Bilingual']

export type Ticket = Schemas['TicketView']
export type Day = Schemas['DayView']
export type DayQueue = Schemas['DayQueue']
export type Slot = Schemas['SlotView']
export type Station = Schemas['StationView']
export type Called = Schemas['Called']
export type Screen = Schemas['ScreenView']
export type ScreenLink = Schemas['ScreenLink']
export type Slip = Schemas['Slip']
