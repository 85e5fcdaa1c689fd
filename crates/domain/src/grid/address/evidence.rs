//! Reasons for and against a placement, in both languages, for the dispatcher who decides.

use serde::{Deserialize, Serialize};

/// One reason, for or against.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[expect(missing_docs, reason = "the fields are what the two sentences of each variant put in their gaps")]
pub enum Evidence {
    /// The name is in the text as in the directory.
    NameSame { name: String },
    /// The name is in the text as an alias.
    NameAlias { written: String, name: String },
    /// The suffix is missing or different: 锦绣 for 锦绣花园.
    NameShort { written: String, name: String },
    /// The name is similar in sound or writing.
    NameNear { written: String, name: String },
    /// Words before the name are unknown.
    WordsUnknown { written: String },
    /// Several places have the name.
    NameShared { name: String, places: usize },
    /// The phase in the text differs: 二期 for 一期.
    PhaseOther { name: String },
    /// The community in the text matches.
    CommunitySame { name: String },
    /// The community in the text differs.
    CommunityOther { name: String },
    /// The road in the text matches.
    RoadSame { name: String },
    /// The road in the text differs.
    RoadOther { name: String },
    /// The building is in the directory.
    BuildingKnown { label: String },
    /// The building is not in the directory.
    BuildingUnknown { label: String },
    /// The unit is in the directory.
    UnitKnown { label: String },
    /// The unit is not in the directory.
    UnitUnknown { label: String },
    /// The room is in the directory.
    RoomKnown { label: String },
    /// The room is not in the directory.
    RoomUnknown { label: String },
    /// The door number is in the directory.
    NumberKnown { label: String },
    /// The door number is not in the directory.
    NumberUnknown { label: String },
    /// All matches are in one micro-grid.
    OneCell,
    /// Matches are in several micro-grids.
    SeveralCells { cells: usize },
    /// Dispatchers placed this text before.
    Taught { times: u32 },
    /// Dispatchers have placed this differently.
    TaughtDifferently,
    /// The name is hidden, as in `A市A3区`.
    Masked { written: String },
    /// The text names another city, district or street.
    Elsewhere { written: String },
    /// The text means a spot beside the place.
    Beside { written: String },
    /// The text also names another place.
    Another { name: String },
    /// The text contains no known name.
    NothingKnown,
    /// The coordinate is in the same micro-grid.
    CoordinateAgrees,
    /// The coordinate is in another micro-grid.
    CoordinateElsewhere { code: String },
    /// Only the coordinate gives a place.
    CoordinateAlone,
    /// The coordinate decided among the candidates.
    CoordinateChose,
    /// The coordinate is in no cell, but within a phone's error of this one.
    CoordinateBeside { code: String, metres: u32 },
}

