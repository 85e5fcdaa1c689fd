//! Photos and documents of a case: cleaned before they are stored, limited in size and number, and visible only to those who may see the
//! case.

use sha2::{Digest, Sha256};
use uuid::Uuid;
use weiguang_domain::access::Verb;
use weiguang_domain::cases::Fact;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::{AccountId, AttachmentId, CaseId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use crate::App;
use crate::app::UnitOfWork;
use crate::outside::cleaning::{self, Unclean};
use crate::rooms::cases::intake::late;
use crate::rooms::cases::ops::{note_fact, visible};
use crate::web::{FieldFault, Refusal, aside as beside};

const INSERT: &str = "INSERT INTO attachments (tenant, id, case_id, kind, name, media, size, sha256, content, by_account, at, place, cleaned) \
 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const OF_CASE: &str = "SELECT id, kind, name, media, size, sha256, by_account, at, place FROM attachments WHERE tenant = $1 AND case_id = $2 ORDER BY id";
const CONTENT: &str =
    "SELECT media, name, content, sha256 FROM attachments WHERE tenant = $1 AND case_id = $2 AND id = $3";
const COUNT: &str = "SELECT COUNT(*) FROM attachments WHERE tenant = $1 AND case_id = $2";
const FORGET_PLACES: &str =
    "UPDATE attachments SET place = NULL WHERE tenant = $1 AND case_id = $2 AND place IS NOT NULL";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("attachments.INSERT", INSERT),
    ("attachments.OF_CASE", OF_CASE),
    ("attachments.CONTENT", CONTENT),
    ("attachments.COUNT", COUNT),
    ("attachments.FORGET_PLACES", FORGET_PLACES),
];

/// The most attachments of one case.
pub const MOST: i64 = 40;
/// Permitted media types; all others are refused, whatever the file's name says.
const MEDIA: &[&str] = &["image/jpeg", "image/png", "image/webp", "application/pdf"];

/// A permitted media type, by its name.
#[must_use]
pub fn media(name: &str) -> Option<&'static str> {
    MEDIA.iter().find(|m| **m == name).copied()
}

/// A file that can be stored.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    /// Its purpose: before, after, other.
    pub kind: String,
    /// Its name, without any path.
    pub name: String,
    /// Its media type, detected from its bytes.
    pub media: &'static str,
    /// The cleaned bytes.
    pub content: Vec<u8>,
    /// Where the photo was taken, if its kind of matter needs it.
    pub place: Option<Point>,
    /// False only for a waiting photo from a version of the program that did not clean it.
    pub cleaned: bool,
}

/// An uploaded file.
#[derive(Clone, Debug)]
pub struct SentFile {
    /// Its name.
    pub name: String,
    /// before, after, other.
    pub kind: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Whether its kind of matter needs the place of a photo.
    pub keep_place: bool,
}

/// Checks and cleans a file before it is stored.
///
/// # Errors
/// If it is empty, its type is not permitted, or it cannot be read.
pub fn check(file: SentFile) -> Result<CheckedFile, Refusal> {
    if file.bytes.is_empty() {
        return Err(fault("cases.file-empty", "文件是空的", "the file is empty"));
    }
    let cleaned = cleaning::clean(&file.bytes).map_err(unclean)?;
    let kind = match file.kind.as_str() {
        "before" | "after" => file.kind,
        _ => "other".to_owned(),
    };
    let last = file.name.rsplit(['/', '\\']).next().unwrap_or("");
    let name: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    Ok(CheckedFile {
        kind,
        name: if name.is_empty() { String::from("file") } else { name },
        media: cleaned.media,
        content: cleaned.content,
        place: cleaned.place.filter(|_| file.keep_place),
        cleaned: true,
    })
}

/// The same off the async threads, a few files at a time: turning a photo takes a core and hundreds of megabytes.
///
/// # Errors
/// As [`check`].
pub async fn check_aside(app: &App, file: SentFile) -> Result<CheckedFile, Refusal> {
    aside(app, move || check(file)).await?
}

/// Runs the cleaning on a thread of its own.
///
/// # Errors
/// If it panics.
pub async fn aside<T: Send + 'static>(app: &App, clean: impl FnOnce() -> T + Send + 'static) -> Result<T, Refusal> {
    beside::aside(&app.limits().cleaning, clean).await
}

