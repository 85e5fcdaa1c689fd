//! Areas: official codes and names, their codes at other authorities, and their other parents. An area that is not in the file remains.

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use weiguang_domain::access::{Verb, Via};
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::text::fold;
use weiguang_store::Tx;

use super::report::{self, Field, Report, RowFault, Verdict, Warning};
use super::table::{Cells, Column, Table, column};
use super::{Rows, Setting};
use crate::app::UnitOfWork;
use crate::rooms::grid::bulk;
use crate::web::Refusal;

pub(super) const COLUMNS: &[Column] = &[
    column(
        "code",
        "编码",
        &[
            "区划代码",
            "统计用区划代码",
            "代码",
            "nbs_street_code",
            "区划编码",
            "行政区划代码",
            "统计区划代码",
            "社区代码",
            "街道代码",
        ],
        true,
    )
    .digits(),
    column(
        "name",
        "名称",
        &["区划名称", "street_name", "街道名称", "社区名称", "行政区划名称", "村居名称", "单位名称"],
        false,
    ),
    column("authority", "发码机关", &["机关", "部门"], false),
    column("alias", "别名编码", &["functional_street_code", "其他编码", "别码"], false).digits(),
    column("also_under", "兼管上级", &["zone_code", "parent", "功能区编码", "上级编码"], false).digits(),
    column("also_under_name", "兼管上级名称", &["zone_name", "功能区名称"], false),
    // Official files repeat parts of the code itself.
    column("province", "省编码", &["provinceCode"], false).digits(),
    column("city", "市编码", &["cityCode"], false).digits(),
    column("county", "区县编码", &["areaCode"], false).digits(),
    column("street", "街道编码", &["streetCode"], false).digits(),
];

/// The most characters of a name.
const NAME_LIMIT: usize = 100;

pub(super) struct Areas {
    setting: Setting,
    known: HashMap<GridCode, String>,
    rows: HashMap<GridCode, u64>,
    aliases: HashMap<(String, String), GridCode>,
    parents: HashMap<GridCode, Vec<String>>,
    planned: Planned,
    serve: Vec<(GridCode, String)>,
}

#[derive(Default)]
struct Planned {
    names: Vec<(GridCode, String)>,
    alias: Option<(GridCode, String, GridCode)>,
    parent: Option<(GridCode, GridCode, String)>,
}

impl Areas {
    pub(super) fn new(setting: &Setting) -> Self {
        Self {
            setting: setting.clone(),
            known: HashMap::new(),
            rows: HashMap::new(),
            aliases: HashMap::new(),
            parents: HashMap::new(),
            planned: Planned::default(),
            serve: Vec::new(),
        }
    }

    fn read(&self, cells: &Cells<'_>) -> Result<Row, Vec<RowFault>> {
        let mut faults = Vec::new();
        let code = match report::code(cells, "code") {
            Ok(Some(code)) => Some(code),
            Ok(None) => {
                faults.push(report::missing(cells, "code", "编码"));
                None
            }
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        let mut take = |result: Result<Option<GridCode>, RowFault>| {
            result.unwrap_or_else(|fault| {
                faults.push(fault);
                None
            })
        };
        let (alias, parent) = (take(report::code(cells, "alias")), take(report::code(cells, "also_under")));
        faults.extend(report::too_long(cells, "name", NAME_LIMIT));
        let Some(code) = code.filter(|_| faults.is_empty()) else { return Err(faults) };
        let name = cells.given("name").map(|name| on_screen(code, name)).or_else(|| self.known.get(&code).cloned());
        let Some(name) = name else { return Err(vec![report::missing(cells, "name", "名称")]) };
        if code.level() > Level::Community {
            return Err(vec![cells.fault(
                "code",
                "imports.not-an-area",
                "区划到社区（12 位）为止；网格请用“网格”导入",
                "areas end at communities (12 digits); import grids as grids",
            )]);
        }
        if self.setting.actor.via != Via::System && self.setting.actor.may(Verb::ImportsRun, &code, false).is_err() {
            return Err(vec![cells.fault(
                "code",
                "access.denied",
                "不在您的管理范围内",
                "this area is not yours to administer",
            )]);
        }
        if let Some(parent) = parent.filter(|p| p.level() >= code.level()) {
            return Err(vec![cells.fault(
                "also_under",
                "grid.not-above",
                format!("{parent} 不是 {code} 的上级：应为更短的编码"),
                format!("{parent} cannot run {code}: a shorter code was expected"),
            )]);
        }
        let authority = match fold(cells.get("authority")).as_str() {
            "" | "development_zone" | "开发区" | "高新区" | "新区" | "功能区" => {
                "development_zone".to_owned()
            }
            "statistics" | "统计" | "统计局" | "国家统计局" => "statistics".to_owned(),
            "civil_affairs" | "民政" | "民政部" => "civil_affairs".to_owned(),
            other => other.to_owned(),
        };
        Ok(Row { code, name, alias, parent, authority })
    }
}

/// The most streets in a look-up.
const FOUND: usize = 50;

/// A street in a file of areas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundStreet {
    /// Nine digits.
    pub code: GridCode,
    /// Its name; empty if the file has only its communities.
    pub name: String,
    /// Its communities, in order of code.
    pub communities: Vec<(GridCode, String)>,
}

