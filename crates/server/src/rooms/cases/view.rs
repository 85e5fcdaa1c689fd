//! Wire types of cases: each contains only what its reader may see.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::cases::{Clocks, State};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::text::mask_name;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::manual::Manual;

use crate::outside::seal::Seal;
use crate::rooms::cases::life::allowed::allowed;
use crate::rooms::cases::life::answers::{PauseWishView, PausedView};
use crate::rooms::cases::record::{Record, Reporter};
use crate::rooms::cases::{files::attachments::Attachment, joined::JoinedCase, parts::Part};
use crate::rooms::grid::placing::PlacingView;
use crate::rooms::grid::territory::Territory;
use crate::rooms::grid::view::level_key;
use crate::web::words::{Bilingual, PersonView, PointView};

/// A kind of matter by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CaseKindName)]
pub struct KindName {
    /// The stable id.
    pub id: String,
    /// The version under which the case began.
    pub version: u32,
    /// The name.
    pub name: Bilingual,
}

/// A line of the queue.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct CaseRow {
    /// Which.
    pub id: Uuid,
    /// The number on screen.
    pub number: String,
    /// In a few words.
    pub title: String,
    /// What kind.
    pub kind: KindName,
    /// Where it belongs.
    pub code: String,
    /// The same in words.
    pub place: String,
    /// The address as typed.
    pub address: String,
    /// Where it stands.
    #[schema(value_type = crate::rooms::cases::wire::CaseStatus)]
    pub status: String,
    /// The same in words.
    pub status_words: Bilingual,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Who answers for it now; nobody means that the code's post does.
    pub owner: Option<PersonView>,
    /// The code that answers for it.
    pub owner_code: String,
    /// That code's level: `micro_grid`, `grid`, `community`, `street`.
    #[schema(value_type = crate::rooms::grid::wire::GridLevel)]
    pub level: String,
    /// The deadline that presses now, RFC 3339.
    pub due: Option<String>,
    /// Whether a clock of owed work has run out.
    pub late: bool,
    /// While its clock stands: for whom, and until when.
    pub paused: Option<PausedView>,
    /// Levels climbed.
    pub escalated: u32,
    /// Times sent back.
    pub returns: u32,
    /// Times that the resident said no, or that it was reopened.
    pub reopened: u32,
    /// Others with the same matter.
    pub joined: u32,
    /// Whether its place is `sure`, `unsure` or `nothing`.
    #[schema(value_type = crate::rooms::grid::wire::GridPlacing)]
    pub placing: String,
    /// The door it came by.
    #[schema(value_type = crate::rooms::cases::wire::CaseSource)]
    pub source: String,
    /// Received, RFC 3339.
    pub created_at: String,
    /// Last change, RFC 3339.
    pub updated_at: String,
    /// The version.
    pub version: i64,
    /// Whether it belongs to a demonstration.
    pub made_up: bool,
}

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CaseClockView)]
pub struct ClockView {
    /// When it runs out, RFC 3339.
    pub due: String,
    /// When half of it has run; for the time to resolve.
    pub half: Option<String>,
    /// When it was met.
    pub met: Option<String>,
    /// Whether it was, or by now is, too late.
    pub late: bool,
}

/// Both clocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CaseClocksView)]
pub struct ClocksView {
    /// From when they run.
    pub received: String,
    /// Accept by.
    pub accept: ClockView,
    /// Resolve by.
    pub resolve: ClockView,
}

/// A collaborator's part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CasePartView)]
pub struct PartView {
    /// Which.
    pub id: Uuid,
    /// The department.
    pub department: String,
    /// What it is asked to do.
    pub task: String,
    /// Who answers for it.
    pub owner: PersonView,
    /// `asked`, `accepted`, `done`, `refused`.
    #[schema(value_type = crate::rooms::cases::wire::CasePartState)]
    pub state: String,
    /// Until when.
    pub due: String,
    /// Whether that is past and it is not done.
    pub late: bool,
    /// What it said.
    pub result: String,
}