fn fault(code: &str, zh: &str, en: &str) -> Refusal {
    Refusal::field(FieldFault::new("file", code, zh, en))
}

fn unclean(why: Unclean) -> Refusal {
    match why {
        Unclean::Type => fault(
            "cases.file-type",
            "只能上传 JPEG、PNG、WebP 图片或 PDF",
            "only JPEG, PNG, WebP pictures and PDF can be kept",
        ),
        Unclean::Heic => fault(
            "cases.file-heic",
            "HEIC 照片请先转成 JPEG 再上传（手机相机设置里选“兼容性最佳”）",
            "turn the HEIC photo into JPEG first (in the camera's settings choose “most compatible”)",
        ),
        Unclean::Large => fault("cases.file-pixels", "图片尺寸太大，请缩小后再上传", "the picture has too many pixels"),
        Unclean::Picture => fault("cases.file-broken", "图片无法读取", "the picture cannot be read"),
        Unclean::Paper => fault(
            "cases.file-paper",
            "这个 PDF 无法读取或有密码，请另存为新的 PDF 或拍照上传",
            "this PDF cannot be read or has a password: save it anew, or take a photo of it",
        ),
        Unclean::InlinePhotos => fault(
            "cases.file-inline",
            "这个 PDF 里的照片无法清除拍摄地点等信息，请另行打印成 PDF 或拍照上传",
            "what a camera wrote into the photos of this PDF cannot be removed: print it to PDF anew, or take a photo of it",
        ),
    }
}

/// Stores a file with a case on which the actor may work.
///
/// # Errors
/// Permission; more than [`MOST`] files.
pub fn attach(
    work: &mut UnitOfWork<'_, '_>,
    case: CaseId,
    id: AttachmentId,
    file: &CheckedFile,
) -> Result<Uuid, Refusal> {
    let ((record, permit), is_late) = match visible(work, case).map(Some).or_else(late::unseen)? {
        Some((record, party)) => {
            let permit = work.actor.may(Verb::CasesWork, &record.case.code, party)?;
            ((record, permit), false)
        }
        None => (late::reach(work, case, true)?, true),
    };
    insert(work, case, id, file)?;
    let sha256: String = Sha256::digest(&file.content).iter().map(|b| format!("{b:02x}")).collect();
    let attached = Fact::Attached { attachment: id, name: file.name.clone(), kind: file.kind.clone(), sha256 };
    let record = note_fact(work, permit, record, attached)?;
    if is_late {
        late::word(work, permit, record, None)?;
    }
    Ok(id.uuid())
}

/// The context that binds a sealed name or content to its row and column.
pub(crate) fn seal_context(street: &GridCode, id: AttachmentId, column: &str) -> String {
    format!("attachments {street} {id} {column}")
}

/// Stores the row alone: for a matter's first photos, which belong to its first fact.
pub fn insert(
    work: &mut UnitOfWork<'_, '_>,
    case: CaseId,
    id: AttachmentId,
    file: &CheckedFile,
) -> Result<(), Refusal> {
    let street = work.tenant;
    let there = work.tx.one(COUNT, params![street.as_str(), case.uuid()], |row| row.get::<i64>(0))?.unwrap_or(0);
    if there >= MOST {
        return Err(Refusal::rule(
            "cases.too-many-files",
            format!("每个事项最多 {MOST} 个附件。"),
            format!("A case has at most {MOST} attachments."),
        ));
    }
    let hash: [u8; 32] = Sha256::digest(&file.content).into();
    let size = i64::try_from(file.content.len()).unwrap_or(i64::MAX);
    let name = work.tx.seal(&seal_context(&street, id, "name"), file.name.as_bytes())?;
    let content = work.tx.seal(&seal_context(&street, id, "content"), &file.content)?;
    let place = file.place.map(|point| seal_place(work.tx, &street, id, point)).transpose()?;
    work.tx.exec(
        INSERT,
        params![
            street.as_str(),
            id.uuid(),
            case.uuid(),
            &file.kind,
            name,
            file.media,
            size,
            &hash,
            content,
            work.actor.account.uuid(),
            work.now.micros(),
            place,
            i64::from(file.cleaned)
        ],
    )?;
    Ok(())
}

