//! Photos that a resident uploads before the report: cleaned, without their place, visible to nobody, and deleted after a day unless a
//! report names them.

use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use utoipa::ToSchema;
use uuid::Uuid;
use weiguang_domain::access::Actor;
use weiguang_domain::cases::Fact;
use weiguang_domain::cases::waiting::{self, OF_REPORT, Place, WAIT, Waiting};
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AttachmentId, CaseId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use crate::App;
use crate::app::UnitOfWork;
use crate::limits::address::{household, neighbours};
use crate::rooms::cases::files::attachments::{self, CheckedFile, SentFile};
use crate::rooms::cases::public::limits::ReportLimits;
use crate::rooms::grid::territory::Territory;
use crate::web::answer::written;
use crate::web::extract::{Peer, send_key};
use crate::web::file::read_upload;
use crate::web::{FieldFault, Refusal};

const COUNT: &str = "SELECT COALESCE(SUM(CASE WHEN address = $2 THEN 1 ELSE 0 END), 0), \
 COALESCE(SUM(CASE WHEN network = $3 THEN 1 ELSE 0 END), 0), COUNT(*) FROM waiting_files WHERE tenant = $1";
const LARGEST: &str = "SELECT network, COUNT(*) FROM waiting_files WHERE tenant = $1 GROUP BY network ORDER BY COUNT(*) DESC, network LIMIT 1";
const DROP_OLDEST: &str = "DELETE FROM waiting_files WHERE tenant = $1 AND id = \
 (SELECT id FROM waiting_files WHERE tenant = $1 AND network = $2 ORDER BY at, id LIMIT 1)";
const INSERT: &str = "INSERT INTO waiting_files (tenant, id, name, media, content, at, address, network, cleaned) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
const TAKE: &str = "SELECT name, media, content, cleaned FROM waiting_files WHERE tenant = $1 AND id = $2 AND at > $3";
const DELETE: &str = "DELETE FROM waiting_files WHERE tenant = $1 AND id = $2";
const FORGET: &str = "DELETE FROM waiting_files WHERE tenant = $1 AND at <= $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("waiting.COUNT", COUNT),
    ("waiting.LARGEST", LARGEST),
    ("waiting.DROP_OLDEST", DROP_OLDEST),
    ("waiting.INSERT", INSERT),
    ("waiting.TAKE", TAKE),
    ("waiting.DELETE", DELETE),
    ("waiting.FORGET", FORGET),
];

/// Seconds after which a refused client may try again.
const AGAIN: u32 = 600;

/// A photo that was laid down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseLaidDown)]
pub struct LaidDown {
    /// By which the report names it.
    pub id: Uuid,
}

/// Lays a photo down before the report: a multipart form with `id` (UUIDv7), `street` and `file`. At most 3 belong to one report.
#[utoipa::path(post, path = "/public/attachments", tag = "public", responses((status = 201, body = LaidDown)))]
pub async fn lay_down_photo(
    State(app): State<App>,
    Peer(peer): Peer,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    form: Multipart,
) -> Result<Response, Refusal> {
    let key = send_key(&headers)?;
    app.local::<ReportLimits>().photos.take(peer, app.now()).map_err(Refusal::TooMany)?;
    let upload = read_upload(form, app.settings().http.attachment_bytes).await?;
    let street =
        GridCode::parse(upload.street.trim()).ok().filter(|s| app.state::<Territory>().serves(s)).ok_or_else(|| {
            let (zh, en) = ("请选择受理的街道", "name a street that is served here");
            Refusal::field(FieldFault::new("street", "grid.unknown-street", zh, en))
        })?;
    let sending = upload.sending(key, &method, &uri);
    let id = upload.id;
    if infer::get(&upload.bytes).is_some_and(|t| t.mime_type() == "application/pdf") {
        let (zh, en) = ("只能上传 JPEG、PNG、WebP 图片", "only JPEG, PNG and WebP pictures can be laid down");
        return Err(Refusal::field(FieldFault::new("file", "cases.file-type", zh, en)));
    }
    let file = SentFile { name: upload.name, kind: "before".into(), bytes: upload.bytes, keep_place: false };
    let (file, from) = (attachments::check_aside(&app, file).await?, Origin::of(&app, peer));
    let sent = app.write(&Actor::public(), street, sending, move |work| lay_down(work, id, &file, &from)).await?;
    Ok(written(StatusCode::CREATED, &sent.value, None, sent.replayed))
}

