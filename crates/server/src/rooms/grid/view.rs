//! Wire types of territory.

use serde::Serialize;
use std::collections::HashMap;
use utoipa::ToSchema;
use weiguang_domain::access::{Actor, Role, Scope, Verb};
use weiguang_domain::grid::unit::{Cell, Kind};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::FOREVER;

use super::store::authority_key;
use super::territory::Territory;
use crate::access::holders::Serving;
use crate::app::room::Tally;
use crate::web::words::{Bilingual, PersonView, PointView};
use crate::web::{FieldFault, Refusal};

/// The key of a code's level.
#[must_use]
pub fn level_key(code: &GridCode) -> String {
    serde_json::to_value(code.level()).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The codes under which an actor may read territory, narrowed to a requested one; empty if that is elsewhere.
pub fn readable(actor: &Actor, wish: Option<GridCode>) -> Result<Vec<GridCode>, Refusal> {
    actor.may_somewhere(Verb::GridRead)?;
    let scope = actor.scope(Verb::GridRead);
    Ok(wish.map_or_else(|| scope.codes.clone(), |wish| scope.under(&wish)))
}

/// The one street that contains all these codes.
pub fn one_street(codes: &[GridCode]) -> Result<Option<GridCode>, Refusal> {
    let Some(first) = codes.first() else { return Ok(None) };
    match first.street().filter(|s| codes.iter().all(|c| s.contains(c))) {
        Some(street) => Ok(Some(street)),
        None => Err(Refusal::field(FieldFault::new("under", "grid.one-street", "请选择一个街道", "choose one street"))),
    }
}

/// Reads a level's key.
pub fn level_of(key: Option<&str>) -> Result<Option<Level>, Refusal> {
    key.map(|key| {
        serde_json::from_value(key.into()).map_err(|_| {
            Refusal::field(FieldFault::new("level", "grid.unknown-level", "没有这个层级", "there is no such level"))
        })
    })
    .transpose()
}

/// The title of a code among its siblings: its name, or 第六微网格.
#[must_use]
pub fn title(territory: &Territory, code: &GridCode) -> String {
    let name = territory.name(code);
    if name.is_empty() { last_words(code) } else { name.to_owned() }
}

/// The last part of a code as text.
fn last_words(code: &GridCode) -> String {
    let words = code.words();
    let above = code.parent().map(|p| p.words()).unwrap_or_default();
    words.strip_prefix(&above).unwrap_or(&words).to_owned()
}

/// The code of an area with another office.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridAliasView)]
pub struct AliasView {
    /// `statistics`, `civil_affairs`, `development_zone`, or the office's name.
    pub authority: String,
    /// Its code there.
    pub code: String,
}

/// An area or cell by name.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridAreaView)]
pub struct AreaView {
    /// The code.
    pub code: String,
    /// What it is called beside its siblings.
    pub name: String,
    /// `street`, `community`, `grid`, `micro_grid`.
    #[schema(value_type = crate::rooms::grid::wire::GridLevel)]
    pub level: String,
    /// `general`, `dedicated`, `functional`.
    #[schema(value_type = crate::rooms::grid::wire::GridCellKind)]
    pub kind: String,
    /// Everyone directly above it: its own code's first.
    pub parents: Vec<String>,
    /// Its codes with other offices.
    pub aliases: Vec<AliasView>,
}

/// The key of a kind of cell.
#[must_use]
pub const fn kind_key(kind: &Kind) -> &'static str {
    match kind {
        Kind::General => "general",
        Kind::Dedicated => "dedicated",
        Kind::Functional { .. } => "functional",
    }
}

/// An area or cell by code.
#[must_use]
pub fn area(territory: &Territory, code: GridCode) -> AreaView {
    let areas = territory.areas();
    let aliases = areas.area(code).into_iter().flat_map(|area| &area.aliases);
    AreaView {
        code: code.to_string(),
        name: title(territory, &code),
        level: level_key(&code),
        kind: territory.cell(&code).map_or("general", |c| kind_key(&c.kind)).to_owned(),
        parents: areas.parents(code).iter().map(ToString::to_string).collect(),
        aliases: aliases
            .map(|a| AliasView { authority: authority_key(&a.authority), code: a.code.to_string() })
            .collect(),
    }
}

