//! Outgoing messages, one row for each destination, with a visible state: in-app ones are delivered by being stored; webhooks wait in the
//! queue of their destination until they are delivered or visibly given up.

use std::collections::HashMap;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, DestinationId, MessageId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::kernel::words::Words;
use weiguang_store::{Db, Row, StoreError, Tx, params};

use super::notice;
use crate::App;
use crate::app::happening::{CellsRedrawn, Left, Reaction};
use crate::app::{State, UnitOfWork};
use crate::outside::columns::code_at;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

const INSERT: &str = "INSERT INTO messages (tenant, id, destination, account, topic, subject, body, state, tries, due_at, error, at, done_at, aside) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, '', $10, $11, FALSE)";
const LIST: &str = "SELECT id, destination, topic, subject, state, tries, due_at, error, at, done_at FROM messages WHERE tenant = $1 AND account = $2 AND id < $3 AND ($4 = '' OR state = $4) ORDER BY id DESC LIMIT $5";
const RETRY: &str = "UPDATE messages SET state = 'waiting', tries = 0, due_at = $3, error = '', done_at = 0, aside = FALSE WHERE tenant = $1 AND id = $2 AND state IN ('waiting', 'given_up')";
const TOLD_SINCE: &str =
    "SELECT at FROM messages WHERE tenant = $1 AND account = $2 AND topic = $3 AND at >= $4 LIMIT 1";
const DESTINATIONS: &str = "SELECT id, name, kind, url, secret, topics, code, active, created_at, address FROM destinations WHERE tenant = $1 ORDER BY id";
const STREETS: &str = "SELECT DISTINCT tenant FROM destinations ORDER BY tenant";
const INSERT_DESTINATION: &str = "INSERT INTO destinations (tenant, id, name, kind, url, address, secret, topics, code, active, created_at) VALUES ($1, $2, $3, 'webhook', '', $4, $5, $6, $7, $8, $9)";
const RECODE_DESTINATIONS: &str = "UPDATE destinations SET code = $3 WHERE tenant = $1 AND code = $2";
const STOP_DESTINATION: &str = "UPDATE destinations SET active = $3 WHERE tenant = $1 AND id = $2";

/// Destinations whose address an older version stored in clear.
const IN_CLEAR: &str = "SELECT id, url FROM destinations WHERE tenant = $1 AND address IS NULL";
const SEAL_ADDRESS: &str =
    "UPDATE destinations SET url = '', address = $3 WHERE tenant = $1 AND id = $2 AND address IS NULL";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("outbox.INSERT", INSERT),
    ("outbox.LIST", LIST),
    ("outbox.RETRY", RETRY),
    ("outbox.TOLD_SINCE", TOLD_SINCE),
    ("outbox.DESTINATIONS", DESTINATIONS),
    ("outbox.STREETS", STREETS),
    ("outbox.INSERT_DESTINATION", INSERT_DESTINATION),
    ("outbox.RECODE_DESTINATIONS", RECODE_DESTINATIONS),
    ("outbox.STOP_DESTINATION", STOP_DESTINATION),
    ("outbox.IN_CLEAR", IN_CLEAR),
    ("outbox.SEAL_ADDRESS", SEAL_ADDRESS),
];

/// A recipient of messages besides people's inboxes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its id.
    pub id: DestinationId,
    /// Its displayed name.
    pub name: String,
    /// The address.
    pub url: String,
    /// Sealed signing secret.
    pub secret: Vec<u8>,
    /// Requested topics; empty means all.
    pub topics: Vec<String>,
    /// Only events under this code.
    pub code: GridCode,
    /// Whether it is in use.
    pub active: bool,
    /// When it was created.
    pub created_at: Moment,
}

impl Destination {
    fn wants(&self, topic: &str, code: &GridCode) -> bool {
        self.active && self.code.contains(code) && (self.topics.is_empty() || self.topics.iter().any(|t| t == topic))
    }
    /// The context that binds the sealed secret to this row.
    #[must_use]
    pub fn seal_context(tenant: &GridCode, id: DestinationId) -> String {
        format!("destinations {tenant} {id}")
    }
    /// The context that binds the sealed address to this row.
    #[must_use]
    pub fn address_context(tenant: &GridCode, id: DestinationId) -> String {
        format!("destinations {tenant} {id} address")
    }
    /// The address of a row: sealed, or in clear from an older version. The columns are those of `url` and `address`.
    pub(super) fn address_at(
        row: &Row<'_>,
        (clear, sealed): (usize, usize),
        tenant: &GridCode,
        id: DestinationId,
    ) -> Result<String, StoreError> {
        match row.get::<Option<Vec<u8>>>(sealed)? {
            Some(_) => row.open_text(sealed, &Self::address_context(tenant, id)),
            None => row.get(clear),
        }
    }
}

/// All destinations in use, by street: loaded at the start and after every change, so that a case's write need not read them.
#[derive(Clone, Debug, Default)]
pub struct Destinations {
    by_street: HashMap<GridCode, Vec<Destination>>,
}

