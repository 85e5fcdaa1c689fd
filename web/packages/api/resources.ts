// The things that the API speaks of, under the names that the pages use: each is what the server's own description says it is.
import type { FeatureCollection, MultiPolygon } from 'geojson'
import type { components } from './schema'

type Schemas = components['schemas']

/** WGS-84 degrees. */
export type Point = Schemas['PointView']
/** Which coordinates a phone gave: Chinese map apps shift theirs (gcj02). */
export type Datum = Schemas['Datum']
export type Person = Schemas['PersonView']

/** A role at a code from a day to a day; `held` says whether it counts today. */
export type Grant = Schemas['PostView']
export type MyGrant = Schemas['GrantView']
export type Me = Schemas['Me']
export type DemoAccount = Schemas['DemoPerson']

export type Level = Schemas['Level']
export type Area = Schemas['AreaView']
export type Holder = Schemas['HolderView']
export type Cell = Schemas['CellView']
export type CellDetail = Schemas['CellDetail']
/** Outlines for a map. */
export type Shapes = FeatureCollection<MultiPolygon, Schemas['OutlineOf']>
/** `label` is what of the directory fits. */
export type Candidate = Schemas['CandidateView']
export type Outcome = Schemas['Outcome']
export type Placing = Schemas['PlacingView']

/** A street with its communities, as it is typed or read from a file. */
export type StreetAreas = Schemas['StreetAreas']
export type SetUp = Schemas['SetUp']
/** What a street has and lacks before its first matter. */
export type Readiness = Schemas['Readiness']
/** An invitation as it is handed over: link and code are in the first answer only. */
export type LoginSlip = Schemas['LoginSlip']
export type LoginSlips = Schemas['LoginSlips']
export type InvitationLine = Schemas['InvitationView']
/** Whom an invitation is for. */
export type Invited = Schemas['Invited']
export type CellDraft = Schemas['NewCell']

export type Account = Schemas['AccountView']
export type AccountWhole = Schemas['AccountPageOne']
export type Absence = Schemas['AbsenceView']
export type Token = Schemas['TokenView']
/** A right, or one that waits for a second person. */
export type Access = Schemas['AccessView']
export type StreetToken = Schemas['StreetToken']
export type AccountDraft = Schemas['NewAccount']
export type AssignmentDraft = Schemas['NewAssignment']
export type Duty = Schemas['DutyView']
/** Leaving answers with where the list is. */
export type Left = Schemas['Left']
export type Handover = Schemas['HandoverView']
/** One thing that passed: `to` is null where nobody has it and it rests with the code. */
export type Passed = Schemas['PassedView']

/** Who lives behind a door, as a phone holds it: masked, and without a number. */
export type SyncHousehold = Schemas['SyncHousehold']
export type SyncPerson = Schemas['SyncPerson']

/** A running campaign with one's own doors, as a phone holds it, with the form that is put at each. */
export type Campaign = Schemas['SyncCampaign']
export type CampaignDoor = Schemas['SyncCampaignDoor']
export type Question = Schemas['QuestionView']
export type Answer = Schemas['AnswerView']
/** A condition of a form, as a tree. */
export type Condition = Schemas['Expr']
/** What the ledger knows for a question; `stale` is asked afresh, `masked` is shown and never typed over by chance. */
export type Known = Schemas['SyncKnown']
/** A field for which two values stand. */
export type Conflict = Schemas['Conflict']

/** A campaign as the desk sees it; `actions` is what the reader may do now. */
export type CampaignWhole = Schemas['CampaignView']
export type CampaignDraft = Schemas['NewCampaignBody']
export type CampaignAct = Schemas['CampaignActBody']
export type Population = Schemas['PopulationView']
/** Every door of a list in exactly one place. */
export type Coverage = Schemas['CoverageView']
export type CoverageByCell = Schemas['CoverageByCell']
/** A door of a campaign with every try: who went, when, and how it ended. */
export type CampaignDoorLine = Schemas['CampaignDoor']
export type VisitForm = Schemas['PublishedForm']
export type VisitFormLine = Schemas['FormRow']
/** What a form asks of people in a month: forms are measured, and nobody. */
export type BurdenLine = Schemas['BurdenRow']
export type Visit = Schemas['VisitView']
export type VisitBody = Schemas['VisitBody']

export type Limit = Schemas['AllowanceView']
export type Need = Schemas['AskedView']
export type Kind = Schemas['KindView']
export type KindDetail = Schemas['KindPage']
export type PublicKind = Schemas['PublicKind']

