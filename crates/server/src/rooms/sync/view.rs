//! Wire types of a phone's sections. Each has a tag of its content; if the phone has that section already, only the tag is sent.

use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::disclosure::ResidentLine;
use weiguang_domain::kernel::ids::HouseholdId;
use weiguang_domain::manual::Urgency;
use weiguang_domain::manual::kind::{DataRequest, Kind, Need, Words};

use super::campaign::SyncCampaign;
use super::gather::Homes;
use crate::rooms::care::view::alert::AlertView;
use crate::rooms::cases::view::CaseView;
use crate::rooms::grid::places::PlaceRow;
use crate::rooms::grid::view::HolderView;
use crate::rooms::outbox::NoticeView;
use crate::rooms::session::Me;
use crate::web::Refusal;
use crate::web::words::{Bilingual, PersonView, PointView};

/// What a phone needs to work without network.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SyncSynced)]
pub struct Synced {
    /// When it was read, RFC 3339.
    pub at: String,
    /// When the session ends if the phone does not sync again, RFC 3339: each sync renews it. Null for a program's token.
    #[schema(required = true)]
    pub until: Option<String>,
    /// Whose it is.
    pub account: Uuid,
    /// The sections.
    pub sections: Sections,
}

/// The sections.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SyncSections)]
pub struct Sections {
    /// Who one is.
    pub me: MeSection,
    /// The cells that one serves.
    pub cells: Section<SyncCell>,
    /// Their doors.
    pub doors: Section<SyncDoor>,
    /// Who lives in them, by masked names.
    pub households: Section<SyncHousehold>,
    /// Running campaigns, with the doors to go to.
    pub visits: Section<SyncCampaign>,
    /// The kinds of matter.
    pub kinds: Section<SyncKind>,
    /// Open cases, the nearest deadline first.
    pub cases: Section<SyncCase>,
    /// Open care alerts that are theirs to do, the nearest clock first, without readings.
    pub alerts: Section<AlertView>,
    /// The newest messages.
    pub inbox: Section<NoticeView>,
}

/// A list that is sent when it changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SyncSection)]
pub struct Section<T> {
    /// Of what it holds.
    pub tag: String,
    /// True if the phone has it already; then nothing else is sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub same: Option<bool>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, inline = false)]
    pub items: Option<Vec<T>>,
    /// True if there is more than a phone takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub truncated: Option<bool>,
    /// How many there are, if more than were sent and that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub total: Option<usize>,
}

/// One thing that is sent when it changed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SyncMeSection)]
pub struct MeSection {
    /// Of what it holds.
    pub tag: String,
    /// True if the phone has it already.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub same: Option<bool>,
    /// What it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub item: Option<Me>,
}

/// Whether a list was truncated.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Cut {
    /// Whether it was.
    pub truncated: bool,
    /// The total number, if known.
    pub total: Option<usize>,
}

/// Hashes everything written to it.
struct Hasher(Sha256);

impl std::io::Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// 64 bits of a hash: a phone compares its own tag with the next one only.
fn tag_of<T: Serialize>(value: &T) -> Result<String, Refusal> {
    let mut hasher = Hasher(Sha256::new());
    serde_json::to_writer(&mut hasher, value).map_err(|e| Refusal::Internal(e.to_string()))?;
    Ok(hasher.0.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect())
}

impl<T: Serialize> Section<T> {
    /// A list, or only its tag if the phone has it.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn new(items: Vec<T>, cut: Cut, have: Option<&str>) -> Result<Self, Refusal> {
        let tag = tag_of(&(&items, cut))?;
        if have == Some(tag.as_str()) {
            return Ok(Self { tag, same: Some(true), items: None, truncated: None, total: None });
        }
        let truncated = cut.truncated.then_some(true);
        Ok(Self { tag, same: None, items: Some(items), truncated, total: cut.total })
    }
}

impl MeSection {
    /// The signed-in account, or only the tag if the phone has it.
    ///
    /// # Errors
    /// If it cannot be written as JSON.
    pub fn new(me: Me, have: Option<&str>) -> Result<Self, Refusal> {
        let tag = tag_of(&me)?;
        let same = have == Some(tag.as_str());
        Ok(Self { tag, same: same.then_some(true), item: (!same).then_some(me) })
    }
}

/// A cell that one serves.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncCell {
    /// The code.
    pub code: String,
    /// In full words, the community first.
    pub words: String,
    /// What it is called beside its siblings.
    pub name: String,
    /// What it is.
    pub kind: CellKind,
    /// Households, if counted.
    #[schema(required = true)]
    pub households: Option<u32>,
    /// A point inside, for a label.
    #[schema(required = true)]
    pub label: Option<PointView>,
    /// Who answers now.
    #[schema(required = true)]
    pub holder: Option<HolderView>,
    /// Whether nobody answers at the cell itself.
    pub hole: bool,
    /// Open cases; null for those who see none there.
    #[schema(required = true)]
    pub open: Option<i64>,
    /// Those of them that are late.
    #[schema(required = true)]
    pub late: Option<i64>,
    /// The outer ring, closed: longitude and latitude with five decimals; null if it is not drawn.
    #[schema(required = true)]
    pub ring: Option<Vec<[f64; 2]>>,
}

