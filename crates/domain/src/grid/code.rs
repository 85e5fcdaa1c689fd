//! `GridCode`: a nested string of digits. Its length is its level, its prefixes are its ancestors.
//!
//! The first twelve digits are the statistical area codes of the National Bureau of Statistics 统计用区划代码; grids add three
//! and micro-grids two. Used for location, permission, totals and escalation.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

use crate::kernel::text;

/// The level of a code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省, 2 digits.
    Province,
    /// 市, 4 digits.
    City,
    /// 区县, 6 digits.
    County,
    /// 街道 or 镇, 9 digits: the tenant.
    Street,
    /// 社区 or 村, 12 digits; also the 总网格.
    Community,
    /// 网格, 15 digits.
    Grid,
    /// 微网格, 17 digits.
    MicroGrid,
}

impl Level {
    /// All levels, top first.
    pub const ALL: [Self; 7] =
        [Self::Province, Self::City, Self::County, Self::Street, Self::Community, Self::Grid, Self::MicroGrid];

    /// Number of digits of a code of this level.
    #[must_use]
    pub const fn digits(self) -> usize {
        match self {
            Self::Province => 2,
            Self::City => 4,
            Self::County => 6,
            Self::Street => 9,
            Self::Community => 12,
            Self::Grid => 15,
            Self::MicroGrid => 17,
        }
    }

    /// The level of a code with this number of digits.
    #[must_use]
    pub fn of(digits: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|l| l.digits() == digits)
    }

    /// The next higher level.
    #[must_use]
    pub fn above(self) -> Option<Self> {
        Self::ALL.into_iter().take_while(|l| *l < self).last()
    }

    /// The word on screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Province => "省",
            Self::City => "市",
            Self::County => "区县",
            Self::Street => "街道",
            Self::Community => "社区",
            Self::Grid => "网格",
            Self::MicroGrid => "微网格",
        }
    }
}

/// A place in the hierarchy. Ordered like its string of digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GridCode {
    digits: [u8; 17],
    len: u8,
}

/// Why a text is not a code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// No level has this number of digits.
    #[error("a code has 2, 4, 6, 9, 12, 15 or 17 digits, this one has {0}")]
    Length(usize),
    /// Not a digit; position from 1.
    #[error("character {0} is not a digit")]
    NotDigit(usize),
    /// The words are no grid or micro-grid.
    #[error("expected words like 第九网格第六微网格")]
    Words,
    /// Out of range: grids 1–999, micro-grids 1–99.
    #[error("{0} does not fit: a grid is 1–999, a micro-grid 1–99")]
    OutOfRange(u32),
    /// The code has the wrong level.
    #[error("a code of {0} digits was expected")]
    Level(usize),
}

