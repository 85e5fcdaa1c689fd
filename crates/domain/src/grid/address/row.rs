//! A row of an office's address table: from its columns to directory entries.

use super::directory::{Entry, Place};
use super::placing::Handle;
use crate::grid::GridCode;

/// The columns of a row; empty where not applicable.
#[derive(Clone, Copy, Default, Debug)]
#[expect(missing_docs, reason = "each field is the word of its column")]
pub struct Row<'a> {
    pub quarter: &'a str,
    pub building: &'a str,
    pub unit: &'a str,
    pub room: &'a str,
    pub road: &'a str,
    pub number: &'a str,
    pub village: &'a str,
    pub group: &'a str,
    pub name: &'a str,
    pub aliases: &'a [&'a str],
}

fn given(text: &str) -> Option<&str> {
    Some(text).filter(|t| !t.is_empty())
}

impl<'a> Row<'a> {
    /// The entries of the row: one place, or a road number and what is there. Empty if it names none.
    #[must_use]
    pub fn entries(&self, code: GridCode, id: Handle) -> Vec<Entry<'a>> {
        let stands = given(self.road).map(|road| (road, self.number));
        let entry = |place, stands, aliases| Entry { place, code, id, aliases, stands };
        let quarter = self.quarter;
        if !quarter.is_empty() {
            let place = match (given(self.building), given(self.unit), given(self.room)) {
                (Some(building), unit, Some(room)) => Place::Room { quarter, building, unit, room },
                (Some(building), Some(unit), None) => Place::Unit { quarter, building, unit },
                (Some(building), None, None) => Place::Building { quarter, building },
                (None, ..) => Place::Quarter { quarter },
            };
            return vec![entry(place, stands, self.aliases)];
        }
        if !self.village.is_empty() {
            let (group, number) = (given(self.group), given(self.number));
            return vec![entry(Place::Village { village: self.village, group, number }, None, self.aliases)];
        }
        let named = given(self.name).map(|name| entry(Place::Named { name }, stands, self.aliases));
        let own: &[&str] = if named.is_some() { &[] } else { self.aliases };
        let door = stands.filter(|(_, number)| !number.is_empty());
        let door = door.map(|(road, number)| entry(Place::Door { road, number }, None, own));
        door.into_iter().chain(named).collect()
    }
}

/// Splits 竹影街60号 into 竹影街 and 60号; the number may be empty.
#[must_use]
pub fn road_and_number(address: &str) -> (&str, &str) {
    let number = |c: char| c.is_ascii_alphanumeric() || "号附之甲乙丙丁-".contains(c);
    let from = address.char_indices().rev().take_while(|(_, c)| number(*c)).last().map_or(address.len(), |(at, _)| at);
    let (road, number) = address.split_at(from);
    let door = !road.is_empty() && number.contains(|c: char| c.is_ascii_digit());
    if door { (road, number) } else { (address, "") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_road_and_a_number() {
        assert_eq!(road_and_number("竹影街60号"), ("竹影街", "60号"));
        assert_eq!(road_and_number("人民南路四段27号附3号"), ("人民南路四段", "27号附3号"));
        for road in ["竹影街", "2号路", ""] {
            assert_eq!(road_and_number(road), (road, ""));
        }
    }
}
