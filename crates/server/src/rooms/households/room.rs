//! The room's interface to the rest of the server.

use futures_util::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::{Grant, Permit};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_store::{StoreError, Tx};

use super::{http, ops, store};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{Happening, Reaction, is_doctor};
use crate::app::room::{Room, Statements, TeamAccess};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::outside::sealed_column::{SealedColumn, column};
use crate::outside::sealed_row;
use crate::web::Refusal;

/// Dwellings, households, residents, doctors' teams.
pub struct Households;

impl Room for Households {
    fn name(&self) -> &'static str {
        "households"
    }
    #[cfg(test)]
    fn samples(&self, world: &crate::leaks::world::World) -> Vec<crate::leaks::sample::Sample> {
        super::samples::samples(world)
    }
    fn routes(&self) -> OpenApiRouter<App> {
        http::routes()
    }
    fn records(&self) -> &'static [RecordKind] {
        &[
            record!(
                "residents",
                "居民",
                "residents",
                ["households.", "care.illnesses-"],
                "residents"("state, state_day"),
                RowEnd::Each
            ),
            record!(
                "households",
                "住户",
                "households",
                ["households.settled", "households.contact"],
                "households"("dwelling, since, tenure"),
                RowEnd::Each
            ),
            record!(
                "teams",
                "家庭医生团队",
                "doctors' teams",
                ["households.team-", "households.paired", "households.parted"],
                "teams"("name, doctor, members"),
                RowEnd::Free
            ),
        ]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[
            column!("dwellings", "label", Id, |s, k| sealed_row::context(s, "dwellings", k.0)),
            column!("residents", "sealed", Id, |s, k| sealed_row::context(s, "residents", k.0)),
            column!("contacts", "sealed", Id, |s, k| sealed_row::context(s, "contacts", k.0)),
            column!("needs", "sealed", Id, |s, k| sealed_row::context(s, "needs", k.0)),
            column!("merges", "sealed", Id, |s, k| sealed_row::context(s, "merges", k.0)),
        ]
    }
    fn statements(&self) -> &'static [Statements] {
        &[
            store::residents::STATEMENTS,
            store::doors::STATEMENTS,
            store::contacts::STATEMENTS,
            store::needs::STATEMENTS,
            store::teams::STATEMENTS,
            store::merges::STATEMENTS,
            store::retention::STATEMENTS,
        ]
    }
    fn sweep<'a>(&'a self, app: &'a App, street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(super::jobs::retain_street(app, street))
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        Ok(match what {
            Happening::CellEnded(cell) => {
                let doors = ops::moving::carry(work, &cell.old, cell.target)?;
                ops::moving::carry_pairs(work, &cell.old, cell.heirs, cell.day)?;
                Reaction::moved("doors", doors)
            }
            Happening::AccessLost { account, held } if !self.still_sees(held) => {
                ops::pairing::let_go(work, permit, *account)?;
                Reaction::default()
            }
            Happening::PairConfirmed { team, code, since, members } => {
                ops::pairing::paired(work, permit, *team, *code, *since, members)?;
                Reaction::default()
            }
            Happening::TeamConfirmed { team, doctor, added } => {
                ops::pairing::joined(work, permit, *team, *doctor, added)?;
                Reaction::default()
            }
            _ => Reaction::default(),
        })
    }
    fn work_rests_with(&self, tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<AccountId>, Refusal> {
        Ok(store::teams::pairing(tx, street)?.teams.into_iter().flat_map(|team| team.members).collect())
    }
    fn still_sees(&self, held: &[Grant]) -> bool {
        is_doctor(held)
    }
    fn team_access(&self, tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<TeamAccess>, StoreError> {
        let known = store::teams::pairing(tx, street)?;
        let pairs_of = |id| known.pairs.iter().filter(move |pair| pair.team == id);
        let access = known.teams.iter().map(|team| TeamAccess {
            team: team.id,
            name: team.name.clone(),
            members: team.members.clone(),
            pairs: pairs_of(team.id).map(|pair| (pair.code, pair.since, pair.until)).collect(),
        });
        Ok(access.collect())
    }
}