/// Finds streets in a file of areas by the beginning of their code or a part of their name; also returns whether there are more.
///
/// # Errors
/// A file that cannot be read as a table of areas.
pub fn find_streets(file: File, find: &str) -> Result<(Vec<FoundStreet>, bool), Refusal> {
    let table = Table::read(file, COLUMNS)?;
    let wanted = fold(find).replace(' ', "");
    let by_code = !wanted.is_empty() && wanted.chars().all(|c| c.is_ascii_digit());
    let mut streets: BTreeMap<GridCode, FoundStreet> = BTreeMap::new();
    // Names may follow their communities, so the file is read twice: first to find the streets, then their communities.
    for pass in [Level::Street, Level::Community] {
        table.each(|cells| {
            let Ok(code) = GridCode::parse(&fold(cells.get("code"))) else { return Ok(()) };
            let Some(street) = code.street().filter(|_| code.level() <= Level::Community) else { return Ok(()) };
            let name = on_screen(code, cells.get("name"));
            let is_street = code.level() == Level::Street;
            let fits = match by_code {
                true => street.as_str().starts_with(&wanted),
                false => wanted.is_empty() || (is_street && name.contains(&wanted)),
            };
            if pass == Level::Street && fits && streets.len() <= FOUND {
                let new = || FoundStreet { code: street, name: String::new(), communities: Vec::new() };
                let found = streets.entry(street).or_insert_with(new);
                if is_street {
                    found.name = name;
                }
            } else if pass == Level::Community
                && !is_street
                && let Some(found) = streets.get_mut(&street)
            {
                found.communities.push((code, name));
            }
            Ok(())
        })?;
    }
    let more = streets.len() > FOUND;
    let mut found: Vec<FoundStreet> = streets.into_values().take(FOUND).collect();
    for street in &mut found {
        street.communities.sort();
        street.communities.dedup_by_key(|(code, _)| *code);
    }
    Ok((found, more))
}

/// The displayed name of a community: the official table names its committee, 天骄西路社区居委会 and 石桥村村委会.
fn on_screen(code: GridCode, name: &str) -> String {
    let committee =
        ["居民委员会", "村民委员会", "居委会", "村委会"].iter().find_map(|ending| name.strip_suffix(ending));
    match committee {
        Some(own) if code.level() == Level::Community && (own.ends_with("社区") || own.ends_with('村')) => {
            own.to_owned()
        }
        _ => name.to_owned(),
    }
}

struct Row {
    code: GridCode,
    name: String,
    alias: Option<GridCode>,
    parent: Option<GridCode>,
    authority: String,
}

impl Rows for Areas {
    fn begin(&mut self, tx: &mut Tx<'_>, _: &Table) -> Result<(), Refusal> {
        bulk::areas(tx, |code, name| {
            self.known.insert(code, name);
        })?;
        for (code, authority, alias) in bulk::aliases(tx)? {
            self.aliases.insert((authority, alias), code);
        }
        for (code, parent) in bulk::parents(tx)? {
            self.parents.entry(code).or_default().push(parent);
        }
        Ok(())
    }