export type Status = Schemas['Status']
export type View = Schemas['View']
/** A kept way of looking at the queue. */
export type SavedView = Schemas['SavedView']
/** The figures of a code for the big screen and the console's overview: no personal data. */
export type CasesSummary = Schemas['CaseSummary']
/** What a neighbourhood does, for everybody: counts and kinds, nothing that anybody typed. */
export type PublicSummary = Schemas['PublicSummary']
export type Regrid = Schemas['RegridRow']
export type RegridWhole = Schemas['RegridView']
export type Finding = Schemas['FindingView']
export type Year = Schemas['YearView']
/** Not every list is counted. */
export type Counts = Partial<Record<View, number>>
export type CaseRow = Schemas['CaseRow']
export type Clock = Schemas['ClockView']
export type Part = Schemas['PartView']
export type Attachment = Schemas['AttachmentView']
export type Case = Schemas['CaseView']
/** What a new case answers, and an act after which the case is no longer the actor's to see. */
export type Receipt = Schemas['Receipt']
export type CaseAction = Schemas['ActBody']
export type ActionName = CaseAction['action']
export type CaseEvent = Schemas['EventView']
export type CaseDraft = Schemas['NewCase']
export type NearbyQuestion = Schemas['NearQuery']
export type KnownMatter = Schemas['NearView']

/** A report names the photographs that were laid down before it. */
export type PublicDraft = Schemas['NewCase'] & { attachments?: string[] }
/** `photos`: whether a report may carry photographs here. */
export type PublicStreet = Schemas['PublicStreet'] & { photos?: boolean }
export type PublicReceipt = Schemas['PublicReceipt']
export type Track = Schemas['TrackView']

/** `body` is told as it was at that moment; its words hold nothing that a resident typed, and may be empty. */
export type InboxMessage = Schemas['NoticeView']
export type MessageState = Schemas['MessageState']
export type OutboxMessage = Schemas['MessageView']
export type Destination = Schemas['DestinationView']

export type ImportKind = Schemas['ImportKind']
export type ImportReport = Schemas['ImportReport']
export type ImportRun = Schemas['RunView']
/** What arrives on the live stream, which the description of the API does not type. */
export interface LiveEvent {
  id: string
  code: string
  version: number
  status: Status
}
export type Audit = Schemas['CaseAudit']
export type AuditEntry = Audit['entries'][number]
export type KindText = Schemas['KindText']
export type TextFault = Schemas['TextFault']
export type KindCheck = Schemas['CheckedKind']
/** Tiles that lie under the cells, or none. */
export type Basemap = Schemas['Basemap']
/** How the program is set up; nothing of it is a secret. */
export type Installation = Schemas['Installation']

/** A line of a list of care alerts: that somebody needs something, where and by when; not what for. */
export type CareAlertRow = Schemas['AlertRow']
/** One alert as far as its reader sees. */
export type CareAlert = Schemas['AlertView']
export type CareAct = Schemas['AlertActBody']
export type CareActName = CareAct['action']
export type CareActed = Schemas['AlertActed']
export type CareEvent = Schemas['AlertEventView']
export type CareRung = Schemas['RungView']
export type CareWatch = Schemas['WatchView']
export type Reading = Schemas['ReadingView']
export type ReadingDraft = Schemas['NewReading']
export type Measured = Schemas['MeasuredView']
export type CareOf = Schemas['CareOf']
export type CareLine = Schemas['LineOf']
export type Overdue = Schemas['OverdueView']
export type CareRules = Schemas['RulesView']
export type CallBack = Schemas['CallBackView']
export type CareRule = Schemas['RuleView']
export type CareRange = Schemas['RangeView']
export type CareAwaited = Schemas['WaitingView']
export type RulesTrial = Schemas['TrialView']

export type ResidentLine = Schemas['LineView']
/** A resident's page: numbers masked, contacts in order, needs that hold. */
export type Resident = Schemas['ResidentView']
export type ResidentDraft = Schemas['NewResident']
export type ResidentChange = Schemas['ChangeResident']
export type HouseholdLine = Schemas['HouseholdView']
export type Household = Schemas['HouseholdOne']
export type HouseholdContact = Schemas['ContactView']
export type ContactDraft = Schemas['NewContact']
export type CareNeed = Schemas['NeedView']
export type CareNeedDraft = Schemas['NewNeed']
export type Double = Schemas['DoubleView']
export type Merge = Schemas['MergeView']
export type Tombstone = Schemas['TombstoneView']
export type Pairing = Schemas['PairingPage']
export type Team = Schemas['TeamView']
export type Look = Schemas['LookView']
/** A station for everybody: where it is, and its next days. */
export type PublicStation = Schemas['PublicStation']
/** A day of which residents book places by themselves, and what becomes of it. */
export type PublicServiceDay = Schemas['PublicServiceDay']
export type NewBooking = Schemas['NewBooking']
export type BookingReceipt = Schemas['BookingReceipt']
export type Booking = Schemas['BookingView']
