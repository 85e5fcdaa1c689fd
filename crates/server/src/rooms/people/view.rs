//! Wire types of people: phones masked, posts with their names.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AbsenceId, AccountId};
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::time::{Day, FOREVER, Moment};
use weiguang_domain::people::{Absence, Assignment, Holder};

use super::ops::invitations::Issued;
use super::store::accounts::AccountRow;
use crate::outside::seal::Seal;
use crate::rooms::grid::territory::Territory;

/// A role at a code, from a day to a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeoplePostView)]
pub struct PostView {
    /// The assignment.
    pub id: Uuid,
    /// The role's key.
    pub role: String,
    /// The role in Chinese.
    pub role_zh: String,
    /// The role in English.
    pub role_en: String,
    /// Where.
    pub code: String,
    /// The same in words.
    pub words: String,
    /// First day, `YYYY-MM-DD`.
    pub since: String,
    /// Last day; null if open.
    pub until: Option<String>,
    /// Whether it is held today.
    pub held: bool,
    /// Whether it waits for a second person, and nothing is held yet.
    #[serde(default)]
    pub waiting: bool,
}

/// An account, without its password and with its phone masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeopleAccountView)]
pub struct AccountView {
    /// Which.
    pub id: Uuid,
    /// The login.
    pub login: String,
    /// The name on screen.
    pub name: String,
    /// The phone with its middle hidden; null if none is kept.
    pub phone_masked: Option<String>,
    /// `active` or `left`.
    #[schema(value_type = crate::rooms::people::wire::PeopleAccountState)]
    pub state: String,
    /// Whether a password is set: without one nobody signs in.
    pub has_password: bool,
    /// Until when an invitation can be used, RFC 3339; null if none is open.
    #[serde(default)]
    pub invited_until: Option<String>,
    /// The street that keeps the account.
    pub home: String,
    /// What is held now and later.
    pub grants: Vec<PostView>,
    /// For `If-Match`.
    pub version: i64,
}

/// A person by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeopleNamedPerson)]
pub struct NamedPerson {
    /// The account.
    pub id: Uuid,
    /// The name.
    pub name: String,
}

/// Days of absence with a deputy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PeopleAbsenceView)]
pub struct AbsenceView {
    /// Which.
    pub id: Uuid,
    /// Who is away.
    pub account: NamedPerson,
    /// First day, `YYYY-MM-DD`.
    pub since: String,
    /// Last day, `YYYY-MM-DD`.
    pub until: String,
    /// Who stands in; null: the next code up answers.
    pub deputy: Option<NamedPerson>,
    /// Who will stand in once a second person confirms it.
    #[serde(default)]
    pub deputy_waiting: Option<NamedPerson>,
}

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = PeopleDutyHolder)]
pub struct HolderView {
    /// The person.
    pub account: NamedPerson,
    /// The role's key.
    pub role: String,
    /// The role in Chinese.
    pub role_zh: String,
    /// The role in English.
    pub role_en: String,
    /// Where the role is held.
    pub code: String,
    /// For whom, as a deputy.
    pub deputy_for: Option<NamedPerson>,
}

/// An invitation as it is handed over: on a slip with a code, or as a link.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = PeopleLoginSlip)]
pub struct LoginSlip {
    /// For whom.
    pub account: Uuid,
    /// Their login.
    pub login: String,
    /// Their name.
    pub name: String,
    /// The name of the street that keeps the account.
    pub street: String,
    /// What they hold now and later.
    pub posts: Vec<PostView>,
    /// Until when it can be used, RFC 3339.
    pub expires: String,
    /// The path of the link, this once; null in the answer to a resend.
    pub link: Option<String>,
    /// The one-time code, this once; null in the answer to a resend.
    pub code: Option<String>,
    /// Whether it can be used only once a second person has confirmed it.
    pub waiting: bool,
}

