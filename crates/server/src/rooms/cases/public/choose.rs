//! Choices of a resident: streets that accept matters, and kinds of matter.

use axum::Json as Reply;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::App;
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CallView;
use crate::rooms::manual::CurrentManual;
use crate::web::words::Bilingual;

/// A street that takes matters in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicStreet {
    /// Nine digits.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it is made up.
    pub made_up: bool,
    /// Whether a report may name photos.
    pub photos: bool,
}

/// The streets that take matters in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicStreets {
    /// In order of code.
    pub items: Vec<PublicStreet>,
}

/// The streets that take matters in here.
#[utoipa::path(get, path = "/public/streets", tag = "public", responses((status = 200, body = PublicStreets)))]
pub async fn list_streets(State(app): State<App>) -> Reply<PublicStreets> {
    let territory = app.state::<Territory>();
    let items = territory
        .streets()
        .iter()
        .map(|s| PublicStreet {
            code: s.to_string(),
            name: territory.name(s).to_owned(),
            made_up: territory.made_up(s),
            photos: true,
        })
        .collect();
    Reply(PublicStreets { items })
}

/// A kind of matter as a resident chooses it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicKind {
    /// The stable id.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// Its group's name.
    pub group: Bilingual,
    /// Whether it is urgent.
    pub urgent: bool,
    /// Words by which it is found.
    pub keywords: Vec<String>,
    /// Whom to call for it, the first one first; numbers that the street has yet to write are left out.
    pub calls: Vec<CallView>,
}

/// The kinds of matter.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicKinds {
    /// In the manual's order.
    pub items: Vec<PublicKind>,
}

/// The kinds of matter that a resident can choose from.
#[utoipa::path(get, path = "/public/kinds", tag = "public", responses((status = 200, body = PublicKinds)))]
pub async fn list_public_kinds(State(app): State<App>) -> Reply<PublicKinds> {
    let manual = app.state::<CurrentManual>();
    let items = manual
        .current()
        .map(|k| PublicKind {
            id: k.id.as_str().to_owned(),
            name: Bilingual::new(&k.name.zh, &k.name.en),
            group: Bilingual::new(&k.group.name.zh, &k.group.name.en),
            urgent: k.urgency == weiguang_domain::manual::Urgency::Urgent,
            keywords: k.keywords.clone(),
            calls: k.calls.iter().filter(|call| !call.is_open()).map(CallView::from).collect(),
        })
        .collect();
    Reply(PublicKinds { items })
}