impl Destinations {
    fn wanting(&self, topic: &str, code: &GridCode) -> Vec<DestinationId> {
        code.street()
            .and_then(|s| self.by_street.get(&s))
            .map_or_else(Vec::new, |list| list.iter().filter(|d| d.wants(topic, code)).map(|d| d.id).collect())
    }
}

impl State for Destinations {
    const NAME: &'static str = "destinations";

    fn load(db: &Db, _before: Option<&Self>, _today: Day) -> Result<Self, Refusal> {
        db.read_blocking(|tx| {
            let mut by_street = HashMap::new();
            for street in tx.query(STREETS, params![], |row| code_at(row, 0))? {
                by_street.insert(street, destinations(tx, &street)?);
            }
            Ok(Self { by_street })
        })
    }
}

/// The recipient of a message: an account's inbox, or a destination.
#[derive(Clone, Copy)]
enum To {
    Account(AccountId),
    Destination(DestinationId),
}

fn put(work: &mut UnitOfWork<'_, '_>, to: To, topic: &str, subject: Uuid, text: &str) -> Result<(), Refusal> {
    let (id, tenant) = (work.id::<MessageId>(), work.tenant);
    let (destination, account, state, at) = match to {
        // Delivered by being stored.
        To::Account(account) => (Uuid::nil(), account.uuid(), "delivered", work.now.micros()),
        // Messages of one transaction are a microsecond apart, which orders them.
        To::Destination(destination) => {
            (destination.uuid(), Uuid::nil(), "waiting", work.now.micros() + work.wakes.message())
        }
    };
    let row = params![
        tenant.as_str(),
        id.uuid(),
        destination,
        account,
        topic,
        subject,
        text,
        state,
        work.now.micros(),
        at,
        0_i64
    ];
    work.tx.exec(INSERT, row)?;
    Ok(())
}

/// To a person's inbox.
///
/// # Errors
/// The store's errors.
pub fn to_account(
    work: &mut UnitOfWork<'_, '_>,
    account: AccountId,
    topic: &str,
    subject: Uuid,
    text: &str,
) -> Result<(), Refusal> {
    put(work, To::Account(account), topic, subject, text)
}

/// To a person's inbox, about something other than a case or a care alert: a topic `room.what-happened`, and its link.
pub fn to_person(
    work: &mut UnitOfWork<'_, '_>,
    account: AccountId,
    topic: &str,
    subject: Uuid,
    words: Words,
) -> Result<(), Refusal> {
    let text = notice::of_matter(topic, &work.tenant, words)?;
    put(work, To::Account(account), topic, subject, &text)
}

/// Whether somebody's inbox has a message of a topic since a moment.
pub fn told_since(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    account: AccountId,
    topic: &str,
    since: Moment,
) -> Result<bool, StoreError> {
    let row = params![tenant.as_str(), account.uuid(), topic, since.micros()];
    Ok(tx.one(TOLD_SINCE, row, |row| row.get::<i64>(0))?.is_some())
}

/// To every destination of the street that requested the topic at this code.
///
/// # Errors
/// The store's errors.
pub fn to_destinations(
    work: &mut UnitOfWork<'_, '_>,
    topic: &str,
    code: &GridCode,
    subject: Uuid,
    text: &str,
) -> Result<(), Refusal> {
    for destination in work.state::<Destinations>().wanting(topic, code) {
        put(work, To::Destination(destination), topic, subject, text)?;
    }
    Ok(())
}

/// A message as shown to those who run the outbox.
#[derive(Clone, Debug)]
pub struct MessageRow {
    /// Its id.
    pub id: MessageId,
    /// The destination.
    pub destination: DestinationId,
    /// The topic of the event.
    pub topic: String,
    /// The case.
    pub subject: Uuid,
    /// `waiting`, `delivered` or `given_up`.
    pub state: String,
    /// Number of attempts.
    pub tries: i64,
    /// Time of the next attempt.
    pub due_at: Moment,
    /// Why the last attempt failed.
    pub error: String,
    /// When it was written.
    pub at: Moment,
}

/// A page of messages to destinations, newest first; an empty state means all.
pub fn lines(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    before: Uuid,
    state: &str,
    limit: i64,
) -> Result<Vec<MessageRow>, StoreError> {
    tx.query(LIST, params![tenant.as_str(), Uuid::nil(), before, state, limit], |row| {
        Ok(MessageRow {
            id: MessageId::new(row.get(0)?),
            destination: DestinationId::new(row.get(1)?),
            topic: row.get(2)?,
            subject: row.get(3)?,
            state: row.get(4)?,
            tries: row.get(5)?,
            due_at: Moment::from_micros(row.get(6)?),
            error: row.get(7)?,
            at: Moment::from_micros(row.get(8)?),
        })
    })
}

/// Sends one again at once, with all attempts renewed.
pub fn retry(work: &mut UnitOfWork<'_, '_>, id: MessageId) -> Result<bool, Refusal> {
    let (tenant, now) = (work.tenant, work.now.micros());
    Ok(work.tx.exec(RETRY, params![tenant.as_str(), id.uuid(), now])? == 1)
}

