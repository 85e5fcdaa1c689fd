//! SQL of forms: every published version remains, since campaigns and answers are pinned to it.

use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::AccountId;
use weiguang_domain::kernel::time::Moment;
use weiguang_domain::visits::Form;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::outside::columns::{code_at, unreadable};

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT code, text, by_account, published_at FROM visit_forms f WHERE tenant = $1 AND ", $rest)
    };
}
const INSERT: &str = "INSERT INTO visit_forms (tenant, id, version, code, text, by_account, published_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
const READ: &str = select!("id = $2 AND version = $3");
const NEWEST: &str = select!("id = $2 ORDER BY version DESC LIMIT 1");
const LIST: &str = select!(
    "version = (SELECT MAX(version) FROM visit_forms g WHERE g.tenant = f.tenant AND g.id = f.id) ORDER BY id LIMIT 500"
);

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] =
    &[("forms.INSERT", INSERT), ("forms.READ", READ), ("forms.NEWEST", NEWEST), ("forms.LIST", LIST)];

/// A published form.
#[derive(Clone, Debug)]
pub struct Published {
    /// The form.
    pub form: Form,
    /// Its code: a permission there is needed to publish its next version.
    pub code: GridCode,
    /// The author.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
}

fn published(row: &Row<'_>) -> Result<Published, StoreError> {
    let form = serde_json::from_str(&row.get::<String>(1)?).map_err(|e| unreadable("text", e))?;
    let (by, at) = (AccountId::new(row.get(2)?), Moment::from_micros(row.get(3)?));
    Ok(Published { form, code: code_at(row, 0)?, by, at })
}

/// Stores a version.
pub fn insert(tx: &mut Tx<'_>, street: &GridCode, p: &Published) -> Result<(), StoreError> {
    let text = serde_json::to_string(&p.form).map_err(|e| unreadable("text", e))?;
    let (version, at) = (i64::from(p.form.version), p.at.micros());
    tx.exec(INSERT, params![street.as_str(), &p.form.id, version, p.code.as_str(), text, p.by.uuid(), at]).map(drop)
}

/// One version.
pub fn read(tx: &mut Tx<'_>, street: &GridCode, id: &str, version: u32) -> Result<Option<Published>, StoreError> {
    tx.one(READ, params![street.as_str(), id, i64::from(version)], published)
}

/// The newest version.
pub fn newest(tx: &mut Tx<'_>, street: &GridCode, id: &str) -> Result<Option<Published>, StoreError> {
    tx.one(NEWEST, params![street.as_str(), id], published)
}

/// The newest version of each form of a street.
pub fn list(tx: &mut Tx<'_>, street: &GridCode) -> Result<Vec<Published>, StoreError> {
    tx.query(LIST, params![street.as_str()], published)
}
