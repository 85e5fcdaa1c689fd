//! The queue: pages of cases by view, words or number.

use axum::Json as Reply;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use weiguang_domain::access::Verb;
use weiguang_domain::cases::Status;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::page;
use weiguang_domain::kernel::time::{Day, Moment};

use super::{names_of, under_of};
use crate::App;
use crate::rooms::cases::queue::search;
use crate::rooms::cases::queue::search::Tokenizer;
use crate::rooms::cases::queue::wish::{View, Wish};
use crate::rooms::cases::queue::{self, Asking};
use crate::rooms::cases::record::Record;
use crate::rooms::cases::store;
use crate::rooms::cases::view::{Around, CaseRow};
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::web::cursor::Cursor;
use crate::web::extract::{Query, SignedIn};
use crate::web::{FieldFault, Refusal};

/// Which list is asked for.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// `open` (the default), `late`, `waiting`, `mine`, `parts`, `unplaced`, `returned`, `paused`, `resolved`, `closed`, `all`.
    #[param(value_type = Option<crate::rooms::cases::queue::views::QueueName>)]
    view: Option<String>,
    /// A code; everything under it.
    #[param(value_type = Option<String>)]
    under: Option<GridCode>,
    /// A kind's id.
    kind: Option<String>,
    /// The first day on which the case was received, `2026-11-01`. Past cases and `all` then go by that time.
    #[param(value_type = Option<String>, format = Date)]
    since: Option<Day>,
    /// The last such day.
    #[param(value_type = Option<String>, format = Date)]
    until: Option<Day>,
    /// Words, or a number. Without a view they look through `all`.
    q: Option<String>,
    /// At most this many rows, up to 200.
    limit: Option<i64>,
    /// The cursor of the page before.
    after: Option<String>,
}

/// A page of cases.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CasePage {
    /// The rows.
    pub items: Vec<CaseRow>,
    /// Where the next page begins.
    pub next: Option<String>,
}

fn wish_of(app: &App, street: &GridCode, query: &ListQuery) -> Result<Wish, Refusal> {
    let words = query.q.as_deref().map(str::trim).filter(|w| !w.is_empty());
    let terms = words.map(|words| {
        let mut terms = app.local::<Tokenizer>().terms(words);
        // The longest words are the most selective; three of them are looked up.
        terms.sort_by_key(|t| std::cmp::Reverse(t.chars().count()));
        terms.truncate(3);
        search::blind(app.seal(), street, &terms)
    });
    let view = match query.view.as_deref().unwrap_or(if terms.is_some() { "all" } else { "open" }) {
        "open" => View::Open,
        "late" => View::Late,
        "mine" => View::Mine,
        "parts" => View::Parts,
        "unplaced" => View::Unplaced,
        "waiting" => View::Status(Status::Submitted),
        "returned" => View::Status(Status::Returned),
        "paused" => View::Status(Status::Paused),
        "resolved" => View::Status(Status::Resolved),
        "closed" => View::Past,
        "all" => View::All,
        _ => {
            return Err(Refusal::field(FieldFault::new(
                "view",
                "cases.unknown-view",
                "没有这个列表",
                "there is no such view",
            )));
        }
    };
    if let (Some(since), Some(until)) = (query.since, query.until)
        && since > until
    {
        let (zh, en) = ("起始日期晚于结束日期", "the first day is after the last");
        return Err(Refusal::field(FieldFault::new("since", "cases.days-backwards", zh, en)));
    }
    let kind = query.kind.clone().filter(|k| !k.is_empty());
    let until = query.until.map(|day| Moment::start_of(day.saturating_add(jiff::Span::new().days(1))));
    Ok(Wish { view, kind, since: query.since.map(Moment::start_of), until, terms })
}

/// A page of the queue.
#[utoipa::path(get, path = "/cases", tag = "cases", params(ListQuery), responses((status = 200, body = CasePage)))]
pub async fn list_cases(
    State(app): State<App>,
    SignedIn(actor): SignedIn,
    Query(query): Query<ListQuery>,
) -> Result<Reply<CasePage>, Refusal> {
    actor.may_somewhere(Verb::CasesRead)?;
    let scope = actor.scope(Verb::CasesRead);
    let under = under_of(&actor, &scope, query.under)?;
    let wish = wish_of(&app, &under.street().unwrap_or(under), &query)?;
    // Closed cases stay under the code that they had.
    if !matches!(wish.view, View::Past | View::All) {
        app.state::<Territory>().is_on(&under)?;
    }
    let after = query.after.as_deref().map(Cursor::parse).transpose()?.unwrap_or_else(|| wish.start());
    let limit = page::limit(query.limit);
    let (account, number) = (actor.account, query.q.clone().filter(|q| is_number(q)));
    let reader = actor.clone();
    let (found, names) = app
        .read(move |tx| {
            let street = under.street().unwrap_or(under);
            let found = match &number {
                // A number is looked up, not searched.
                Some(number) => {
                    let one = store::read_number(tx, &street, number.trim())?;
                    let mut items: Vec<Record> = one.into_iter().collect();
                    items.retain(|r| reader.may(Verb::CasesRead, &r.case.code, r.is_party(account)).is_ok());
                    page::Page { items, next: None }
                }
                None => {
                    let asking = Asking { actor: account, scope: &scope, under: &under };
                    queue::page(tx, asking, &wish, after, limit)?
                }
            };
            let names = names_of(tx, &found.items, [])?;
            Ok((found, names))
        })
        .await?;
    let (territory, manual) = (app.state::<Territory>(), app.state::<CurrentManual>());
    let around = Around { territory: &territory, manual: &manual, names: &names, now: app.now() };
    Ok(Reply(CasePage { items: found.items.iter().map(|r| around.row(r)).collect(), next: found.next }))
}

/// Whether a text is a case's number: `20261123-0042`.
fn is_number(text: &str) -> bool {
    text.trim().split_once('-').is_some_and(|(day, n)| {
        day.len() == 8 && !n.is_empty() && (day.to_owned() + n).chars().all(|c| c.is_ascii_digit())
    })
}
