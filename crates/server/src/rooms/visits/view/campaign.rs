//! Wire types of a campaign for one reader: the progress that they may see, and their permitted acts.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Verb};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::visits::campaign::State;
use weiguang_domain::visits::{Coverage, Population};

use super::visit::FormName;
use crate::rooms::grid::territory::Territory;
use crate::rooms::visits::store::campaigns::{StoredCampaign, status};
use crate::web::words::{KeyWords, StaffView};

/// How doors stand. Each is in exactly one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VisitCoverageView)]
#[expect(missing_docs, reason = "each field is named by what it counts")]
pub struct CoverageView {
    pub doors: u32,
    pub done: u32,
    pub refused: u32,
    pub vacant: u32,
    pub moved: u32,
    /// Somebody went, and nobody answered.
    pub not_reached: u32,
    /// Nobody went.
    pub untried: u32,
    /// Done, refused, vacant and moved together.
    pub ended: u32,
}

impl From<&Coverage> for CoverageView {
    fn from(c: &Coverage) -> Self {
        Self {
            doors: c.doors,
            done: c.done,
            refused: c.refused,
            vacant: c.vacant,
            moved: c.moved,
            not_reached: c.not_reached,
            untried: c.untried,
            ended: c.ended(),
        }
    }
}

/// Whom a campaign goes to; it only describes what the domain reads and writes.
#[derive(ToSchema)]
#[schema(as = VisitPopulationView)]
#[serde(tag = "who", rename_all = "snake_case")]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum PopulationView {
    /// Every door.
    AllDoors,
    /// Dwellings of somebody who needs this: `look_in`, `meals` …, but no health need.
    Need {
        /// What.
        need: String,
    },
    /// Doors let to tenants.
    Tenants,
    /// Doors behind which somebody is this old.
    Age {
        /// In whole years, 50 to 110.
        from: u16,
    },
}

/// A signature.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitSignatureView)]
pub struct SignatureView {
    /// By whom.
    pub by: StaffView,
    /// When, RFC 3339.
    pub at: String,
    /// How many doors.
    pub doors: u32,
    /// The doors that were left; those under what the reader may see stand in the list of doors, with their reasons.
    pub gaps: usize,
    /// Why doors were left to which nobody ever went; empty if there were none.
    pub unvisited: String,
    /// SHA-256 over how each door had ended.
    pub digest: String,
}

/// Why a campaign was given up.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitWithdrawnView)]
pub struct WithdrawnView {
    /// When, RFC 3339.
    pub at: String,
    /// Why.
    pub reason: String,
}

/// A campaign.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = VisitCampaignView)]
pub struct CampaignView {
    /// Which.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Why people are asked.
    pub purpose: String,
    /// Where.
    pub code: String,
    /// The same in words.
    pub code_words: String,
    /// The form.
    pub form: FormName,
    /// Whom it goes to.
    #[schema(value_type = PopulationView)]
    pub population: Population,
    /// `draft`, `running`, `signed`, `withdrawn`, with its words.
    pub status: KeyWords,
    /// Which round, from 1; 0 before it started.
    pub round: u8,
    /// Since when it runs, RFC 3339.
    #[schema(required = true)]
    pub since: Option<String>,
    /// The version.
    pub version: i64,
    /// Who wrote it.
    pub by: StaffView,
    /// How the doors stand that the reader may see; null for a draft.
    #[schema(required = true)]
    pub coverage: Option<CoverageView>,
    /// The signature.
    #[schema(required = true)]
    pub signature: Option<SignatureView>,
    /// Why it was given up.
    #[schema(required = true)]
    pub withdrawn: Option<WithdrawnView>,
    /// What the reader may do now: `edit`, `start`, `next_round`, `sign`, `withdraw`.
    pub actions: Vec<&'static str>,
}

fn words(state: &State) -> KeyWords {
    let (zh, en) = match state {
        State::Draft => ("草稿", "draft"),
        State::Running { .. } => ("进行中", "running"),
        State::Signed { .. } => ("已签字", "signed"),
        State::Withdrawn { .. } => ("已撤回", "withdrawn"),
    };
    KeyWords::new(status(state), zh, en)
}

/// Data read besides a campaign.
#[derive(Debug)]
pub struct Beside {
    /// The campaign.
    pub kept: StoredCampaign,
    /// Its form, by name.
    pub form: FormName,
    /// Results of the dwellings that the reader may see.
    pub coverage: Coverage,
}

impl Beside {
    /// For the wire.
    #[must_use]
    pub fn view(self, actor: &Actor, territory: &Territory, names: &HashMap<AccountId, String>) -> CampaignView {
        let StoredCampaign { campaign, population, by, version } = self.kept;
        let may = |verb| actor.may(verb, &campaign.code, false).is_ok();
        let (steers, signs) = (may(Verb::VisitsCampaign), may(Verb::VisitsSign));
        let open = self.coverage.doors > self.coverage.ended();
        let all = match &campaign.state {
            State::Draft => vec![("edit", steers), ("start", steers), ("withdraw", steers)],
            State::Running { .. } => vec![("next_round", steers && open), ("sign", signs), ("withdraw", steers)],
            State::Signed { .. } | State::Withdrawn { .. } => Vec::new(),
        };
        let (round, since) = match &campaign.state {
            State::Running { since, round, .. } => (*round, Some(since.to_string())),
            _ => (0, None),
        };
        CampaignView {
            id: campaign.id.uuid(),
            code: campaign.code.to_string(),
            code_words: territory.words(&campaign.code),
            form: self.form,
            population,
            status: words(&campaign.state),
            round,
            since,
            version,
            by: StaffView::of(by, names),
            coverage: (campaign.state != State::Draft).then(|| (&self.coverage).into()),
            signature: match &campaign.state {
                State::Signed { doors, signature } => Some(SignatureView {
                    by: StaffView::of(signature.by, names),
                    at: signature.at.to_string(),
                    unvisited: signature.unvisited.clone(),
                    doors: *doors,
                    gaps: signature.gaps.len(),
                    digest: signature.digest.clone(),
                }),
                _ => None,
            },
            withdrawn: match &campaign.state {
                State::Withdrawn { since, reason } => {
                    Some(WithdrawnView { at: since.to_string(), reason: reason.clone() })
                }
                _ => None,
            },
            actions: all.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect(),
            title: campaign.title,
            purpose: campaign.purpose,
        }
    }
}
