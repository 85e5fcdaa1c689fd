//! Real typed lines against a directory written without knowledge of the parser.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use weiguang_domain::grid::address::{Directory, Lessons, Row};
use weiguang_domain::grid::{GridCode, Level};

use crate::Options;

#[derive(Default)]
struct Tally {
    lines: usize,
    right: usize,
    unsure: usize,
    wrong: usize,
}

impl Tally {
    fn json(&self) -> Value {
        json!({ "lines": self.lines, "right": self.right, "unsure": self.unsure, "wrong_sure": self.wrong })
    }
}

/// Places every line of `id⇥line⇥want⇥kind`; `want` is a grid code, or a word for an ambiguous place.
pub(super) fn run(file: &Path, options: &Options) -> Result<Value> {
    let beside = file.with_file_name("directory.csv");
    let directory = directory(options.directory.as_deref().unwrap_or(&beside))?;
    let content = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lessons = Lessons::default();
    let show = std::env::var("WEIGUANG_SHOW").ok();
    let (mut all, mut kinds) = (Tally::default(), BTreeMap::<String, Tally>::new());
    for (number, line) in (1..).zip(content.lines()) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, text, want, kind] = fields[..] else { bail!("line {number} has not four fields") };
        let sure = directory.find(text, &lessons).sure();
        let right = sure.is_some_and(|code| code.as_str() == want);
        let verdict = match (sure, right) {
            (None, _) => "unsure",
            (_, true) => "right",
            _ => "wrong",
        };
        if show.as_deref() == Some(verdict) {
            eprintln!("{id} {text} wants {want} ({kind}), got {sure:?}");
        }
        let by_kind = if options.kinds { Some(kinds.entry(kind.to_owned()).or_default()) } else { None };
        for tally in std::iter::once(&mut all).chain(by_kind) {
            tally.lines += 1;
            tally.right += usize::from(right);
            tally.unsure += usize::from(sure.is_none());
            tally.wrong += usize::from(sure.is_some() && !right);
        }
    }
    let mut out = all.json();
    if options.kinds {
        out["by_kind"] = kinds.iter().map(|(kind, tally)| (kind.clone(), tally.json())).collect();
    }
    Ok(out)
}

/// Reads a directory with the importer's Chinese headings, and the areas of `areas.csv` beside it.
fn directory(file: &Path) -> Result<Directory> {
    let mut table = csv::Reader::from_path(file).with_context(|| format!("cannot read {}", file.display()))?;
    let headings = table.headers()?.clone();
    let mut builder = Directory::builder();
    let areas = file.with_file_name("areas.csv");
    let areas = std::fs::read_to_string(&areas).with_context(|| format!("cannot read {}", areas.display()))?;
    for (code, name) in areas.lines().filter_map(|line| line.split_once(',')) {
        builder.areas([(GridCode::parse(code)?, name)]);
    }
    for (id, row) in (1..).zip(table.records()) {
        let row = row?;
        let cell = |name: &str| headings.iter().position(|h| h == name).and_then(|at| row.get(at)).unwrap_or("").trim();
        let code = GridCode::parse(cell("网格编码"))?;
        if code.level() < Level::Grid {
            bail!("row {id} has no grid");
        }
        let aliases: Vec<&str> = cell("别名").split('、').filter(|a| !a.is_empty()).collect();
        let columns = Row {
            quarter: cell("小区"),
            building: cell("楼栋"),
            unit: cell("单元"),
            room: cell("室"),
            road: cell("道路"),
            number: cell("门牌号"),
            village: cell("村"),
            group: cell("组"),
            name: cell("名称"),
            aliases: &aliases,
        };
        builder.row(&columns, code, id);
    }
    Ok(builder.build())
}
