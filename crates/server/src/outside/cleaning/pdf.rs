//! PDF: rewritten with only the visible content of its pages. Removed are the Info dictionary, XMP, previews, programs' private data,
//! geographic positions, names of commentators and signers, embedded files, scripts, older revisions, and camera metadata in its pictures.

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};
use std::cell::Cell;

use super::{Unclean, jpeg, take};

/// Dictionary entries to remove: they show where, when or with what the file was made, or contain unchecked files and scripts.
const REMOVED: &[&[u8]] = &[
    b"Metadata",
    b"PieceInfo",
    b"LastModified",
    b"Thumb",
    b"AF",
    b"EF",
    b"EmbeddedFiles",
    b"Collection",
    b"OPI",
    b"SpiderInfo",
    b"VP",
    b"Measure",
    b"LGIDict",
    b"GPTS",
    b"OpenAction",
    b"AA",
    b"JavaScript",
    b"JS",
    b"XFA",
    b"Popup",
    b"IRT",
];
/// Types of annotations that are kept if they are not hidden. Notes behind an icon, sounds, films and files are removed.
const SHOWN: &[&[u8]] = &[
    b"Link",
    b"Widget",
    b"FreeText",
    b"Line",
    b"Square",
    b"Circle",
    b"Polygon",
    b"PolyLine",
    b"Highlight",
    b"Underline",
    b"Squiggly",
    b"StrikeOut",
    b"Stamp",
    b"Caret",
    b"Ink",
    b"Watermark",
];
/// Flags of annotations that are not shown on a screen.
const HIDDEN: i64 = 2 | 32;
/// Actions to remove: they open, send or play something.
const ACTIONS: &[&[u8]] = &[
    b"Launch",
    b"GoToR",
    b"GoToE",
    b"Thread",
    b"SubmitForm",
    b"ImportData",
    b"JavaScript",
    b"Rendition",
    b"Sound",
    b"Movie",
    b"RichMediaExecute",
];
/// Permitted schemes of link addresses.
const SCHEMES: &[&[u8]] = &[b"http://", b"https://", b"mailto:", b"tel:"];
/// Entries of a comment with its author and date. In form fields, the same keys have another meaning, so they are kept there.
const OF_COMMENTS: &[&[u8]] = &[b"T", b"M", b"CreationDate", b"NM", b"Subj"];
/// Approximate limits in bytes for unpacked object streams, in total and (least, most) for one: a small file can claim gigabytes.
const UNPACKED: usize = 64 * 1024 * 1024;
const UNPACKED_ONE: (usize, usize) = (256 * 1024, 16 * 1024 * 1024);
/// Limit in bytes for all streams together, which are unpacked one after the other to search them for inline photos.
const LOOKED_THROUGH: usize = 4 * UNPACKED;

/// Cleans a PDF.
///
/// # Errors
/// It cannot be read, is locked, or has no page; or it has inline photos, which cannot be cleaned.
pub(super) fn clean(bytes: &[u8]) -> Result<Vec<u8>, Unclean> {
    let streams = bytes.windows(9).filter(|w| w == b"endstream").count().max(1);
    let limit = (UNPACKED / streams).clamp(UNPACKED_ONE.0, UNPACKED_ONE.1);
    let mut paper = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(limit))
        .map_err(|_| Unclean::Paper)?;
    if paper.is_encrypted() || paper.was_encrypted() || paper.get_pages().is_empty() {
        return Err(Unclean::Paper);
    }
    for key in [b"Info".as_slice(), b"ID"] {
        paper.trailer.remove(key);
    }
    let (found, room) = (Cell::new(None), Cell::new(LOOKED_THROUGH));
    paper.traverse_objects(|object| match object {
        Object::Dictionary(entries) => strip(entries),
        Object::Stream(stream) => {
            strip(&mut stream.dict);
            if let Err(why) = picture(stream, &room) {
                found.set(Some(why));
            }
        }
        _ => {}
    });
    // Unreferenced objects are removed: metadata, embedded files, objects of older revisions.
    paper.prune_objects();
    let mut out = Vec::new();
    paper.save_to(&mut out).map_err(|_| Unclean::Paper)?;
    found.get().map_or(Ok(out), Err)
}

fn strip(entries: &mut Dictionary) {
    for key in REMOVED {
        entries.remove(key);
    }
    // The `URI` entry of the whole document, which is the base of its links, is removed.
    if entries.get(b"URI").is_ok_and(|base| base.as_str().is_err()) {
        entries.remove(b"URI");
    }
    let kind = entries.get(b"Subtype").and_then(Object::as_name).unwrap_or_default().to_vec();
    let is_annotation = entries.has(b"Rect") || entries.has_type(b"Annot");
    if is_annotation && kind != b"Widget" {
        for key in OF_COMMENTS {
            entries.remove(key);
        }
    }
    if is_annotation && kind != b"FreeText" {
        // The text of a comment's pop-up window is removed.
        entries.remove(b"Contents");
        entries.remove(b"RC");
    }
    let flags = entries.get(b"F").map_or(Ok(0), Object::as_i64);
    let is_unseen =
        is_annotation && (!SHOWN.contains(&kind.as_slice()) || !flags.is_ok_and(|flags| flags & HIDDEN == 0));
    // A signature is removed, because it would not match the changed file.
    if is_unseen || acts(entries) || entries.has_type(b"Sig") {
        *entries = Dictionary::new();
    }
}