impl GridCode {
    /// Parses digits.
    ///
    /// # Errors
    /// If no level has this length, or a character is not an ASCII digit.
    pub fn parse(code: &str) -> Result<Self, CodeError> {
        if let Some(at) = code.chars().position(|c| !c.is_ascii_digit()) {
            return Err(CodeError::NotDigit(at + 1));
        }
        if Level::of(code.len()).is_none() {
            return Err(CodeError::Length(code.len()));
        }
        let mut digits = [0; 17];
        digits[..code.len()].copy_from_slice(code.as_bytes());
        Ok(Self { digits, len: u8::try_from(code.len()).unwrap_or(17) })
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.digits[..usize::from(self.len)]).unwrap_or("")
    }

    /// Its level.
    #[must_use]
    pub fn level(&self) -> Level {
        Level::of(usize::from(self.len)).unwrap_or(Level::MicroGrid)
    }

    /// The parent; `None` for a province.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.level().above().and_then(|l| self.at(l))
    }

    /// The ancestor at a level, or itself at its own; `None` for a lower level.
    #[must_use]
    pub fn at(&self, level: Level) -> Option<Self> {
        let n = level.digits();
        (n <= usize::from(self.len)).then(|| {
            let mut digits = [0; 17];
            digits[..n].copy_from_slice(&self.digits[..n]);
            Self { digits, len: u8::try_from(n).unwrap_or(17) }
        })
    }

    /// Whether the other code is equal or below. `…009` does not contain `…0091`: lengths are levels.
    #[must_use]
    pub fn contains(&self, other: &Self) -> bool {
        other.at(self.level()).is_some_and(|cut| cut == *self)
    }

    /// The code and its ancestors, deepest first.
    pub fn climb(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), Self::parent)
    }

    /// The deepest common ancestor; `None` if there is none.
    #[must_use]
    pub fn common(codes: impl IntoIterator<Item = Self>) -> Option<Self> {
        let mut codes = codes.into_iter();
        let first = codes.next()?;
        codes.try_fold(first, |held, code| held.climb().find(|c| c.contains(&code)))
    }

    /// The street (nine digits); `None` above a street.
    #[must_use]
    pub fn street(&self) -> Option<Self> {
        self.at(Level::Street)
    }

    /// The child grid (1–999) of a community or micro-grid (1–99) of a grid.
    ///
    /// # Errors
    /// If this is neither a community nor a grid, or the number is out of range.
    pub fn child(&self, number: u32) -> Result<Self, CodeError> {
        let (max, text) = match self.level() {
            Level::Community => (999, format!("{self}{number:03}")),
            Level::Grid => (99, format!("{self}{number:02}")),
            _ => return Err(CodeError::Level(Level::Community.digits())),
        };
        if number == 0 || number > max {
            return Err(CodeError::OutOfRange(number));
        }
        Self::parse(&text)
    }

    /// The number of a grid within its community, or of a micro-grid within its grid.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        let from = match self.level() {
            Level::Grid => Level::Community.digits(),
            Level::MicroGrid => Level::Grid.digits(),
            _ => return None,
        };
        self.as_str()[from..].parse().ok()
    }

    /// The part below the community in words: 第九网格第六微网格; empty for a community and above.
    #[must_use]
    pub fn words(&self) -> String {
        let part = |level: Level, word: &str| {
            self.at(level)
                .and_then(|c| c.number())
                .map_or_else(String::new, |n| format!("第{}{word}", text::numeral(n)))
        };
        part(Level::Grid, "网格") + &part(Level::MicroGrid, "微网格")
    }

    /// Parses words like 第九网格第六微网格, `9网格6微网格` or `第9网格`, under a community.
    ///
    /// # Errors
    /// If this is no community, or words or numbers are invalid.
    pub fn under(community: &Self, words: &str) -> Result<Self, CodeError> {
        if community.level() != Level::Community {
            return Err(CodeError::Level(Level::Community.digits()));
        }
        let words = text::fold(words).replace(' ', "");
        let (grid, rest) = words.split_once("网格").filter(|(g, _)| !g.ends_with('微')).ok_or(CodeError::Words)?;
        let read = |part: &str| {
            let part = part.strip_prefix('第').unwrap_or(part);
            let part = part.strip_suffix('号').unwrap_or(part);
            text::number(part).ok_or(CodeError::Words)
        };
        let grid = community.child(read(grid)?)?;
        if rest.is_empty() {
            return Ok(grid);
        }
        grid.child(read(rest.strip_suffix("微网格").ok_or(CodeError::Words)?)?)
    }

    /// Half-open range of strings under this code, for `code >= from AND code < to`, which uses an index where LIKE may
    /// not.
    #[must_use]
    pub fn range(&self) -> (String, String) {
        let from = self.as_str().to_owned();
        let mut to = from.clone().into_bytes();
        // The successor of a digit is at most ':', so the string is valid ASCII.
        if let Some(last) = to.last_mut() {
            *last += 1;
        }
        (from, String::from_utf8(to).unwrap_or_default())
    }
}

impl fmt::Display for GridCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
impl fmt::Debug for GridCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "GridCode({self})")
    }
}
impl FromStr for GridCode {
    type Err = CodeError;
    fn from_str(text: &str) -> Result<Self, CodeError> {
        Self::parse(text)
    }
}
impl Serialize for GridCode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}
impl<'de> Deserialize<'de> for GridCode {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(text: &str) -> GridCode {
        GridCode::parse(text).unwrap()
    }