/// What a cell is.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = SyncCellKind)]
#[serde(rename_all = "snake_case")]
pub enum CellKind {
    /// It divides the ground with its siblings.
    General,
    /// A place with its own logic.
    Dedicated,
    /// No ground, but people who serve a kind of need.
    Functional,
}

/// A door: id, code, quarter (or road, or village), building (or the number at the road, or the group), unit, room.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncDoor(pub [String; 6]);

impl From<PlaceRow> for SyncDoor {
    fn from(p: PlaceRow) -> Self {
        let name = if p.kind == "road_number" { p.road } else { p.name };
        Self([p.id.to_string(), p.code.map(|c| c.to_string()).unwrap_or_default(), name, p.building, p.unit, p.room])
    }
}

/// Those who live behind a door; without a door, people of whom only the cell is known.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncHousehold {
    /// The household.
    #[schema(required = true)]
    pub id: Option<Uuid>,
    /// The cell.
    pub code: String,
    /// The door among `doors`, if the address directory knows it.
    #[schema(required = true)]
    pub place: Option<Uuid>,
    /// The door in words, where the directory does not know it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub door: String,
    /// Who lives there.
    pub people: Vec<SyncPerson>,
}

/// Somebody who lives there: enough to know whom one speaks with, too little to take away.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncPerson {
    /// Which.
    pub id: Uuid,
    /// 王**.
    pub name: String,
    /// 80 for 80 to 89.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub decade: Option<u16>,
    /// Whether anything is needed; not what.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub needs: bool,
}

impl From<&ResidentLine> for SyncPerson {
    fn from(line: &ResidentLine) -> Self {
        Self { id: line.id.uuid(), name: line.name.clone(), decade: line.decade, needs: line.has_needs }
    }
}

/// Households with their residents, and last, cell by cell, people without a dwelling.
#[must_use]
pub fn households(homes: &Homes) -> Vec<SyncHousehold> {
    let mut of: HashMap<HouseholdId, Vec<SyncPerson>> = HashMap::new();
    let mut loose: BTreeMap<GridCode, Vec<SyncPerson>> = BTreeMap::new();
    for line in &homes.people {
        match line.household {
            Some(household) => of.entry(household).or_default().push(line.into()),
            None => loose.entry(line.code).or_default().push(line.into()),
        }
    }
    let mut all: Vec<SyncHousehold> = homes
        .households
        .iter()
        .map(|h| SyncHousehold {
            id: Some(h.kept.household.id.uuid()),
            code: h.kept.household.code.to_string(),
            place: h.door.place.map(Uuid::from),
            door: if h.door.place.is_some() { String::new() } else { h.door.label.clone() },
            people: of.remove(&h.kept.household.id).unwrap_or_default(),
        })
        .collect();
    all.extend(loose.into_iter().map(|(code, people)| SyncHousehold {
        id: None,
        code: code.to_string(),
        place: None,
        door: String::new(),
        people,
    }));
    all
}

/// A kind of matter, as far as a report needs it.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncKind {
    /// Stable over all versions.
    pub id: String,
    /// The newest version.
    pub version: u32,
    /// What it is called.
    pub name: Bilingual,
    /// What its group is called.
    pub group: Bilingual,
    /// Whether it comes before everything else.
    pub urgent: bool,
    /// Whether a photo is asked for, and why.
    pub photo: SyncAsked,
    /// Whether a place is asked for, and why.
    pub place: SyncAsked,
}

/// Whether something is asked for, and why.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncAsked {
    /// How much.
    pub need: SyncNeed,
    /// Why; there whenever it is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Bilingual>,
}

/// How much something is needed.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyncNeed {
    /// Not asked for.
    No,
    /// It helps.
    Wish,
    /// Without it nothing can be done.
    Must,
}

fn both(words: &Words) -> Bilingual {
    Bilingual::new(&words.zh, &words.en)
}

impl From<&DataRequest> for SyncAsked {
    fn from(asked: &DataRequest) -> Self {
        let need = match asked.need {
            Need::No => SyncNeed::No,
            Need::Wish => SyncNeed::Wish,
            Need::Must => SyncNeed::Must,
        };
        Self { need, why: asked.why.as_ref().map(both) }
    }
}

impl From<&Kind> for SyncKind {
    fn from(kind: &Kind) -> Self {
        Self {
            id: kind.id.as_str().to_owned(),
            version: kind.version,
            name: both(&kind.name),
            group: both(&kind.group.name),
            urgent: kind.urgency == Urgency::Urgent,
            photo: (&kind.photo).into(),
            place: (&kind.place).into(),
        }
    }
}

/// A case as its page shows it, less what else its place could be, with the last entries of its timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncCase {
    /// The case.
    #[serde(flatten)]
    pub case: CaseView,
    /// The last entries, oldest first.
    pub events: Vec<SyncEntry>,
}

/// An entry of a timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncEntry {
    /// 1, 2, 3 …
    pub seq: i64,
    /// `cases.accepted`.
    pub kind: String,
    /// When, RFC 3339.
    pub at: String,
    /// Who; nobody means the system or a resident.
    #[schema(required = true)]
    pub actor: Option<PersonView>,
    /// What, in words.
    pub words: Bilingual,
}
