//! WebP: pixels, transparency and the colour profile are copied. Removed are EXIF, XMP, unknown chunks (also inside of frames), every
//! picture of an animation but the first, and everything behind the end.

use super::{Parts, profile, take};

/// Permitted flags of the extended header: transparency, and a profile if there is one.
const TRANSPARENT: u8 = 0b0001_0000;
const PROFILE: u8 = 0b0010_0000;

/// Offset of the flags behind the name and length of the extended header, which is the first chunk; the sides follow after three bytes.
const FLAGS: usize = 8;

pub(super) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut rest = bytes;
    let (riff, length, webp) = (take(&mut rest, 4)?, size(&mut rest)?, take(&mut rest, 4)?);
    if riff != b"RIFF" || webp != b"WEBP" {
        return None;
    }
    rest = rest.get(..length.checked_sub(4)?).unwrap_or(rest);
    let mut parts = Parts { content: Vec::new(), pixels: 0, torn: false, exif: None, xmp: None };
    let mut shown = false;
    while let Some((name, body)) = chunk(&mut rest) {
        match name {
            b"VP8X" if parts.content.is_empty() => {
                let mut header = body.to_vec();
                *header.first_mut()? &= TRANSPARENT;
                let side =
                    |at: usize| Some(u64::from(u32::from_le_bytes([body[at], body[at + 1], body[at + 2], 0])) + 1);
                parts.pixels = body.get(..10).and_then(|_| side(4)?.checked_mul(side(7)?))?;
                put(&mut parts.content, name, &header);
            }
            b"VP8 " | b"VP8L" if !shown => {
                parts.pixels = parts.pixels.max(pixels(name, body)?);
                put(&mut parts.content, name, body);
                shown = true;
            }
            b"ALPH" if !shown => put(&mut parts.content, name, body),
            b"ICCP" if !shown && profile::is_real(body) => {
                *parts.content.get_mut(FLAGS)? |= PROFILE;
                put(&mut parts.content, name, body);
            }
            b"ANMF" if !shown => {
                parts.content.extend_from_slice(&frame(body)?);
                // The picture is as large as its first frame.
                parts.content.get_mut(FLAGS + 4..FLAGS + 10)?.copy_from_slice(body.get(6..12)?);
                shown = true;
            }
            b"EXIF" => parts.exif = Some(body.strip_prefix(b"Exif\0\0").unwrap_or(body).to_vec()),
            b"XMP " => parts.xmp = Some(body.to_vec()),
            _ => {}
        }
    }
    let mut whole = b"RIFF".to_vec();
    whole.extend_from_slice(&u32::try_from(parts.content.len() + 4).ok()?.to_le_bytes());
    whole.extend_from_slice(b"WEBP");
    whole.append(&mut parts.content);
    (parts.pixels > 0).then_some(Parts { content: whole, ..parts })
}

fn size(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(take(rest, 4)?.try_into().ok()?)).ok()
}

/// A chunk has a name, a length, and a byte of padding where the length is odd.
fn chunk<'a>(rest: &mut &'a [u8]) -> Option<(&'a [u8; 4], &'a [u8])> {
    let name = take(rest, 4)?.try_into().ok()?;
    let length = size(rest)?;
    let body = take(rest, length)?;
    let _padding = take(rest, length % 2);
    Some((name, body))
}

fn put(out: &mut Vec<u8>, name: &[u8; 4], body: &[u8]) {
    out.extend_from_slice(name);
    out.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
    out.extend_from_slice(body);
    out.extend_from_slice(&[0][..body.len() % 2]);
}

/// The picture of an animation's frame: its position, then chunks of its own.
fn frame(body: &[u8]) -> Option<Vec<u8>> {
    let mut rest = body.get(16..)?;
    let mut out = Vec::new();
    while let Some((name, body)) = chunk(&mut rest) {
        if matches!(name, b"VP8 " | b"VP8L" | b"ALPH") {
            put(&mut out, name, body);
        }
    }
    Some(out)
}

/// Width times height, from the first bytes of coded pixels.
fn pixels(name: &[u8; 4], body: &[u8]) -> Option<u64> {
    if name == b"VP8L" {
        let bits = u32::from_le_bytes(body.get(1..5)?.try_into().ok()?);
        return Some((u64::from(bits & 0x3FFF) + 1) * (u64::from(bits >> 14 & 0x3FFF) + 1));
    }
    let side = |at: usize| Some(u64::from(u16::from_le_bytes([*body.get(at)?, *body.get(at + 1)?]) & 0x3FFF));
    side(6)?.checked_mul(side(8)?)
}
