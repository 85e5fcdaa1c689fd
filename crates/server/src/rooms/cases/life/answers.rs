//! Views of a case that are assembled from other views.

use serde::Serialize;
use utoipa::ToSchema;
use weiguang_domain::cases::{PauseWish, State};

use crate::rooms::cases::ops::Receipt;
use crate::rooms::cases::view::CaseView;
use crate::web::words::PersonView;

/// A pause that waits for approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CasePauseWishView)]
pub struct PauseWishView {
    /// Who asked.
    pub by: PersonView,
    /// Why.
    pub reason: String,
    /// For whom it would wait.
    pub waiting_for: String,
    /// Until when, RFC 3339.
    pub until: String,
}

impl PauseWishView {
    /// The wish with the name of its author.
    #[must_use]
    pub fn of(wish: &PauseWish, by: PersonView) -> Self {
        let (reason, waiting_for) = (wish.reason.clone(), wish.waiting_for.clone());
        Self { by, reason, waiting_for, until: wish.until.to_string() }
    }
}

/// A clock that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = CasePausedView)]
pub struct PausedView {
    /// For whom the case waits.
    pub waiting_for: String,
    /// Since when, RFC 3339.
    pub since: String,
    /// When it goes on by itself, RFC 3339.
    pub until: String,
}

impl PausedView {
    /// Of a case that is paused.
    #[must_use]
    pub fn of(state: &State) -> Option<Self> {
        let State::Paused { since, until, waiting_for, .. } = state else { return None };
        Some(Self { waiting_for: waiting_for.clone(), since: since.to_string(), until: until.to_string() })
    }
}

/// What an act answers; it only describes the two.
#[derive(ToSchema)]
#[schema(as = CaseActed)]
#[serde(untagged)]
#[expect(missing_debug_implementations, reason = "no value of it is ever made")]
pub enum Acted {
    /// The case as it is now.
    Case(Box<CaseView>),
    /// The receipt, where the case is no longer the actor's to see.
    Receipt(Box<Receipt>),
}
