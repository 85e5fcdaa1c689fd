//! `Cell`: a unit of territory or people with its dates, and `Territory`: areas by the codes of several authorities.
//!
//! Areas are not one tree: statistics and civil affairs use different codes for one street, and a development zone may
//! run it beside its district. So an area has aliases and may have several parents, while one code is used for storage.

use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fmt;

use super::code::{GridCode, Level};
use super::shape::Shape;
use crate::kernel::time::{Day, FOREVER};

/// The kind of a cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// 一般: its siblings and it partition the territory.
    General,
    /// 专属: a place with rules of its own (tower, park, market, school, hospital), above the general cells.
    Dedicated,
    /// 功能型: no territory, but people for one kind of need across a community or grid.
    Functional {
        /// The community or grid that they serve.
        home: GridCode,
        /// The kinds of matter that they handle, as ids of the manual. Dispatch asks them first.
        takes: Vec<String>,
    },
}

/// A unit of territory or people, valid between two days.
#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    /// Its code; taken even after the cell has ended.
    pub code: GridCode,
    /// Its display name.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
    /// First day.
    pub since: Day,
    /// First day after its end; [`FOREVER`] if open.
    pub until: Day,
    /// Its shape, if drawn; a functional cell has none.
    pub shape: Option<Shape>,
    /// Number of households, if counted.
    pub households: Option<u32>,
}

/// Why a cell is invalid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum CellFault {
    /// The name is empty.
    #[error("the cell has no name")]
    NoName,
    /// It ends before it begins.
    #[error("the cell ends before it begins")]
    EndsBeforeItBegins,
    /// Only grids and micro-grids can be dedicated or functional.
    #[error("only a grid or micro-grid can be of this kind")]
    Level,
    /// A functional cell has no shape.
    #[error("a functional micro-grid has no shape")]
    FunctionalShape,
    /// The home of a functional cell must be a community or a grid.
    #[error("the home of a functional micro-grid is a community or grid")]
    FunctionalHome,
    /// A functional cell must handle at least one kind.
    #[error("a functional micro-grid takes at least one kind of matter")]
    TakesNothing,
}

impl CellFault {
    /// The fault in Chinese; `Display` gives it in English.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::NoName => "没有名称",
            Self::EndsBeforeItBegins => "终止日期早于起始日期",
            Self::Level => "只有网格和微网格可以是专属或功能型",
            Self::FunctionalShape => "功能型微网格没有边界",
            Self::FunctionalHome => "功能型微网格应归属于一个社区或网格",
            Self::TakesNothing => "功能型微网格至少要承接一类事项",
        }
    }
}

/// Advice on size. It only warns: a village of 20 households is valid.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SizeAdvice {
    /// The level.
    pub level: Level,
    /// Counted households.
    pub households: u32,
    /// The usual minimum.
    pub from: u32,
    /// The usual maximum.
    pub to: u32,
}

impl SizeAdvice {
    /// Advice for a number of households outside the usual range: 30–100 in a micro-grid, 300–500 in a grid. `None` for
    /// other levels.
    #[must_use]
    pub fn on(level: Level, households: u32) -> Option<Self> {
        let (from, to) = match level {
            Level::MicroGrid => (30, 100),
            Level::Grid => (300, 500),
            _ => return None,
        };
        (!(from..=to).contains(&households)).then_some(Self { level, households, from, to })
    }

    /// The advice in Chinese; `Display` gives it in English.
    #[must_use]
    pub fn chinese(&self) -> String {
        let Self { level, households, from, to } = self;
        format!("{}有{households}户，一般为{from}—{to}户", level.chinese())
    }
}

impl fmt::Display for SizeAdvice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.level == Level::Grid { "grid" } else { "micro-grid" };
        write!(f, "this {what} has {} households; {} to {} are usual", self.households, self.from, self.to)
    }
}

impl Cell {
    /// A general cell without shape or count.
    #[must_use]
    pub fn general(code: GridCode, name: impl Into<String>, since: Day) -> Self {
        Self { code, name: name.into(), kind: Kind::General, since, until: FOREVER, shape: None, households: None }
    }

    /// Whether it exists on a day.
    #[must_use]
    pub fn is_on(&self, day: Day) -> bool {
        self.since <= day && day < self.until
    }

