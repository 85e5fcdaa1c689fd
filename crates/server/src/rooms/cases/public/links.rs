//! Links by which people without an account follow a case, one for each holder: made, withdrawn and read. Only the id of a link is stored;
//! the link is derived from it with the keys.

use axum::http::StatusCode;
use uuid::Uuid;
use weiguang_domain::access::{Permit, Verb};
use weiguang_domain::cases::{Answer, Fact, Holder, Refused};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, CaseId, LinkId, ReporterId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::app::UnitOfWork;
use crate::outside::seal::Seal;
use crate::rooms::cases::ops::{keep, note_fact, visible};
use crate::rooms::cases::public::store as followers;
use crate::rooms::cases::record::Record;
use crate::rooms::cases::{joined, parts, store};
use crate::web::Refusal;

const INSERT: &str = "INSERT INTO case_links (tenant, id, case_id, follower, made_by, at, withdrawn_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
const READ: &str =
    "SELECT case_id, follower, withdrawn_at IS NOT NULL, made_by FROM case_links WHERE tenant = $1 AND id = $2";
const OF_FOLLOWER: &str =
    "SELECT id FROM case_links WHERE tenant = $1 AND case_id = $2 AND follower = $3 AND withdrawn_at IS NULL";
const WITHDRAW: &str = "UPDATE case_links SET withdrawn_at = $3 WHERE tenant = $1 AND case_id = $2 AND follower IS NULL AND withdrawn_at IS NULL";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] =
    &[("links.INSERT", INSERT), ("links.READ", READ), ("links.OF_FOLLOWER", OF_FOLLOWER), ("links.WITHDRAW", WITHDRAW)];

/// The path of a link's page.
#[must_use]
pub fn url(token: &str) -> String {
    format!("/r/t/{token}")
}

/// A link as received, before its row is read.
#[derive(Clone, Copy, Debug)]
pub struct Brought {
    /// The street.
    pub street: GridCode,
    /// The row's id. A link of older versions, which had one for each case, has the case's id, and no row until it is withdrawn.
    id: Uuid,
    of_case: bool,
}

impl Brought {
    /// Reads a link.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if it was not made here.
    pub fn read(seal: &Seal, token: &str) -> Result<Self, Refusal> {
        let own = seal.read_follow(token).map(|(street, id)| Self { street, id: id.uuid(), of_case: false });
        let old = || seal.read_track(token).map(|(street, id)| Self { street, id: id.uuid(), of_case: true });
        own.or_else(old).ok_or(Refusal::NotFound("matter"))
    }

    /// Opens it: the case, and for another holder than the reporter who joined.
    ///
    /// # Errors
    /// 410 if it was withdrawn; [`Refusal::NotFound`].
    pub fn open(&self, tx: &mut Tx<'_>) -> Result<Opened, Refusal> {
        let row = tx.one(READ, params![self.street.as_str(), self.id], |row| {
            Ok((row.get::<Uuid>(0)?, row.get::<Option<Uuid>>(1)?, row.get::<bool>(2)?, row.get::<Uuid>(3)?))
        })?;
        let (case, follower, made_by) = match row {
            Some((_, _, true, _)) => return Err(withdrawn()),
            Some((case, follower, false, by)) => (case, follower.map(ReporterId::new), AccountId::new(by)),
            None if self.of_case => (self.id, None, AccountId::new(Uuid::nil())),
            None => return Err(Refusal::NotFound("matter")),
        };
        let record = store::read(tx, &self.street, CaseId::new(case))?.ok_or(Refusal::NotFound("matter"))?;
        let (record, through) = joined::followed(tx, &self.street, record)?;
        // The reporter of a case that was joined to another has joined that one.
        let follower = follower.or_else(|| through.first().map(|first| ReporterId::new(first.case.id.uuid())));
        Ok(Opened { record, through, follower, made_by })
    }
}

/// The case behind a link.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The case, or the one that it was joined to.
    pub record: Record,
    /// The cases through which it was joined: the link's own first.
    pub through: Vec<Record>,
    /// The person who joined; `None` for the reporter.
    pub follower: Option<ReporterId>,
    /// The account that issued it; nil if it was issued with the report.
    made_by: AccountId,
}

impl Opened {
    /// The holder of the link.
    #[must_use]
    pub const fn holder(&self) -> Holder {
        if self.follower.is_some() { Holder::Joiner } else { Holder::Reporter }
    }

    /// Whether the link may answer for the reporter: not if it was issued by an account that has worked on the case since.
    ///
    /// # Errors
    /// The store's errors.
    pub fn may_confirm(&self, tx: &mut Tx<'_>, street: &GridCode) -> Result<bool, StoreError> {
        let (case, by) = (&self.record.case, self.made_by);
        Ok(by.uuid().is_nil() || case.may_link(by, parts::has_part(tx, street, case.id, by)?).is_ok())
    }
}

