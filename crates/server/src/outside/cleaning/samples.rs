//! Small pictures and papers with everything in them that must not be stored, made by the tests themselves.

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::codecs::{jpeg::JpegEncoder, png::PngEncoder, webp::WebPEncoder};
use image::{ImageEncoder, Rgb, RgbImage};
use lopdf::{Dictionary, Document, Object, Stream, dictionary};
use std::io::{Cursor, Write as _};

/// Stands in everything that must not be found again.
pub(crate) const MARK: &[u8] = b"GEHEIM-103.9305-30.7605";
/// The sides of every picture, as its pixels lie.
pub(crate) const SIDES: (u32, u32) = (48, 32);

/// A profile for red, green and blue, as far as anybody here reads one, with one tag.
fn profile_with(tag: &[u8; 4], text: &[u8; 16]) -> Vec<u8> {
    let mut profile = vec![0; 160];
    let parts: [(usize, &[u8]); 6] =
        [(3, &[160]), (16, b"RGB "), (36, b"acsp"), (131, &[1]), (132, tag), (136, &[0, 0, 0, 144, 0, 0, 0, 16])];
    for (at, bytes) in parts.into_iter().chain([(144, text.as_slice())]) {
        profile[at..at + bytes.len()].copy_from_slice(bytes);
    }
    profile
}

/// One that stays.
pub(crate) fn profile() -> Vec<u8> {
    profile_with(b"desc", b"desc\0\0\0\0display\0")
}

/// What is no profile, or more than one: (why, bytes).
pub(crate) fn no_profiles() -> Vec<(&'static str, Vec<u8>)> {
    let with = |at: usize, byte: u8| {
        let mut profile = profile();
        profile[at] = byte;
        profile
    };
    vec![
        ("any bytes", vec![7; 160]),
        ("a maker's tag", profile_with(b"mmod", b"GEHEIM-103.9305-")),
        ("more behind it", [profile(), MARK.to_vec()].concat()),
        ("a wrong size", with(2, 9)),
        ("no signature", with(36, b'x')),
        ("a tag outside", with(139, 200)),
        ("too many tags", with(131, 9)),
    ]
}

/// A picture of each container with such a profile.
pub(crate) fn with_profile(profile: &[u8]) -> [Vec<u8>; 3] {
    let mut packed = ZlibEncoder::new(b"name\0\0".to_vec(), Compression::default());
    packed.write_all(profile).unwrap();
    let mut plain = Vec::new();
    encoded(&mut plain, PngEncoder::new, false);
    let png = [&plain[..33], &png_chunk(b"iCCP", &packed.finish().unwrap()), &plain[33..]].concat();
    let mut plain = Vec::new();
    encoded(&mut plain, JpegEncoder::new, false);
    let length = u16::try_from(profile.len() + 16).unwrap().to_be_bytes();
    let segment = [&[0xFF, 0xE2], &length[..], b"ICC_PROFILE\0\x01\x01", profile].concat();
    let jpeg = [&plain[..2], &segment, &plain[2..]].concat();
    [jpeg, png, webp(&[webp_header(0b0010_0000), webp_chunk(b"ICCP", profile), webp_pixels()])]
}

/// The left half red, the right half blue.
fn pixels() -> RgbImage {
    RgbImage::from_fn(SIDES.0, SIDES.1, |x, _| if x < SIDES.0 / 2 { Rgb([250, 0, 0]) } else { Rgb([0, 0, 250]) })
}

fn encoded<'a, E: ImageEncoder + 'a>(out: &'a mut Vec<u8>, encoder: impl FnOnce(&'a mut Vec<u8>) -> E, with: bool) {
    let mut encoder = encoder(out);
    if with {
        encoder.set_icc_profile(profile()).unwrap();
    }
    let pixels = pixels();
    encoder.write_image(&pixels, SIDES.0, SIDES.1, image::ExtendedColorType::Rgb8).unwrap();
}

