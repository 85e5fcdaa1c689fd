//! The columns of an address, and their faults; the domain combines them into one address.

use weiguang_domain::grid::address::columns::{self, Address, Columns, Contradiction, Part};

use super::report::RowFault;
use super::table::{Cells, Column, column};

/// 小区.
pub const QUARTER: Column = column(
    "quarter",
    "小区",
    &[
        "小区名称",
        "小区名",
        "院落",
        "院落名称",
        "小区/院落",
        "小区院落",
        "楼盘",
        "所在小区",
        "居住小区",
        "所属小区",
        "楼院",
    ],
    false,
);
/// 栋, 幢, 楼.
pub const BUILDING: Column = column(
    "building",
    "栋",
    &["楼栋", "栋号", "楼号", "幢", "幢号", "楼栋号", "楼幢", "楼幢号", "楼", "座", "座号", "楼栋名称"],
    false,
);
/// 单元.
pub const UNIT: Column = column("unit", "单元", &["单元号", "单元名称"], false);
/// 楼层.
pub const FLOOR: Column = column("floor", "楼层", &["层", "所在楼层", "层号", "楼层号"], false);
/// 房号, 室号, 户号.
pub const ROOM: Column = column(
    "room",
    "室",
    &["房号", "房间", "房间号", "室号", "门牌室", "户室", "户室号", "户号", "房屋号", "房门号", "门室号"],
    false,
);

/// Reads the address of a row.
///
/// # Errors
/// The address and a separate column contradict each other.
pub fn address(cells: &Cells<'_>, whole: &str) -> Result<Address, RowFault> {
    let columns = Columns {
        quarter: cells.get("quarter"),
        building: cells.get("building"),
        unit: cells.get("unit"),
        floor: cells.get("floor"),
        room: cells.get("room"),
    };
    columns::read(cells.get(whole), &columns).map_err(|contradiction| match contradiction {
        Contradiction::Part(part, said) => {
            let key = match part {
                Part::Building => "building",
                Part::Unit => "unit",
                Part::Room => "room",
            };
            let (there, _) = cells.place(whole);
            cells.fault(
                key,
                "imports.contradicts",
                format!("与“{there}”里的 {said} 不同：请核对"),
                format!("{there} says {said}: check which is right"),
            )
        }
        Contradiction::Floor(door) => {
            let (there, _) = cells.place("room");
            cells.fault(
                "floor",
                "imports.contradicts",
                format!("与“{there}”的 {door} 不同层：请核对"),
                format!("{there} {door} is on another floor: check which is right"),
            )
        }
    })
}
