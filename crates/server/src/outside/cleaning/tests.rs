//! Compares bytes: no hidden data is in the stored file, and it is still the same picture or document, upright and in its colours.

use image::{GenericImageView as _, ImageDecoder as _, ImageReader};
use lopdf::Document;
use std::io::Cursor;

use super::samples::{self, MARK, SIDES};
use super::{Cleaned, Unclean, clean};

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Of a picture: its sides, its profile, the colours at its left and right, at its top and bottom.
fn seen(file: &Cleaned) -> ((u32, u32), Option<Vec<u8>>, [char; 4]) {
    let mut decoder =
        ImageReader::new(Cursor::new(&file.content)).with_guessed_format().unwrap().into_decoder().unwrap();
    let profile = decoder.icc_profile().unwrap();
    let image = image::DynamicImage::from_decoder(decoder).unwrap();
    let (width, height) = image.dimensions();
    let colour = |x, y| if image.get_pixel(x, y).0[0] > 128 { 'r' } else { 'b' };
    let (x, y) = (width / 2, height / 2);
    ((width, height), profile, [colour(2, y), colour(width - 3, y), colour(x, 2), colour(x, height - 3)])
}

#[test]
fn nothing_hidden_is_found_in_the_stored_bytes_of_any_container() {
    let containers = samples::containers();
    assert!(containers.len() >= 12);
    for (name, bytes) in containers {
        let file = clean(&bytes).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        let plain = if file.media == "application/pdf" {
            let mut paper = Document::load_mem(&file.content).unwrap();
            paper.decompress();
            let mut all = Vec::new();
            paper.save_to(&mut all).unwrap();
            assert!(holds(&all, b"SHOWN"), "{name}: the page still shows what it showed");
            assert_eq!(holds(&all, b"KEPT"), holds(&bytes, b"KEPT"), "{name}: links to pages stay");
            [all, file.content.clone()].concat()
        } else {
            let (sides, profile, colours) = seen(&file);
            assert_eq!((sides, &colours[..2]), (SIDES, &['r', 'b'][..]), "{name}");
            assert_eq!(profile, Some(samples::profile()), "{name}: the colour profile stays");
            assert!(clean(&file.content).unwrap().content == file.content, "{name}: what is clean stays as it is");
            file.content.clone()
        };
        let hidden: [&[u8]; 11] = [
            MARK,
            b"GPS",
            b"Exif\0\0",
            b"ns.adobe.com",
            b"Photoshop",
            b"MPF",
            b"ftyp",
            b"tEXt",
            b"zTXt",
            b"/Info",
            b"JavaScript",
        ];
        for what in hidden {
            assert!(!holds(&plain, what), "{name}: {:?} is still there", String::from_utf8_lossy(what));
        }
    }
}

#[test]
fn a_profile_stays_only_if_it_is_one() {
    let kept = |profile: &[u8]| samples::with_profile(profile).map(|bytes| seen(&clean(&bytes).unwrap()).1);
    assert_eq!(kept(&samples::profile()), [(); 3].map(|()| Some(samples::profile())));
    for (why, profile) in samples::no_profiles() {
        assert_eq!(kept(&profile), [None, None, None], "{why}");
    }
}

#[test]
fn a_paper_with_inline_photos_is_refused() {
    for filter in ["/DCT", "/DCTDecode", "[/A85 /DCT]", "/JPX", "/D#43T"] {
        for packed in [false, true] {
            let paper = samples::pdf_with_an_inline_photo(filter, packed);
            assert_eq!(clean(&paper), Err(Unclean::InlinePhotos), "{filter} {packed}");
        }
    }
    assert!(clean(&samples::pdf_with_an_inline_photo("/Fl", true)).is_ok(), "plain pixels say nothing else");
}

#[test]
fn a_photo_is_turned_upright_in_its_pixels() {
    let upright = |orientation: u16, bytes: Vec<u8>| {
        let file = clean(&bytes).unwrap();
        assert!(!holds(&file.content, MARK));
        let (sides, profile, colours) = seen(&file);
        assert_eq!(profile, Some(samples::profile()), "the colour profile goes along");
        let lying = if orientation > 4 { (SIDES.1, SIDES.0) } else { SIDES };
        assert_eq!(sides, lying, "{orientation}");
        colours
    };
    // Left red and right blue: after a quarter turn, the left is above (6) or below (8).
    assert_eq!(upright(1, samples::photo(1))[..2], ['r', 'b']);
    assert_eq!(upright(3, samples::photo(3))[..2], ['b', 'r']);
    assert_eq!(upright(2, samples::photo(2))[..2], ['b', 'r']);
    assert_eq!(upright(6, samples::photo(6))[2..], ['r', 'b']);
    assert_eq!(upright(8, samples::photo(8))[2..], ['b', 'r']);
}

#[test]
fn the_place_is_read_before_it_goes() {
    let near = |bytes: &[u8]| {
        let place = clean(bytes).unwrap().place.unwrap();
        (place.lat - 30.7605).abs() < 1e-6 && (place.lon - 103.9305).abs() < 1e-6
    };
    assert!(near(&samples::photo(6)), "from EXIF");
    let xmp = samples::xmp();
    assert!(near(&samples::jpeg_with(&[(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", &xmp])])), "from XMP");
    assert_eq!(clean(&samples::jpeg()).unwrap().place, None);
}

#[test]
fn what_cannot_be_read_or_claims_too_much_is_refused() {
    assert_eq!(clean(b"GIF89a\x01\0\x01\0\0\0\0!\xFE\x06GEHEIM\0;"), Err(Unclean::Type), "comments of GIFs with them");
    for end in [3, 20, 40, 80] {
        assert_eq!(clean(&samples::jpeg()[..end]), Err(Unclean::Picture), "{end} bytes of a JPEG");
    }
    let mut large = samples::jpeg();
    let size = large.windows(2).position(|w| w == [0xFF, 0xC0]).unwrap() + 5;
    large[size..size + 4].copy_from_slice(&[0xFF; 4]);
    assert_eq!(clean(&large), Err(Unclean::Large), "65,535 by 65,535 pixels");
    let pdf = samples::pdf();
    assert_eq!(clean(&pdf[..pdf.len() / 3]), Err(Unclean::Paper));
    let at = pdf.windows(5).rposition(|w| w == b"/Root").unwrap();
    let locked = [&pdf[..at], b"/Encrypt<</Filter/Standard/V 9>>", &pdf[at..]].concat();
    assert_eq!(clean(&locked), Err(Unclean::Paper), "locked with a password");
}
