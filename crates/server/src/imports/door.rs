//! An address in a row: in one column, in columns of its own for quarter, building, unit, floor and room, or in both. It comes to the
//! words that the address directory has for the same door, so that 3-2-501, 3幢2单元501室 and 3 | 2 | 501 are one.

use weiguang_domain::grid::address::lessons::normal_form;
use weiguang_domain::grid::address::{Label, Numbered, Parts, parse};
use weiguang_domain::kernel::text::fold;

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

/// Words as they are kept: half-width, without spaces, letters upper-case as on signs.
pub fn words(text: &str) -> String {
    fold(text).replace(' ', "").to_uppercase()
}

/// A number with its word: `３幢` is 3栋. What is no number (商业楼) stays as it is written.
pub fn numbered(text: &str, word: &str) -> (String, bool) {
    if let Some((main, sub)) = text.split_once('附').filter(|_| word == "号")
        && let (Some(main), Some(sub)) = (Label::read(main), Label::read(sub))
    {
        return (format!("{main}号附{sub}号"), true);
    }
    match Label::read(text) {
        Some(label) => (format!("{label}{word}"), true),
        None => (words(text), text.is_empty()),
    }
}

/// A door as it is compared, in whatever way it was written.
pub fn form(door: &str) -> String {
    let folded = fold(door).replace(' ', "");
    // 66号附3号 is another door than 66号, and the parts of an address do not tell that.
    if folded.contains('附') {
        return folded;
    }
    let form = normal_form(&folded);
    if form.contains("|r") { form } else { folded }
}

/// Whether two forms can be one door: the same numbers, and no two names.
pub fn alike(a: &str, b: &str) -> bool {
    let apart = |form: &'_ str| form.split_once('|').map(|(name, numbers)| (name.to_owned(), numbers.to_owned()));
    let (Some((a_name, a_numbers)), Some((b_name, b_numbers))) = (apart(a), apart(b)) else { return a == b };
    a_numbers == b_numbers && (a_name.contains(&b_name) || b_name.contains(&a_name))
}

/// An address as a row tells it.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Its words; empty if the row says none.
    pub words: String,
    /// What of it names a building, unit and room.
    pub reach: Reach,
}

/// How far an address goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// To a door, or to what has no buildings: 竹影街60号, 石桥村3组12号, words without a number.
    #[default]
    Door,
    /// To a building or unit, in which there are many doors.
    Building,
    /// A room of which nobody can tell the building: 501.
    RoomOnly,
}

/// A building that the text names for sure; the 12 of 骏苑12号 may be a house.
fn building(parts: &Parts) -> Option<Numbered> {
    parts.building.filter(|b| !b.loose || parts.unit.is_some() || parts.room.is_some())
}

/// Reads the address of a row.
///
/// # Errors
/// What the address and a column of its own tell otherwise.
pub fn address(cells: &Cells<'_>, whole: &str) -> Result<Address, RowFault> {
    // 3-2-501 in the column of rooms is all of it.
    let in_room = cells.given(whole).is_none()
        && cells.given("building").is_none()
        && building(&parse(cells.get("room"))).is_some();
    let text = cells.get(if in_room { "room" } else { whole });
    let said = parse(text);
    let columns = Columns::read(cells, in_room)?;
    for (key, ours, theirs) in [
        ("building", columns.building.as_str(), building(&said)),
        ("unit", columns.unit.as_str(), said.unit),
        ("room", columns.room.as_str(), said.room),
    ] {
        if let (Some(ours), Some(theirs)) =
            (Label::read(ours), theirs.filter(|n| !n.loose || building(&said).is_some()))
            && ours != theirs.label
        {
            let (there, _) = cells.place(whole);
            let theirs = theirs.label;
            return Err(cells.fault(
                key,
                "imports.contradicts",
                format!("与“{there}”里的 {theirs} 不同：请核对"),
                format!("{there} says {theirs}: check which is right"),
            ));
        }
    }
    let words = columns.join(text, &said);
    Ok(Address { reach: reach(&words, &columns), words })
}

fn reach(address: &str, columns: &Columns) -> Reach {
    let parts = parse(address);
    let placed = building(&parts).is_some() || parts.number.is_some() || parts.group.is_some();
    let bare = parts.quarter.is_empty() && parts.road.is_none() && parts.village.is_none();
    match (parts.room, placed) {
        (Some(_), false) if bare || !columns.room.is_empty() => Reach::RoomOnly,
        (None, _) if building(&parts).is_some() || parts.unit.is_some() || !columns.building.is_empty() => {
            Reach::Building
        }
        _ => Reach::Door,
    }
}