impl LoginSlip {
    /// From an invitation, with the present names of the territory.
    #[must_use]
    pub fn of(territory: &Territory, home: &GridCode, issued: Issued) -> Self {
        let words = |code: &str| GridCode::parse(code).map(|c| territory.words(&c)).unwrap_or_default();
        let posts = issued.posts.into_iter().map(|post| PostView { words: words(&post.code), ..post }).collect();
        let (link, code) = issued.secret.map(|s| (format!("/join#{}", s.link), s.code)).unzip();
        Self {
            account: issued.account,
            login: issued.login,
            name: issued.name,
            street: territory.name(home).to_owned(),
            posts,
            expires: issued.expires,
            link,
            code,
            waiting: issued.waiting,
        }
    }
}

/// Names by account.
pub type Names = HashMap<AccountId, String>;

/// A person with their name, which is empty for an unknown account.
#[must_use]
pub fn person(names: &Names, id: AccountId) -> NamedPerson {
    NamedPerson { id: id.uuid(), name: names.get(&id).cloned().unwrap_or_default() }
}

/// A last day on the wire.
#[must_use]
pub fn last_day(day: Day) -> Option<String> {
    (day != FOREVER).then(|| day.to_string())
}

impl PostView {
    /// From an assignment, on a day.
    #[must_use]
    pub fn of(territory: &Territory, a: &Assignment, today: Day) -> Self {
        Self {
            id: a.id.uuid(),
            role: a.role.key().into(),
            role_zh: a.role.chinese().into(),
            role_en: a.role.english().into(),
            code: a.code.to_string(),
            words: territory.words(&a.code),
            since: a.since.to_string(),
            until: last_day(a.until),
            held: a.holds(today),
            waiting: false,
        }
    }

    /// From an assignment that waits for confirmation.
    #[must_use]
    pub fn that_waits(territory: &Territory, a: &Assignment, today: Day) -> Self {
        Self { held: false, waiting: true, ..Self::of(territory, a, today) }
    }
}

impl AccountView {
    /// From an account and its posts.
    #[must_use]
    pub fn of(territory: &Territory, seal: &Seal, row: &AccountRow, posts: &[Assignment], now: Moment) -> Self {
        let today = now.day();
        let state = if row.left { "left" } else { "active" };
        let phone = row.phone.as_ref().map(|sealed| {
            // A phone that no longer opens is shown as existing, not as missing.
            let plain = seal.open(&AccountRow::seal_context(row.id), sealed);
            plain.map_or_else(|_| "****".to_owned(), |p| phone::mask(&String::from_utf8_lossy(&p)))
        });
        Self {
            id: row.id.uuid(),
            login: row.login.clone(),
            name: row.name.clone(),
            phone_masked: phone,
            state: state.into(),
            has_password: row.has_password,
            invited_until: row.invited_until.filter(|until| *until > now).map(|until| until.to_string()),
            home: row.home.to_string(),
            grants: posts
                .iter()
                .filter(|a| a.until >= today && a.until >= a.since)
                .map(|a| PostView::of(territory, a, today))
                .collect(),
            version: row.version,
        }
    }
}

impl AbsenceView {
    /// From an absence.
    #[must_use]
    pub fn of(names: &Names, id: AbsenceId, a: &Absence, waiting: Option<AccountId>) -> Self {
        Self {
            id: id.uuid(),
            account: person(names, a.account),
            since: a.since.to_string(),
            until: a.until.to_string(),
            deputy: a.deputy.map(|d| person(names, d)),
            deputy_waiting: waiting.map(|d| person(names, d)),
        }
    }
}

impl HolderView {
    /// From a holder.
    #[must_use]
    pub fn of(names: &Names, h: &Holder) -> Self {
        Self {
            account: person(names, h.account),
            role: h.role.key().into(),
            role_zh: h.role.chinese().into(),
            role_en: h.role.english().into(),
            code: h.code.to_string(),
            deputy_for: h.deputy_for.map(|d| person(names, d)),
        }
    }
}
