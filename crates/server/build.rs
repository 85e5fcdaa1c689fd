//! Rebuilds the program when the embedded pages have changed, and packs the Swagger UI files: unpacked they are four megabytes, of which a
//! third is used.

use flate2::Compression;
use flate2::write::GzEncoder;
use std::error::Error;
use std::fs::File;
use std::io::{Cursor, copy};
use std::path::PathBuf;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

/// Files that the API documentation page loads; served by `crates/server/src/web/api_docs.rs`.
const SWAGGER: [&str; 4] = ["swagger-ui-bundle.js", "swagger-ui.css", "index.css", "favicon-32x32.png"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=../../web/dist");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED))?;
    for name in SWAGGER {
        let ending = format!("/dist/{name}");
        let found = archive.file_names().filter_map(Result::ok).find(|path| path.ends_with(&ending));
        let path = found.ok_or_else(|| format!("Swagger UI has no {name}"))?.into_owned();
        let mut packed = GzEncoder::new(File::create(out.join(format!("{name}.gz")))?, Compression::best());
        copy(&mut archive.by_name(&path)?, &mut packed)?;
        packed.finish()?;
    }
    Ok(())
}
