//! PNG: the chunks that pixels, colours and animation need stay. Gone are texts (also compressed and international ones, in which XMP
//! stands), EXIF, the time, makers' own chunks, and whatever stands behind the end: cropped screenshots have leaked what was cut off there.

use super::{Parts, take};

const START: &[u8] = b"\x89PNG\r\n\x1a\n";
const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

pub(super) fn parts(bytes: &[u8]) -> Option<Parts> {
    let mut rest = bytes.strip_prefix(START)?;
    let mut parts = Parts { content: START.to_vec(), pixels: 0, exif: None, xmp: None };
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