/// Who answers for a cell now.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridHolderView)]
pub struct HolderView {
    /// The person to be reached.
    pub account: PersonView,
    /// The role's key.
    pub role: String,
    /// The role in words.
    pub role_words: Bilingual,
    /// The code at which they hold it: the cell's own, or one above where the cell has a hole.
    pub code: String,
    /// For whom they stand in.
    pub deputy_for: Option<PersonView>,
}

/// A cell.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = GridCellView)]
pub struct CellView {
    /// The code.
    pub code: String,
    /// Behind the community, in words: 第九网格第六微网格.
    pub words: String,
    /// What it is called beside its siblings.
    pub name: String,
    /// `community`, `grid`, `micro_grid`.
    #[schema(value_type = crate::rooms::grid::wire::GridLevel)]
    pub level: String,
    /// `general`, `dedicated`, `functional`.
    #[schema(value_type = crate::rooms::grid::wire::GridCellKind)]
    pub kind: String,
    /// Its first day.
    pub since: String,
    /// The first day on which it is no more, if that is known.
    pub until: Option<String>,
    /// Households, if counted.
    pub households: Option<u32>,
    /// Of a functional cell, across which it serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<String>,
    /// Of a functional cell, the kinds of matter that it takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub takes: Option<Vec<String>>,
    /// Who answers now.
    pub holder: Option<HolderView>,
    /// Whether nobody answers at the cell itself.
    pub hole: bool,
    /// Open cases in it and below; null for those who see no cases there.
    pub open: Option<i64>,
    /// Those of them that are late.
    pub late: Option<i64>,
    /// A point inside, for a label.
    pub label: Option<PointView>,
}

/// Data that views need besides the cell.
pub struct Around<'a> {
    /// Names.
    pub territory: &'a Territory,
    /// The holders of posts.
    pub serving: &'a Serving,
    /// Totals by code, including everything below; `None` for another day than today.
    pub totals: Option<&'a HashMap<GridCode, Tally>>,
    /// The reader's scope for cases.
    pub cases: &'a Scope,
}

impl Around<'_> {
    fn person(&self, account: AccountId) -> PersonView {
        PersonView { id: account.uuid(), name: self.serving.names.get(&account).cloned().unwrap_or_default() }
    }

    /// A holder of a post, by account, role and code.
    #[must_use]
    pub fn holder(&self, account: AccountId, role: Role, code: GridCode, stands_for: Option<AccountId>) -> HolderView {
        HolderView {
            account: self.person(account),
            role: role.key().to_owned(),
            role_words: Bilingual::new(role.chinese(), role.english()),
            code: code.to_string(),
            deputy_for: stands_for.map(|a| self.person(a)),
        }
    }

    /// A cell.
    #[must_use]
    pub fn cell(&self, cell: &Cell, label: Option<Point>) -> CellView {
        let code = cell.code;
        let answer = self.serving.answer(code);
        let (home, takes) = match &cell.kind {
            Kind::Functional { home, takes } => (Some(home.to_string()), Some(takes.clone())),
            _ => (None, None),
        };
        let totals = self.totals.filter(|_| self.cases.covers(&code));
        let tally = totals.map(|t| t.get(&code).copied().unwrap_or_default());
        let own = cell.name.trim();
        CellView {
            code: code.to_string(),
            words: if home.is_some() && !own.is_empty() { own.to_owned() } else { code.words() },
            name: if own.is_empty() { last_words(&code) } else { own.to_owned() },
            level: level_key(&code),
            kind: kind_key(&cell.kind).to_owned(),
            since: cell.since.to_string(),
            until: (cell.until != FOREVER).then(|| cell.until.to_string()),
            households: cell.households,
            home,
            takes,
            hole: answer.holder.as_ref().is_none_or(|h| h.code != code),
            holder: answer.holder.map(|h| self.holder(h.account, h.role, h.code, h.deputy_for)),
            open: tally.map(|t| t.open),
            late: tally.map(|t| t.late),
            label: label.map(|p| PointView { lon: p.lon, lat: p.lat }),
        }
    }
}

/// Adds up totals along the codes.
#[must_use]
pub fn summed(rows: Vec<(String, Tally)>) -> HashMap<GridCode, Tally> {
    let mut sums: HashMap<GridCode, Tally> = HashMap::new();
    for (code, tally) in rows {
        let Ok(code) = GridCode::parse(&code) else { continue };
        for above in code.climb() {
            let sum = sums.entry(above).or_default();
            sum.open += tally.open;
            sum.late += tally.late;
            sum.total += tally.total;
            sum.closed += tally.closed;
        }
    }
    sums
}