    /// All faults of the cell itself.
    #[must_use]
    pub fn faults(&self) -> Vec<CellFault> {
        let fine = matches!(self.code.level(), Level::Grid | Level::MicroGrid);
        let mut faults = Vec::new();
        let mut note = |wrong: bool, fault| faults.extend(wrong.then_some(fault));
        note(self.name.trim().is_empty(), CellFault::NoName);
        note(self.until < self.since, CellFault::EndsBeforeItBegins);
        note(self.kind != Kind::General && !fine, CellFault::Level);
        if let Kind::Functional { home, takes } = &self.kind {
            note(self.shape.is_some(), CellFault::FunctionalShape);
            note(!matches!(home.level(), Level::Community | Level::Grid), CellFault::FunctionalHome);
            note(takes.is_empty(), CellFault::TakesNothing);
        }
        faults
    }

    /// Advice on its size, if households are counted. `None` for functional cells.
    #[must_use]
    pub fn advice(&self) -> Option<SizeAdvice> {
        match self.kind {
            Kind::Functional { .. } => None,
            _ => self.households.and_then(|n| SizeAdvice::on(self.code.level(), n)),
        }
    }
}

/// An authority that issues area codes.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// 国家统计局: the codes used for storage.
    Statistics,
    /// 民政部.
    CivilAffairs,
    /// A development zone 开发区, 高新区 or 新区.
    DevelopmentZone,
    /// Another one, by name.
    Other(String),
}

/// The code of an area at one authority.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Alias {
    /// The authority.
    pub authority: Authority,
    /// The code. It may mean another area at another authority.
    pub code: GridCode,
}

/// An area with its codes and parents.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Area {
    /// The code used for storage: the statistical one.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Its codes at other authorities.
    pub aliases: Vec<Alias>,
    /// Additional parents, besides the one of its code.
    pub also_under: Vec<Alias>,
}

/// Why areas are inconsistent.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum TerritoryFault {
    /// One code of one authority for two areas.
    #[error("{code} with the same office names both {one} and {other}")]
    Ambiguous {
        /// The alias.
        code: GridCode,
        /// One area.
        one: GridCode,
        /// The other.
        other: GridCode,
    },
    /// The same area twice.
    #[error("{0} is given twice")]
    Twice(GridCode),
    /// A second parent that is the area itself or below it.
    #[error("{parent} cannot run {area}: it is not above it")]
    NotAbove {
        /// The area.
        area: GridCode,
        /// The parent given.
        parent: GridCode,
    },
}

impl TerritoryFault {
    /// The fault in Chinese; `Display` gives it in English.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::Ambiguous { code, one, other } => format!("同一部门的代码 {code} 同时指向 {one} 和 {other}"),
            Self::Twice(code) => format!("{code} 重复"),
            Self::NotAbove { area, parent } => format!("{parent} 不是 {area} 的上级"),
        }
    }
}

/// Areas by all their codes.
#[derive(Clone, Default, Debug)]
pub struct Territory {
    areas: HashMap<GridCode, Area>,
    aliases: HashMap<Alias, GridCode>,
}

