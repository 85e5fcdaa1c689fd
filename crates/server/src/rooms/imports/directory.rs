//! The address directory: one row for a quarter, building, unit, room, door number, house of a village, or named place.
//!
//! The key of a row is its path, made of normalised words, so that `３栋`, `3幢` and `三号楼` of two files are one building.

use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use weiguang_domain::grid::address::columns::{numbered, words};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_store::Tx;

use super::door;
use super::report::{self, Field, Report, RowFault, Verdict, Warning};
use super::spot::{self, Spots};
use super::table::{Cells, Column, Table, column};
use super::{Rows, Setting};
use crate::app::UnitOfWork;
use crate::rooms::grid::bulk::{self, PlaceLine};
use crate::web::Refusal;

pub(super) const COLUMNS: &[Column] = &[
    door::QUARTER,
    door::BUILDING,
    door::UNIT,
    door::ROOM,
    spot::CODE,
    spot::GRID,
    spot::COMMUNITY,
    column(
        "road",
        "道路",
        &["路名", "道路名称", "街路巷", "路", "街道路名", "街巷", "街巷名称", "所在道路", "所在街巷"],
        false,
    ),
    column("number", "门牌号", &["门牌", "号", "门号", "门牌号码", "门楼牌号"], false),
    column("village", "村", &["村名", "自然村", "行政村", "村庄"], false),
    column("group", "组", &["村民小组", "小组", "组号", "社组", "村组"], false),
    column("name", "名称", &["地点", "地点名称", "poi", "场所", "场所名称", "单位名称", "商铺名称", "店名"], false),
    column("aliases", "别名", &["俗称", "曾用名", "alias", "其他名称", "老地名"], false),
];

/// The most characters of a name in a path.
const NAME_LIMIT: usize = 60;

pub(super) struct Directory {
    setting: Setting,
    spots: Option<Spots>,
    /// Key and content of every stored row, as hashes.
    kept: HashMap<u128, u64>,
    /// Key of every row seen in this file, with its number and content.
    seen: HashMap<u128, (u64, u64)>,
    planned: Option<(PlaceLine, bool)>,
}

fn key(path: &str) -> u128 {
    let digest: [u8; 32] = Sha256::digest(path).into();
    digest.iter().take(16).fold(0, |n, b| n << 8 | u128::from(*b))
}

fn content(line: &PlaceLine) -> u64 {
    let mut hasher = DefaultHasher::new();
    line.hash(&mut hasher);
    hasher.finish()
}

impl Directory {
    pub(super) fn new(setting: &Setting) -> Self {
        Self { setting: setting.clone(), spots: None, kept: HashMap::new(), seen: HashMap::new(), planned: None }
    }

    fn cell(&self, cells: &Cells<'_>) -> Result<GridCode, RowFault> {
        let Some(spots) = &self.spots else { return Err(report::missing(cells, "code", "网格编码")) };
        let code = spots.code(cells)?;
        let column = if cells.given("code").is_some() { "code" } else { "grid" };
        if code.level() < Level::Grid {
            return Err(cells.fault(
                column,
                "imports.not-a-grid",
                "应落到网格（15 位）或微网格（17 位）",
                "a grid (15 digits) or micro-grid (17 digits) was expected",
            ));
        }
        if self.setting.territory.cell(&code).is_none() {
            return Err(cells.fault(
                column,
                "grid.unknown-code",
                format!("没有编码为 {code} 的网格：请先导入网格，或核对编码"),
                format!("there is no cell {code}: import grids first, or check the code"),
            ));
        }
        Ok(code)
    }

    fn read(&self, cells: &Cells<'_>, report: &mut Report) -> Result<PlaceLine, Vec<RowFault>> {
        let mut faults = Vec::new();
        let code = self.cell(cells).map_err(|fault| faults.push(fault)).ok();
        for column in ["quarter", "building", "unit", "room", "road", "number", "village", "group", "name"] {
            faults.extend(report::too_long(cells, column, NAME_LIMIT));
        }
        let has = |column: &str| cells.given(column).is_some();
        let mut line = PlaceLine { aliases: aliases(cells.get("aliases")), ..PlaceLine::default() };
        let mut all_read = true;
        let mut number = |text: &str, word: &str| {
            let (words, read) = numbered(text, word);
            all_read &= read;
            words
        };
        let needs = |column: &str, above: &str, zh: &str| {
            cells.fault(
                above,
                "kernel.missing",
                format!("填了“{}”就要填“{zh}”", cells.place(column).0),
                format!("{above} must be given where {column} is"),
            )
        };
        if has("quarter") {
            line.name = words(cells.get("quarter"));
            line.road = stands(cells);
            (line.building, line.unit, line.room) =
                (number(cells.get("building"), "栋"), number(cells.get("unit"), "单元"), number(cells.get("room"), ""));
            let deep = ["unit", "room"].into_iter().find(|c| has(c));
            if let Some(deep) = deep.filter(|_| !has("building")) {
                faults.push(needs(deep, "building", "栋"));
            }
            line.kind = if has("room") {
                "room"
            } else if has("unit") {
                "unit"
            } else if has("building") {
                "building"
            } else {
                "quarter"
            }
            .into();
        } else if let Some(column) = ["building", "unit", "room"].into_iter().find(|c| has(c)) {
            faults.push(needs(column, "quarter", "小区"));
        } else if has("village") {
            line.kind = "village".into();
            line.name = words(cells.get("village"));
            (line.building, line.room) = (number(cells.get("group"), "组"), number(cells.get("number"), "号"));
        } else if has("road") {
            line.kind = "road_number".into();
            line.road = words(cells.get("road"));
            line.building = number(cells.get("number"), "号");
            line.name = words(cells.get("name"));
            if !has("number") {
                faults.push(needs("road", "number", "门牌号"));
            }
        } else if has("name") {
            line.kind = "poi".into();
            line.name = words(cells.get("name"));
        } else {
            faults.push(cells.fault(
                "quarter",
                "imports.no-place",
                "应填写小区、道路和门牌号、村或名称之一",
                "a quarter, a road with a number, a village or a name was expected",
            ));
        }
        let Some(code) = code.filter(|_| faults.is_empty()) else { return Err(faults) };
        if !all_read {
            report.warn(Warning::row(
                cells.number,
                "imports.no-number",
                "栋、单元、室或号不是编号，只能按上一级查找",
                "a building, unit, room or number is no number: it is found by what stands above it only",
            ));
        }
        line.code = code.to_string();
        line.path = path(&line);
        Ok(line)
    }
}

