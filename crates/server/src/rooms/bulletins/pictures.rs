//! Pictures of bulletins: cleaned before they are stored, shown once the content names them, erased when nothing does.

use weiguang_domain::access::Verb;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::ids::{BulletinId, PictureId};
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx, params};

use super::ops::found;
use crate::App;
use crate::app::UnitOfWork;
use crate::outside::cleaning::{self, Cleaned, Unclean};
use crate::web::aside::aside;
use crate::web::{FieldFault, Refusal};

const INSERT: &str =
    "INSERT INTO bulletin_pictures (tenant, id, bulletin, media, content, at) VALUES ($1, $2, $3, $4, $5, $6)";
const IDS: &str = "SELECT id FROM bulletin_pictures WHERE tenant = $1 AND bulletin = $2 ORDER BY id";
const CONTENT: &str = "SELECT media, content FROM bulletin_pictures WHERE tenant = $1 AND bulletin = $2 AND id = $3";
const OLD: &str = "SELECT bulletin, id FROM bulletin_pictures WHERE tenant = $1 AND at < $2 ORDER BY at";
const DELETE: &str = "DELETE FROM bulletin_pictures WHERE tenant = $1 AND id = $2";
const DELETE_ALL: &str = "DELETE FROM bulletin_pictures WHERE tenant = $1 AND bulletin = $2";

/// For `prepare_all`.
pub const STATEMENTS: &[(&str, &str)] = &[
    ("bulletin_pictures.INSERT", INSERT),
    ("bulletin_pictures.IDS", IDS),
    ("bulletin_pictures.CONTENT", CONTENT),
    ("bulletin_pictures.OLD", OLD),
    ("bulletin_pictures.DELETE", DELETE),
    ("bulletin_pictures.DELETE_ALL", DELETE_ALL),
];

/// The most pictures stored with one bulletin, shown or not.
const MOST: usize = 12;

fn fault(code: &'static str, zh: &str, en: &str) -> Refusal {
    Refusal::field(FieldFault::new("file", code, zh, en))
}

/// Cleans a picture off the async threads.
///
/// # Errors
/// If it is no picture, or cannot be read.
pub async fn clean(app: &App, bytes: Vec<u8>) -> Result<Cleaned, Refusal> {
    let cleaned = aside(&app.limits().cleaning, move || cleaning::clean(&bytes)).await?;
    match cleaned {
        Ok(picture) if picture.media.starts_with("image/") => Ok(picture),
        Ok(_) | Err(Unclean::Type | Unclean::Paper | Unclean::InlinePhotos) => Err(fault(
            "bulletins.picture-type",
            "只能上传 JPEG、PNG、WebP 图片",
            "only JPEG, PNG and WebP pictures can be stored",
        )),
        Err(Unclean::Heic) => {
            Err(fault("bulletins.picture-heic", "HEIC 照片请先转成 JPEG 再上传", "turn the HEIC photo into JPEG first"))
        }
        Err(Unclean::Large | Unclean::Picture) => {
            Err(fault("bulletins.picture-broken", "图片太大或无法读取", "the picture is too large or cannot be read"))
        }
    }
}

/// Stores a cleaned picture with a bulletin that the actor may publish; it is shown once the content names it.
///
/// # Errors
/// Permission; too many pictures.
pub fn attach(
    work: &mut UnitOfWork<'_, '_>,
    bulletin: BulletinId,
    id: PictureId,
    picture: &Cleaned,
) -> Result<PictureId, Refusal> {
    let (street, one) = (work.tenant, found(work, bulletin)?);
    work.actor.may(Verb::BulletinsPublish, &one.bulletin.area, false)?;
    if ids(work.tx, &street, bulletin)?.len() >= MOST {
        return Err(Refusal::rule(
            "bulletins.pictures-stored",
            format!("一条通知最多存 {MOST} 张图片，没用上的会在一天后清除。"),
            format!("A bulletin stores at most {MOST} pictures; those that it does not show are removed after a day."),
        ));
    }
    let row =
        params![street.as_str(), id.uuid(), bulletin.uuid(), picture.media, picture.content.clone(), work.now.micros()];
    work.tx.exec(INSERT, row)?;
    Ok(id)
}

/// The stored pictures of a bulletin.
///
/// # Errors
/// The store's errors.
pub fn ids(tx: &mut Tx<'_>, street: &GridCode, bulletin: BulletinId) -> Result<Vec<PictureId>, StoreError> {
    tx.query(IDS, params![street.as_str(), bulletin.uuid()], |row| Ok(PictureId::new(row.get(0)?)))
}

/// The media type and the bytes of a picture.
///
/// # Errors
/// The store's errors.
pub fn content(
    tx: &mut Tx<'_>,
    street: &GridCode,
    bulletin: BulletinId,
    id: PictureId,
) -> Result<Option<(String, Vec<u8>)>, StoreError> {
    tx.one(CONTENT, params![street.as_str(), bulletin.uuid(), id.uuid()], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// Pictures that were stored before a moment, with their bulletins.
///
/// # Errors
/// The store's errors.
pub fn old(tx: &mut Tx<'_>, street: &GridCode, before: Moment) -> Result<Vec<(BulletinId, PictureId)>, StoreError> {
    tx.query(OLD, params![street.as_str(), before.micros()], |row| {
        Ok((BulletinId::new(row.get(0)?), PictureId::new(row.get(1)?)))
    })
}

/// Erases a picture.
///
/// # Errors
/// The store's errors.
pub fn erase(tx: &mut Tx<'_>, street: &GridCode, id: PictureId) -> Result<u64, StoreError> {
    tx.exec(DELETE, params![street.as_str(), id.uuid()])
}

/// Erases all pictures of a bulletin.
///
/// # Errors
/// The store's errors.
pub fn erase_all(tx: &mut Tx<'_>, street: &GridCode, bulletin: BulletinId) -> Result<u64, StoreError> {
    tx.exec(DELETE_ALL, params![street.as_str(), bulletin.uuid()])
}
