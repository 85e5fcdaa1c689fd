//! Wire types of residents: built from the domain's projections, which contain only what their reader may see.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Permit;
use weiguang_domain::households::disclosure::{self, ContactLine, NeedLine, Neighbourly, ResidentLine};
use weiguang_domain::households::{ContactKind, Dwelling, NeedKind, Presence, Tenure, Unreachable};
use weiguang_domain::kernel::time::Day;

use super::ops::Profile;
use super::store::doors::ListedHousehold;
use crate::rooms::grid::territory::Territory;
use crate::web::words::Bilingual;

/// A resident in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HouseholdLineView)]
pub struct LineView {
    /// Which.
    pub id: Uuid,
    /// 王**.
    pub name: String,
    /// The cell.
    pub code: String,
    /// The cell in words.
    pub words: String,
    /// The household.
    pub household: Option<Uuid>,
    /// 80 for 80 to 89.
    pub decade: Option<u16>,
    /// Whether anything is needed; not what.
    pub has_needs: bool,
}

/// A contact for those who serve the cell: numbers masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HouseholdContactView)]
pub struct ContactView {
    /// Which.
    pub id: Uuid,
    /// `kin`, `landlord`, `neighbour`, `employer`, `elsewhere`, `doctor`.
    pub kind: String,
    /// The kind in words.
    pub kind_words: Bilingual,
    /// 儿子.
    pub relation: String,
    /// As they are called.
    pub name: String,
    /// 138****1234, in order.
    pub phones: Vec<String>,
    /// When they can be reached.
    pub when: String,
    /// Why they cannot be asked any more, by what their own record says.
    pub gone: Option<GoneView>,
}

/// That somebody is not to be asked any more: `died`, `left` or `erased`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HouseholdGoneView)]
pub struct GoneView {
    /// Why.
    pub key: String,
    /// In words.
    pub words: Bilingual,
}

impl From<Unreachable> for GoneView {
    fn from(gone: Unreachable) -> Self {
        Self { key: gone.key().to_owned(), words: Bilingual::new(gone.chinese(), gone.english()) }
    }
}

/// A need for those who serve the cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HouseholdNeedView)]
pub struct NeedView {
    /// Which.
    pub id: Uuid,
    /// What, by its key.
    #[schema(value_type = String)]
    pub kind: NeedKind,
    /// What, in words.
    pub words: Bilingual,
    /// What for.
    pub purpose: String,
    /// The last day, `YYYY-MM-DD`.
    pub expires: String,
}

/// A household as a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HouseholdView {
    /// Which.
    pub id: Uuid,
    /// The door in words.
    pub door: String,
    /// The room of the address directory, if it is known there.
    pub place: Option<Uuid>,
    /// The cell.
    pub code: String,
    /// `owner`, `tenant`, `lodged`, `unknown`.
    #[schema(value_type = String)]
    pub tenure: Tenure,
    /// Since when.
    pub since: String,
    /// How many live there.
    pub people: i64,
    /// For `If-Match` on its contacts.
    pub version: i64,
}

/// A resident's page for those who serve the cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HouseholdResidentView)]
pub struct PersonView {
    /// Which.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// 王奶奶.
    pub salutation: String,
    /// The cell.
    pub code: String,
    /// The cell in words.
    pub words: String,
    /// The age today.
    pub age: Option<u16>,
    /// Whether they are registered elsewhere.
    pub from_elsewhere: bool,
    /// 510117********1234.
    pub identity: Option<String>,
    /// 138****1234.
    pub phones: Vec<String>,
    /// `here`, `left`, `died`, `merged`, `erased`.
    pub presence: String,
    /// The record that goes on, if this one went into another.
    pub merged_into: Option<Uuid>,
    /// Where they live.
    pub household: Option<HouseholdView>,
    /// Whom to reach, in the order in which they are tried.
    pub contacts: Vec<ContactView>,
    /// Kinds of contact that nobody has recorded: somebody must ask around.
    pub missing: Vec<Bilingual>,
    /// Needs that are valid today; health data only for the doctors paired with the cell.
    pub needs: Vec<NeedView>,
    /// For `If-Match`.
    pub version: i64,
}