    fn plan(&mut self, _: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal> {
        self.planned = Planned::default();
        let row = match self.read(cells) {
            Ok(row) => row,
            Err(faults) => return Ok(Verdict::Refuse(faults)),
        };
        let before = self.known.get(&row.code).cloned();
        if let Some(first) = self.rows.get(&row.code)
            && before.as_ref() != Some(&row.name)
        {
            return Ok(Verdict::Refuse(vec![cells.fault(
                "name",
                "imports.contradicts",
                format!("与第 {first} 行矛盾：同一编码两个名称"),
                format!("contradicts row {first}: one code with two names"),
            )]));
        }
        self.rows.entry(row.code).or_insert(cells.number);
        let mut fields = Vec::new();
        fields.extend(Field::differing("name", before.as_deref().unwrap_or(""), &row.name));
        if !fields.is_empty() {
            self.planned.names.push((row.code, row.name.clone()));
        }
        if let Some(alias) = row.alias.filter(|a| *a != row.code) {
            let key = (row.authority.clone(), alias.to_string());
            match self.aliases.get(&key) {
                Some(one) if *one != row.code => {
                    return Ok(Verdict::Refuse(vec![cells.fault(
                        "alias",
                        "grid.ambiguous",
                        format!("同一机关的编码 {alias} 已指向 {one}"),
                        format!("{alias} with the same office names {one} already"),
                    )]));
                }
                Some(_) => {}
                None => {
                    fields.push(Field { name: "alias".into(), before: String::new(), after: alias.to_string() });
                    self.aliases.insert(key, row.code);
                    self.planned.alias = Some((row.code, row.authority.clone(), alias));
                }
            }
        }
        if let Some(parent) = row.parent.filter(|p| Some(*p) != row.code.at(p.level())) {
            let parents = self.parents.entry(row.code).or_default();
            if !parents.contains(&parent.to_string()) {
                fields
                    .push(Field { name: "also_under".into(), before: parents.join("、"), after: parent.to_string() });
                parents.push(parent.to_string());
                self.planned.parent = Some((row.code, parent, row.authority.clone()));
            }
            if let Some(name) = cells.given("also_under_name")
                && self.known.get(&parent).is_none_or(|known| known != name)
            {
                self.known.insert(parent, name.to_owned());
                self.planned.names.push((parent, name.to_owned()));
                fields.push(Field { name: parent.to_string(), before: String::new(), after: name.to_owned() });
            }
        }
        if row.name.trim().is_empty() {
            report.warn(Warning::row(cells.number, "grid.no-name", "名称为空", "the name is empty"));
        }
        let key = format!("{} {}", row.code, row.name);
        self.known.insert(row.code, row.name);
        Ok(match (before, fields.is_empty()) {
            (_, true) => Verdict::Same,
            (None, _) => Verdict::Create(key, fields),
            (Some(_), _) => Verdict::Change(key, fields),
        })
    }

    fn write(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        let planned = std::mem::take(&mut self.planned);
        for (code, name) in &planned.names {
            bulk::name_area(work.tx, code, name)?;
        }
        if let Some((code, authority, alias)) = planned.alias {
            bulk::add_alias(work.tx, &code, &authority, alias)?;
        }
        if let Some((code, parent, authority)) = planned.parent {
            bulk::add_parent(work.tx, &code, &authority, parent)?;
        }
        Ok(())
    }

    fn end(&mut self, tx: &mut Tx<'_>, report: &mut Report) -> Result<(), Refusal> {
        let served: HashMap<GridCode, String> = bulk::streets(tx)?.into_iter().collect();
        for street in self.setting.options.serve.clone() {
            let name = self.known.get(&street).cloned();
            let fault = match &name {
                _ if street.level() != Level::Street => Some(("应为 9 位街道编码", "a street's code has 9 digits")),
                None => Some(("区划里没有这个街道", "there is no such street among the areas")),
                Some(_) if self.setting.actor.may(Verb::ImportsRun, &street, false).is_err() => {
                    Some(("不在您的管理范围内", "this street is not yours to administer"))
                }
                Some(_) => None,
            };
            let verdict = match (fault, name) {
                (Some((zh, en)), _) => Verdict::Refuse(vec![RowFault {
                    row: 0,
                    column: "serve".into(),
                    cell: "serve".into(),
                    value: street.to_string(),
                    code: "grid.unknown-street".into(),
                    zh: zh.into(),
                    en: en.into(),
                }]),
                (None, Some(name)) if served.get(&street) == Some(&name) => Verdict::Same,
                (None, name) => {
                    let name = name.unwrap_or_default();
                    let before = served.get(&street).cloned();
                    let fields =
                        Field::differing("street", before.as_deref().unwrap_or(""), &name).into_iter().collect();
                    self.serve.push((street, name.clone()));
                    let key = format!("服务街道 {street} {name}");
                    if before.is_some() { Verdict::Change(key, fields) } else { Verdict::Create(key, fields) }
                }
            };
            report.count(0, &verdict);
            // It is an option, not a row of the file.
            report.rows -= 1;
        }
        Ok(())
    }

    fn finish(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        for (street, name) in &self.serve {
            bulk::serve(work.tx, street, name)?;
        }
        for (street, _) in bulk::streets(work.tx)? {
            bulk::territory_changed(work, &street)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_community_is_called_as_people_call_it() {
        let community = GridCode::parse("510117019006").unwrap();
        for (official, called) in [
            ("天骄西路社区居委会", "天骄西路社区"),
            ("天骄西路社区居民委员会", "天骄西路社区"),
            ("石桥村村民委员会", "石桥村"),
            ("红星居委会", "红星居委会"),
            ("农场生活区", "农场生活区"),
        ] {
            assert_eq!(on_screen(community, official), called);
        }
    }
}