/// A photo or paper.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[schema(as = CaseAttachmentView)]
pub struct AttachmentView {
    /// Which.
    pub id: Uuid,
    /// `before`, `after`, `other`.
    #[schema(value_type = crate::rooms::cases::wire::CaseAttachmentKind)]
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub media: String,
    /// Bytes.
    pub size: i64,
    /// When it was added.
    pub at: String,
    /// Where the photo was taken: only where the kind needs it, and only until the matter is over.
    pub place: Option<PointView>,
    /// Where its bytes are.
    pub url: String,
}

/// Who brought it, masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CaseReporterView)]
pub struct ReporterView {
    /// 王**.
    pub name_masked: String,
    /// 138****1234.
    pub phone_masked: String,
    /// Whether there is a phone to call.
    pub has_phone: bool,
    /// Whether a call is wished for.
    pub wants_call: bool,
}

/// A whole case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseView {
    /// What lists show.
    #[serde(flatten)]
    pub row: CaseRow,
    /// In all words.
    pub detail: String,
    /// On the map.
    pub point: Option<PointView>,
    /// What belongs to standing where it stands.
    #[schema(value_type = HashMap<String, serde_json::Value>)]
    pub state: serde_json::Value,
    /// Both clocks.
    pub clocks: ClocksView,
    /// A pause that waits for approval.
    pub pause_wish: Option<PauseWishView>,
    /// How its place was found.
    pub placing_detail: PlacingView,
    /// Who brought it.
    pub reporter: Option<ReporterView>,
    /// Who was called in.
    pub parts: Vec<PartView>,
    /// Photos and papers.
    pub attachments: Vec<AttachmentView>,
    /// What the reader may do now, by keys.
    pub actions: Vec<String>,
    /// How many who joined say that it is not solved for them since the work was done.
    pub not_solved_for: i64,
    /// What was joined to it, as far as the reader may read it.
    pub joined_cases: Vec<JoinedCase>,
}

/// Data of a case in other tables.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// Parts for departments that were called in.
    pub parts: &'a [Part],
    /// Photos and documents, without their bytes.
    pub files: &'a [Attachment],
    /// Number of people who joined and say that it is not solved for them.
    pub not_solved_for: i64,
    /// Cases that were joined to it.
    pub joined: &'a [JoinedCase],
}

/// Data that views need besides the record.
#[derive(Clone, Debug)]
pub struct Around<'a> {
    /// Names of codes.
    pub territory: &'a Territory,
    /// Names of kinds.
    pub manual: &'a Manual,
    /// Names of people.
    pub names: &'a HashMap<AccountId, String>,
    /// Now.
    pub now: Moment,
}

