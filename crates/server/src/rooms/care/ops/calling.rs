//! The desk that a landlord, a neighbour or the family is asked to call back: a setting of the street. By default it is the street's
//! centre, without a number. And whom to call if nobody answers an alert.

use serde_json::json;
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::time::Day;
use weiguang_domain::people::duty;
use weiguang_store::Tx;

use super::Receipt;
use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::rooms::care::record::{AlertRecord, CallBack};
use crate::rooms::care::store::calling;
use crate::rooms::grid::territory::Territory;
use crate::rooms::people;
use crate::web::{FieldFault, Refusal};

/// The longest name of a desk, in characters.
const NAME: usize = 40;

/// The stream of a street's setting: its id contains the digits of the code, so that it needs no row of its own.
fn stream(street: &GridCode) -> Uuid {
    Uuid::from_u64_pair(street.as_str().parse().unwrap_or(0), 0x8000_0000_0000_0002)
}

/// Default name of a street's desk: 合作街道治理服务中心.
#[must_use]
pub fn centre(territory: &Territory, street: &GridCode) -> String {
    format!("{}治理服务中心", territory.name(street))
}

/// The desk to call back in a street, as text: 合作街道治理服务中心 028-87654321.
///
/// # Errors
/// The store's errors.
pub fn line(tx: &mut Tx<'_>, territory: &Territory, street: &GridCode) -> Result<String, Refusal> {
    Ok(calling::read(tx, street)?.map_or_else(|| centre(territory, street), |c| c.line()))
}

/// A person or desk to call if nobody answers an alert.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callable {
    /// Their role: `owner`, `leader` or `street`.
    pub who: &'static str,
    /// Who, or which desk.
    pub name: String,
    /// Their number, if it is known.
    pub phone: Option<String>,
}

/// Whom to call if nobody answers an alert: its owner, the leaders of the grid, the street's desk, each only once.
///
/// # Errors
/// The store's errors.
pub fn callable(
    tx: &mut Tx<'_>,
    seal: &Seal,
    territory: &Territory,
    record: &AlertRecord,
    today: Day,
) -> Result<Vec<Callable>, Refusal> {
    numbers(tx, seal, territory, &record.street(), &record.alert.first_posts(), Some(record.alert.owner), today)
}

/// Whom to call if the system can notify nobody: the leaders at some posts, the street's desk.
///
/// # Errors
/// The store's errors.
pub fn standing_by(
    tx: &mut Tx<'_>,
    seal: &Seal,
    territory: &Territory,
    at: &GridCode,
    today: Day,
) -> Result<Vec<Callable>, Refusal> {
    let (street, post) = (at.street().unwrap_or(*at), at.at(Level::Grid).unwrap_or(*at));
    numbers(tx, seal, territory, &street, &duty::ladder(None, post), None, today)
}

fn numbers(
    tx: &mut Tx<'_>,
    seal: &Seal,
    territory: &Territory,
    street: &GridCode,
    posts: &[GridCode],
    owner: Option<AccountId>,
    today: Day,
) -> Result<Vec<Callable>, Refusal> {
    let seats = people::seats(tx, street, posts, today)?;
    let leader = duty::answers(posts, &seats).holder.map(|holder| holder.account);
    let mut all = Vec::new();
    for (who, account) in [("owner", owner), ("leader", leader.filter(|leader| Some(*leader) != owner))] {
        if let Some((name, phone)) = account.map(|id| people::to_call(tx, seal, id)).transpose()?.flatten() {
            all.push(Callable { who, name, phone });
        }
    }
    let desk = calling::read(tx, street)?;
    let name = desk.as_ref().map_or_else(|| centre(territory, street), |desk| desk.name.clone());
    all.push(Callable { who: "street", name, phone: desk.map(|desk| desk.number) });
    Ok(all)
}

/// Sets the desk to call back, if its present version is `version`: 0 if it was never set.
///
/// # Errors
/// [`Refusal::Denied`], [`Refusal::VersionMoved`]; an invalid name or number.
pub fn set(work: &mut UnitOfWork<'_, '_>, version: i64, name: &str, number: &str) -> Result<Receipt, Refusal> {
    let street = work.tenant;
    let permit = work.actor.may(Verb::CareCallBack, &street, false)?;
    let (name, mut faults) = (name.trim(), Vec::new());
    match name.chars().count() {
        0 => faults.push(FieldFault::missing("name")),
        n if n > NAME => faults.push(FieldFault::too_long("name", NAME)),
        _ => {}
    }
    let number = match phone::read(number) {
        Ok(Some(read)) => phone::written(&read.number),
        other => {
            let fault = other.err().unwrap_or(phone::Fault::NotANumber);
            faults.push(FieldFault::new("number", "care.call-back-number", fault.chinese(), fault.english()));
            String::new()
        }
    };
    if !faults.is_empty() {
        return Err(Refusal::Invalid(faults));
    }
    let stands = calling::read(work.tx, &street)?.map_or(0, |c| c.version);
    let set = CallBack { name: name.to_owned(), number, by: work.actor.account, at: work.now, version: version + 1 };
    if stands != version || !calling::put(work.tx, &street, &set)? {
        return Err(Refusal::VersionMoved(stands));
    }
    let body = json!({ "name": set.name, "number": set.number });
    work.append_to(permit, stream(&street), "care.call-back-set", body.to_string())?;
    Ok(Receipt { id: stream(&street), version: set.version })
}
