//! SQL of invitations. Link and code are stored as keyed hashes only.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, InvitationId};
use weiguang_domain::kernel::time::{Day, Moment};
use weiguang_domain::people::invitation::{End, is_open};
use weiguang_store::{Row, StoreError, Tx, params};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT i.id, i.account, i.by_account, i.created_at, i.expires_at, i.ended FROM invitations i ", $rest)
    };
}

const BY_SECRET: &str = select!("WHERE i.secret = $1");
const BY_CODE: &str = select!("WHERE i.account = $1 AND i.code = $2");
const BY_ID: &str = select!("WHERE i.id = $1");
/// Of people with a present or future post under a code; replaced ones are left out.
const UNDER: &str = select!(
    "WHERE i.ended <> 'replaced' AND i.account IN \
     (SELECT account FROM assignments WHERE tenant = $1 AND code >= $2 AND code < $3 AND until >= $4 UNION \
     SELECT account FROM givings WHERE tenant = $1 AND standing = 'waiting' AND what = 'post' AND code >= $2 AND code < $3) ORDER BY i.id DESC LIMIT $5"
);
const INSERT: &str = "INSERT INTO invitations (id, account, secret, code, by_account, created_at, expires_at, ended, ended_at) VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0)";
const END_OPEN_OF: &str = "UPDATE invitations SET ended = $2, ended_at = $3 WHERE account = $1 AND ended = ''";
const END_FREE_OF: &str = "UPDATE invitations SET ended = 'replaced', ended_at = $3 WHERE account = $2 AND ended = '' \
 AND id IN (SELECT subject FROM givings WHERE tenant = $1 AND account = $2 AND what = 'invitation' AND standing = 'free')";
const END_ONE: &str = "UPDATE invitations SET ended = $2, ended_at = $3 WHERE id = $1 AND ended = ''";
/// People with a post under a code, or one that waits, who never set a password; with $6 also those with an open invitation.
const NEVER_SIGNED_IN: &str = "SELECT id FROM accounts WHERE password = '' AND state = 'active' \
 AND (id IN (SELECT account FROM assignments WHERE tenant = $1 AND code >= $2 AND code < $3 AND until >= $4) \
 OR id IN (SELECT account FROM givings WHERE tenant = $1 AND standing = 'waiting' AND what = 'post' AND code >= $2 AND code < $3)) \
 AND ($6 OR NOT EXISTS (SELECT 1 FROM invitations i WHERE i.account = accounts.id AND i.ended = '' AND i.expires_at > $5)) \
 ORDER BY login LIMIT $7";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("invitations.BY_SECRET", BY_SECRET),
    ("invitations.BY_CODE", BY_CODE),
    ("invitations.BY_ID", BY_ID),
    ("invitations.UNDER", UNDER),
    ("invitations.INSERT", INSERT),
    ("invitations.END_OPEN_OF", END_OPEN_OF),
    ("invitations.END_FREE_OF", END_FREE_OF),
    ("invitations.END_ONE", END_ONE),
    ("invitations.NEVER_SIGNED_IN", NEVER_SIGNED_IN),
];

/// An invitation, without its link.
#[derive(Clone, Copy, Debug)]
pub struct InvitationRow {
    /// Its id.
    pub id: InvitationId,
    /// The invited account.
    pub account: AccountId,
    /// Who created it; nil for the operator's own command.
    pub by: AccountId,
    /// When it was created.
    pub created_at: Moment,
    /// When it expires.
    pub expires_at: Moment,
    /// How it ended before that time.
    pub end: Option<End>,
}

impl InvitationRow {
    /// Whether it can be used.
    #[must_use]
    pub fn is_open(&self, now: Moment) -> bool {
        is_open(self.expires_at, self.end, now)
    }
}