impl Around<'_> {
    /// A person by account.
    #[must_use]
    pub fn person(&self, account: AccountId) -> PersonView {
        PersonView { id: account.uuid(), name: self.names.get(&account).cloned().unwrap_or_default() }
    }

    /// The name of a pinned kind; a removed kind shows its id.
    #[must_use]
    pub fn kind(&self, id: &str, version: u32) -> KindName {
        let name = self
            .manual
            .kind(id, version)
            .or_else(|| self.manual.newest(id))
            .map_or_else(|| Bilingual::new(id, id), |k| Bilingual::new(&k.name.zh, &k.name.en));
        KindName { id: id.to_owned(), version, name }
    }

    /// A row of the queue.
    #[must_use]
    pub fn row(&self, r: &Record) -> CaseRow {
        let (case, status) = (&r.case, r.case.state.status());
        let words = status.words();
        CaseRow {
            id: case.id.uuid(),
            number: r.number.clone(),
            title: r.title.clone(),
            kind: self.kind(&case.kind.id, case.kind.version),
            code: case.code.to_string(),
            place: self.territory.words(&case.code),
            address: r.address.clone(),
            status: status.key().to_owned(),
            status_words: Bilingual::new(words.zh, words.en),
            urgent: r.urgent,
            owner: case.owner.map(|o| self.person(o)),
            owner_code: case.post.to_string(),
            level: level_key(&case.post),
            due: case.pressing().map(|m| m.to_string()),
            late: case.late(),
            paused: PausedView::of(&case.state),
            escalated: case.escalated,
            returns: case.returns,
            reopened: case.reopened,
            joined: r.joined,
            placing: case.placed.key().to_owned(),
            source: r.source.clone(),
            created_at: case.clocks.received.to_string(),
            updated_at: r.updated_at.to_string(),
            version: r.head.seq,
            made_up: r.made_up,
        }
    }

    fn clocks(&self, clocks: &Clocks) -> ClocksView {
        let met = |m: Option<Moment>| m.map(|m| m.to_string());
        ClocksView {
            received: clocks.received.to_string(),
            accept: ClockView {
                due: clocks.accept.due.to_string(),
                half: None,
                met: met(clocks.accept.met),
                late: clocks.accept.late(self.now),
            },
            resolve: ClockView {
                due: clocks.resolve.due.to_string(),
                half: Some(clocks.half.to_string()),
                met: met(clocks.resolve.met),
                late: clocks.resolve.late(self.now),
            },
        }
    }

    /// The whole case for one reader.
    #[must_use]
    pub fn case(
        &self,
        _permit: Permit,
        r: &Record,
        actor: &Actor,
        party: bool,
        beside: Beside<'_>,
        seal: &Seal,
    ) -> CaseView {
        let Beside { parts, files, not_solved_for, joined } = beside;
        let (id, own_part) = (r.case.id, parts.iter().any(|p| p.owner == actor.account));
        let reporter = r
            .reporter
            .as_ref()
            .and_then(|sealed| seal.open(&r.seal_context(), sealed).ok())
            .and_then(|plain| serde_json::from_slice::<Reporter>(&plain).ok());
        let state = match &r.case.state {
            // States are shown as stored; people in them are shown by name.
            state @ State::Paused { approver, .. } => with_name(state, "approver_name", &self.person(*approver).name),
            state => serde_json::to_value(state).unwrap_or_default(),
        };
        CaseView {
            row: self.row(r),
            detail: r.detail.clone(),
            point: r.point.map(|p| PointView { lon: p.lon, lat: p.lat }),
            state,
            clocks: self.clocks(&r.case.clocks),
            pause_wish: r.case.pause_wish.as_ref().map(|w| PauseWishView::of(w, self.person(w.by))),
            placing_detail: serde_json::from_str(&r.evidence).unwrap_or_default(),
            reporter: reporter.map(|p| ReporterView {
                name_masked: mask_name(&p.name),
                phone_masked: phone::mask(&p.phone),
                has_phone: !p.phone.is_empty(),
                wants_call: p.wants_call,
            }),
            parts: parts
                .iter()
                .map(|p| PartView {
                    id: p.id.uuid(),
                    department: p.department.clone(),
                    task: p.task.clone(),
                    owner: self.person(p.owner),
                    state: p.state.clone(),
                    due: p.due.to_string(),
                    late: matches!(p.state.as_str(), "asked" | "accepted") && self.now > p.due,
                    result: p.result.clone(),
                })
                .collect(),
            attachments: files
                .iter()
                .map(|a| AttachmentView {
                    id: a.id.uuid(),
                    kind: a.kind.clone(),
                    name: a.name.clone(),
                    media: a.media.clone(),
                    size: a.size,
                    at: a.at.to_string(),
                    place: a.place.map(|p| PointView { lon: p.lon, lat: p.lat }),
                    url: format!("/api/v1/cases/{id}/attachments/{}", a.id),
                })
                .collect(),
            actions: allowed(actor, r, party, own_part).into_iter().map(str::to_owned).collect(),
            not_solved_for,
            joined_cases: joined.to_vec(),
        }
    }
}

fn with_name(state: &State, field: &str, name: &str) -> serde_json::Value {
    let mut value = serde_json::to_value(state).unwrap_or_default();
    if let Some(map) = value.as_object_mut() {
        map.insert(field.to_owned(), name.into());
    }
    value
}