/// Why a link issued by somebody who does the work confirms nothing.
pub const OF_THE_WORKER: [&str; 2] = [
    "这个链接是承办人发给您的，不能用来确认是否解决；请联系社区换一个链接，或打电话告诉我们。",
    "This link was handed out by whoever does the work, so it cannot confirm it: ask the community for another, or call.",
];

fn withdrawn() -> Refusal {
    Refusal::rule_with(
        StatusCode::GONE,
        "cases.link-withdrawn",
        "这个链接已经作废。需要新的链接，请联系社区。",
        "This link was withdrawn. Ask the community for a new one.",
    )
}

fn insert(
    work: &mut UnitOfWork<'_, '_>,
    id: Uuid,
    case: CaseId,
    follower: Option<ReporterId>,
    withdrawn: Option<Moment>,
) -> Result<(), StoreError> {
    let (by, at) = (work.actor.account.uuid(), work.now.micros());
    let (follower, withdrawn) = (follower.map(ReporterId::uuid), withdrawn.map(Moment::micros));
    work.tx.exec(INSERT, params![work.tenant.as_str(), id, case.uuid(), follower, by, at, withdrawn])?;
    Ok(())
}

/// Creates the link of the reporter, or of a person who joined, who receives their former link again.
///
/// # Errors
/// The store's errors.
pub fn make(
    work: &mut UnitOfWork<'_, '_>,
    case: CaseId,
    follower: Option<ReporterId>,
) -> Result<(LinkId, String), Refusal> {
    let street = work.tenant;
    let before = match follower {
        Some(id) => work
            .tx
            .one(OF_FOLLOWER, params![street.as_str(), case.uuid(), id.uuid()], |row| Ok(LinkId::new(row.get(0)?)))?,
        None => None,
    };
    let id = match before {
        Some(id) => id,
        None => {
            let id: LinkId = work.id();
            insert(work, id.uuid(), case, follower, None)?;
            id
        }
    };
    Ok((id, url(&work.seal().follow(&street, id))))
}

/// Withdraws every link of the reporter, including one of older versions without a row.
fn withdraw_all(work: &mut UnitOfWork<'_, '_>, case: CaseId) -> Result<(), Refusal> {
    work.tx.exec(WITHDRAW, params![work.tenant.as_str(), case.uuid(), work.now.micros()])?;
    Ok(insert(work, case.uuid(), case, None, Some(work.now))?)
}

/// A case for which the actor may issue or withdraw the reporter's link.
fn mine_to_link(work: &mut UnitOfWork<'_, '_>, id: CaseId) -> Result<(Record, Permit), Refusal> {
    let (street, by) = (work.tenant, work.actor.account);
    let (record, party) = visible(work, id)?;
    let permit = work.actor.may(Verb::CasesAnswer, &record.case.code, party)?;
    record.case.may_link(by, parts::has_part(work.tx, &street, id, by)?)?;
    Ok((record, permit))
}

/// Issues the reporter's link: it is logged, and the previous one becomes invalid.
///
/// # Errors
/// Refusals of permission and the domain.
pub fn issue(work: &mut UnitOfWork<'_, '_>, id: CaseId) -> Result<String, Refusal> {
    let (record, permit) = mine_to_link(work, id)?;
    withdraw_all(work, id)?;
    let (link, url) = make(work, id, None)?;
    note_fact(work, permit, record, Fact::LinkIssued { link, holder: Holder::Reporter })?;
    Ok(url)
}

/// Withdraws the reporter's link.
///
/// # Errors
/// As [`issue`].
pub fn withdraw(work: &mut UnitOfWork<'_, '_>, id: CaseId) -> Result<(), Refusal> {
    let (record, permit) = mine_to_link(work, id)?;
    withdraw_all(work, id)?;
    note_fact(work, permit, record, Fact::LinkWithdrawn)?;
    Ok(())
}

/// A joined person's answer to the end of the work: that it is not solved for them, and nothing else.
///
/// # Errors
/// Refusals of the domain.
pub fn joiner_says(
    work: &mut UnitOfWork<'_, '_>,
    record: Record,
    follower: ReporterId,
    answer: Answer,
    words: &str,
) -> Result<Record, Refusal> {
    if answer != Answer::Not {
        return Err(Refused::OnlyTheReporter.into());
    }
    let (street, id, now) = (work.tenant, record.case.id, work.now);
    let said = followers::said_not(work.tx, &street, id, follower)?;
    let step = record.case.clone().not_solved_for(words, said, now)?;
    followers::set_said_not(work.tx, &street, id, follower, now)?;
    keep(work, Permit::own(work.actor), record, step)
}
