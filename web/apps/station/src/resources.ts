// Short names for the station's generated API types.
import type { components } from '@weiguang/api/schema'

type Schemas = components['schemas']

export type { CareAlert as Alert, CareOf, Reading, ResidentLine as FoundPerson } from '@weiguang/api/resources'
export type Bilingual = Schemas['Bilingual']

export type Ticket = Schemas['StationTicketView']
export type Day = Schemas['StationDayView']
export type DayQueue = Schemas['StationDayQueue']
export type Slot = Schemas['StationSlotView']
export type Station = Schemas['StationView']
export type Called = Schemas['StationCalled']
export type Screen = Schemas['StationScreenView']
export type ScreenLink = Schemas['StationScreenLink']
export type Slip = Schemas['CareSlip']
