//! JPEG: only the segments for the pixels and the colour profile are copied. Removed are EXIF, XMP, IPTC, comments, makers' notes,
//! previews, and everything after the end of the picture: second pictures (MPF), depth maps, the video of a motion photo.

use super::{Parts, profile, take};

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const PROFILE: &[u8] = b"ICC_PROFILE\0";
/// Beginnings of segments that are copied only up to their fixed length: a JFIF header without its preview, and Adobe's segment on colour
/// encoding.
const JFIF: (&[u8], usize) = (b"JFIF\0", 14);
const ADOBE: (&[u8], usize) = (b"Adobe", 12);

pub(super) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    let mut parts = Parts { content: vec![0xFF, 0xD8], pixels: 0, torn: true, exif: None, xmp: None };
    let (mut scanned, mut colours, mut start) = (false, Vec::new(), parts.content.len());
    while let Some(marker) = marker(&mut rest) {
        match marker {
            0xD9 => {
                parts.torn = false;
                break;
            }
            // Restart markers and similar ones have no meaning outside of a scan.
            0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(take(&mut rest, 2)?.try_into().ok()?));
        let body = take(&mut rest, length.checked_sub(2)?)?;
        match marker {
            0xE0 if body.starts_with(JFIF.0) && body.len() >= JFIF.1 => {
                let mut header = body[..JFIF.1].to_vec();
                header[12..].fill(0);
                put(&mut parts.content, marker, &header);
                start = parts.content.len();
            }
            0xE1 if body.starts_with(EXIF) => parts.exif = Some(body[EXIF.len()..].to_vec()),
            0xE1 if body.starts_with(XMP) => parts.xmp = Some(body[XMP.len()..].to_vec()),
            0xE2 if body.starts_with(PROFILE) => colours.push(&body[PROFILE.len()..]),
            0xEE if body.starts_with(ADOBE.0) && body.len() >= ADOBE.1 => {
                put(&mut parts.content, marker, &body[..ADOBE.1]);
            }
            0xE0..=0xEF | 0xFE => {}
            // Start of frame: the picture's size and encoding.
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                let size = body.get(1..5)?;
                let [height, width] = [[size[0], size[1]], [size[2], size[3]]].map(u16::from_be_bytes);
                parts.pixels = u64::from(height) * u64::from(width);
                put(&mut parts.content, marker, body);
            }
            // Tables and parameters: Huffman, arithmetic coding, quantisation, number of lines, restart interval.
            0xC4 | 0xCC | 0xDB..=0xDD => put(&mut parts.content, marker, body),
            0xDA => {
                put(&mut parts.content, marker, body);
                let end = end_of_scan(rest);
                let scan = take(&mut rest, end)?;
                parts.content.extend_from_slice(scan);
                scanned = true;
            }
            _ => {}
        }
    }
    // A truncated picture is ended here and shows the part that arrived, as in browsers.
    parts.content.extend_from_slice(&[0xFF, 0xD9]);
    if let Some(colours) = whole(&colours) {
        parts.content.splice(start..start, colours);
    }
    (scanned && parts.pixels > 0).then_some(parts)
}

/// Joins the numbered segments of a colour profile; `None` if some are missing.
fn whole(segments: &[&[u8]]) -> Option<Vec<u8>> {
    let (mut profile, mut out) = (Vec::new(), Vec::new());
    for (n, segment) in (1..).zip(segments) {
        let (place, part) = segment.split_at_checked(2)?;
        if usize::from(place[0]) != n || usize::from(place[1]) != segments.len() {
            return None;
        }
        profile.extend_from_slice(part);
        put(&mut out, 0xE2, &[PROFILE, *segment].concat());
    }
    profile::is_real(&profile).then_some(out)
}

/// Reads the next marker; bytes before it are skipped.
fn marker(rest: &mut &[u8]) -> Option<u8> {
    let at = rest.windows(2).position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF))?;
    take(rest, at + 2)?.last().copied()
}

fn put(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    let length = u16::try_from(body.len() + 2).unwrap_or(u16::MAX);
    out.extend_from_slice(&[0xFF, marker]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(body);
}

/// The position where the coded pixels end: the next marker that is neither stuffing nor a restart.
fn end_of_scan(rest: &[u8]) -> usize {
    let ends = |pair: &[u8]| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0xFF | 0xD0..=0xD7);
    rest.windows(2).position(ends).unwrap_or(rest.len())
}
