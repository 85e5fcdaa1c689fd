//! Photos and papers of a case: the type is found from the bytes, the size is bound, the place in a photo is taken out unless
//! its kind of matter needs it, and only who may see the case may see them.

use img_parts::{DynImage, ImageEXIF as _};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use weiguang_domain::cases::Fact;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{AccountId, AttachmentId, CaseId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{Row, StoreError, Tx, params};

use super::late;
use super::ops::{note_fact, visible};
use crate::app::Work;
use crate::web::{FieldFault, Refusal};

const INSERT: &str = "INSERT INTO attachments (tenant, id, case_id, kind, name, media, size, sha256, content, by_account, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const OF_CASE: &str = "SELECT id, kind, name, media, size, sha256, by_account, at FROM attachments WHERE tenant = $1 AND case_id = $2 ORDER BY id";
const CONTENT: &str =
    "SELECT media, name, content, sha256 FROM attachments WHERE tenant = $1 AND case_id = $2 AND id = $3";
const COUNT: &str = "SELECT COUNT(*) FROM attachments WHERE tenant = $1 AND case_id = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("attachments.INSERT", INSERT),
    ("attachments.OF_CASE", OF_CASE),
    ("attachments.CONTENT", CONTENT),
    ("attachments.COUNT", COUNT),
];

/// The most attachments of one case.
pub const MOST: i64 = 40;
/// What may be kept; everything else is refused, whatever its name says.
const MEDIA: &[&str] = &["image/jpeg", "image/png", "image/webp", "application/pdf"];

/// A type that is kept, by its name.
#[must_use]
pub fn media(name: &str) -> Option<&'static str> {
    MEDIA.iter().find(|m| **m == name).copied()
}

/// A file that was looked at and can be kept.
#[derive(Clone, Debug)]
pub struct Sound {
    /// What it is when shown: before, after, other.
    pub kind: String,
    /// Its name, without any path.
    pub name: String,
    /// Its type, from its bytes.
    pub media: &'static str,
    /// The bytes, without what should not be in them.
    pub content: Vec<u8>,
}

/// Looks at a file before it comes near the store.
///
/// # Errors
/// If its type is not one that is kept, it is empty, or a photo cannot be read.
pub fn examine(name: &str, kind: &str, bytes: Vec<u8>, keep_place: bool) -> Result<Sound, Refusal> {
    let fault = |code: &str, zh: &str, en: &str| Refusal::field(FieldFault::new("file", code, zh, en));
    if bytes.is_empty() {
        return Err(fault("cases.file-empty", "文件是空的", "the file is empty"));
    }
    let media = infer::get(&bytes).and_then(|t| media(t.mime_type())).ok_or_else(|| {
        fault(
            "cases.file-type",
            "只能上传 JPEG、PNG、WebP 图片或 PDF",
            "only JPEG, PNG, WebP pictures and PDF can be kept",
        )
    })?;
    let content = if media.starts_with("image/") && !keep_place {
        let mut image = DynImage::from_bytes(bytes.into())
            .ok()
            .flatten()
            .ok_or_else(|| fault("cases.file-broken", "图片无法读取", "the picture cannot be read"))?;
        image.set_exif(None);
        image.encoder().bytes().to_vec()
    } else {
        bytes
    };
    let kind = match kind {
        "before" | "after" => kind,
        _ => "other",
    };
    let name =
        name.rsplit(['/', '\\']).next().unwrap_or("").chars().filter(|c| !c.is_control()).take(120).collect::<String>();
    let name = if name.is_empty() { String::from("file") } else { name };
    Ok(Sound { kind: kind.to_owned(), name, media, content })
}

/// Keeps a file with a case that the actor may work on.
///
/// # Errors
/// Permission; more than [`MOST`] files.
pub fn attach(work: &mut Work<'_, '_>, case: CaseId, id: AttachmentId, file: &Sound) -> Result<Uuid, Refusal> {
    let (record, is_late) = match visible(work, case).map(Some).or_else(late::unseen)? {
        Some((record, party)) => {
            work.actor.may(weiguang_domain::access::Verb::CasesWork, &record.case.code, party)?;
            (record, false)
        }
        None => (late::reach(work, case, true)?, true),
    };
    insert(work, case, id, file)?;
    let sha256: String = Sha256::digest(&file.content).iter().map(|b| format!("{b:02x}")).collect();
    let attached = Fact::Attached { attachment: id, name: file.name.clone(), kind: file.kind.clone(), sha256 };
    let record = note_fact(work, record, attached)?;
    if is_late {
        late::word(work, record, None)?;
    }
    Ok(id.uuid())
}

/// What binds a sealed name or content to its row and column.
pub(crate) fn seal_context(street: &GridCode, id: AttachmentId, column: &str) -> String {
    format!("attachments {street} {id} {column}")
}

/// Keeps the row alone: for a matter's first photos, which belong to its first fact.
pub fn insert(work: &mut Work<'_, '_>, case: CaseId, id: AttachmentId, file: &Sound) -> Result<(), Refusal> {
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
            work.now.micros()
        ],
    )?;
    Ok(())
}

/// An attachment without its bytes.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Which.
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
    /// When.
    pub at: Moment,
}

pub(super) fn attachment(street: &GridCode, row: &Row<'_>) -> Result<Attachment, StoreError> {
    let id = AttachmentId::new(row.get(0)?);
    Ok(Attachment {
        id,
        kind: row.get(1)?,
        name: row.open_text(2, &seal_context(street, id, "name"))?,
        media: row.get(3)?,
        size: row.get(4)?,
        by: AccountId::new(row.get(6)?),
        at: Moment::from_micros(row.get(7)?),
    })
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

    #[test]
    fn a_name_cannot_make_a_script_a_picture() {
        assert!(examine("photo.jpg", "before", b"<script>alert(1)</script>".to_vec(), false).is_err());
        assert!(examine("a.svg", "before", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), false).is_err());
        assert!(examine("a.jpg", "before", Vec::new(), false).is_err());
        assert!(
            examine("a.jpg", "before", vec![0xFF, 0xD8, 0xFF, 0xE0, 1, 2], false).is_err(),
            "a torn photo is refused, not kept"
        );
    }

    #[test]
    fn a_path_is_no_part_of_a_name() {
        let pdf = b"%PDF-1.4\n%%EOF".to_vec();
        assert_eq!(examine("../../etc/说明.pdf", "x", pdf, false).unwrap().name, "说明.pdf");
    }
}