    #[test]
    fn the_micro_grid_of_the_manual_reads_both_ways() {
        let community = code("510117019006");
        let micro = code("51011701900600906");
        assert_eq!(micro.words(), "第九网格第六微网格");
        for words in
            ["第九网格第六微网格", "9网格6微网格", "第9网格第06微网格", "第９网格 第６微网格", "9号网格6号微网格"]
        {
            assert_eq!(GridCode::under(&community, words), Ok(micro), "{words}");
        }
        assert_eq!(GridCode::under(&community, "第九网格"), Ok(code("510117019006009")));
        for bad in ["第六微网格", "第〇网格", "第一千网格", "网格", "第九网格第百微网格", "九"]
        {
            assert!(GridCode::under(&community, bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn levels_parents_and_containment() {
        let micro = code("51011701900600906");
        let chain: Vec<String> = micro.climb().map(|c| c.to_string()).collect();
        assert_eq!(
            chain,
            ["51011701900600906", "510117019006009", "510117019006", "510117019", "510117", "5101", "51"]
        );
        assert!(code("510117019006009").contains(&micro));
        assert!(!code("510117019006009").contains(&code("510117019006010")));
        assert!(!micro.contains(&code("510117019006009")));
    }

    #[test]
    fn what_is_no_code_says_why() {
        assert_eq!(GridCode::parse("5101170190060"), Err(CodeError::Length(13)));
        assert_eq!(GridCode::parse("51011七"), Err(CodeError::NotDigit(6)));
        assert_eq!(GridCode::parse(""), Err(CodeError::Length(0)));
    }

    #[test]
    fn a_range_ends_where_the_next_sibling_begins() {
        let community = code("510117019006");
        let covers =
            |(from, to): &(String, String), c: &GridCode| c.as_str() >= from.as_str() && c.as_str() < to.as_str();
        for number in 1..999 {
            let (grid, next) = (community.child(number).unwrap(), community.child(number + 1).unwrap());
            let range = grid.range();
            for own in [grid, grid.child(1).unwrap(), grid.child(99).unwrap()] {
                assert!(covers(&range, &own), "{own} lies under {grid}");
            }
            for other in [next, next.child(1).unwrap(), community, code("510117019007")] {
                assert!(!covers(&range, &other), "{other} does not lie under {grid}");
            }
            assert!(!covers(&next.range(), &grid) && !covers(&next.range(), &grid.child(99).unwrap()));
        }
        let grid = community.child(9).unwrap();
        for number in 1..99 {
            let (cell, next) = (grid.child(number).unwrap(), grid.child(number + 1).unwrap());
            assert!(covers(&cell.range(), &cell) && !covers(&cell.range(), &next) && !covers(&next.range(), &cell));
        }
        for (one, next) in [("51", "52"), ("5101", "5102"), ("510117", "510118"), ("510117019", "510117020")] {
            assert!(!covers(&code(one).range(), &code(next)), "{next} does not lie under {one}");
        }
    }

    #[test]
    fn grids_are_1_to_999_and_micro_grids_1_to_99() {
        let community = code("510117019006");
        let grid = community.child(999).unwrap();
        assert_eq!((grid, grid.child(99).unwrap()), (code("510117019006999"), code("51011701900699999")));
        for number in [0, 1_000] {
            assert_eq!(community.child(number), Err(CodeError::OutOfRange(number)));
        }
        for number in [0, 100] {
            assert_eq!(grid.child(number), Err(CodeError::OutOfRange(number)));
        }
    }

    #[test]
    fn what_several_places_have_in_common_holds_all_of_them() {
        let common = |codes: &[&str]| GridCode::common(codes.iter().map(|c| code(c)));
        assert_eq!(common(&["51011701900600901", "51011701900600902"]), Some(code("510117019006009")));
        assert_eq!(common(&["51011701900600901", "510117019006010", "510117019008"]), Some(code("510117019")));
        assert_eq!(common(&["510117019006", "51011701900600901"]), Some(code("510117019006")));
        assert_eq!((common(&["510117019", "440305"]), common(&[])), (None, None));
    }

    proptest! {
        #[test]
        fn words_and_digits_agree(grid in 1u32..=999, micro in 1u32..=99) {
            let community = code("510117019006");
            let g = community.child(grid).unwrap();
            let m = g.child(micro).unwrap();
            prop_assert_eq!(GridCode::under(&community, &m.words()), Ok(m));
            prop_assert_eq!(GridCode::under(&community, &g.words()), Ok(g));
            prop_assert_eq!(m.parent(), Some(g));
        }

        #[test]
        fn the_range_holds_exactly_what_is_contained(a in "[0-9]{17}", b in "[0-9]{17}", cut in 0usize..7) {
            let level = Level::ALL[cut];
            let outer = code(&a).at(level).unwrap();
            let inner = code(&b);
            let (from, to) = outer.range();
            let in_range = inner.as_str() >= from.as_str() && inner.as_str() < to.as_str();
            prop_assert_eq!(in_range, outer.contains(&inner));
        }
    }
}
