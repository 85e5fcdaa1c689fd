// The things that the API speaks of, under the names that the pages use: each is what the server's own description says it is.
import type { FeatureCollection, MultiPolygon } from 'geojson'
import type { components } from './schema'

type Schemas = components['schemas']

/** WGS-84 degrees. */
export type Point = Schemas['PointView']
/** Which coordinates a phone gave: Chinese map apps shift theirs (gcj02). */
export type Datum = Schemas['GridDatum']
export type Person = Schemas['PersonView']

/** A role at a code from a day to a day; `held` says whether it counts today. */
export type Grant = Schemas['PeoplePostView']
export type MyGrant = Schemas['AccessGrantView']
export type Me = Schemas['AccessMe']
export type DemoAccount = Schemas['AccessDemoPerson']

export type Level = Schemas['GridLevel']
export type Area = Schemas['GridAreaView']
export type Holder = Schemas['GridHolderView']
export type Cell = Schemas['GridCellView']
export type CellDetail = Schemas['GridCellDetail']
/** Outlines for a map. */
export type Shapes = FeatureCollection<MultiPolygon, Schemas['GridOutlineOf']>
/** `label` is what of the directory fits. */
export type Candidate = Schemas['GridCandidateView']
export type Outcome = Schemas['GridPlacing']
export type Placing = Schemas['GridPlacingView']

/** A street with its communities, as it is typed or read from a file. */
export type StreetAreas = Schemas['SetupStreetAreas']
export type SetUp = Schemas['SetupSetUp']
/** What a street has and lacks before its first matter. */
export type Readiness = Schemas['SetupReadiness']
/** An invitation as it is handed over: link and code are in the first answer only. */
export type LoginSlip = Schemas['PeopleLoginSlip']
export type LoginSlips = Schemas['PeopleLoginSlips']
export type InvitationLine = Schemas['PeopleInvitationView']
/** Whom an invitation is for. */
export type Invited = Schemas['PeopleInvited']
export type CellDraft = Schemas['GridNewCell']

export type Account = Schemas['PeopleAccountView']
export type AccountWhole = Schemas['PeopleAccountPageOne']
export type Absence = Schemas['PeopleAbsenceView']
export type Token = Schemas['PeopleTokenView']
/** A right, or one that waits for a second person. */
export type Access = Schemas['PeopleAccessView']
export type StreetToken = Schemas['PeopleStreetToken']
export type AccountDraft = Schemas['PeopleNewAccount']
export type AssignmentDraft = Schemas['PeopleNewAssignment']
export type Duty = Schemas['PeopleDutyView']
/** Leaving answers with where the list is. */
export type Left = Schemas['PeopleLeft']
export type Handover = Schemas['PeopleHandoverView']
/** One thing that passed: `to` is null where nobody has it and it rests with the code. */
export type Passed = Schemas['PeoplePassedView']

/** Who lives behind a door, as a phone holds it: masked, and without a number. */
export type SyncHousehold = Schemas['SyncHousehold']
export type SyncPerson = Schemas['SyncPerson']

/** A running campaign with one's own doors, as a phone holds it, with the form that is put at each. */
export type Campaign = Schemas['SyncCampaign']
export type CampaignDoor = Schemas['SyncCampaignDoor']
export type Question = Schemas['VisitQuestionView']
export type Answer = Schemas['VisitAnswerView']
/** A condition of a form, as a tree. */
export type Condition = Schemas['VisitExpr']
/** What the ledger knows for a question; `stale` is asked afresh, `masked` is shown and never typed over by chance. */
export type Known = Schemas['SyncKnown']
/** A field for which two values stand. */
export type Conflict = Schemas['VisitConflict']

/** A campaign as the desk sees it; `actions` is what the reader may do now. */
export type CampaignWhole = Schemas['VisitCampaignView']
export type CampaignDraft = Schemas['VisitNewCampaignBody']
export type CampaignAct = Schemas['VisitCampaignActBody']
export type Population = Schemas['VisitPopulationView']
/** Every door of a list in exactly one place. */
export type Coverage = Schemas['VisitCoverageView']
export type CoverageByCell = Schemas['VisitCoverageByCell']
/** A door of a campaign with every try: who went, when, and how it ended. */
export type CampaignDoorLine = Schemas['VisitCampaignDoor']
export type VisitForm = Schemas['VisitPublishedForm']
export type VisitFormLine = Schemas['VisitFormRow']
/** What a form asks of people in a month: forms are measured, and nobody. */
export type BurdenLine = Schemas['VisitBurdenRow']
export type Visit = Schemas['VisitView']
export type VisitBody = Schemas['VisitBody']

export type Limit = Schemas['ManualAllowanceView']
export type Need = Schemas['ManualAskedView']
export type Kind = Schemas['ManualKindView']
export type KindDetail = Schemas['ManualKindPage']
export type PublicKind = Schemas['PublicKind']