/// What the columns of their own say, in the directory's words.
struct Columns {
    quarter: String,
    building: String,
    unit: String,
    room: String,
}

impl Columns {
    fn read(cells: &Cells<'_>, in_room: bool) -> Result<Self, RowFault> {
        let room = if in_room { "" } else { cells.get("room") };
        let (room, floor) = (numbered(room, "").0, Label::read(cells.get("floor")));
        // The first door on the fifth floor is 501.
        let room = match (Label::read(&room), floor) {
            (Some(door), Some(floor)) if door.before().is_none() && door.value() < 100 => {
                Label::door(floor.value(), door.value()).map_or(room, |whole| whole.to_string())
            }
            (Some(door), Some(floor)) if door.value() / 100 != floor.value() && door.value() < 10_000 => {
                let (there, _) = cells.place("room");
                return Err(cells.fault(
                    "floor",
                    "imports.contradicts",
                    format!("与“{there}”的 {door} 不同层：请核对"),
                    format!("{there} {door} is on another floor: check which is right"),
                ));
            }
            _ => room,
        };
        Ok(Self {
            quarter: words(cells.get("quarter")),
            building: numbered(cells.get("building"), "栋").0,
            unit: numbered(cells.get("unit"), "单元").0,
            room,
        })
    }

    /// The address with what the columns add to it. The address wins where it says more.
    fn join(&self, text: &str, said: &Parts) -> String {
        let Self { quarter, building: ours, unit, room } = self;
        if [quarter, ours, unit, room].iter().all(|own| own.is_empty()) {
            return text.to_owned();
        }
        let named = |known: Option<Numbered>, own: &str, word: &str| {
            known.map_or_else(|| own.to_owned(), |n| format!("{}{word}", n.label))
        };
        let bare = said.quarter.is_empty() && said.road.is_none() && said.village.is_none() && said.masked.is_none();
        if bare && (text.is_empty() || said.room.is_some() || said.building.is_some() || said.unit.is_some()) {
            let building = named(said.building, ours, "栋");
            return format!("{quarter}{building}{}{}", named(said.unit, unit, "单元"), named(said.room, room, ""));
        }
        let add = |known: bool, own: &str| if known { String::new() } else { own.to_owned() };
        let before = building(said).or(said.unit).or(said.room).map_or(text.len(), |first| first.span.from);
        let (head, tail) = text.split_at_checked(before).unwrap_or((text, ""));
        let quarter = add(fold(text).replace(' ', "").to_uppercase().contains(quarter), quarter);
        if building(said).is_some() {
            // What is missing stands behind the building: 锦绣花园3栋 and 501.
            let at = said.room.filter(|_| said.unit.is_none()).map_or(text.len(), |room| room.span.from);
            let (head, tail) = text.split_at_checked(at).unwrap_or((text, ""));
            let (unit, room) = (add(said.unit.is_some(), unit), add(said.room.is_some(), room));
            return format!("{head}{unit}{tail}{room}");
        }
        let (unit, room) = (add(said.unit.is_some(), unit), add(said.room.is_some(), room));
        if said.unit.is_some() {
            return format!("{head}{quarter}{ours}{tail}{room}");
        }
        if tail.is_empty() {
            format!("{head}{quarter}{ours}{unit}{room}")
        } else {
            format!("{head}{quarter}{ours}{unit}{tail}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_for_every_way_of_writing_a_door() {
        for written in
            ["锦绣花园3栋2单元501", "锦绣花园３幢2单元501室", "锦绣花园3-2-501", "锦绣花园三号楼二单元五楼一号"]
        {
            assert_eq!(form(written), form("锦绣花园3栋2单元501"), "{written}");
        }
        assert_eq!(form("3-2-501"), form("3栋2单元501"));
        assert_ne!(form("锦绣花园3栋2单元501"), form("锦绣花园4栋2单元501"));
        assert_ne!(form("竹影街66号附3号"), form("竹影街66号附4号"));
        assert!(alike(&form("3-2-501"), &form("锦绣花园3栋2单元501")));
        assert!(!alike(&form("骏苑3栋2单元501"), &form("锦绣花园3栋2单元501")));
    }
}
