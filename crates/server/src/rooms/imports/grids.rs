//! Grids and micro-grids: names, kinds, households and, from GeoJSON, shapes. A fault of a shape names its ring and position; overlaps and
//! gaps between neighbours are reported and do not stop the import.

use std::collections::{BTreeMap, HashMap, HashSet};
use weiguang_domain::grid::unit::{Cell, Kind as CellKind, SizeAdvice};
use weiguang_domain::grid::{GridCode, Level, Shape, ShapeFault};
use weiguang_domain::kernel::text::fold;
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_store::Tx;

use super::around::Around;
use super::form::GEOMETRY;
use super::overlaps;
use super::report::{self, Field, Report, RowFault, Verdict, Warning};
use super::spot::{self, Spots};
use super::table::{Cells, Column, Table, column};
use super::{Rows, Setting};
use crate::app::UnitOfWork;
use crate::rooms::grid::bulk::{self, CellRow};
use crate::rooms::manual::CurrentManual;
use crate::web::Refusal;

pub(super) const COLUMNS: &[Column] = &[
    spot::CODE,
    spot::GRID,
    spot::COMMUNITY,
    column("name", "名称", &["网格名", "网格全称", "微网格全称", "显示名称"], false),
    column("kind", "类型", &["网格类型", "性质", "网格性质", "微网格类型"], false),
    column("households", "户数", &["户", "家庭数", "总户数", "户籍户数", "住户数", "家庭户数", "实有户数"], false),
    column("home", "归属", &["归属编码", "服务范围", "归属社区", "上级编码"], false).digits(),
    column("takes", "承接事项", &["承接", "事项类别", "承接类别", "事项"], false),
    column("since", "起始日期", &["起", "启用日期", "开始日期", "启用时间"], false),
    column(GEOMETRY, "边界", &["geojson", "图形", "shape", "坐标", "边界坐标"], false),
];

/// The most characters of a name.
const NAME_LIMIT: usize = 60;

pub(super) struct Grids {
    setting: Setting,
    spots: Option<Spots>,
    kept: HashMap<GridCode, CellRow>,
    ended: HashSet<GridCode>,
    in_file: HashSet<GridCode>,
    seen: HashMap<GridCode, u64>,
    shapes: BTreeMap<GridCode, Shape>,
    around: Around,
    planned: Option<(CellRow, bool)>,
}

impl Grids {
    pub(super) fn new(setting: &Setting) -> Self {
        Self {
            setting: setting.clone(),
            spots: None,
            kept: HashMap::new(),
            ended: HashSet::new(),
            in_file: HashSet::new(),
            seen: HashMap::new(),
            shapes: BTreeMap::new(),
            around: Around::default(),
            planned: None,
        }
    }

    fn code(&self, cells: &Cells<'_>) -> Result<GridCode, RowFault> {
        let Some(spots) = &self.spots else { return Err(report::missing(cells, "code", "网格编码")) };
        let code = spots.code(cells)?;
        let column = if cells.given("code").is_some() { "code" } else { "grid" };
        let wrong = |code: &'static str, zh: String, en: String| Err(cells.fault(column, code, zh, en));
        if code.level() < Level::Grid {
            return wrong(
                "imports.not-a-grid",
                "应为网格（15 位）或微网格（17 位）；社区用“区划”导入".into(),
                "a grid (15 digits) or micro-grid (17 digits) was expected; communities are areas".into(),
            );
        }
        if let Some(community) = code.at(Level::Community).filter(|c| !spots.knows(c)) {
            return wrong(
                "grid.unknown-community",
                format!("区划里没有社区 {community}：请先导入区划，或核对编码"),
                format!("there is no community {community}: import areas first, or check the code"),
            );
        }
        if code.number() == Some(0) {
            return wrong("grid.bad-code", "网格号从 1 开始".into(), "numbers of grids begin at 1".into());
        }
        let parent = code.at(Level::Grid).filter(|p| *p != code);
        if let Some(parent) = parent.filter(|p| !self.kept.contains_key(p) && !self.in_file.contains(p)) {
            return wrong(
                "grid.no-parent",
                format!("没有上级网格 {parent}：请在文件里加上它"),
                format!("the grid {parent} above it is missing: add it to the file"),
            );
        }
        if self.ended.contains(&code) && !self.kept.contains_key(&code) {
            return wrong(
                "grid.code-used",
                "这个编码曾用于已撤销的网格，不能再用".into(),
                "this code belonged to a cell that has ended, and stays taken".into(),
            );
        }
        if let Some(first) = self.seen.get(&code) {
            return wrong(
                "imports.twice",
                format!("与第 {first} 行是同一个网格"),
                format!("row {first} is the same cell"),
            );
        }
        Ok(code)
    }

    fn shape(&self, cells: &Cells<'_>) -> Result<Option<Shape>, Vec<RowFault>> {
        let Some(text) = cells.given(GEOMETRY) else { return Ok(None) };
        let told = |f: &ShapeFault| {
            let (code, zh, en) = f.told();
            cells.fault(GEOMETRY, code, format!("边界有误：{zh}"), en)
        };
        let read = Shape::read(text, self.setting.options.datum);
        read.map(Some).map_err(|faults| faults.iter().map(told).collect())
    }