export type Status = Schemas['CaseStatus']
export type View = Schemas['CaseQueueName']
/** A kept way of looking at the queue. */
export type SavedView = Schemas['CaseSavedView']
/** The figures of a code for the big screen and the console's overview: no personal data. */
export type CasesSummary = Schemas['CaseSummary']
/** What a neighbourhood does, for everybody: counts and kinds, nothing that anybody typed. */
export type PublicSummary = Schemas['PublicSummary']
export type Regrid = Schemas['GridRegridRow']
export type RegridWhole = Schemas['GridRegridView']
export type Finding = Schemas['GridFindingView']
export type Year = Schemas['ManualYearView']
/** Not every list is counted. */
export type Counts = Partial<Record<View, number>>
export type CaseRow = Schemas['CaseRow']
export type Clock = Schemas['CaseClockView']
export type Part = Schemas['CasePartView']
export type Attachment = Schemas['CaseAttachmentView']
export type Case = Schemas['CaseView']
/** What a new case answers, and an act after which the case is no longer the actor's to see. */
export type Receipt = Schemas['CaseReceipt']
export type CaseAction = Schemas['CaseActBody']
export type ActionName = CaseAction['action']
export type CaseEvent = Schemas['CaseEventView']
export type CaseDraft = Schemas['CaseNewCase']
export type NearbyQuestion = Schemas['CaseNearQuery']
export type KnownMatter = Schemas['CaseNearView']

/** A report names the photographs that were laid down before it. */
export type PublicDraft = Schemas['CaseNewCase'] & { attachments?: string[] }
/** `photos`: whether a report may carry photographs here. */
export type PublicStreet = Schemas['PublicStreet'] & { photos?: boolean }
export type PublicReceipt = Schemas['PublicReceipt']
export type Track = Schemas['CaseTrackView']

/** `body` is told as it was at that moment; its words hold nothing that a resident typed, and may be empty. */
export type InboxMessage = Schemas['OutboxNoticeView']
export type MessageState = Schemas['OutboxMessageState']
export type OutboxMessage = Schemas['OutboxMessageView']
export type Destination = Schemas['OutboxDestinationView']

export type ImportKind = Schemas['ImportKind']
export type ImportReport = Schemas['ImportReport']
export type ImportRun = Schemas['ImportRunView']
/** What arrives on the live stream, which the description of the API does not type. */
export interface LiveEvent {
  id: string
  code: string
  version: number
  status: Status
}
export type Audit = Schemas['CaseAudit']
export type AuditEntry = Audit['entries'][number]
export type KindText = Schemas['ManualKindText']
export type TextFault = Schemas['ManualTextFault']
export type KindCheck = Schemas['ManualCheckedKind']
/** Tiles that lie under the cells, or none. */
export type Basemap = Schemas['GridBasemap']
/** How the program is set up; nothing of it is a secret. */
export type Installation = Schemas['SettingsInstallation']

/** A line of a list of care alerts: that somebody needs something, where and by when; not what for. */
export type CareAlertRow = Schemas['CareAlertRow']
/** One alert as far as its reader sees. */
export type CareAlert = Schemas['CareAlertView']
export type CareAct = Schemas['CareAlertActBody']
export type CareActName = CareAct['action']
export type CareActed = Schemas['CareAlertActed']
export type CareEvent = Schemas['CareAlertEventView']
export type CareRung = Schemas['CareRungView']
export type CareWatch = Schemas['CareWatchView']
export type Reading = Schemas['CareReadingView']
export type ReadingDraft = Schemas['CareNewReading']
export type Measured = Schemas['CareMeasuredView']
export type CareOf = Schemas['CareOf']
export type CareLine = Schemas['CareLineOf']
export type Overdue = Schemas['CareOverdueView']
export type CareRules = Schemas['CareRulesView']
export type CallBack = Schemas['CareCallBackView']
export type CareRule = Schemas['CareRuleView']
export type CareRange = Schemas['CareRangeView']
export type CareAwaited = Schemas['CareWaitingView']
export type RulesTrial = Schemas['CareTrialView']

export type ResidentLine = Schemas['HouseholdLineView']
/** A resident's page: numbers masked, contacts in order, needs that hold. */
export type Resident = Schemas['HouseholdResidentView']
export type ResidentDraft = Schemas['HouseholdNewResident']
export type ResidentChange = Schemas['HouseholdChangeResident']
export type HouseholdLine = Schemas['HouseholdView']
export type Household = Schemas['HouseholdOne']
export type HouseholdContact = Schemas['HouseholdContactView']
export type ContactDraft = Schemas['HouseholdNewContact']
export type CareNeed = Schemas['HouseholdNeedView']
export type CareNeedDraft = Schemas['HouseholdNewNeed']
export type Double = Schemas['HouseholdDoubleView']
export type Merge = Schemas['HouseholdMergeView']
export type Tombstone = Schemas['HouseholdTombstoneView']
export type Pairing = Schemas['HouseholdPairingPage']
export type Team = Schemas['HouseholdTeamView']
export type Look = Schemas['HouseholdLookView']
/** A station for everybody: where it is, and its next days. */
export type PublicStation = Schemas['PublicStation']
/** A day of which residents book places by themselves, and what becomes of it. */
export type PublicServiceDay = Schemas['PublicServiceDay']
export type NewBooking = Schemas['StationNewBooking']
export type BookingReceipt = Schemas['StationBookingReceipt']
export type Booking = Schemas['StationBookingView']