/// A JPEG with its profile and nothing to hide.
pub(crate) fn jpeg() -> Vec<u8> {
    let mut out = Vec::new();
    encoded(&mut out, JpegEncoder::new, true);
    out
}

fn png() -> Vec<u8> {
    let mut out = Vec::new();
    encoded(&mut out, PngEncoder::new, true);
    out
}

/// EXIF of a camera that was held as `orientation` says, at 30.7605° N, 103.9305° E.
pub(crate) fn exif(orientation: u16) -> Vec<u8> {
    let degrees = |d: u32, ten_thousandths: u32| {
        Value::Rational(vec![(d, 1).into(), (ten_thousandths * 60, 10_000).into(), (0, 1).into()])
    };
    let text = |text: &[u8]| Value::Ascii(vec![text.to_vec()]);
    let fields = [
        (Tag::Orientation, Value::Short(vec![orientation])),
        (Tag::ImageDescription, text(MARK)),
        (Tag::GPSLatitudeRef, text(b"N")),
        (Tag::GPSLatitude, degrees(30, 7_605)),
        (Tag::GPSLongitudeRef, text(b"E")),
        (Tag::GPSLongitude, degrees(103, 9_305)),
        (Tag::GPSAltitude, Value::Rational(vec![Rational { num: 500, denom: 1 }])),
    ]
    .map(|(tag, value)| Field { tag, ifd_num: In::PRIMARY, value });
    let (mut writer, preview) = (Writer::new(), MARK.to_vec());
    fields.iter().for_each(|field| writer.push_field(field));
    writer.set_jpeg(&preview, In::THUMBNAIL);
    let mut out = Cursor::new(Vec::new());
    writer.write(&mut out, false).unwrap();
    out.into_inner()
}

/// XMP that says the same.
pub(crate) fn xmp() -> Vec<u8> {
    let mark = String::from_utf8_lossy(MARK);
    format!(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:Description exif:GPSLatitude=\"30,45.63N\" exif:GPSLongitude=\"103,55.83E\" dc:title=\"{mark}\"/></x:xmpmeta>"
    )
    .into_bytes()
}

/// A JPEG with segments put in front of its own.
pub(crate) fn jpeg_with(segments: &[(u8, &[&[u8]])]) -> Vec<u8> {
    let mut out = vec![0xFF, 0xD8];
    for (marker, parts) in segments {
        let body = parts.concat();
        out.extend_from_slice(&[0xFF, *marker]);
        out.extend_from_slice(&u16::try_from(body.len() + 2).unwrap().to_be_bytes());
        out.extend_from_slice(&body);
    }
    out.extend_from_slice(&jpeg()[2..]);
    out
}

/// A photo as a phone takes it: with its place, upright or not.
pub(crate) fn photo(orientation: u16) -> Vec<u8> {
    jpeg_with(&[(0xE1, &[b"Exif\0\0", &exif(orientation)])])
}

