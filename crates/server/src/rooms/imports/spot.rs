//! The cell that a row refers to: by its code, or by words like 第九网格第六微网格 with a community beside or before them.

use std::collections::HashMap;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::text::fold;
use weiguang_store::Tx;

use super::report::{self, RowFault};
use super::table::{Cells, Column, column};
use crate::rooms::grid::bulk;
use crate::web::Refusal;

/// The columns that determine the cell. A table may have one for the grid and one for the micro-grid in it.
pub const CODE: Column = column(
    "code",
    "网格编码",
    &[
        "微网格编码",
        "网格代码",
        "微网格代码",
        "网格编号",
        "微网格编号",
        "所属网格编码",
        "所属微网格编码",
        "所在网格编码",
        "责任网格编码",
        "网格号",
        "微网格号",
        "grid_code",
        "cell",
    ],
    false,
)
.digits()
.several()
.or_else(&["编码", "代码"]);
/// Words of a grid.
pub const GRID: Column = column(
    "grid",
    "网格",
    &[
        "微网格",
        "所属网格",
        "所属微网格",
        "网格名称",
        "微网格名称",
        "所在网格",
        "所在微网格",
        "责任网格",
        "责任微网格",
        "包片网格",
        "words",
    ],
    false,
)
.digits()
.several();
/// The community, by code or name.
pub const COMMUNITY: Column = column(
    "community",
    "社区",
    &[
        "社区编码",
        "社区名称",
        "所属社区",
        "所在社区",
        "村社区",
        "村(社区)名称",
        "村/社区",
        "村居",
        "所属村社区",
        "社区代码",
        "居委会",
        "社区居委会",
        "community_code",
    ],
    false,
)
.digits()
.several();

/// Names of a street's communities.
pub struct Spots {
    street: GridCode,
    by_name: HashMap<String, Vec<GridCode>>,
    codes: HashMap<GridCode, String>,
}

/// A name normalised for comparison: 天骄西路, 天骄西路社区 and 天骄西路社区居委会 are equal.
fn core(name: &str) -> String {
    let folded = fold(name).replace(' ', "");
    let mut rest = folded.as_str();
    for ending in ["居民委员会", "村民委员会", "居委会", "村委会", "社区"] {
        rest = rest.strip_suffix(ending).filter(|r| !r.is_empty()).unwrap_or(rest);
    }
    rest.to_owned()
}

impl Spots {
    /// Reads the communities of a street.
    pub fn read(tx: &mut Tx<'_>, street: GridCode) -> Result<Self, Refusal> {
        let (mut by_name, mut codes) = (HashMap::<String, Vec<GridCode>>::new(), HashMap::new());
        for (code, name) in bulk::areas_under(tx, &street)? {
            if code.level() == Level::Community {
                by_name.entry(core(&name)).or_default().push(code);
                codes.insert(code, name);
            }
        }
        Ok(Self { street, by_name, codes })
    }

    /// Whether a community is in the catalogue of areas.
    pub fn knows(&self, community: &GridCode) -> bool {
        self.codes.contains_key(community)
    }

    fn named(&self, name: &str) -> Option<GridCode> {
        // Two communities of one name in a street can only be distinguished by their codes.
        self.by_name.get(&core(name)).filter(|codes| codes.len() == 1).and_then(|codes| codes.first().copied())
    }

    /// The community of a row, if it names one: by its name, its code, or both.
    fn community(&self, cells: &Cells<'_>) -> Result<Option<GridCode>, RowFault> {
        let mut told: Option<GridCode> = None;
        for (at, text) in cells.each("community") {
            let found = if text.chars().all(|c| c.is_ascii_digit()) {
                GridCode::parse(text).ok().filter(|c| c.level() == Level::Community && self.street.contains(c))
            } else {
                self.named(text)
            };
            let Some(found) = found else {
                return Err(cells.fault_at(
                    at,
                    "grid.unknown-community",
                    format!("{} 没有这个社区：应为社区名称或 12 位编码", self.street),
                    format!("{} has no such community: its name or its code of 12 digits was expected", self.street),
                ));
            };
            if told.is_some_and(|told| told != found) {
                return Err(otherwise(cells, at));
            }
            told = Some(found);
        }
        Ok(told)
    }