/// Whether a dictionary is an unwanted action, that is, any of `ACTIONS` or a link with another scheme than `SCHEMES`.
fn acts(entries: &Dictionary) -> bool {
    let Ok(kind) = entries.get(b"S") else { return false };
    match kind.as_name() {
        Ok(b"URI") => {
            let address = entries.get(b"URI").and_then(Object::as_str).unwrap_or_default().to_ascii_lowercase();
            !SCHEMES.iter().any(|scheme| address.starts_with(scheme))
        }
        Ok(name) => ACTIONS.contains(&name),
        // An action's type in another object cannot be checked here, so the action is removed.
        Err(_) => matches!(kind, Object::Reference(_)),
    }
}

/// Cleans a photo of the document; refuses a page with an inline photo.
fn picture(stream: &mut Stream, room: &Cell<usize>) -> Result<(), Unclean> {
    let filters: Vec<Vec<u8>> = stream.filters().unwrap_or_default().into_iter().map(<[u8]>::to_vec).collect();
    let last = filters.last().map_or(b"".as_slice(), Vec::as_slice);
    let cleaned = match last {
        b"DCTDecode" | b"DCT" => photo(stream, &filters, |bytes| jpeg::parts(bytes).map(|p| p.content)),
        b"JPXDecode" => photo(stream, &filters, boxes),
        _ if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image") => Some(()),
        _ => {
            let drawn = stream.decompressed_content_with_limit(room.get()).map_err(|_| Unclean::Paper)?;
            room.set(room.get() - drawn.len());
            if has_inline_photo(&drawn) {
                return Err(Unclean::InlinePhotos);
            }
            Some(())
        }
    };
    cleaned.ok_or(Unclean::Paper)
}

/// Whether a page's content has a JPEG or JPEG 2000 photo between `BI` and `EI`. The entries before `ID` name its filter, possibly in
/// escaped form.
fn has_inline_photo(drawn: &[u8]) -> bool {
    const HEAD: usize = 4096;
    let is_word = |at: usize| {
        let edge = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace() || b"\0/>])".contains(byte));
        edge(at.checked_sub(1).and_then(|before| drawn.get(before))) && edge(drawn.get(at + 2))
    };
    let word = |from: usize, word: &[u8]| {
        let found = |at: &usize| drawn[*at..].starts_with(word) && is_word(*at);
        (from..drawn.len().min(from + HEAD)).find(found)
    };
    let begins = drawn.windows(2).enumerate().filter(|(at, pair)| *pair == b"BI" && is_word(*at));
    begins.map(|(at, _)| at + 2).any(|from| {
        let head = &drawn[from..word(from, b"ID").unwrap_or(drawn.len().min(from + HEAD))];
        let names = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
        names(b"DCT") || names(b"JPX") || names(b"#")
    })
}

/// Cleans a photo; `None` if the photo cannot be read.
fn photo(stream: &mut Stream, filters: &[Vec<u8>], cleaned: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Option<()> {
    let (last, packed) = filters.split_last()?;
    if !packed.is_empty() {
        let names = packed.iter().map(|name| Object::Name(name.clone())).collect();
        let outer = Stream::new(Dictionary::from_iter([("Filter", Object::Array(names))]), stream.content.clone());
        stream.content = outer.decompressed_content_with_limit(UNPACKED_ONE.1).ok()?;
        stream.dict.set("Filter", Object::Name(last.clone()));
        stream.dict.remove(b"DecodeParms");
    }
    stream.set_content(cleaned(&stream.content)?);
    Some(())
}

/// JPEG 2000: the boxes for pixels and colours are copied; boxes with XML, EXIF and unknown data are left out.
fn boxes(bytes: &[u8]) -> Option<Vec<u8>> {
    if bytes.starts_with(&[0xFF, 0x4F]) {
        return Some(bytes.to_vec());
    }
    let (mut rest, mut out) = (bytes, Vec::new());
    while !rest.is_empty() {
        let whole = rest;
        let length = u32::from_be_bytes(take(&mut rest, 4)?.try_into().ok()?);
        let name = take(&mut rest, 4)?;
        let length = match length {
            0 => whole.len(),
            1 => usize::try_from(u64::from_be_bytes(take(&mut rest, 8)?.try_into().ok()?)).ok()?,
            length => usize::try_from(length).ok()?,
        };
        if matches!(name, b"jP  " | b"ftyp" | b"jp2h" | b"jp2c") {
            out.extend_from_slice(whole.get(..length)?);
        }
        rest = whole.get(length.max(8)..)?;
    }
    Some(out)
}
