//! PNG: the chunks for pixels and colours are copied. Removed are texts (including compressed and international ones, which may contain
//! XMP), EXIF, the time, further pictures of an animation, private chunks, and everything after the end: in some cropped screenshots, the
//! removed part of the picture was still there.

use flate2::{Compression, Crc, read::ZlibDecoder, write::ZlibEncoder};
use std::io::{Read as _, Write as _};

use super::{Parts, profile, take};

const START: &[u8] = b"\x89PNG\r\n\x1a\n";
const KEPT: &[&[u8; 4]] =
    &[b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs"];

pub(super) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut rest = bytes.strip_prefix(START)?;
    let mut parts = Parts { content: START.to_vec(), pixels: 0, torn: false, exif: None, xmp: None };
    loop {
        let whole = rest;
        let length = usize::try_from(u32::from_be_bytes(take(&mut rest, 4)?.try_into().ok()?)).ok()?;
        let name: &[u8; 4] = take(&mut rest, 4)?.try_into().ok()?;
        let body = take(&mut rest, length)?;
        take(&mut rest, 4)?;
        match name {
            b"IHDR" => {
                let side = |at: usize| Some(u64::from(u32::from_be_bytes(body.get(at..at + 4)?.try_into().ok()?)));
                parts.pixels = side(0)?.checked_mul(side(4)?)?;
            }
            b"eXIf" => parts.exif = Some(body.to_vec()),
            b"iTXt" => parts.xmp = body.starts_with(b"XML:com.adobe.xmp").then(|| body.to_vec()).or(parts.xmp),
            b"iCCP" => parts.content.extend_from_slice(&colours(body).unwrap_or_default()),
            _ => {}
        }
        if KEPT.contains(&name) {
            parts.content.extend_from_slice(whole.get(..length + 12)?);
        }
        if name == b"IEND" {
            return (parts.pixels > 0).then_some(parts);
        }
    }
}

/// The chunk of a colour profile, recompressed and without the profile's name; `None` if the profile is invalid.
fn colours(body: &[u8]) -> Option<Vec<u8>> {
    let name = body.iter().position(|byte| *byte == 0)?;
    let mut profile = Vec::new();
    let packed = ZlibDecoder::new(body.get(name + 2..)?);
    packed.take(u64::try_from(profile::MOST).ok()? + 1).read_to_end(&mut profile).ok()?;
    if !profile::is_real(&profile) {
        return None;
    }
    let mut chunk = ZlibEncoder::new(b"iCCPICC\0\0".to_vec(), Compression::default());
    chunk.write_all(&profile).ok()?;
    let chunk = chunk.finish().ok()?;
    let mut crc = Crc::new();
    crc.update(&chunk);
    let length = u32::try_from(chunk.len() - 4).ok()?.to_be_bytes();
    Some([&length, chunk.as_slice(), &crc.sum().to_be_bytes()].concat())
}