    /// The code given in digits in a row: of several the deepest, if it is inside all others.
    fn digits(&self, cells: &Cells<'_>) -> Result<Option<GridCode>, RowFault> {
        let mut told: Option<GridCode> = None;
        for (at, text) in cells.each("code") {
            let code = report::read_code(text).map_err(|e| report::no_code(cells, at, &e))?;
            if !self.street.contains(&code) {
                return Err(cells.fault_at(
                    at,
                    "imports.other-street",
                    format!("不属于街道 {}：一次只导入一个街道", self.street),
                    format!("not of the street {}: one import is for one street", self.street),
                ));
            }
            told = Some(deeper(told, code).ok_or_else(|| otherwise(cells, at))?);
        }
        Ok(told)
    }

    /// The code that a row refers to, within the street.
    pub fn code(&self, cells: &Cells<'_>) -> Result<GridCode, RowFault> {
        if let Some(code) = self.digits(cells)? {
            // A name next to a complete code need not be known, but it may not be that of another place.
            let beside = self.community(cells).ok().flatten().filter(|c| !c.contains(&code) && !code.contains(c));
            let at = beside.and_then(|_| cells.each("community").next());
            return at.map_or(Ok(code), |(at, _)| Err(otherwise(cells, at)));
        }
        let community = self.community(cells)?;
        // 第九网格 and 第六微网格 in columns of their own are 第九网格第六微网格, in either order.
        let mut words: Vec<(usize, String)> = cells
            .each("grid")
            .map(|(at, text)| (at, fold(text).replace(' ', "")))
            .filter(|(_, text)| !is_all(text))
            .collect();
        words.sort_by_key(|(_, text)| text.contains('微'));
        let Some((_, first)) = words.first() else {
            return community.ok_or_else(|| report::missing(cells, "code", "网格编码"));
        };
        let mut told: Option<GridCode> = None;
        for (at, text) in &words {
            let alone = self.in_words(cells, *at, text, community);
            let code = match (alone, told) {
                (Ok(code), _) => code,
                (Err(_), Some(_)) => self.in_words(cells, *at, &format!("{first}{text}"), community)?,
                (Err(fault), None) => return Err(fault),
            };
            told = Some(deeper(told, code).ok_or_else(|| otherwise(cells, *at))?);
        }
        told.ok_or_else(|| report::missing(cells, "code", "网格编码"))
    }

    /// The grid code that the text of one spreadsheet cell names.
    fn in_words(
        &self,
        cells: &Cells<'_>,
        at: usize,
        folded: &str,
        community: Option<GridCode>,
    ) -> Result<GridCode, RowFault> {
        let digits = folded.chars().all(|c| c.is_ascii_digit()) && Level::of(folded.len()).is_some();
        if digits
            && let Ok(code) = GridCode::parse(folded)
            && self.street.contains(&code)
        {
            return Ok(code);
        }
        // The community may precede the words: 天骄西路社区第九网格.
        let start = folded.find('第').or_else(|| folded.find(|c: char| c.is_ascii_digit())).unwrap_or(0);
        let before = folded.get(..start).filter(|b| !b.is_empty()).and_then(|b| self.named(b));
        let rest = if before.is_some() { &folded[start..] } else { folded };
        if before.is_some_and(|before| community.is_some_and(|community| community != before)) {
            return Err(otherwise(cells, at));
        }
        let Some(community) = before.or(community) else {
            return Err(cells.fault_at(
                at,
                "imports.community-needed",
                "请在“社区”列写明社区，或直接填写网格编码",
                "name the community in a column of its own, or give the code",
            ));
        };
        GridCode::under(&community, rest).map_err(|e| {
            cells.fault_at(
                at,
                "grid.bad-words",
                "应如“第九网格第六微网格”，网格 1–999，微网格 1–99",
                format!("{e}; for example 第九网格第六微网格"),
            )
        })
    }
}

/// Whether the cell of a grid means the whole area above it.
pub fn is_all(text: &str) -> bool {
    ["全社区", "整个社区", "本社区", "全村", "全网格", "整个网格", "all"]
        .contains(&fold(text).replace(' ', "").as_str())
}

/// The deeper of two codes, if one is inside the other.
fn deeper(told: Option<GridCode>, code: GridCode) -> Option<GridCode> {
    match told {
        None => Some(code),
        Some(told) if told.contains(&code) => Some(code),
        Some(told) => Some(told).filter(|told| code.contains(told)),
    }
}

/// The fault of two cells in a row that name different places.
fn otherwise(cells: &Cells<'_>, at: usize) -> RowFault {
    cells.fault_at(
        at,
        "imports.contradicts",
        "与本行另一列所写的网格或社区不是一处：请核对",
        "another column of this row names another place: check which is right",
    )
}