impl Territory {
    /// Builds a territory.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn new(areas: impl IntoIterator<Item = Area>) -> Result<Self, TerritoryFault> {
        let mut territory = Self::default();
        for area in areas {
            for parent in &area.also_under {
                if parent.code.level() >= area.code.level() {
                    return Err(TerritoryFault::NotAbove { area: area.code, parent: parent.code });
                }
            }
            for alias in &area.aliases {
                match territory.aliases.insert(alias.clone(), area.code) {
                    Some(one) if one != area.code => {
                        return Err(TerritoryFault::Ambiguous { code: alias.code, one, other: area.code });
                    }
                    _ => {}
                }
            }
            let code = area.code;
            if territory.areas.insert(code, area).is_some() {
                return Err(TerritoryFault::Twice(code));
            }
        }
        Ok(territory)
    }

    /// The storage code of an authority's code. A statistical code is its own, unless it is an alias (the statistical
    /// code of a development zone's street). If only an ancestor has an alias, its prefix is replaced: 510172707006 →
    /// 510117019006. `None` if unknown.
    #[must_use]
    pub fn resolve(&self, authority: &Authority, code: GridCode) -> Option<GridCode> {
        for cut in code.climb() {
            let alias = Alias { authority: authority.clone(), code: cut };
            if let Some(canonical) = self.aliases.get(&alias) {
                let behind = &code.as_str()[cut.as_str().len()..];
                return GridCode::parse(&format!("{canonical}{behind}")).ok();
            }
        }
        (*authority == Authority::Statistics).then_some(code)
    }

    /// All direct parents: the one of its code first.
    #[must_use]
    pub fn parents(&self, code: GridCode) -> Vec<GridCode> {
        let mut parents: Vec<GridCode> = code.parent().into_iter().collect();
        for other in self.areas.get(&code).into_iter().flat_map(|area| &area.also_under) {
            if !parents.contains(&other.code) {
                parents.push(other.code);
            }
        }
        parents
    }

    /// An area by its code.
    #[must_use]
    pub fn area(&self, code: GridCode) -> Option<&Area> {
        self.areas.get(&code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }

    fn hezuo() -> Area {
        let alias = |authority, text| Alias { authority, code: code(text) };
        Area {
            code: code("510117019"),
            name: "合作街道".into(),
            aliases: vec![alias(Authority::DevelopmentZone, "510172707"), alias(Authority::CivilAffairs, "510117002")],
            also_under: vec![alias(Authority::DevelopmentZone, "510172")],
        }
    }

    #[test]
    fn one_street_has_three_codes_and_two_parents() {
        let territory = Territory::new([hezuo()]).unwrap();
        let resolve = |authority, text| territory.resolve(&authority, code(text));
        assert_eq!(resolve(Authority::CivilAffairs, "510117002"), Some(code("510117019")));
        assert_eq!(resolve(Authority::DevelopmentZone, "510172707006009"), Some(code("510117019006009")));
        assert_eq!(resolve(Authority::Statistics, "510117002"), Some(code("510117002")));
        assert_eq!(resolve(Authority::CivilAffairs, "510117003"), None);
        assert_eq!(territory.parents(code("510117019")), [code("510117"), code("510172")]);
        assert_eq!(territory.parents(code("510117019006")), [code("510117019")]);
        assert_eq!(territory.area(code("510117019")).map(|a| a.name.as_str()), Some("合作街道"));
    }

    #[test]
    fn names_that_contradict_are_refused() {
        let other = Area { code: code("510117020"), ..hezuo() };
        assert!(matches!(Territory::new([hezuo(), other]), Err(TerritoryFault::Ambiguous { .. })));
        assert!(matches!(Territory::new([hezuo(), hezuo()]), Err(TerritoryFault::Twice(_))));
        let mut below = hezuo();
        below.also_under[0].code = code("510117019006");
        let fault = Territory::new([below]).unwrap_err();
        assert!(fault.to_string().contains("510117019006") && fault.chinese().contains("不是"));
    }

    #[test]
    fn size_is_advised_on_and_never_refused() {
        let mut cell = Cell::general(code("51011701900600906"), "第九网格第六微网格", date(2026, 1, 1));
        for (households, advised) in [(29, true), (30, false), (100, false), (101, true)] {
            cell.households = Some(households);
            assert_eq!(cell.advice().is_some(), advised, "{households}");
            assert!(cell.faults().is_empty());
        }
        assert_eq!(SizeAdvice::on(Level::Grid, 299).unwrap().chinese(), "网格有299户，一般为300—500户");
        assert_eq!(SizeAdvice::on(Level::Community, 9), None);
    }

    #[test]
    fn a_functional_micro_grid_has_a_home_and_something_to_do_and_no_ground() {
        let mut cell = Cell::general(code("51011701900690001"), "骑手微网格", date(2026, 1, 1));
        cell.kind = Kind::Functional { home: code("510117019006"), takes: vec!["courier".into()] };
        assert!(cell.faults().is_empty());
        cell.kind = Kind::Functional { home: code("510117019"), takes: Vec::new() };
        assert_eq!(cell.faults(), [CellFault::FunctionalHome, CellFault::TakesNothing]);
        cell.until = date(2026, 3, 1);
        assert!(cell.is_on(date(2026, 1, 1)), "from its first day on");
        assert!(cell.is_on(date(2026, 2, 28)) && !cell.is_on(date(2026, 3, 1)) && !cell.is_on(date(2025, 12, 31)));
    }
}