/// Twelve containers and more, each with [`MARK`] wherever such things are written: (name, bytes).
pub(crate) fn containers() -> Vec<(&'static str, Vec<u8>)> {
    let behind = |mut bytes: Vec<u8>, more: &[u8]| {
        bytes.extend_from_slice(more);
        bytes
    };
    let xmp = xmp();
    vec![
        ("JPEG, EXIF with a preview", photo(1)),
        ("JPEG, XMP", jpeg_with(&[(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", &xmp])])),
        ("JPEG, extended XMP", jpeg_with(&[(0xE1, &[b"http://ns.adobe.com/xmp/extension/\0", &[b'0'; 40], &xmp])])),
        ("JPEG, IPTC", jpeg_with(&[(0xED, &[b"Photoshop 3.0\x008BIM\x04\x04", MARK])])),
        ("JPEG, a comment and a maker's segment", jpeg_with(&[(0xFE, &[MARK]), (0xE5, &[MARK]), (0xEB, &[MARK])])),
        (
            "JPEG, previews in JFIF",
            jpeg_with(&[
                (0xE0, &[b"JFIF\0\x01\x02\0\0\x01\0\x01\x08\x01", MARK, &[0]]),
                (0xE0, &[b"JFXX\0\x10", MARK]),
            ]),
        ),
        ("JPEG, Adobe's segment with more behind", jpeg_with(&[(0xEE, &[b"Adobe\0\x64\0\0\0\0\x01", MARK])])),
        ("JPEG, a second picture (MPF)", behind(jpeg_with(&[(0xE2, &[b"MPF\0II*\0", MARK])]), &photo(1))),
        ("JPEG, a film behind the end (moving photo)", behind(jpeg(), &[b"\0\0\0\x18ftypmp42", MARK].concat())),
        ("JPEG, more behind a scan without an end", behind(jpeg()[..jpeg().len() - 2].to_vec(), MARK)),
        ("PNG, animated", png_animated()),
        ("PNG, texts, EXIF, time and more behind the end", png_with_everything()),
        ("WebP, EXIF, XMP and more behind the end", webp_with_everything()),
        ("WebP, animated, a chunk in a frame", webp_animated()),
        ("PDF, Info, XMP, preview, attachment, comment", pdf_with_everything()),
        ("PDF, actions, forms, notes and what is hidden", pdf_with_actions()),
        ("PDF, an older revision", pdf_with_an_older_revision()),
        ("PDF, a photo with EXIF", pdf_with_a_photo()),
    ]
}

fn png_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length, name.as_slice(), body, &crc.sum().to_be_bytes()].concat()
}

fn png_with_everything() -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::none());
    packed.write_all(MARK).unwrap();
    let packed = packed.finish().unwrap();
    let png = png();
    let (header, rest) = png.split_at(33);
    let chunks = [
        png_chunk(b"tEXt", &[b"Comment\0", MARK].concat()),
        png_chunk(b"zTXt", &[b"Raw profile type exif\0\0", packed.as_slice()].concat()),
        png_chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", xmp().as_slice()].concat()),
        png_chunk(b"eXIf", &exif(1)),
        png_chunk(b"tIME", &[7, 234, 11, 30, 9, 0, 0]),
        png_chunk(b"caBX", MARK),
    ];
    [header, &chunks.concat(), rest, MARK].concat()
}

fn png_animated() -> Vec<u8> {
    let png = png();
    let (rest, end) = png.split_at(png.len() - 12);
    let (header, rest) = rest.split_at(33);
    let control = png_chunk(b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]);
    let frame = [png_chunk(b"fcTL", &[0; 26]), png_chunk(b"fdAT", &[&[0, 0, 0, 1], MARK].concat())].concat();
    [header, &control, rest, &frame, end].concat()
}

fn webp_chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap().to_le_bytes();
    [name.as_slice(), &length, body, &[0][..body.len() % 2]].concat()
}

fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let body = [b"WEBP".to_vec(), chunks.concat()].concat();
    webp_chunk(b"RIFF", &body)
}

/// The chunk of coded pixels.
fn webp_pixels() -> Vec<u8> {
    let mut out = Vec::new();
    encoded(&mut out, WebPEncoder::new_lossless, false);
    out[12..].to_vec()
}

fn webp_header(flags: u8) -> Vec<u8> {
    let [width, height] = [SIDES.0 - 1, SIDES.1 - 1].map(u32::to_le_bytes);
    webp_chunk(b"VP8X", &[&[flags, 0, 0, 0], &width[..3], &height[..3]].concat())
}

fn webp_with_everything() -> Vec<u8> {
    let parts = [
        webp_header(0b0010_1100),
        webp_chunk(b"ICCP", &profile()),
        webp_pixels(),
        webp_chunk(b"EXIF", &exif(1)),
        webp_chunk(b"XMP ", &xmp()),
        webp_chunk(b"SECR", MARK),
    ];
    [webp(&parts), MARK.to_vec()].concat()
}

