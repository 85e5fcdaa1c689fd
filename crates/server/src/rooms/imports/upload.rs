//! Reads an uploaded import: the form with the file and its options.

use axum::extract::Multipart;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use weiguang_domain::cases::ticket::Numbers;
use weiguang_domain::grid::GridCode;
use weiguang_domain::kernel::geo::Datum;

use super::{AsOf, Options};
use crate::App;
use crate::web::{FieldFault, Refusal};

fn fault(field: &str, zh: &str, en: &str) -> Refusal {
    Refusal::field(FieldFault::new(field, "kernel.invalid", zh, en))
}

/// The file and the options of a form. The file is written to a temporary one while it is received.
pub struct Form {
    /// The file, rewound.
    pub file: File,
    /// The options.
    pub options: Options,
    /// Hash of the whole form, to detect a repeated request.
    pub hash: [u8; 32],
}

/// Reads a form.
///
/// # Errors
/// An incomplete or too large form; an unknown option.
pub async fn read_form(app: &App, mut form: Multipart) -> Result<Form, Refusal> {
    let limit = app.settings().http.import_bytes;
    let torn = |_| fault("file", "上传内容不完整", "the form could not be read");
    let internal = |e: std::io::Error| Refusal::Internal(format!("temporary file: {e}"));
    let (mut file, mut options, mut hash) = (None, Options::default(), Sha256::new());
    while let Some(mut field) = form.next_field().await.map_err(torn)? {
        let name = field.name().unwrap_or("").to_owned();
        hash.update(&name);
        hash.update([0]);
        if name == "file" {
            let (mut spool, mut size) = (tempfile::tempfile().map_err(internal)?, 0);
            while let Some(chunk) = field.chunk().await.map_err(torn)? {
                size += chunk.len();
                if size > limit {
                    return Err(Refusal::TooLarge(limit));
                }
                hash.update(&chunk);
                spool.write_all(&chunk).map_err(internal)?;
            }
            spool.seek(SeekFrom::Start(0)).map_err(internal)?;
            file = Some(spool);
            continue;
        }
        let mut text = String::new();
        while let Some(chunk) = field.chunk().await.map_err(torn)? {
            text.push_str(&String::from_utf8_lossy(&chunk));
            if text.len() > 4096 {
                return Err(fault(&name, "内容过长", "this field is too long"));
            }
        }
        hash.update(&text);
        hash.update([0]);
        set(&mut options, &name, text.trim())?;
    }
    let file = file.ok_or_else(|| Refusal::field(FieldFault::missing("file")))?;
    Ok(Form { file, options, hash: hash.finalize().into() })
}

/// Reads one option; the command line uses the same keys.
///
/// # Errors
/// The fault of the option's field.
pub fn set(options: &mut Options, name: &str, text: &str) -> Result<(), Refusal> {
    let street = |text: &str| {
        GridCode::parse(text)
            .ok()
            .filter(|c| c.level() == weiguang_domain::grid::Level::Street)
            .ok_or_else(|| fault(name, "应为 9 位街道编码", "a street's code of 9 digits was expected"))
    };
    match name {
        _ if text.is_empty() => {}
        "street" => options.street = Some(street(text)?),
        "serve" => {
            options.serve = text.split(',').map(|s| street(s.trim())).collect::<Result<_, _>>()?;
        }
        "datum" => {
            options.datum = match text {
                "wgs84" => Datum::Wgs84,
                "cgcs2000" => Datum::Cgcs2000,
                "gcj02" => Datum::Gcj02,
                _ => return Err(fault(name, "应为 wgs84、cgcs2000 或 gcj02", "wgs84, cgcs2000 or gcj02 was expected")),
            }
        }
        "as_of" => {
            options.as_of = match text {
                "now" => AsOf::Now,
                "received" => AsOf::Received,
                _ => return Err(fault(name, "应为 now 或 received", "now or received was expected")),
            }
        }
        "numbers" => {
            options.numbers = Numbers::from_key(text)
                .ok_or_else(|| fault(name, "应为 lasting 或 daily", "lasting or daily was expected"))?;
        }
        "leave_bad" => {
            options.leave_bad = match text {
                "true" | "1" => true,
                "false" | "0" => false,
                _ => return Err(fault(name, "应为 true 或 false", "true or false was expected")),
            }
        }
        "far" => {
            options.far = match text {
                "accept" => true,
                "refuse" => false,
                _ => return Err(fault(name, "应为 accept 或 refuse", "accept or refuse was expected")),
            }
        }
        _ => return Err(fault(name, "没有这个选项", "there is no such option")),
    }
    Ok(())
}
