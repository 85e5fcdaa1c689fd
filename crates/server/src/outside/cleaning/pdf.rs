//! PDF: rewritten with what its pages show. Gone are the Info dictionary, XMP, previews, programs' private data, positions on the earth,
//! names of commentators and signers, files inside of it, scripts, older revisions, and what cameras wrote into its pictures.

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};
use std::cell::Cell;

use super::{jpeg, take};

/// Entries that say where, when or by what something was made, or that hold files and scripts nobody looked at.
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
];
/// Of a comment: who wrote it, and when. Fields of forms have names under the same key, which stay.
const OF_COMMENTS: &[&[u8]] = &[b"T", b"M", b"CreationDate", b"NM", b"Subj"];
/// What all object streams together may unpack to, roughly, and the least and most of one: a small file can claim gigabytes.
const UNPACKED: usize = 64 * 1024 * 1024;
const UNPACKED_ONE: (usize, usize) = (256 * 1024, 16 * 1024 * 1024);

/// Gives the paper without all that; nothing if it cannot be read, is locked, or has no page.
pub(super) fn clean(bytes: &[u8]) -> Option<Vec<u8>> {
    let streams = bytes.windows(9).filter(|w| w == b"endstream").count().max(1);
    let limit = (UNPACKED / streams).clamp(UNPACKED_ONE.0, UNPACKED_ONE.1);
    let mut paper = Document::load_mem_with_options(bytes, LoadOptions::with_max_decompressed_size(limit)).ok()?;
    if paper.is_encrypted() || paper.was_encrypted() || paper.get_pages().is_empty() {
        return None;
    }
    for key in [b"Info".as_slice(), b"ID"] {
        paper.trailer.remove(key);
    }
    let unread = Cell::new(false);
    paper.traverse_objects(|object| match object {
        Object::Dictionary(entries) => strip(entries),
        Object::Stream(stream) => {
            strip(&mut stream.dict);
            unread.set(unread.get() || picture(stream).is_none());
        }
        _ => {}
    });
    // What nothing refers to any more goes: metadata, embedded files, objects of older revisions.
    paper.prune_objects();
    let mut out = Vec::new();
    paper.save_to(&mut out).ok()?;
    (!unread.get()).then_some(out)
}

fn strip(entries: &mut Dictionary) {
    for key in REMOVED {
        entries.remove(key);
    }
    let is_field = entries.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Widget");
    if entries.has(b"Rect") && !is_field {
        for key in OF_COMMENTS {
            entries.remove(key);
        }
    }
    if entries.has_type(b"Sig") {
        // It would not fit the changed file anyway.
        *entries = Dictionary::new();
    }
}

/// Cleans a photo that the paper shows; nothing if it cannot be read.
fn picture(stream: &mut Stream) -> Option<()> {
    let filters: Vec<Vec<u8>> = stream.filters().unwrap_or_default().into_iter().map(<[u8]>::to_vec).collect();
    let Some((last, packed)) = filters.split_last() else { return Some(()) };
    let cleaned: fn(&[u8]) -> Option<Vec<u8>> = match last.as_slice() {
        b"DCTDecode" | b"DCT" => |bytes| jpeg::parts(bytes).map(|p| p.content),
        b"JPXDecode" => boxes,
        _ => return Some(()),
    };
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

/// JPEG 2000: the boxes that pixels and colours need stay; those with XML, EXIF and unknown things do not.
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