fn webp_animated() -> Vec<u8> {
    let [width, height] = [SIDES.0 - 1, SIDES.1 - 1].map(u32::to_le_bytes);
    let place = [&[0; 6], &width[..3], &height[..3], &[100, 0, 0, 0]].concat();
    let frame = webp_chunk(b"ANMF", &[place.clone(), webp_pixels(), webp_chunk(b"SECR", MARK)].concat());
    let second = webp_chunk(b"ANMF", &[place, webp_chunk(b"VP8L", MARK)].concat());
    webp(&[webp_header(0b0010_0010), webp_chunk(b"ICCP", &profile()), webp_chunk(b"ANIM", &[0; 6]), frame, second])
}

/// A document of one page with entries of its own, and what its page shows.
fn paper(page: Dictionary, content: Stream, more: impl FnOnce(&mut Document, lopdf::ObjectId)) -> Vec<u8> {
    let mut paper = Document::with_version("1.5");
    let pages = paper.new_object_id();
    let content = paper.add_object(content);
    let mut page_entries = dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content, "MediaBox" => vec![0.into(), 0.into(), 90.into(), 90.into()] };
    page_entries.extend(&page);
    let page = paper.add_object(page_entries);
    paper.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let catalog = paper.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    paper.trailer.set("Root", catalog);
    more(&mut paper, catalog);
    let mut out = Vec::new();
    paper.save_to(&mut out).unwrap();
    out
}

fn words() -> Stream {
    Stream::new(Dictionary::new(), b"BT /F1 9 Tf 9 9 Td (SHOWN) Tj ET".to_vec())
}

/// A paper with nothing to hide.
pub(crate) fn pdf() -> Vec<u8> {
    paper(Dictionary::new(), words(), |_, _| ())
}

fn pdf_with_everything() -> Vec<u8> {
    let text = || Object::string_literal(MARK);
    paper(Dictionary::new(), words(), |paper, catalog| {
        let hidden = |kind: &str| {
            let mut stream = Stream::new(dictionary! { "Type" => kind, "Subtype" => "XML" }, [MARK, &xmp()].concat());
            stream.compress().unwrap();
            stream
        };
        let (metadata, file, thumb) = (hidden("Metadata"), hidden("EmbeddedFile"), hidden("XObject"));
        let [metadata, file, thumb] = [metadata, file, thumb].map(|s| paper.add_object(s));
        let spec =
            paper.add_object(dictionary! { "Type" => "Filespec", "F" => "a.txt", "EF" => dictionary! { "F" => file } });
        let note = dictionary! { "Type" => "Annot", "Subtype" => "FileAttachment", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "T" => text(), "M" => text(), "FS" => spec };
        let note = paper.add_object(note);
        let page = paper.page_iter().next().unwrap();
        let page = paper.get_dictionary_mut(page).unwrap();
        page.set("Thumb", thumb);
        page.set("PieceInfo", dictionary! { "X" => dictionary! { "Private" => text() } });
        page.set("VP", vec![Object::Dictionary(dictionary! { "Measure" => dictionary! { "GPTS" => text() } })]);
        page.set("Annots", vec![note.into()]);
        let entries = paper.get_dictionary_mut(catalog).unwrap();
        entries.set("Metadata", metadata);
        entries.set("Names", dictionary! { "EmbeddedFiles" => dictionary! { "Names" => vec![text(), spec.into()] } });
        entries.set("OpenAction", dictionary! { "S" => "JavaScript", "JS" => text() });
        let info = paper.add_object(dictionary! { "Author" => text(), "Producer" => text(), "CreationDate" => text() });
        paper.trailer.set("Info", info);
        paper.trailer.set("ID", vec![text(), text()]);
    })
}