impl LineView {
    /// From a row.
    #[must_use]
    pub fn of(territory: &Territory, line: &ResidentLine) -> Self {
        Self {
            id: line.id.uuid(),
            name: line.name.clone(),
            code: line.code.to_string(),
            words: territory.words(&line.code),
            household: line.household.map(Uuid::from),
            decade: line.decade,
            has_needs: line.has_needs,
        }
    }
}

fn kind_words(kind: ContactKind) -> Bilingual {
    Bilingual::new(kind.chinese(), kind.english())
}

impl ContactView {
    /// From a contact.
    #[must_use]
    pub fn of(line: ContactLine, gone: Option<Unreachable>) -> Self {
        Self {
            gone: gone.map(GoneView::from),
            id: line.id.uuid(),
            kind: line.kind.key().to_owned(),
            kind_words: kind_words(line.kind),
            relation: line.relation,
            name: line.name,
            phones: line.phones,
            when: line.when,
        }
    }
}

impl NeedView {
    fn of(line: NeedLine) -> Self {
        Self {
            id: line.id.uuid(),
            kind: line.kind,
            words: Bilingual::new(line.kind.chinese(), line.kind.english()),
            purpose: line.purpose,
            expires: line.expires.to_string(),
        }
    }
}

impl HouseholdView {
    /// From a household in a list.
    #[must_use]
    pub fn of(listed: &ListedHousehold) -> Self {
        let h = &listed.kept.household;
        Self {
            id: h.id.uuid(),
            door: listed.door.label.clone(),
            place: listed.door.place.map(Uuid::from),
            code: h.code.to_string(),
            tenure: h.tenure,
            since: h.since.to_string(),
            people: listed.people,
            version: listed.kept.version,
        }
    }
}

impl PersonView {
    /// From a resident, for a reader who serves their cell; with `paired`, members of the cell's doctors' team also see health data.
    #[must_use]
    pub fn of(permit: Permit, territory: &Territory, profile: &Profile, people: i64, paired: bool, today: Day) -> Self {
        let resident = &profile.kept.resident;
        let page: Neighbourly =
            disclosure::neighbourly(permit, resident, profile.household.as_ref(), &profile.needs, today);
        let mut needs = page.needs;
        if paired {
            let health = profile.needs.iter().filter(|n| n.holds(today) && n.kind.is_health());
            needs.extend(health.map(|n| NeedLine {
                id: n.id,
                kind: n.kind,
                purpose: n.purpose.clone(),
                expires: n.expires,
            }));
        }
        let home = profile.household.as_ref().zip(profile.door.as_ref());
        let household = home.map(|(h, door): (_, &Dwelling)| HouseholdView {
            id: h.id.uuid(),
            door: door.label.clone(),
            place: door.place.map(Uuid::from),
            code: h.code.to_string(),
            tenure: h.tenure,
            since: h.since.to_string(),
            people,
            version: profile.household_version.unwrap_or_default(),
        });
        let missing = profile.household.as_ref().map_or_else(Vec::new, |h| h.missing(resident.id));
        let (presence, merged_into) = match &resident.presence {
            Presence::Here { .. } => ("here", None),
            Presence::Left { .. } => ("left", None),
            Presence::Died { .. } => ("died", None),
            Presence::Merged { into, .. } => ("merged", Some(into.uuid())),
            Presence::Erased { .. } => ("erased", None),
        };
        Self {
            id: page.id.uuid(),
            name: page.name,
            salutation: resident.salutation(today),
            code: page.code.to_string(),
            words: territory.words(&page.code),
            age: page.age,
            from_elsewhere: page.from_elsewhere,
            identity: page.identity,
            phones: page.phones,
            presence: presence.into(),
            merged_into,
            household,
            contacts: page
                .contacts
                .into_iter()
                .map(|line| {
                    let gone = profile.gone(line.id);
                    ContactView::of(line, gone)
                })
                .collect(),
            missing: missing.into_iter().map(kind_words).collect(),
            needs: needs.into_iter().map(NeedView::of).collect(),
            version: profile.kept.version,
        }
    }
}
