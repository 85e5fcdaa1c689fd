//! The room's interface to the rest of the server.

use futures_util::future::BoxFuture;
use utoipa_axum::router::OpenApiRouter;
use weiguang_domain::access::{Actor, Permit};
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::merge::{Belonging, Belongs};
use weiguang_domain::kernel::ids::{ResidentId, TicketId};
use weiguang_store::Tx;

use super::{http, jobs, numbers, ops, store};
use crate::App;
use crate::app::UnitOfWork;
use crate::app::happening::{Happening, Reaction};
use crate::app::room::{OwnPart, Room, Statements};
use crate::chain::kinds::{RecordKind, RowEnd, record};
use crate::outside::sealed_column::{SealedColumn, column};
use crate::outside::sealed_row;
use crate::web::Refusal;

/// Service days, their queue, and bookings.
pub struct Station;

impl Room for Station {
    fn name(&self) -> &'static str {
        "station"
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
                "numbers",
                "取号",
                "numbers at stations",
                ["care.number-"],
                "tickets"("station, day"),
                RowEnd::Each
            ),
            record!(
                "stations",
                "服务站",
                "stations",
                ["care.station-", "care.series-", "care.day-", "care.screen-"],
                "stations"("name, place, phone, closed"),
                RowEnd::Each
            ),
        ]
    }
    fn sealed(&self) -> &'static [SealedColumn] {
        &[
            column!("tickets", "sealed", Id, |s, k| sealed_row::context(s, "tickets", k.0)),
            column!("ticket_askers", "sealed", Id, |s, k| sealed_row::context(s, "ticket_askers", k.0)),
        ]
    }
    fn statements(&self) -> &'static [Statements] {
        &[
            store::stations::STATEMENTS,
            store::series::STATEMENTS,
            store::days::STATEMENTS,
            store::desks::STATEMENTS,
            store::tickets::STATEMENTS,
            store::screens::STATEMENTS,
            store::askers::STATEMENTS,
        ]
    }
    fn sweep<'a>(&'a self, app: &'a App, street: GridCode) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(jobs::retain_street(app, street))
    }
    fn calendar_changed<'a>(
        &'a self,
        app: &'a App,
        street: GridCode,
        first: bool,
    ) -> BoxFuture<'a, Result<u64, Refusal>> {
        Box::pin(async move {
            // If no calendar was in force before, nobody needs to be called.
            if !first {
                app.transact(&Actor::system(), street, ops::plan::tell_stranded).await?;
            }
            Ok(0)
        })
    }
    fn react(&self, work: &mut UnitOfWork<'_, '_>, permit: Permit, what: &Happening<'_>) -> Result<Reaction, Refusal> {
        match what {
            Happening::CellEnded(cell) => ops::plan::carry(work, permit, &cell.old, cell.target)?,
            Happening::BelongingGiven { thing, to, .. } if thing.what == Belongs::Ticket => {
                let street = work.tenant;
                store::tickets::give(work.tx, &street, TicketId::new(thing.id), to.id)?;
            }
            Happening::ResidentErased { resident, .. } => {
                let gone = ops::belonging::forget(work, *resident)?;
                let count = u32::try_from(gone).unwrap_or(u32::MAX);
                return Ok(Reaction::removed((count > 0).then(|| ("ticket".to_owned(), count)).into_iter().collect()));
            }
            _ => {}
        }
        Ok(Reaction::default())
    }
    fn belongings(&self, tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<Vec<Belonging>, Refusal> {
        ops::belonging::belongings(tx, street, of)
    }
    fn own_copy(
        &self,
        work: &mut UnitOfWork<'_, '_>,
        _permit: Permit,
        of: ResidentId,
    ) -> Result<Option<OwnPart>, Refusal> {
        let street = work.tenant;
        Ok(Some(numbers::own_part(work.tx, &street, of)?))
    }
}