/// The sealed place of a photo.
pub(in crate::rooms::cases) fn seal_place(
    tx: &mut Tx<'_>,
    street: &GridCode,
    id: AttachmentId,
    point: Point,
) -> Result<Vec<u8>, StoreError> {
    tx.seal(&seal_context(street, id, "place"), format!("{} {}", point.lon, point.lat).as_bytes())
}

/// Erases where the photos of a case were taken: the manual promises it for the day on which the matter ends.
pub(in crate::rooms::cases) fn forget_places(
    tx: &mut Tx<'_>,
    street: &GridCode,
    case: CaseId,
) -> Result<u64, StoreError> {
    tx.exec(FORGET_PLACES, params![street.as_str(), case.uuid()])
}

/// An attachment without its bytes.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// before, after, other.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its type.
    pub media: String,
    /// Bytes.
    pub size: i64,
    /// Who added it.
    pub by: AccountId,
    /// The time.
    pub at: Moment,
    /// Where the photo was taken, while its kind of matter needs it.
    pub place: Option<Point>,
}

pub(in crate::rooms::cases) fn attachment(street: &GridCode, row: &Row<'_>) -> Result<Attachment, StoreError> {
    let id = AttachmentId::new(row.get(0)?);
    Ok(Attachment {
        id,
        kind: row.get(1)?,
        name: row.open_text(2, &seal_context(street, id, "name"))?,
        media: row.get(3)?,
        size: row.get(4)?,
        by: AccountId::new(row.get(6)?),
        at: Moment::from_micros(row.get(7)?),
        place: place(street, id, row)?,
    })
}

fn place(street: &GridCode, id: AttachmentId, row: &Row<'_>) -> Result<Option<Point>, StoreError> {
    if row.get::<Option<Vec<u8>>>(8)?.is_none() {
        return Ok(None);
    }
    let text = row.open_text(8, &seal_context(street, id, "place"))?;
    let (lon, lat) = text.split_once(' ').unwrap_or_default();
    Ok(lon.parse().ok().zip(lat.parse().ok()).map(|(lon, lat)| Point { lon, lat }))
}

/// The attachments of a case, oldest first.
pub fn of_case(tx: &mut Tx<'_>, street: &GridCode, case: CaseId) -> Result<Vec<Attachment>, StoreError> {
    tx.query(OF_CASE, params![street.as_str(), case.uuid()], |row| attachment(street, row))
}

/// The bytes of one attachment of one case: (type, name, bytes).
pub fn content(
    tx: &mut Tx<'_>,
    street: &GridCode,
    case: CaseId,
    id: AttachmentId,
) -> Result<Option<(String, String, Vec<u8>)>, StoreError> {
    tx.one(CONTENT, params![street.as_str(), case.uuid(), id.uuid()], |row| {
        let context = |column| seal_context(street, id, column);
        Ok((row.get(0)?, row.open_text(1, &context("name"))?, row.open(2, &context("content"))?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outside::cleaning::samples;

    fn code(name: &str, bytes: &[u8]) -> String {
        let file = SentFile { name: name.into(), kind: "before".into(), bytes: bytes.to_vec(), keep_place: false };
        match check(file) {
            Err(Refusal::Invalid(faults)) => faults[0].code.clone(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_cannot_be_stored_is_refused_with_a_code_of_its_own() {
        assert_eq!(code("photo.jpg", b"<script>alert(1)</script>"), "cases.file-type");
        assert_eq!(code("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "cases.file-type");
        assert_eq!(code("a.gif", b"GIF89a\x01\0\x01\0\0\0\0;"), "cases.file-type");
        assert_eq!(code("a.jpg", b""), "cases.file-empty");
        assert_eq!(code("a.jpg", &[0xFF, 0xD8, 0xFF, 0xE0, 1, 2]), "cases.file-broken", "a torn photo is not stored");
        assert_eq!(code("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1"), "cases.file-heic");
        assert_eq!(code("a.pdf", b"%PDF-1.4\n%%EOF"), "cases.file-paper");
    }

    #[test]
    fn a_path_is_no_part_of_a_name() {
        let bytes = samples::pdf();
        let file = SentFile { name: "../../etc/说明.pdf".into(), kind: "x".into(), bytes, keep_place: false };
        let file = check(file).unwrap();
        assert_eq!((file.name.as_str(), file.kind.as_str(), file.media), ("说明.pdf", "other", "application/pdf"));
    }
}
