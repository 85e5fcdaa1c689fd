//! SQL of the first setup: links, whether there is an administrator, and what a street has.

use uuid::Uuid;
use weiguang_domain::access::Role;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_store::{StoreError, Tx, params};

const LINK: &str = "SELECT id, expires_at, ended_at FROM setup_links WHERE secret = $1";
const OPEN_LINKS: &str = "SELECT COUNT(*) FROM setup_links WHERE ended_at = 0 AND expires_at > $1";
const INSERT_LINK: &str =
    "INSERT INTO setup_links (id, secret, created_at, expires_at, ended_at) VALUES ($1, $2, $3, $4, 0)";
const END_LINK: &str = "UPDATE setup_links SET ended_at = $2 WHERE id = $1 AND ended_at = 0";
const END_LINKS: &str = "UPDATE setup_links SET ended_at = $1 WHERE ended_at = 0";
const ADMINISTRATORS: &str = "SELECT COUNT(*) FROM assignments s CROSS JOIN accounts a \
 WHERE a.id = s.account AND s.role = 'administrator' AND s.since <= $1 AND s.until >= $1 AND a.state = 'active' AND a.password <> ''";
const HELD: &str = "SELECT s.role, a.password <> '', COUNT(DISTINCT a.id) FROM assignments s CROSS JOIN accounts a \
 WHERE a.id = s.account AND s.tenant = $1 AND s.since <= $2 AND s.until >= $2 AND a.state = 'active' GROUP BY s.role, a.password <> ''";
/// Numbers of people, of those without a password, and of those with an open invitation.
const PEOPLE: &str = "SELECT COUNT(*), COALESCE(SUM(CASE WHEN a.password = '' THEN 1 ELSE 0 END), 0), \
 COALESCE(SUM(CASE WHEN a.password = '' AND EXISTS (SELECT 1 FROM invitations i WHERE i.account = a.id AND i.ended = '' AND i.expires_at > $3) THEN 1 ELSE 0 END), 0) \
 FROM accounts a WHERE a.state = 'active' AND a.id IN (SELECT account FROM assignments WHERE tenant = $1 AND until >= $2)";
/// A directory may have a million rows, but only whether there are some matters.
const SOME_PLACES: &str = "SELECT COUNT(*) FROM (SELECT id FROM places WHERE tenant = $1 LIMIT 1000) AS some_places";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("setup.LINK", LINK),
    ("setup.OPEN_LINKS", OPEN_LINKS),
    ("setup.INSERT_LINK", INSERT_LINK),
    ("setup.END_LINK", END_LINK),
    ("setup.END_LINKS", END_LINKS),
    ("setup.ADMINISTRATORS", ADMINISTRATORS),
    ("setup.HELD", HELD),
    ("setup.PEOPLE", PEOPLE),
    ("setup.SOME_PLACES", SOME_PLACES),
];

/// A link, without its secret.
#[derive(Clone, Copy, Debug)]
pub struct Link {
    /// Its id.
    pub id: Uuid,
    /// When it expires.
    pub expires_at: Moment,
    /// Whether it was used or replaced.
    pub ended: bool,
}

/// The link with a secret's hash, valid or not.
pub fn link(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<Link>, StoreError> {
    tx.one(LINK, params![digest], |row| {
        let (expires_at, ended): (i64, i64) = (row.get(1)?, row.get(2)?);
        Ok(Link { id: row.get(0)?, expires_at: Moment::from_micros(expires_at), ended: ended != 0 })
    })
}

/// Whether a valid link exists.
pub fn has_open_link(tx: &mut Tx<'_>, now: Moment) -> Result<bool, StoreError> {
    Ok(tx.one(OPEN_LINKS, params![now.micros()], |row| row.get::<i64>(0))?.unwrap_or(0) > 0)
}

/// Stores a new link; every older one ends.
pub fn insert_link(
    tx: &mut Tx<'_>,
    id: Uuid,
    digest: &[u8; 32],
    now: Moment,
    expires_at: Moment,
) -> Result<(), StoreError> {
    end_links(tx, now)?;
    tx.exec(INSERT_LINK, params![id, digest, now.micros(), expires_at.micros()]).map(drop)
}

/// Ends one link; returns whether it was open.
pub fn end_link(tx: &mut Tx<'_>, id: Uuid, now: Moment) -> Result<bool, StoreError> {
    Ok(tx.exec(END_LINK, params![id, now.micros()])? == 1)
}

/// Ends every link.
pub fn end_links(tx: &mut Tx<'_>, now: Moment) -> Result<(), StoreError> {
    tx.exec(END_LINKS, params![now.micros()]).map(drop)
}

/// Whether there is an administrator with a password on a day.
pub fn is_administered(tx: &mut Tx<'_>, day: Day) -> Result<bool, StoreError> {
    Ok(tx.one(ADMINISTRATORS, params![day.to_string()], |row| row.get::<i64>(0))?.unwrap_or(0) > 0)
}

/// Posts in a street, or above streets at a code, on a day: role, whether the holder set a password, number.
pub fn held(tx: &mut Tx<'_>, tenant: &GridCode, day: Day) -> Result<Vec<(Role, bool, i64)>, StoreError> {
    let rows = tx.query(HELD, params![tenant.as_str(), day.to_string()], |row| {
        Ok((row.get::<String>(0)?, row.get::<bool>(1)?, row.get::<i64>(2)?))
    })?;
    Ok(rows.into_iter().filter_map(|(role, ready, n)| Some((Role::from_key(&role)?, ready, n))).collect())
}

/// People with a post in a street: all, those who never signed in, and those of them with an open invitation.
pub fn people(tx: &mut Tx<'_>, street: &GridCode, day: Day, now: Moment) -> Result<(i64, i64, i64), StoreError> {
    let row = params![street.as_str(), day.to_string(), now.micros()];
    Ok(tx.one(PEOPLE, row, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?.unwrap_or_default())
}

/// Rows of a street's address directory, counted up to a thousand.
pub fn some_places(tx: &mut Tx<'_>, street: &GridCode) -> Result<i64, StoreError> {
    Ok(tx.one(SOME_PLACES, params![street.as_str()], |row| row.get(0))?.unwrap_or(0))
}
