//! The project's tasks: `cargo xtask tidy | gen | test | start | figures | faults | new-room`.

mod citations;
mod codes;
mod crates;
mod cycles;
mod faults;
mod figures;
mod finding;
mod generate;
mod ignored;
mod measuring;
mod new_room;
mod pages;
mod permits;
mod plain;
mod planting;
mod roles;
mod rooms;
mod run_tests;
mod rust_text;
mod schemas;
mod secrets;
mod sheets;
mod sources;
mod sql;
mod start;
mod step;
mod tidy;
mod tree;
mod typescript;
mod vectors;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask start        builds the pages and the program and serves the demonstration street
cargo xtask test         checks everything, in the order in which failures come early
cargo xtask tidy         checks what the tree promises about itself (seconds, no network)
cargo xtask gen          writes the generated files anew: OpenAPI, TypeScript, the table of problem codes
cargo xtask gen codes    writes the table of problem codes only, which needs no build
cargo xtask gen vectors  writes the cases in vectors/ anew from what the domain says
cargo xtask gen --check  fails if one of them is stale
cargo xtask figures      runs the benches that are named, or all (an hour), and writes their rows in README.md and README.zh-CN.md
cargo xtask faults       plants every fault of xtask/faults in a copy and looks whether its test turns red (hours for all);
                         by name, or --domain, --server, --pages
cargo xtask new-room NAME --zh 名称 [--one WORD]
                         writes the skeleton of a room and adds it to the shared lists; see docs/guide/add-a-room.md";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let root = root();
    let outcome = match words.as_slice() {
        ["tidy"] => tidy::run(&root),
        ["gen"] => generate::run(&root, false),
        ["gen", "codes"] => generate::table(&root, false),
        ["gen", "vectors"] => vectors::write(&root),
        ["gen", "--check"] => generate::run(&root, true),
        ["test"] => run_tests::run(&root),
        ["start", rest @ ..] => start::run(&root, rest),
        ["new-room", rest @ ..] => new_room::run(&root, rest),
        ["figures", rest @ ..] => figures::run(&root, rest),
        ["faults", rest @ ..] => planting::run(&root, rest),
        _ => Err(HELP.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// The project root, which contains this crate.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}
