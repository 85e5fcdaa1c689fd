//! A person's inbox. In-app messages are delivered by being stored; here they are read.

use uuid::Uuid;
use weiguang_domain::access::{Actor, Via};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::MessageId;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::app::UnitOfWork;
use crate::rooms::grid::territory::Territory;
use crate::web::Refusal;

const ALL: &str = "SELECT id, topic, subject, body, at, done_at FROM messages WHERE tenant = $1 AND account = $2 AND id < $3 ORDER BY id DESC LIMIT $4";
const OWN_ACCESS: &str = "SELECT id, topic, subject, body, at, done_at FROM messages WHERE tenant = $1 AND account = $2 AND id < $3 AND topic >= 'people.' AND topic < 'people/' ORDER BY id DESC LIMIT $4";
const UNREAD: &str = "SELECT COUNT(*) FROM (SELECT id FROM messages WHERE tenant = $1 AND account = $2 AND done_at = 0 ORDER BY id DESC LIMIT 100) u";
const READ: &str = "UPDATE messages SET done_at = $4 WHERE tenant = $1 AND account = $2 AND id = $3 AND done_at = 0";
const READ_ALL: &str = "UPDATE messages SET done_at = $3 WHERE tenant = $1 AND account = $2 AND done_at = 0";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("inbox.ALL", ALL),
    ("inbox.OWN_ACCESS", OWN_ACCESS),
    ("inbox.UNREAD", UNREAD),
    ("inbox.READ", READ),
    ("inbox.READ_ALL", READ_ALL),
];

/// A message in somebody's inbox.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its id.
    pub id: MessageId,
    /// The topic of the event.
    pub topic: String,
    /// The case.
    pub subject: Uuid,
    /// Its content, as JSON.
    pub body: String,
    /// The time.
    pub at: Moment,
    /// Whether it was read.
    pub read: bool,
}

/// The part of an inbox that its reader may see, and the streets of it.
#[derive(Clone, Debug)]
pub struct Reach {
    streets: Vec<GridCode>,
    sql: &'static str,
}

impl Reach {
    /// Everything in the streets in which the actor has a post. A token has no inbox: it may be for one place and one verb, but the inbox
    /// covers all of its owner's posts.
    #[must_use]
    pub fn mine(actor: &Actor) -> Self {
        let streets = if matches!(actor.via, Via::Token { .. }) { Vec::new() } else { actor.streets() };
        Self { streets, sql: ALL }
    }

    /// Everything in one street, or in every street in which the actor has a post. A signed-in account without posts can still read what
    /// was done to its own access.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] for a street that is not the actor's.
    pub fn of(app: &App, actor: &Actor, wish: Option<GridCode>) -> Result<Self, Refusal> {
        let mine = Self::mine(actor);
        match wish {
            Some(street) if mine.streets.contains(&street) => Ok(Self { streets: vec![street], ..mine }),
            None if !mine.streets.is_empty() => Ok(mine),
            None if actor.via == Via::Session => {
                Ok(Self { streets: app.state::<Territory>().streets(), sql: OWN_ACCESS })
            }
            _ => Err(Refusal::NotFound("street")),
        }
    }

    /// The street under which a write of the reader is stored.
    ///
    /// # Errors
    /// [`Refusal::NotFound`] if there is none.
    pub fn street(&self) -> Result<GridCode, Refusal> {
        self.streets.first().copied().ok_or(Refusal::NotFound("street"))
    }

    /// A page, newest first.
    ///
    /// # Errors
    /// The store's errors.
    pub fn page(&self, tx: &mut Tx<'_>, actor: &Actor, before: Uuid, limit: i64) -> Result<Vec<Notice>, StoreError> {
        let mut page = Vec::new();
        for street in &self.streets {
            page.extend(tx.query(self.sql, params![street.as_str(), actor.account.uuid(), before, limit], |row| {
                Ok(Notice {
                    id: MessageId::new(row.get(0)?),
                    topic: row.get(1)?,
                    subject: row.get(2)?,
                    body: row.get(3)?,
                    at: Moment::from_micros(row.get(4)?),
                    read: row.get::<i64>(5)? != 0,
                })
            })?);
        }
        page.sort_unstable_by_key(|notice| std::cmp::Reverse(notice.id.uuid()));
        page.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(page)
    }

    /// Number of unread messages, counted up to 100 in each street.
    ///
    /// # Errors
    /// The store's errors.
    pub fn unread(&self, tx: &mut Tx<'_>, actor: &Actor) -> Result<i64, StoreError> {
        if self.sql == OWN_ACCESS {
            let page = self.page(tx, actor, Uuid::max(), 100)?;
            return Ok(page.iter().map(|notice| i64::from(!notice.read)).sum());
        }
        self.streets.iter().try_fold(0, |sum, street| {
            let here: Option<i64> = tx.one(UNREAD, params![street.as_str(), actor.account.uuid()], |row| row.get(0))?;
            Ok(sum + here.unwrap_or(0))
        })
    }

    /// Marks one as read, or all; returns how many changed.
    ///
    /// # Errors
    /// The store's errors.
    pub fn mark_read(&self, work: &mut UnitOfWork<'_, '_>, id: Option<MessageId>) -> Result<u64, Refusal> {
        let (account, now, mut changed) = (work.actor.account.uuid(), work.now.micros(), 0);
        for street in &self.streets {
            changed += match id {
                Some(id) => work.tx.exec(READ, params![street.as_str(), account, id.uuid(), now])?,
                None => work.tx.exec(READ_ALL, params![street.as_str(), account, now])?,
            };
        }
        Ok(changed)
    }
}
