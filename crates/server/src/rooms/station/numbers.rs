//! The tickets of one person at stations.

use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::ResidentId;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::station::queue::Arrival;
use weiguang_store::Tx;

use super::record::TicketRecord;
use super::store::{stations, tickets};
use super::view::own::purpose;
use crate::app::room::{OwnPart, OwnTable};
use crate::web::Refusal;
use crate::web::words::Bilingual;

/// A number of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = StationNumberOf)]
pub struct NumberOf {
    /// Which.
    pub id: Uuid,
    /// Where.
    pub station: Uuid,
    /// As it is called.
    pub station_name: String,
    /// Where one goes.
    pub place: String,
    /// When.
    pub day: String,
    /// The booked time, RFC 3339.
    pub at: Option<String>,
    /// A07.
    pub label: String,
    /// Where it stands.
    pub standing: String,
    /// Whether they booked it themselves, without an account.
    pub own: bool,
    /// What for, if they said so.
    pub purpose: Option<Bilingual>,
    /// For `If-Match`.
    pub version: i64,
}

/// The tickets of a person from a day on.
///
/// # Errors
/// The store's errors.
pub fn numbers_of(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId, from: Day) -> Result<Vec<NumberOf>, Refusal> {
    let found = tickets::of_person(tx, street, of, from, 50)?;
    let known = stations::by_id(tx, street)?;
    let number = |r: TicketRecord| {
        let station = known.get(&r.station);
        NumberOf {
            id: r.ticket.id.uuid(),
            station: r.station.uuid(),
            station_name: station.map(|s| s.name.clone()).unwrap_or_default(),
            place: station.map(|s| s.place.clone()).unwrap_or_default(),
            day: r.day.to_string(),
            at: if let Arrival::Booked(at) = r.ticket.came { Some(at.to_string()) } else { None },
            label: r.ticket.label(),
            standing: r.ticket.standing.key().to_owned(),
            own: r.beside.own.is_some(),
            purpose: purpose(&r.beside),
            version: r.version,
        }
    };
    Ok(found.into_iter().map(number).collect())
}

/// All of them, for the copy of a person's data. In the machine-readable file they are under `care`, beside the readings.
///
/// # Errors
/// The store's errors.
pub fn own_part(tx: &mut Tx<'_>, street: &GridCode, of: ResidentId) -> Result<OwnPart, Refusal> {
    let numbers = numbers_of(tx, street, of, Day::MIN)?;
    let row = |n: &NumberOf| {
        let own = if n.own { "本人预约 booked by themselves" } else { "" };
        let what = n.purpose.as_ref().map_or_else(String::new, |p| format!("{} {}", p.zh, p.en));
        vec![n.day.clone(), n.station_name.clone(), n.label.clone(), n.standing.clone(), own.to_owned(), what]
    };
    let table = OwnTable {
        title: "服务站的号 Numbers at stations".to_owned(),
        head: &["日期 Day", "", "", "", "", ""],
        rows: numbers.iter().map(row).collect(),
    };
    Ok(OwnPart { key: "care", data: json!({ "numbers": numbers }), tables: vec![table] })
}
