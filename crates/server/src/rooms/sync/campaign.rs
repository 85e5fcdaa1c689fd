//! Campaigns on a phone: the form, the dwellings to visit, and what is known about each. Empty fields are left out: a hundred dwellings
//! must fit through a bad connection.

use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::kernel::ids::{AccountId, EditId, HouseholdId, PlaceId};
use weiguang_domain::visits::campaign::State;
use weiguang_domain::visits::{Answer, Outcome};

use crate::rooms::visits::carried::{Carried, CarriedDoor, Known, KnownAnswer};
use crate::rooms::visits::view::form::{AnswerView, FormView};

/// A campaign that runs.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncCampaign {
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Why people are asked: told at every door.
    pub purpose: String,
    /// Where.
    pub code: String,
    /// Which round.
    pub round: u8,
    /// The form, pinned.
    pub form: FormView,
    /// The doors in one's cells, cell by cell.
    pub doors: Vec<SyncCampaignDoor>,
}

/// A door to go to.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncCampaignDoor {
    /// Which.
    pub dwelling: Uuid,
    /// The door among `doors`, if the address directory knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub place: Option<Uuid>,
    /// The household behind it, if there is exactly one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub household: Option<Uuid>,
    /// Its cell.
    pub code: String,
    /// The door in words, where the directory does not know it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub door: String,
    /// How it ended so far; left out where nobody went.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<String>)]
    pub end: Option<Outcome>,
    /// Who went last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last: Option<SyncLast>,
    /// What is known of the household, by question.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub known: BTreeMap<String, SyncKnown>,
    /// For whom one goes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub people: Vec<SyncMeant>,
}

/// Who went last.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncLast {
    /// When, by their phone's clock, RFC 3339.
    pub at: String,
    /// By name.
    pub by: String,
    /// The visit, if it is one's own: to put it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub visit: Option<Uuid>,
}

/// Somebody for whom one goes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncMeant {
    /// The person among `households`.
    pub id: Uuid,
    /// What is known of them, by question.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(required = false)]
    pub known: BTreeMap<String, SyncKnown>,
}

/// What is known for a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct SyncKnown {
    /// The value; left out if nothing is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<AnswerView>)]
    pub answer: Option<Answer>,
    /// Whether it is shown masked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub masked: bool,
    /// The day on which somebody last said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub since: Option<String>,
    /// Whether it is so old that it is asked afresh.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub stale: bool,
    /// The present edits; an answer names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub seen: Vec<Uuid>,
}

impl From<&KnownAnswer> for SyncKnown {
    fn from(told: &KnownAnswer) -> Self {
        Self {
            answer: told.answer.clone(),
            masked: told.masked,
            since: told.since.map(|day| day.to_string()),
            stale: told.stale,
            seen: told.seen.iter().copied().map(EditId::uuid).collect(),
        }
    }
}

fn known(known: &Known) -> BTreeMap<String, SyncKnown> {
    known.iter().map(|(name, told)| (name.clone(), told.into())).collect()
}

impl SyncCampaignDoor {
    fn of(d: &CarriedDoor, names: &HashMap<AccountId, String>, reader: AccountId) -> Self {
        Self {
            dwelling: d.door.id.uuid(),
            place: d.door.place.map(PlaceId::uuid),
            household: d.household.map(HouseholdId::uuid),
            code: d.door.code.to_string(),
            door: if d.door.place.is_some() { String::new() } else { d.door.label.clone() },
            end: d.end,
            last: d.last.map(|(by, at, visit)| SyncLast {
                at: at.to_string(),
                by: names.get(&by).cloned().unwrap_or_default(),
                visit: (by == reader).then(|| visit.uuid()),
            }),
            known: known(&d.known),
            people: d.people.iter().map(|(id, told)| SyncMeant { id: id.uuid(), known: known(told) }).collect(),
        }
    }
}

impl SyncCampaign {
    /// For the wire.
    #[must_use]
    pub fn of(carried: &Carried, names: &HashMap<AccountId, String>, reader: AccountId) -> Self {
        let campaign = &carried.kept.campaign;
        let round = match campaign.state {
            State::Running { round, .. } => round,
            _ => 1,
        };
        Self {
            id: campaign.id.uuid(),
            title: campaign.title.clone(),
            purpose: campaign.purpose.clone(),
            code: campaign.code.to_string(),
            round,
            form: (&carried.form).into(),
            doors: carried.doors.iter().map(|d| SyncCampaignDoor::of(d, names, reader)).collect(),
        }
    }
}
