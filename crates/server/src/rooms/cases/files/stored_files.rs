//! Cleans files that were stored before the program cleaned them as it does now: one at a time, in the background, and resuming after a
//! stop. Each row has its state, and the case's chain records changed bytes.

use sha2::{Digest, Sha256};
use std::time::Duration;
use uuid::Uuid;
use weiguang_domain::access::{Actor, Permit, Verb};
use weiguang_domain::cases::Fact;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AttachmentId, CaseId};
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::app::UnitOfWork;
use crate::outside::cleaning::{self, Cleaned};
use crate::rooms::cases::files::attachments::{aside, seal_context, seal_place};
use crate::rooms::cases::{ops, store};
use crate::rooms::grid::territory::Territory;
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;

const NEXT: &str =
    "SELECT id, case_id, content FROM attachments WHERE tenant = $1 AND cleaned = 0 AND id > $2 ORDER BY id LIMIT 1";
const PUT: &str = "UPDATE attachments SET media = $3, size = $4, sha256 = $5, content = $6, place = COALESCE($7, place), cleaned = 1 WHERE tenant = $1 AND id = $2 AND cleaned = 0";
const MARK: &str = "UPDATE attachments SET cleaned = $3 WHERE tenant = $1 AND id = $2 AND cleaned = 0";
const COUNT: &str = "SELECT COUNT(*) FROM attachments WHERE tenant = $1 AND cleaned = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("stored_files.NEXT", NEXT),
    ("stored_files.PUT", PUT),
    ("stored_files.MARK", MARK),
    ("stored_files.COUNT", COUNT),
];

/// Value of the column `cleaned`.
const CLEAN: i64 = 1;
const UNREADABLE: i64 = 2;
/// Pause between two files: people's writes and photos have priority.
const PAUSE: Duration = Duration::from_millis(20);
/// Pause between two rounds: a waiting photo of an older version may have been added to a case meanwhile.
const ROUND: Duration = Duration::from_secs(3_600);

/// Result of a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Files with changed bytes.
    pub cleaned: u64,
    /// Files in which nothing had to be removed.
    pub unchanged: u64,
    /// Files that cannot be read, and are unchanged.
    pub unreadable: u64,
}

/// Cleans stored files until `stop` resolves.
pub async fn run(app: App, stop: impl Future<Output = ()>) {
    tokio::pin!(stop);
    loop {
        let round = async {
            match clean_all(&app).await {
                Ok(done) if done == Done::default() => {}
                Ok(done) => tracing::info!(?done, "stored files were cleaned"),
                Err(error) => tracing::warn!(%error, "cleaning stored files stopped; it goes on within the hour"),
            }
            tokio::time::sleep(ROUND).await;
        };
        tokio::select! {
            () = round => {}
            () = &mut stop => return,
        }
    }
}

/// Cleans every stored file that is not cleaned yet.
///
/// # Errors
/// The store's errors; files cleaned until then stay cleaned.
pub async fn clean_all(app: &App) -> Result<Done, Refusal> {
    let mut done = Done::default();
    for street in app.state::<Territory>().streets() {
        let mut after = Uuid::nil();
        while let Some((id, case, content)) = app.read(move |tx| Ok(next(tx, &street, after)?)).await? {
            after = id.uuid();
            let hash: [u8; 32] = Sha256::digest(&content).into();
            let count = match aside(app, move || cleaning::clean(&content)).await? {
                Ok(file) if <[u8; 32]>::from(Sha256::digest(&file.content)) != hash => {
                    app.transact(&Actor::system(), street, move |work| put(work, case, id, &file)).await?;
                    &mut done.cleaned
                }
                same_or_unreadable => {
                    let state = if same_or_unreadable.is_ok() { CLEAN } else { UNREADABLE };
                    let mark = move |work: &mut UnitOfWork<'_, '_>| {
                        Ok(work.tx.exec(MARK, params![street.as_str(), id.uuid(), state])?)
                    };
                    app.transact(&Actor::system(), street, mark).await?;
                    if state == CLEAN { &mut done.unchanged } else { &mut done.unreadable }
                }
            };
            *count += 1;
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(done)
}

/// Number of stored files of a street that were not examined yet, and of those that cannot be read.
///
/// # Errors
/// The store's errors.
pub fn left(tx: &mut Tx<'_>, street: &GridCode) -> Result<(i64, i64), StoreError> {
    let mut count = |state: i64| tx.one(COUNT, params![street.as_str(), state], |row| row.get::<i64>(0));
    Ok((count(0)?.unwrap_or(0), count(UNREADABLE)?.unwrap_or(0)))
}

type Stored = (AttachmentId, CaseId, Vec<u8>);

fn next(tx: &mut Tx<'_>, street: &GridCode, after: Uuid) -> Result<Option<Stored>, StoreError> {
    tx.one(NEXT, params![street.as_str(), after], |row| {
        let id = AttachmentId::new(row.get(0)?);
        Ok((id, CaseId::new(row.get(1)?), row.open(2, &seal_context(street, id, "content"))?))
    })
}

fn put(work: &mut UnitOfWork<'_, '_>, case: CaseId, id: AttachmentId, file: &Cleaned) -> Result<(), Refusal> {
    let street = work.tenant;
    let record = store::read(work.tx, &street, case)?;
    let manual = work.state::<CurrentManual>();
    let needed = record.as_ref().filter(|r| r.case.state.status().is_open()).is_some_and(|r| {
        manual.kind(&r.case.kind.id, r.case.kind.version).is_some_and(|kind| kind.photo_location.is_some())
    });
    let place = file.place.filter(|_| needed).map(|point| seal_place(work.tx, &street, id, point)).transpose()?;
    let content = work.tx.seal(&seal_context(&street, id, "content"), &file.content)?;
    let (size, hash) = (i64::try_from(file.content.len()).unwrap_or(i64::MAX), Sha256::digest(&file.content));
    let row = params![street.as_str(), id.uuid(), file.media, size, hash.as_slice(), content, place];
    // Another process may have been faster.
    if work.tx.exec(PUT, row)? == 0 {
        return Ok(());
    }
    let sha256: String = hash.iter().map(|b| format!("{b:02x}")).collect();
    let permit = Permit::system(work.actor, Verb::CasesWork)?;
    match record {
        Some(record) => ops::note_quietly(work, permit, record, &Fact::FileCleaned { attachment: id, sha256 }),
        None => Ok(()),
    }
}