    fn kind(&self, cells: &Cells<'_>, kept: Option<&CellRow>) -> Result<CellKind, Vec<RowFault>> {
        let word = fold(cells.get("kind"));
        let word = match (word.as_str(), kept) {
            ("", Some(kept)) => kept.kind.clone(),
            _ => word,
        };
        match word.as_str() {
            "" | "general" | "一般" | "一般网格" | "一般微网格" | "住宅" | "普通" => {
                return Ok(CellKind::General);
            }
            "dedicated" | "专属" | "专属网格" | "专属微网格" => return Ok(CellKind::Dedicated),
            "functional" | "功能" | "功能型" | "功能型微网格" | "功能性" => {}
            _ => {
                return Err(vec![cells.fault(
                    "kind",
                    "grid.bad-kind",
                    "应为“一般”“专属”或“功能型”",
                    "general, dedicated or functional was expected",
                )]);
            }
        }
        let mut faults = Vec::new();
        let kept_home = kept.and_then(|k| GridCode::parse(&k.home).ok());
        let home = report::code(cells, "home").unwrap_or_else(|fault| {
            faults.push(fault);
            None
        });
        let home = home.or(kept_home).unwrap_or_else(|| {
            faults.push(report::missing(cells, "home", "归属"));
            self.setting.street
        });
        let mut takes: Vec<String> = cells
            .get("takes")
            .split(['、', ',', '，', ';', '；', ' '])
            .map(|t| t.trim().to_owned())
            .filter(|t| !t.is_empty())
            .collect();
        if takes.is_empty() {
            takes = kept
                .map(|k| k.takes.split(' ').filter(|t| !t.is_empty()).map(str::to_owned).collect())
                .unwrap_or_default();
        }
        let manual = self.setting.app.state::<CurrentManual>();
        if let Some(unknown) = takes.iter().find(|t| manual.newest(t).is_none()) {
            faults.push(cells.fault(
                "takes",
                "manual.unknown-kind",
                format!("手册里没有“{unknown}”这一类别"),
                format!("the manual has no kind {unknown}"),
            ));
        }
        if faults.is_empty() { Ok(CellKind::Functional { home, takes }) } else { Err(faults) }
    }

    fn read(&self, cells: &Cells<'_>, report: &mut Report) -> Result<(CellRow, Option<Shape>), Vec<RowFault>> {
        let mut faults = Vec::new();
        let code = self.code(cells).map_err(|f| faults.push(f)).ok();
        let kept = code.and_then(|c| self.kept.get(&c));
        let shape = self.shape(cells).unwrap_or_else(|more| {
            faults.extend(more);
            None
        });
        if let (Some(code), Some(shape)) = (&code, &shape) {
            let confirmed = self.setting.options.far;
            faults.extend(self.around.far(cells, code, shape, confirmed, report).err());
        }
        let kind = self.kind(cells, kept).unwrap_or_else(|more| {
            faults.extend(more);
            CellKind::General
        });
        faults.extend(report::too_long(cells, "name", NAME_LIMIT));
        let households = cells.given("households").map(|text| {
            let digits = fold(text).replace('户', "");
            digits.trim().trim_end_matches(".0").parse::<u32>().map_err(|_| {
                cells.fault(
                    "households",
                    "imports.bad-number",
                    "应为户数（整数）",
                    "a whole number of households was expected",
                )
            })
        });
        let households = households.transpose().unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        let since = report::day(cells, "since").unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        let Some(code) = code.filter(|_| faults.is_empty()) else { return Err(faults) };
        // A name is required if the words of the code are not the name.
        let name = cells
            .given("name")
            .map(str::to_owned)
            .or_else(|| kept.map(|k| k.name.clone()))
            .unwrap_or_else(|| code.words());
        let since = kept.map(|k| k.since).or(since).unwrap_or_else(|| self.setting.now.day());
        let cell = Cell {
            code,
            name,
            kind,
            since,
            until: kept.map_or(FOREVER, |k| k.until),
            households: households.or_else(|| kept.and_then(|k| k.households)),
            shape,
        };
        let faults: Vec<RowFault> = cell
            .faults()
            .into_iter()
            .map(|f| cells.fault("kind", "grid.bad-cell", f.chinese(), f.to_string()))
            .collect();
        if !faults.is_empty() {
            return Err(faults);
        }
        if let Some(advice) = cell
            .households
            .filter(|_| !matches!(cell.kind, CellKind::Functional { .. }))
            .and_then(|n| SizeAdvice::on(code.level(), n))
        {
            report.warn(Warning::row(cells.number, "grid.size", advice.chinese(), advice.to_string()));
        }
        let (kind, home, takes) = match &cell.kind {
            CellKind::General => ("general", String::new(), String::new()),
            CellKind::Dedicated => ("dedicated", String::new(), String::new()),
            CellKind::Functional { home, takes } => ("functional", home.to_string(), takes.join(" ")),
        };
        let bytes = cell.shape.as_ref().map(Shape::to_bytes).or_else(|| kept.and_then(|k| k.shape.clone()));
        let row = CellRow {
            code,
            since: cell.since,
            until: cell.until,
            name: cell.name,
            kind: kind.into(),
            home,
            takes,
            households: cell.households,
            shape: bytes,
        };
        Ok((row, cell.shape))
    }
}

