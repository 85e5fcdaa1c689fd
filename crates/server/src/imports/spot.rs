//! Which cell a row means: by its code, or by words like 第九网格第六微网格 with a community beside or before them.

use std::collections::HashMap;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::text::fold;
use weiguang_store::Tx;

use super::report::{self, RowFault};
use super::store;
use super::table::{Cells, Column, column};
use crate::web::Refusal;

/// The columns that say which cell.
pub const CODE: Column =
    column("code", "网格编码", &["微网格编码", "编码", "网格代码", "微网格代码", "grid_code", "cell", "代码"], false)
        .digits();
/// Words of a grid.
pub const GRID: Column =
    column("grid", "网格", &["微网格", "所属网格", "所属微网格", "网格名称", "words"], false).digits();
/// The community, by code or name.
pub const COMMUNITY: Column =
    column("community", "社区", &["社区编码", "社区名称", "所属社区", "村社区", "community_code"], false).digits();

/// Names of a street's communities.
pub struct Spots {
    street: GridCode,
    by_name: HashMap<String, Vec<GridCode>>,
    codes: HashMap<GridCode, String>,
}

/// A name as it is compared: 天骄西路, 天骄西路社区 and 天骄西路社区居委会 are one.
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
        for (code, name) in store::areas_under(tx, &street)? {
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
        // Two communities of one name in a street are told apart by their codes only.
        self.by_name.get(&core(name)).filter(|codes| codes.len() == 1).and_then(|codes| codes.first().copied())
    }

    /// The community of a row, if it names one.
    fn community(&self, cells: &Cells<'_>) -> Result<Option<GridCode>, RowFault> {
        let Some(text) = cells.given("community") else { return Ok(None) };
        let found = if text.chars().all(|c| c.is_ascii_digit()) {
            GridCode::parse(text).ok().filter(|c| c.level() == Level::Community && self.street.contains(c))
        } else {
            self.named(text)
        };
        found.map(Some).ok_or_else(|| {
            cells.fault(
                "community",
                "grid.unknown-community",
                format!("{} 没有这个社区：应为社区名称或 12 位编码", self.street),
                format!("{} has no such community: its name or its code of 12 digits was expected", self.street),
            )
        })
    }

    /// The code that a row means, within the street.
    pub fn code(&self, cells: &Cells<'_>) -> Result<GridCode, RowFault> {
        if let Some(code) = report::code(cells, "code")? {
            return if self.street.contains(&code) {
                Ok(code)
            } else {
                Err(cells.fault(
                    "code",
                    "imports.other-street",
                    format!("不属于街道 {}：一次只导入一个街道", self.street),
                    format!("not of the street {}: one import is for one street", self.street),
                ))
            };
        }
        let community = self.community(cells)?;
        let Some(words) = cells.given("grid") else {
            return community.ok_or_else(|| report::missing(cells, "code", "网格编码"));
        };
        let folded = fold(words).replace(' ', "");
        let digits = folded.chars().all(|c| c.is_ascii_digit()) && Level::of(folded.len()).is_some();
        if digits
            && let Ok(code) = GridCode::parse(&folded)
            && self.street.contains(&code)
        {
            return Ok(code);
        }
        // The community may stand before the words: 天骄西路社区第九网格.
        let start = folded.find('第').or_else(|| folded.find(|c: char| c.is_ascii_digit())).unwrap_or(0);
        let before = folded.get(..start).filter(|b| !b.is_empty()).and_then(|b| self.named(b));
        let rest = if before.is_some() { &folded[start..] } else { folded.as_str() };
        let Some(community) = before.or(community) else {
            return Err(cells.fault(
                "grid",
                "imports.community-needed",
                "请在“社区”列写明社区，或直接填写网格编码",
                "name the community in a column of its own, or give the code",
            ));
        };
        GridCode::under(&community, rest).map_err(|e| {
            cells.fault(
                "grid",
                "grid.bad-words",
                "应如“第九网格第六微网格”，网格 1–999，微网格 1–99",
                format!("{e}; for example 第九网格第六微网格"),
            )
        })
    }
}