impl Evidence {
    /// In Chinese.
    #[must_use]
    pub fn chinese(&self) -> String {
        match self {
            Self::NameSame { name } => format!("名称相同：{name}"),
            Self::NameAlias { written, name } => format!("别名：{written}→{name}"),
            Self::NameShort { written, name } => format!("名称简写：{written}→{name}"),
            Self::NameNear { written, name } => format!("名称相近：{written}→{name}"),
            Self::WordsUnknown { written } => format!("名称前有不认识的字：{written}"),
            Self::NameShared { name, places } => format!("有{places}处叫“{name}”"),
            Self::PhaseOther { name } => format!("期或区不同：{name}"),
            Self::CommunitySame { name } => format!("社区相符：{name}"),
            Self::CommunityOther { name } => format!("社区不符：{name}"),
            Self::RoadSame { name } => format!("道路相符：{name}"),
            Self::RoadOther { name } => format!("道路不符：{name}"),
            Self::BuildingKnown { label } => format!("楼栋在目录中：{label}栋"),
            Self::BuildingUnknown { label } => format!("楼栋不在目录中：{label}栋"),
            Self::UnitKnown { label } => format!("单元在目录中：{label}单元"),
            Self::UnitUnknown { label } => format!("单元不在目录中：{label}单元"),
            Self::RoomKnown { label } => format!("房号在目录中：{label}"),
            Self::RoomUnknown { label } => format!("房号不在目录中：{label}"),
            Self::NumberKnown { label } => format!("门牌号在目录中：{label}号"),
            Self::NumberUnknown { label } => format!("门牌号不在目录中：{label}号"),
            Self::OneCell => "已知部分全在同一微网格".to_owned(),
            Self::SeveralCells { cells } => format!("已知部分分属{cells}个微网格"),
            Self::Taught { times } => format!("调度员曾这样选过{times}次"),
            Self::TaughtDifferently => "调度员的选择前后不一".to_owned(),
            Self::Masked { written } => format!("名称已脱敏：{written}"),
            Self::Elsewhere { written } => format!("写的是别处：{written}"),
            Self::Beside { written } => format!("说的是旁边的地方：{written}"),
            Self::Another { name } => format!("还写了另一处：{name}"),
            Self::NothingKnown => "没有目录中的名称".to_owned(),
            Self::CoordinateAgrees => "坐标在同一微网格".to_owned(),
            Self::CoordinateElsewhere { code } => format!("坐标在另一微网格：{code}"),
            Self::CoordinateAlone => "只有坐标可依".to_owned(),
            Self::CoordinateChose => "坐标从候选中定出".to_owned(),
            Self::CoordinateBeside { code, metres } => format!("坐标不在任何网格内，距 {code} {metres} 米"),
        }
    }

    /// In English.
    #[must_use]
    pub fn english(&self) -> String {
        match self {
            Self::NameSame { name } => format!("same name: {name}"),
            Self::NameAlias { written, name } => format!("another name: {written} for {name}"),
            Self::NameShort { written, name } => format!("short name: {written} for {name}"),
            Self::NameNear { written, name } => format!("similar name: {written} for {name}"),
            Self::WordsUnknown { written } => format!("unknown words before the name: {written}"),
            Self::NameShared { name, places } => format!("{places} places are called {name}"),
            Self::PhaseOther { name } => format!("another phase or part: {name}"),
            Self::CommunitySame { name } => format!("the community agrees: {name}"),
            Self::CommunityOther { name } => format!("the community differs: {name}"),
            Self::RoadSame { name } => format!("the road agrees: {name}"),
            Self::RoadOther { name } => format!("the road differs: {name}"),
            Self::BuildingKnown { label } => format!("building {label} is in the directory"),
            Self::BuildingUnknown { label } => format!("building {label} is not in the directory"),
            Self::UnitKnown { label } => format!("unit {label} is in the directory"),
            Self::UnitUnknown { label } => format!("unit {label} is not in the directory"),
            Self::RoomKnown { label } => format!("room {label} is in the directory"),
            Self::RoomUnknown { label } => format!("room {label} is not in the directory"),
            Self::NumberKnown { label } => format!("number {label} is in the directory"),
            Self::NumberUnknown { label } => format!("number {label} is not in the directory"),
            Self::OneCell => "all that is known lies in one micro-grid".to_owned(),
            Self::SeveralCells { cells } => format!("what is known lies in {cells} micro-grids"),
            Self::Taught { times } => format!("dispatchers have chosen this {times} times"),
            Self::TaughtDifferently => "dispatchers have chosen differently".to_owned(),
            Self::Masked { written } => format!("the name is masked: {written}"),
            Self::Elsewhere { written } => format!("a place elsewhere is named: {written}"),
            Self::Beside { written } => format!("a spot beside the place is meant: {written}"),
            Self::Another { name } => format!("another place is named as well: {name}"),
            Self::NothingKnown => "no name that the directory knows".to_owned(),
            Self::CoordinateAgrees => "the coordinate lies in the same micro-grid".to_owned(),
            Self::CoordinateElsewhere { code } => format!("the coordinate lies in another micro-grid: {code}"),
            Self::CoordinateAlone => "only the coordinate says where".to_owned(),
            Self::CoordinateChose => "the coordinate decided among the candidates".to_owned(),
            Self::CoordinateBeside { code, metres } => {
                format!("the coordinate lies in no cell, {metres} m from {code}")
            }
        }
    }
}