fn destination(tenant: &GridCode, row: &Row<'_>) -> Result<Destination, StoreError> {
    let id = DestinationId::new(row.get(0)?);
    Ok(Destination {
        id,
        name: row.get(1)?,
        url: Destination::address_at(row, (3, 9), tenant, id)?,
        secret: row.get(4)?,
        topics: row.get::<String>(5)?.split(' ').filter(|t| !t.is_empty()).map(str::to_owned).collect(),
        code: code_at(row, 6)?,
        active: row.get(7)?,
        created_at: Moment::from_micros(row.get(8)?),
    })
}

/// A street's destinations.
pub fn destinations(tx: &mut Tx<'_>, tenant: &GridCode) -> Result<Vec<Destination>, StoreError> {
    tx.query(DESTINATIONS, params![tenant.as_str()], |row| destination(tenant, row))
}

/// Adds a destination.
pub fn insert_destination(work: &mut UnitOfWork<'_, '_>, d: &Destination) -> Result<(), Refusal> {
    let tenant = work.tenant;
    work.changes::<Destinations>();
    let address = work.tx.seal(&Destination::address_context(&tenant, d.id), d.url.as_bytes())?;
    work.tx.exec(
        INSERT_DESTINATION,
        params![
            tenant.as_str(),
            d.id.uuid(),
            &d.name,
            address,
            &d.secret,
            d.topics.join(" "),
            d.code.as_str(),
            d.active,
            d.created_at.micros()
        ],
    )?;
    Ok(())
}

/// Seals addresses that an older version stored in clear: one may contain a password or a key.
///
/// # Errors
/// The store's errors.
pub async fn seal_addresses(app: &App) -> Result<(), Refusal> {
    for street in app.state::<Territory>().streets() {
        let seal = move |work: &mut UnitOfWork<'_, '_>| {
            let clear = work.tx.query(IN_CLEAR, params![street.as_str()], |row| {
                Ok((DestinationId::new(row.get(0)?), row.get::<String>(1)?))
            })?;
            for (id, url) in clear {
                let address = work.tx.seal(&Destination::address_context(&street, id), url.as_bytes())?;
                work.tx.exec(SEAL_ADDRESS, params![street.as_str(), id.uuid(), address])?;
            }
            Ok(())
        };
        app.transact(&Actor::system(), street, seal).await?;
    }
    Ok(())
}

/// Moves destinations of a cell to its only successor; those of a divided cell are reported, and nothing is widened or guessed.
///
/// # Errors
/// The store's errors.
pub fn follow(work: &mut UnitOfWork<'_, '_>, redrawn: &CellsRedrawn<'_>) -> Result<Reaction, Refusal> {
    let (street, mut followed, mut left) = (work.tenant, 0, Vec::new());
    work.changes::<Destinations>();
    for old in &redrawn.effect.ends {
        if let Some(one) = redrawn.successors.get(old) {
            followed += work.tx.exec(RECODE_DESTINATIONS, params![street.as_str(), old.as_str(), one.as_str()])?;
        } else {
            let stay = destinations(work.tx, &street)?.into_iter().filter(|d| d.active && d.code == *old);
            left.extend(stay.map(|d| Left { what: "destination".into(), name: d.name, code: old.to_string() }));
        }
    }
    Ok(Reaction { left, ..Reaction::moved("destinations", followed) })
}

/// Stops a destination; its waiting messages are given up at their next attempt.
pub fn stop_destination(work: &mut UnitOfWork<'_, '_>, id: DestinationId) -> Result<bool, Refusal> {
    let tenant = work.tenant;
    work.changes::<Destinations>();
    Ok(work.tx.exec(STOP_DESTINATION, params![tenant.as_str(), id.uuid(), false])? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_destination_gets_what_it_wants_and_nothing_else() {
        let code = |text: &str| GridCode::parse(text).unwrap();
        let (street, community) = (code("510117019"), code("510117019006"));
        let one = |n: u128, topics: &[&str], active: bool| Destination {
            id: DestinationId::new(Uuid::from_u128(n)),
            name: String::new(),
            url: String::new(),
            secret: Vec::new(),
            topics: topics.iter().map(|topic| (*topic).to_owned()).collect(),
            code: community,
            active,
            created_at: Moment::from_micros(0),
        };
        let list = vec![one(1, &[], true), one(2, &["cases.closed"], true), one(3, &[], false)];
        let all = Destinations { by_street: HashMap::from([(street, list)]) };
        let wanting = |topic: &str, at: &str| -> Vec<u128> {
            all.wanting(topic, &code(at)).iter().map(|id| id.uuid().as_u128()).collect()
        };
        assert_eq!(wanting("cases.closed", "51011701900600901"), [1, 2]);
        assert_eq!(wanting("cases.accepted", "51011701900600901"), [1], "another topic");
        for elsewhere in ["51011701900800101", "510117019", "51011700920200101"] {
            assert_eq!(wanting("cases.closed", elsewhere), [0; 0], "{elsewhere}");
        }
    }
}
