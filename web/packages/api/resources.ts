// Short names for the generated API types.
import type { FeatureCollection, MultiPolygon } from 'geojson'
import type { components } from './schema'

type Schemas = components['schemas']

/** WGS-84 degrees. */
export type Point = Schemas['PointView']
/** The datum of a phone's coordinates: Chinese map apps use gcj02. */
export type Datum = Schemas['GridDatum']
export type Person = Schemas['PersonView']

/** A role at a code between two days; `held`: whether it is valid today. */
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
/** `label`: the matching part of the directory. */
export type Candidate = Schemas['GridCandidateView']
export type Outcome = Schemas['GridPlacing']
export type Placing = Schemas['GridPlacingView']

/** A street with its communities, as typed or read from a file. */
export type StreetAreas = Schemas['SetupStreetAreas']
export type SetUp = Schemas['SetupSetUp']
/** What a street has and lacks before its first case. */
export type Readiness = Schemas['SetupReadiness']
/** An invitation; only the first answer contains link and code. */
export type LoginSlip = Schemas['PeopleLoginSlip']
export type LoginSlips = Schemas['PeopleLoginSlips']
export type InvitationLine = Schemas['PeopleInvitationView']
/** The account that an invitation is for. */
export type Invited = Schemas['PeopleInvited']
export type CellDraft = Schemas['GridNewCell']

export type Account = Schemas['PeopleAccountView']
export type AccountWhole = Schemas['PeopleAccountPageOne']
export type Absence = Schemas['PeopleAbsenceView']
export type Token = Schemas['PeopleTokenView']
/** A permission, or one that awaits confirmation. */
export type Access = Schemas['PeopleAccessView']
export type StreetToken = Schemas['PeopleStreetToken']
export type AccountDraft = Schemas['PeopleNewAccount']
export type AssignmentDraft = Schemas['PeopleNewAssignment']
export type Duty = Schemas['PeopleDutyView']
/** The answer to leaving, with the link to the list. */
export type Left = Schemas['PeopleLeft']
export type Handover = Schemas['PeopleHandoverView']
/** A reassigned item; `to` is null if only the code is responsible. */
export type Passed = Schemas['PeoplePassedView']

/** A household as stored on a phone: masked, without numbers. */
export type SyncHousehold = Schemas['SyncHousehold']
export type SyncPerson = Schemas['SyncPerson']

/** A running campaign with one's own dwellings, as stored on a phone, with its form. */
export type Campaign = Schemas['SyncCampaign']
export type CampaignDoor = Schemas['SyncCampaignDoor']
export type Question = Schemas['VisitQuestionView']
export type Answer = Schemas['VisitAnswerView']
/** A condition of a form, as a tree. */
export type Condition = Schemas['VisitExpr']
/** A known value of a question; `stale`: asked again, `masked`: displayed only. */
export type Known = Schemas['SyncKnown']
/** A field with two current values. */
export type Conflict = Schemas['VisitConflict']

/** A campaign on the desk; `actions`: what the reader may do now. */
export type CampaignWhole = Schemas['VisitCampaignView']
export type CampaignDraft = Schemas['VisitNewCampaignBody']
export type CampaignAct = Schemas['VisitCampaignActBody']
export type Population = Schemas['VisitPopulationView']
/** Counts in which every dwelling is included exactly once. */
export type Coverage = Schemas['VisitCoverageView']
export type CoverageByCell = Schemas['VisitCoverageByCell']
/** A dwelling of a campaign with all visits. */
export type CampaignDoorLine = Schemas['VisitCampaignDoor']
export type VisitForm = Schemas['VisitPublishedForm']
export type VisitFormLine = Schemas['VisitFormRow']
/** Questions per form and month; there are no figures per person. */
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
/** A saved filter of the queue. */
export type SavedView = Schemas['CaseSavedView']
/** Figures of a code for wall and overview: no personal data. */
export type CasesSummary = Schemas['CaseSummary']
/** Public figures of a neighbourhood: counts and kinds, no typed text. */
export type PublicSummary = Schemas['PublicSummary']
export type Regrid = Schemas['GridRegridRow']
export type RegridWhole = Schemas['GridRegridView']
export type Finding = Schemas['GridFindingView']
export type Year = Schemas['ManualYearView']
/** Not every list has a count. */
export type Counts = Partial<Record<View, number>>
export type CaseRow = Schemas['CaseRow']
export type Clock = Schemas['CaseClockView']
export type Part = Schemas['CasePartView']
export type Attachment = Schemas['CaseAttachmentView']
export type Case = Schemas['CaseView']
/** The answer to a new case, and to an action after which the actor cannot see the case any more. */
export type Receipt = Schemas['CaseReceipt']
export type CaseAction = Schemas['CaseActBody']
export type ActionName = CaseAction['action']
export type CaseEvent = Schemas['CaseEventView']
export type CaseDraft = Schemas['CaseNewCase']
export type NearbyQuestion = Schemas['CaseNearQuery']
export type KnownMatter = Schemas['CaseNearView']

/** A report lists the photos uploaded before it. */
export type PublicDraft = Schemas['CaseNewCase'] & { attachments?: string[] }
/** `photos`: whether reports may have photos here. */
export type PublicStreet = Schemas['PublicStreet'] & { photos?: boolean }
export type PublicReceipt = Schemas['PublicReceipt']
export type Track = Schemas['CaseTrackView']

/** `body` is from the time of the message; it contains no typed text, and may be empty. */
export type InboxMessage = Schemas['OutboxNoticeView']
export type MessageState = Schemas['OutboxMessageState']
export type OutboxMessage = Schemas['OutboxMessageView']
export type Destination = Schemas['OutboxDestinationView']

export type ImportKind = Schemas['ImportKind']
export type ImportReport = Schemas['ImportReport']
export type ImportRun = Schemas['ImportRunView']
/** An event of the live stream, which the API description does not type. */
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
/** Basemap tiles, or none. */
export type Basemap = Schemas['GridBasemap']
/** The configuration; contains no secrets. */
export type Installation = Schemas['SettingsInstallation']

/** A row of a list of care alerts: that help is needed, where and by when; not why. */
export type CareAlertRow = Schemas['CareAlertRow']
/** An alert, as far as its reader may see it. */
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
/** A resident's page: masked numbers, contacts in order, valid needs. */
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
/** A station for the public: place and next days. */
export type PublicStation = Schemas['PublicStation']
/** A day with online booking, and its status. */
export type PublicServiceDay = Schemas['PublicServiceDay']
export type NewBooking = Schemas['StationNewBooking']
export type BookingReceipt = Schemas['StationBookingReceipt']
export type Booking = Schemas['StationBookingView']