/// What acts, what asks somebody elsewhere, and what the page does not show. One link is there to be kept.
fn pdf_with_actions() -> Vec<u8> {
    let text = || Object::string_literal(MARK);
    let action = |kind: &str| dictionary! { "S" => kind, "F" => text(), "URI" => text() };
    paper(Dictionary::new(), words(), |paper, catalog| {
        let annotation = |kind: &str, more: Dictionary| {
            let mut entries = dictionary! { "Type" => "Annot", "Subtype" => kind, "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()] };
            entries.extend(&more);
            Object::Dictionary(entries)
        };
        let mut annotations = vec![
            annotation("Text", dictionary! { "Contents" => text() }),
            annotation("Popup", dictionary! { "Contents" => text() }),
            annotation("Sound", dictionary! { "Contents" => text() }),
            annotation("FreeText", dictionary! { "F" => 2, "Contents" => text() }),
            annotation("FreeText", dictionary! { "F" => 32, "Contents" => text() }),
            annotation("Widget", dictionary! { "F" => 2, "V" => text() }),
            annotation("Highlight", dictionary! { "Contents" => text(), "RC" => text() }),
            annotation(
                "Link",
                dictionary! { "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org/KEPT") } },
            ),
        ];
        for kind in ["Launch", "GoToR", "GoToE", "SubmitForm", "ImportData", "JavaScript", "URI", "Rendition"] {
            annotations.push(annotation("Link", dictionary! { "A" => action(kind) }));
            let next = dictionary! { "S" => "GoTo", "Next" => action(kind) };
            annotations.push(annotation("Link", dictionary! { "A" => next }));
        }
        let page = paper.page_iter().next().unwrap();
        paper.get_dictionary_mut(page).unwrap().set("Annots", annotations);
        let entries = paper.get_dictionary_mut(catalog).unwrap();
        entries.set("AcroForm", dictionary! { "XFA" => text(), "Fields" => Vec::<Object>::new() });
        entries.set("OpenAction", action("Launch"));
        entries.set("AA", dictionary! { "WC" => action("Launch") });
        entries.set("URI", dictionary! { "Base" => text() });
    })
}

/// A paper whose page draws a photo without an object of its own.
pub(crate) fn pdf_with_an_inline_photo(filter: &str, packed: bool) -> Vec<u8> {
    let head = format!("q 90 0 0 90 0 0 cm BI /W 48 /H 32 /CS /RGB /BPC 8 /F {filter} ID ");
    let mut content = Stream::new(Dictionary::new(), [head.as_bytes(), &photo(1), b"\nEI Q"].concat());
    if packed {
        content.compress().unwrap();
    }
    paper(Dictionary::new(), content, |_, _| ())
}

fn pdf_with_an_older_revision() -> Vec<u8> {
    let old = paper(Dictionary::new(), Stream::new(Dictionary::new(), [b"% ", MARK].concat()), |_, _| ());
    let mut new = lopdf::IncrementalDocument::create_from(old.clone(), Document::load_mem(&old).unwrap());
    let (page, content) = {
        let before = new.get_prev_documents();
        let page = before.page_iter().next().unwrap();
        (page, before.get_page_contents(page)[0])
    };
    new.opt_clone_object_to_new_document(page).unwrap();
    new.new_document.set_object(content, words());
    let mut out = Vec::new();
    new.save_to(&mut out).unwrap();
    out
}

fn pdf_with_a_photo() -> Vec<u8> {
    let show = Stream::new(Dictionary::new(), b"q 90 0 0 90 0 0 cm /P Do Q % SHOWN".to_vec());
    paper(Dictionary::new(), show, |paper, _| {
        let entries = |filter: Object| dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 48, "Height" => 32, "ColorSpace" => "DeviceRGB", "BitsPerComponent" => 8, "Filter" => filter };
        let plain = Stream::new(entries("DCTDecode".into()), photo(1)).with_compression(false);
        let mut packed = ZlibEncoder::new(Vec::new(), Compression::default());
        packed.write_all(&photo(1)).unwrap();
        let filters = vec![Object::from("FlateDecode"), Object::from("DCTDecode")];
        let packed = Stream::new(entries(filters.into()), packed.finish().unwrap()).with_compression(false);
        let [plain, packed] = [plain, packed].map(|s| paper.add_object(s));
        let page = paper.page_iter().next().unwrap();
        let resources = dictionary! { "XObject" => dictionary! { "P" => plain, "Q" => packed } };
        paper.get_dictionary_mut(page).unwrap().set("Resources", resources);
    })
}
