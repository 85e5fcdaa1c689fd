//! Makes an uploaded file safe to store: metadata of cameras and programs is removed (the place is read before), and a photo is turned
//! upright. Only permitted parts of a format are copied; all others are left out.

mod camera;
mod jpeg;
mod pdf;
mod png;
mod profile;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;
mod upright;
mod webp;

use image::ImageFormat;
use weiguang_domain::kernel::geo::Point;

use self::camera::Camera;

/// The most pixels of a picture: a small file can claim a size that would need gigabytes of memory.
const MOST_PIXELS: u64 = 64 * 1024 * 1024;

/// A file without metadata that shows where, when or with what it was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleaned {
    /// The media type.
    pub media: &'static str,
    /// The cleaned bytes.
    pub content: Vec<u8>,
    /// Where the photo was taken (WGS-84), if the camera recorded it.
    pub place: Option<Point>,
}

/// Why a file cannot be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unclean {
    /// The type of file is not accepted.
    Type,
    /// HEIC, a phone's photo format that most browsers cannot show.
    Heic,
    /// The picture has more than 64 Mi pixels.
    Large,
    /// The picture cannot be read.
    Picture,
    /// The PDF cannot be read, or is locked with a password.
    Paper,
    /// The PDF has inline photos in the content of a page, which cannot be cleaned.
    InlinePhotos,
}

/// The permitted parts of a picture, and its camera's metadata.
struct Parts {
    content: Vec<u8>,
    pixels: u64,
    /// Whether the picture has no end marker, so that only decoding its pixels finds their end.
    torn: bool,
    exif: Option<Vec<u8>>,
    xmp: Option<Vec<u8>>,
}

/// Cleans a file; the type is detected from the bytes. This may take a second of computing, so it should run on a blocking thread.
///
/// # Errors
/// [`Unclean`].
pub fn clean(bytes: &[u8]) -> Result<Cleaned, Unclean> {
    let (format, parts) = match infer::get(bytes).map(|t| t.mime_type()) {
        Some("image/jpeg") => (ImageFormat::Jpeg, jpeg::parts(bytes)),
        Some("image/png") => (ImageFormat::Png, png::parts(bytes)),
        Some("image/webp") => (ImageFormat::WebP, webp::parts(bytes)),
        Some("application/pdf") => {
            let content = pdf::clean(bytes)?;
            return Ok(Cleaned { media: "application/pdf", content, place: None });
        }
        Some("image/heif" | "image/avif") => return Err(Unclean::Heic),
        _ => return Err(Unclean::Type),
    };
    let parts = parts.ok_or(Unclean::Picture)?;
    if parts.pixels > MOST_PIXELS {
        return Err(Unclean::Large);
    }
    let camera = Camera::read(parts.exif.as_deref(), parts.xmp.as_deref());
    let (format, content) =
        upright::turn(parts.content, format, camera.orientation, parts.torn).map_err(|_| Unclean::Picture)?;
    Ok(Cleaned { media: format.to_mime_type(), content, place: camera.place })
}

/// Splits off this many bytes; `None` if there are fewer.
fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(length)?;
    *bytes = rest;
    Some(taken)
}