/// The context that binds a sealed name or photo to its row and column.
pub fn seal_context(street: &GridCode, id: AttachmentId, column: &str) -> String {
    format!("waiting_files {street} {id} {column}")
}

/// Origin of a photo: hashes that reveal nothing without the key.
#[derive(Clone)]
struct Origin {
    address: String,
    network: String,
}

impl Origin {
    fn of(app: &App, peer: IpAddr) -> Self {
        let hash = |what: IpAddr| URL_SAFE_NO_PAD.encode(&app.seal().digest(format!("photo {what}").as_bytes())[..16]);
        Self { address: hash(household(peer)), network: hash(neighbours(peer)) }
    }
}

fn lay_down(
    work: &mut UnitOfWork<'_, '_>,
    id: AttachmentId,
    file: &CheckedFile,
    from: &Origin,
) -> Result<LaidDown, Refusal> {
    let (street, now) = (work.tenant, work.now);
    // Abandoned photos free their place at once; the job deletes them in quiet times.
    forget(work.tx, &street, now)?;
    let tenant = street.as_str();
    let counted = work.tx.one(COUNT, params![tenant, &from.address, &from.network], |row| {
        Ok((row.get::<i64>(0)?, row.get::<i64>(1)?, row.get::<i64>(2)?))
    })?;
    let largest = work
        .tx
        .one(LARGEST, params![tenant], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?
        .unwrap_or_default();
    let (address, network, all) = counted.unwrap_or_default();
    match waiting::place(&Waiting { address, network, street: all, largest: largest.1 }) {
        Place::Free => {}
        Place::InsteadOfTheLargest => drop(work.tx.exec(DROP_OLDEST, params![tenant, largest.0])?),
        Place::None => return Err(Refusal::TooMany(AGAIN)),
    }
    let name = work.tx.seal(&seal_context(&street, id, "name"), file.name.as_bytes())?;
    let content = work.tx.seal(&seal_context(&street, id, "content"), &file.content)?;
    work.tx.exec(
        INSERT,
        params![tenant, id.uuid(), name, file.media, content, now.micros(), &from.address, &from.network],
    )?;
    Ok(LaidDown { id: id.uuid() })
}

/// Deletes photos of a street without a report; returns their number.
///
/// # Errors
/// The store's errors.
pub fn forget(tx: &mut Tx<'_>, street: &GridCode, now: Moment) -> Result<u64, StoreError> {
    tx.exec(FORGET, params![street.as_str(), (now - WAIT).micros()])
}

/// Moves waiting photos to the case whose report names them; they are in its timeline from the beginning.
///
/// # Errors
/// More than [`OF_REPORT`]; one that does not exist, or no longer.
pub fn take(work: &mut UnitOfWork<'_, '_>, case: CaseId, ids: &[AttachmentId]) -> Result<Vec<Fact>, Refusal> {
    let fault = |code, zh: &str, en: &str| Refusal::field(FieldFault::new("attachments", code, zh, en));
    if ids.len() > OF_REPORT {
        return Err(fault("cases.too-many-photos", "最多附 3 张照片", "at most 3 photos"));
    }
    let (street, since) = (work.tenant, (work.now - WAIT).micros());
    let mut facts = Vec::new();
    for id in ids {
        let found = work.tx.one(TAKE, params![street.as_str(), id.uuid(), since], |row| {
            let context = |column| seal_context(&street, *id, column);
            let (name, content) = (row.open_text(0, &context("name"))?, row.open(2, &context("content"))?);
            Ok((name, row.get::<String>(1)?, content, row.get::<i64>(3)? == 1))
        })?;
        let file = found.and_then(|(name, media, content, cleaned)| {
            let media = attachments::media(&media)?;
            Some(CheckedFile { kind: "before".into(), name, media, content, place: None, cleaned })
        });
        let file = file.ok_or_else(|| {
            fault("cases.file-gone", "照片已过期，请重新上传", "the photo is not there any more: send it again")
        })?;
        work.tx.exec(DELETE, params![street.as_str(), id.uuid()])?;
        attachments::insert(work, case, *id, &file)?;
        let sha256: String = Sha256::digest(&file.content).iter().map(|b| format!("{b:02x}")).collect();
        facts.push(Fact::Attached { attachment: *id, name: file.name, kind: file.kind, sha256 });
    }
    Ok(facts)
}