/// The road of a quarter, with its number there: 竹影街60号.
fn stands(cells: &Cells<'_>) -> String {
    let (road, number) = (words(cells.get("road")), cells.get("number"));
    if road.is_empty() || number.is_empty() { road } else { road + &numbered(number, "号").0 }
}

/// The same key as in the grid room: the community's three digits follow names that may occur in two communities.
fn path(line: &PlaceLine) -> String {
    let community = line.code.get(9..12).unwrap_or("");
    let parts: Vec<&str> = if line.kind == "road_number" {
        vec![&line.road, &line.building]
    } else {
        vec![&line.name, community, &line.building, &line.unit, &line.room]
    };
    let end = parts.iter().rposition(|p| !p.is_empty()).map_or(0, |at| at + 1);
    let path = parts[..end].join("/");
    if line.kind == "poi" { format!("poi:{path}") } else { path }
}

/// Other names, one a line.
fn aliases(text: &str) -> String {
    let mut names: Vec<String> =
        text.split(['、', ';', '；', '/', ',', '，', '\n', '|']).map(words).filter(|n| !n.is_empty()).collect();
    names.dedup();
    names.join("\n")
}

fn fields(before: &PlaceLine, after: &PlaceLine) -> Vec<Field> {
    [
        ("kind", &before.kind, &after.kind),
        ("code", &before.code, &after.code),
        ("name", &before.name, &after.name),
        ("road", &before.road, &after.road),
        ("building", &before.building, &after.building),
        ("unit", &before.unit, &after.unit),
        ("room", &before.room, &after.room),
        ("aliases", &before.aliases.replace('\n', "、"), &after.aliases.replace('\n', "、")),
    ]
    .into_iter()
    .filter_map(|(name, before, after)| Field::differing(name, before, after))
    .collect()
}

impl Rows for Directory {
    fn begin(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<(), Refusal> {
        self.spots = Some(Spots::read(tx, self.setting.street)?);
        bulk::places(tx, &self.setting.street, |line| {
            self.kept.insert(key(&line.path), content(line));
        })?;
        self.seen.reserve(usize::try_from(table.rows()).unwrap_or(0).min(1 << 20));
        Ok(())
    }

    fn plan(&mut self, tx: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal> {
        self.planned = None;
        let line = match self.read(cells, report) {
            Ok(line) => line,
            Err(faults) => return Ok(Verdict::Refuse(faults)),
        };
        let (key, content) = (key(&line.path), content(&line));
        if let Some((first, other)) = self.seen.get(&key) {
            if *other == content {
                report.warn(Warning::row(
                    cells.number,
                    "imports.repeated",
                    format!("与第 {first} 行重复"),
                    format!("the same as row {first}"),
                ));
                return Ok(Verdict::Same);
            }
            return Ok(Verdict::Refuse(vec![cells.fault(
                if cells.given("code").is_some() { "code" } else { "grid" },
                "imports.contradicts",
                format!("与第 {first} 行矛盾：同一地址（{}）两种写法或两个网格", line.path),
                format!("contradicts row {first}: one place ({}) told in two ways", line.path),
            )]));
        }
        self.seen.insert(key, (cells.number, content));
        let verdict = match self.kept.get(&key) {
            Some(kept) if *kept == content => return Ok(Verdict::Same),
            Some(_) => {
                let before = bulk::place(tx, &self.setting.street, &line.path)?.unwrap_or_default();
                Verdict::Change(line.path.clone(), fields(&before, &line))
            }
            None if report.changes.len() < report::CHANGES => {
                Verdict::Create(line.path.clone(), fields(&PlaceLine::default(), &line))
            }
            None => Verdict::Create(String::new(), Vec::new()),
        };
        self.planned = Some((line, matches!(verdict, Verdict::Create(..))));
        Ok(verdict)
    }

    fn write(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let street = work.tenant;
        match self.planned.take() {
            Some((line, true)) => {
                let id = work.id();
                bulk::insert_place(work.tx, &street, id, &line)?;
            }
            Some((line, false)) => bulk::update_place(work.tx, &street, &line)?,
            None => {}
        }
        Ok(())
    }

    fn finish(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let street = work.tenant;
        Ok(bulk::directory_changed(work, &street)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_path_for_every_way_of_writing() {
        let line = |building: &str, room: &str| {
            let line = PlaceLine {
                kind: "room".into(),
                code: "51011701900600901".into(),
                name: words("锦绣　花园a区"),
                building: numbered(building, "栋").0,
                room: numbered(room, "").0,
                ..PlaceLine::default()
            };
            path(&line)
        };
        assert_eq!(line("3栋", "501室"), "锦绣花园A区/006/3栋//501");
        assert_eq!(line("３幢", "0501"), line("三号楼", "501"));
        assert_eq!(numbered("商业楼", "栋"), ("商业楼".into(), false));
        assert_eq!(aliases("老锦绣、锦绣苑；锦绣 / "), "老锦绣\n锦绣苑\n锦绣");
    }
}