fn drawn(shape: Option<&Vec<u8>>) -> String {
    shape
        .and_then(|bytes| Shape::from_bytes(bytes).ok())
        .map_or_else(String::new, |s| format!("{} 个点，{:.0} 平方米", s.positions(), s.area_m2()))
}

fn fields(before: Option<&CellRow>, after: &CellRow) -> Vec<Field> {
    let text = |f: &dyn Fn(&CellRow) -> String| before.map_or_else(String::new, f);
    let count = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
    let mut fields: Vec<Field> = [
        ("name", text(&|c| c.name.clone()), after.name.clone()),
        ("kind", text(&|c| c.kind.clone()), after.kind.clone()),
        ("home", text(&|c| c.home.clone()), after.home.clone()),
        ("takes", text(&|c| c.takes.clone()), after.takes.clone()),
        ("households", text(&|c| count(c.households)), count(after.households)),
    ]
    .iter()
    .filter_map(|(name, before, after)| Field::differing(name, before, after))
    .collect();
    if before.and_then(|c| c.shape.as_ref()) != after.shape.as_ref() {
        let before = drawn(before.and_then(|c| c.shape.as_ref()));
        fields.push(Field { name: "shape".into(), before, after: drawn(after.shape.as_ref()) });
    }
    fields
}

impl Rows for Grids {
    fn begin(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<(), Refusal> {
        let spots = Spots::read(tx, self.setting.street)?;
        let today: Day = self.setting.now.day();
        for cell in bulk::cells(tx, &self.setting.street)? {
            if cell.until > today {
                self.kept.insert(cell.code, cell);
            } else {
                self.ended.insert(cell.code);
            }
        }
        // A micro-grid may precede its grid in the file.
        table.each(|cells| {
            self.in_file.extend(spots.code(cells).ok());
            Ok(())
        })?;
        self.around = Around::read(&self.kept, table)?;
        self.spots = Some(spots);
        Ok(())
    }

    fn plan(&mut self, _: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal> {
        self.planned = None;
        let (row, shape) = match self.read(cells, report) {
            Ok(read) => read,
            Err(faults) => return Ok(Verdict::Refuse(faults)),
        };
        self.seen.insert(row.code, cells.number);
        if let Some(shape) = shape.filter(|_| row.kind == "general") {
            self.shapes.insert(row.code, shape);
        }
        let kept = self.kept.get(&row.code);
        let fields = fields(kept, &row);
        let key = format!("{} {}", row.code, row.name);
        if kept.is_some_and(|k| k.shape.is_some() && k.shape != row.shape) {
            report.warn(Warning::row(
                cells.number,
                "grid.shape-corrected",
                "边界在原处更正；若是从某日起重新划分，请用“网格调整”",
                "the border is corrected in place; if the ground is divided anew from a day on, use a re-grid",
            ));
        }
        let verdict = match (kept, fields.is_empty()) {
            (Some(_), true) => return Ok(Verdict::Same),
            (Some(_), false) => Verdict::Change(key, fields),
            (None, _) => Verdict::Create(key, fields),
        };
        self.planned = Some((row, matches!(verdict, Verdict::Create(..))));
        Ok(verdict)
    }

    fn write(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let street = work.tenant;
        match self.planned.take() {
            Some((row, true)) => {
                let kind = match row.kind.as_str() {
                    "dedicated" => CellKind::Dedicated,
                    "functional" => CellKind::Functional {
                        home: GridCode::parse(&row.home).map_err(|e| Refusal::Internal(e.to_string()))?,
                        takes: row.takes.split(' ').map(str::to_owned).collect(),
                    },
                    _ => CellKind::General,
                };
                let shape = row.shape.as_deref().map(Shape::from_bytes).transpose();
                let cell = Cell {
                    code: row.code,
                    name: row.name,
                    kind,
                    since: row.since,
                    until: row.until,
                    shape: shape.map_err(|e| Refusal::Internal(e.to_string()))?,
                    households: row.households,
                };
                bulk::insert_cell(work.tx, &cell)?;
            }
            Some((row, false)) => bulk::update_cell(work.tx, &street, &row)?,
            None => {}
        }
        Ok(())
    }

    /// Checks the shapes of each community in the file for overlaps and gaps.
    fn end(&mut self, _: &mut Tx<'_>, report: &mut Report) -> Result<(), Refusal> {
        overlaps::tell(&mut self.shapes, &self.kept, report)
    }

    fn finish(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let street = work.tenant;
        Ok(bulk::territory_changed(work, &street)?)
    }
}