/// A new invitation with its hashes.
#[derive(Clone, Copy)]
pub struct NewInvitation<'a> {
    /// Its id.
    pub id: InvitationId,
    /// The invited account.
    pub account: AccountId,
    /// The keyed hash of its link.
    pub secret: &'a [u8; 32],
    /// The keyed hash of its code.
    pub code: &'a [u8; 32],
    /// Who creates it.
    pub by: AccountId,
    /// When it expires.
    pub expires_at: Moment,
}

fn invitation(row: &Row<'_>) -> Result<InvitationRow, StoreError> {
    Ok(InvitationRow {
        id: InvitationId::new(row.get(0)?),
        account: AccountId::new(row.get(1)?),
        by: AccountId::new(row.get(2)?),
        created_at: Moment::from_micros(row.get(3)?),
        expires_at: Moment::from_micros(row.get(4)?),
        end: End::from_key(&row.get::<String>(5)?),
    })
}

/// The invitation with a link's hash, open or not.
pub fn by_secret(tx: &mut Tx<'_>, digest: &[u8; 32]) -> Result<Option<InvitationRow>, StoreError> {
    tx.one(BY_SECRET, params![digest], invitation)
}

/// The invitation of an account by its code's hash, open or not.
pub fn by_code(tx: &mut Tx<'_>, account: AccountId, digest: &[u8; 32]) -> Result<Option<InvitationRow>, StoreError> {
    tx.one(BY_CODE, params![account.uuid(), digest], invitation)
}

/// One invitation, open or not.
pub fn by_id(tx: &mut Tx<'_>, id: InvitationId) -> Result<Option<InvitationRow>, StoreError> {
    tx.one(BY_ID, params![id.uuid()], invitation)
}

/// Invitations of people with a post under a code on a day or later, newest first.
pub fn under(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    under: &GridCode,
    day: Day,
    limit: i64,
) -> Result<Vec<InvitationRow>, StoreError> {
    let (from, to) = under.range();
    tx.query(UNDER, params![tenant.as_str(), from, to, day.to_string(), limit], invitation)
}

/// Stores a new one.
pub fn insert(tx: &mut Tx<'_>, new: &NewInvitation<'_>, now: Moment) -> Result<(), StoreError> {
    let (by, expires) = (new.by.uuid(), new.expires_at.micros());
    let row = params![new.id.uuid(), new.account.uuid(), new.secret, new.code, by, now.micros(), expires];
    tx.exec(INSERT, row).map(drop)
}

/// Ends open invitations of an account; returns their number.
pub fn end_open_of(tx: &mut Tx<'_>, account: AccountId, end: End, now: Moment) -> Result<u64, StoreError> {
    tx.exec(END_OPEN_OF, params![account.uuid(), end.key(), now.micros()])
}

/// Ends open invitations of an account that needed no confirmation.
pub fn end_free_of(tx: &mut Tx<'_>, tenant: &GridCode, account: AccountId, now: Moment) -> Result<(), StoreError> {
    tx.exec(END_FREE_OF, params![tenant.as_str(), account.uuid(), now.micros()]).map(drop)
}

/// Ends an open invitation; returns whether it was open.
pub fn end_one(tx: &mut Tx<'_>, id: InvitationId, end: End, now: Moment) -> Result<bool, StoreError> {
    Ok(tx.exec(END_ONE, params![id.uuid(), end.key(), now.micros()])? == 1)
}

/// Accounts with a post under a code on a day or later that never set a password, by login. Those with an open invitation are included only
/// with `again`.
pub fn never_signed_in(
    tx: &mut Tx<'_>,
    tenant: &GridCode,
    under: &GridCode,
    (day, now): (Day, Moment),
    again: bool,
    limit: i64,
) -> Result<Vec<AccountId>, StoreError> {
    let (from, to) = under.range();
    let given = params![tenant.as_str(), from, to, day.to_string(), now.micros(), again, limit];
    tx.query(NEVER_SIGNED_IN, given, |row| row.get(0).map(AccountId::new))
}
