//! Rotates the pixels of a photo upright, since its orientation tag is removed. Its colour profile is kept.

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageEncoder, ImageFormat, ImageReader, ImageResult};
use std::io::Cursor;

/// Quality of a rotated JPEG: encoding once at it loses nothing visible.
const QUALITY: u8 = 90;

/// Returns the picture upright; one that is upright and complete already is unchanged.
pub(super) fn turn(
    content: Vec<u8>,
    format: ImageFormat,
    orientation: Orientation,
    torn: bool,
) -> ImageResult<(ImageFormat, Vec<u8>)> {
    if orientation == Orientation::NoTransforms && !torn {
        return Ok((format, content));
    }
    let mut decoder = ImageReader::with_format(Cursor::new(&content), format).into_decoder()?;
    let profile = decoder.icc_profile()?;
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(orientation);
    let mut out = Vec::new();
    let format = match format {
        ImageFormat::Png => {
            write(image, PngEncoder::new(&mut out), profile)?;
            ImageFormat::Png
        }
        // The only encoder for WebP is lossless, and its files would be many times as large.
        ImageFormat::WebP if image.color().has_alpha() => {
            write(DynamicImage::from(image.into_rgba8()), WebPEncoder::new_lossless(&mut out), profile)?;
            ImageFormat::WebP
        }
        _ => {
            let grey = !image.color().has_color();
            let image =
                if grey { DynamicImage::from(image.into_luma8()) } else { DynamicImage::from(image.into_rgb8()) };
            write(image, JpegEncoder::new_with_quality(&mut out, QUALITY), profile)?;
            ImageFormat::Jpeg
        }
    };
    Ok((format, out))
}

fn write(image: DynamicImage, mut encoder: impl ImageEncoder, profile: Option<Vec<u8>>) -> ImageResult<()> {
    // A profile for a printer's inks does not fit pixels that are now red, green and blue.
    let space = if image.color().has_color() { b"RGB " } else { b"GRAY" };
    if let Some(profile) = profile.filter(|p| p.get(16..20) == Some(space)) {
        encoder.set_icc_profile(profile).map_err(image::ImageError::Unsupported)?;
    }
    image.write_with_encoder(encoder)
}
