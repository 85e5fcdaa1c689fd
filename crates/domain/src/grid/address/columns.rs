//! Addresses split into columns (quarter, building, unit, floor, room), with or without a full address. The result uses
//! the directory's words, so that 3-2-501, 3幢2单元501室 and 3 | 2 | 501 are equal.

use super::lessons::normal_form;
use super::{Label, Numbered, Parts, parse};
use crate::kernel::text::fold;

/// Text as the directory writes it: half-width, without spaces, upper-case letters.
#[must_use]
pub fn words(text: &str) -> String {
    fold(text).replace(' ', "").to_uppercase()
}

/// A number with its word: `３幢` is 3栋. Other text (商业楼) is unchanged.
#[must_use]
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

/// The normal form of an address, for comparison.
#[must_use]
pub fn form(door: &str) -> String {
    let folded = fold(door).replace(' ', "");
    // 66号附3号 is not 66号, which the parsed parts do not show.
    if folded.contains('附') {
        return folded;
    }
    let form = normal_form(&folded);
    if form.contains("|r") { form } else { folded }
}

/// Whether two forms can be the same address: equal numbers, and not two different names.
#[must_use]
pub fn alike(a: &str, b: &str) -> bool {
    let apart = |form: &'_ str| form.split_once('|').map(|(name, numbers)| (name.to_owned(), numbers.to_owned()));
    let (Some((a_name, a_numbers)), Some((b_name, b_numbers))) = (apart(a), apart(b)) else { return a == b };
    a_numbers == b_numbers && (a_name.contains(&b_name) || b_name.contains(&a_name))
}

/// An address from columns.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Its text; empty without any.
    pub words: String,
    /// Its depth.
    pub reach: Reach,
}

/// The depth of an address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// Complete, or a place without buildings: 竹影街60号, 石桥村3组12号, words without a number.
    #[default]
    Door,
    /// A building or unit with several dwellings.
    Building,
    /// A room without a known building: 501.
    RoomOnly,
}

/// The columns as typed; empty if missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Columns<'a> {
    /// 小区.
    pub quarter: &'a str,
    /// 栋.
    pub building: &'a str,
    /// 单元.
    pub unit: &'a str,
    /// 楼层.
    pub floor: &'a str,
    /// 室.
    pub room: &'a str,
}

/// A part with its own column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 栋.
    Building,
    /// 单元.
    Unit,
    /// 室.
    Room,
}

/// A contradiction between columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contradiction {
    /// The address and the part's own column differ.
    Part(Part, Label),
    /// The room is on another floor.
    Floor(Label),
}

/// The building, if the text names one for sure; the 12 of 骏苑12号 may be a house.
fn building(parts: &Parts) -> Option<Numbered> {
    parts.building.filter(|b| !b.loose || parts.unit.is_some() || parts.room.is_some())
}

/// Parses an address (may be empty) together with the columns.
///
/// # Errors
/// The contradiction.
pub fn read(whole: &str, columns: &Columns<'_>) -> Result<Address, Contradiction> {
    // 3-2-501 in the room column is the whole address.
    let in_room = whole.is_empty() && columns.building.is_empty() && building(&parse(columns.room)).is_some();
    let text = if in_room { columns.room } else { whole };
    let said = parse(text);
    let plain = Plain::read(columns, in_room)?;
    for (part, ours, theirs) in [
        (Part::Building, plain.building.as_str(), building(&said)),
        (Part::Unit, plain.unit.as_str(), said.unit),
        (Part::Room, plain.room.as_str(), said.room),
    ] {
        if let (Some(ours), Some(theirs)) =
            (Label::read(ours), theirs.filter(|n| !n.loose || building(&said).is_some()))
            && ours != theirs.label
        {
            return Err(Contradiction::Part(part, theirs.label));
        }
    }
    let words = plain.join(text, &said);
    Ok(Address { reach: reach(&words, &plain), words })
}

fn reach(address: &str, columns: &Plain) -> Reach {
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

/// The columns in the directory's words.
struct Plain {
    quarter: String,
    building: String,
    unit: String,
    room: String,
}

impl Plain {
    fn read(columns: &Columns<'_>, in_room: bool) -> Result<Self, Contradiction> {
        let room = if in_room { "" } else { columns.room };
        let (room, floor) = (numbered(room, "").0, Label::read(columns.floor));
        // The first room on the fifth floor is 501.
        let room = match (Label::read(&room), floor) {
            (Some(door), Some(floor)) if door.before().is_none() && door.value() < 100 => {
                Label::door(floor.value(), door.value()).map_or(room, |whole| whole.to_string())
            }
            (Some(door), Some(floor)) if door.value() / 100 != floor.value() && door.value() < 10_000 => {
                return Err(Contradiction::Floor(door));
            }
            _ => room,
        };
        Ok(Self {
            quarter: words(columns.quarter),
            building: numbered(columns.building, "栋").0,
            unit: numbered(columns.unit, "单元").0,
            room,
        })
    }

    /// The address with additions of the columns. The address wins where it is more specific.
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
            // Missing parts go behind the building: 锦绣花园3栋 and 501.
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

    fn joined(
        whole: &str,
        [quarter, building, unit, floor, room]: [&str; 5],
    ) -> Result<(String, Reach), Contradiction> {
        read(whole, &Columns { quarter, building, unit, floor, room }).map(|address| (address.words, address.reach))
    }

    #[test]
    fn columns_come_to_the_words_of_the_directory() {
        let door = |words: &str| Ok((words.to_owned(), Reach::Door));
        assert_eq!(joined("", ["锦绣花园", "３幢", "2", "", "501室"]), door("锦绣花园3栋2单元501"));
        assert_eq!(joined("", ["锦绣花园", "", "", "", "3-2-501"]), door("锦绣花园3栋2单元501"));
        assert_eq!(joined("", ["锦绣花园", "3", "2", "5", "1"]), door("锦绣花园3栋2单元501"));
        assert_eq!(joined("锦绣花园3栋", ["", "", "2", "", "501"]), door("锦绣花园3栋2单元501"));
        assert_eq!(joined("竹影街60号", [""; 5]), door("竹影街60号"));
    }

    #[test]
    fn how_far_an_address_goes_is_told() {
        assert_eq!(joined("", ["锦绣花园", "3", "", "", ""]), Ok(("锦绣花园3栋".into(), Reach::Building)));
        assert_eq!(joined("", ["", "", "", "", "501"]), Ok(("501".into(), Reach::RoomOnly)));
    }

    #[test]
    fn columns_that_tell_otherwise_are_no_address() {
        let label = |text| Label::read(text).unwrap();
        let part = |part, text| Err(Contradiction::Part(part, label(text)));
        assert_eq!(joined("锦绣花园3栋2单元501", ["", "4", "", "", ""]), part(Part::Building, "3"));
        assert_eq!(joined("锦绣花园3栋2单元501", ["", "", "1", "", ""]), part(Part::Unit, "2"));
        assert_eq!(joined("锦绣花园3栋2单元501", ["", "", "", "", "502"]), part(Part::Room, "501"));
        assert_eq!(joined("", ["锦绣花园", "3", "2", "6", "501"]), Err(Contradiction::Floor(label("501"))));
    }
}
