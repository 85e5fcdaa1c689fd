//! The address directory of the demonstration: quarters, buildings, units, rooms, shops, village houses and named
//! places, each in its micro-grid.

use std::collections::HashMap;
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::Directory;
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::ids::uuid_v7;
use weiguang_domain::kernel::time::Moment;
use weiguang_store::{StoreError, Tx};

use crate::data::{Data, Names};
use crate::dice::Dice;
use crate::terrain::{CommunityShape, Grid, Micro, Terrain};
use weiguang_server::rooms::grid::places::{self, PlaceRow, columns};

/// A building 栋 of a quarter, or a villager's house of a group.
#[derive(Clone, Debug)]
pub struct Building {
    /// The quarter or village.
    pub quarter: String,
    /// The road of the quarter, or empty.
    pub road: String,
    /// Its number in the quarter; in a village the group 组.
    pub number: usize,
    /// The house in a village; 0 in a quarter.
    pub house: usize,
    /// Units 单元.
    pub units: usize,
    /// Floors.
    pub floors: usize,
    /// Dwellings per floor.
    pub doors: usize,
    /// Its position.
    pub point: Point,
    /// Its micro-grid.
    pub code: GridCode,
}

/// A shop at a house number, or a named place.
#[derive(Clone, Debug)]
pub struct Spot {
    /// The road; empty for a named place.
    pub road: String,
    /// The house number; 0 for a named place.
    pub number: usize,
    /// The name of the shop or place.
    pub name: String,
    /// Its position.
    pub point: Point,
    /// Its cell.
    pub code: GridCode,
}

/// Everything with an address.
#[derive(Debug, Default)]
pub struct Addresses {
    /// Buildings and houses.
    pub buildings: Vec<Building>,
    /// Shops.
    pub shops: Vec<Spot>,
    /// Named places.
    pub named: Vec<Spot>,
    /// Rows to be stored.
    rows: Vec<PlaceRow>,
    /// Number of households by cell.
    pub households: HashMap<GridCode, u32>,
}

impl Addresses {
    /// Creates all addresses.
    #[must_use]
    pub fn build(data: &Data, terrain: &Terrain) -> Self {
        let dice = Dice::new(2);
        let names = &data.names;
        let mut all = Self::default();
        let mut quarters = Vec::new();
        for ending in &names.endings {
            quarters.extend(names.quarters.iter().map(|q| format!("{q}{ending}")));
        }
        let mut next = 0;
        let (mut twins, mut others) = (0, 0);
        let mut doors: HashMap<&str, usize> = HashMap::new();
        let mut roads = names.roads.iter().cycle();
        for territory in &terrain.communities {
            all.row("community", territory.of.code, &territory.of.name, |_| {});
            for (at, grid) in territory.grids.iter().enumerate() {
                if territory.of.village {
                    all.village_grid(terrain, territory, grid, at, &dice);
                    continue;
                }
                // Two grids share a road, like two sides of a street.
                let road = if at % 2 == 0 { roads.next() } else { None };
                let road = road.or_else(|| names.roads.get((doors.len() + names.roads.len() - 1) % names.roads.len()));
                let road = road.map_or("", String::as_str);
                let first = doors.entry(road).or_insert(1);
                all.shops_of(terrain, grid, road, first, names, &dice);
                let mut rest = grid.micros.as_slice();
                while !rest.is_empty() {
                    let (here, after) = rest.split_at((1 + dice.below(4)).min(rest.len()));
                    rest = after;
                    let twin = at == 2 && twins < 2 * names.twins.len() && !all.has_twin(territory, names);
                    let name = if twin {
                        twins += 1;
                        names.twins[(twins - 1) / 2].clone()
                    } else {
                        next += 1;
                        quarters.get(next - 1).cloned().unwrap_or_else(|| format!("晓园{next}号"))
                    };
                    let alias = (at % 5 == 1 && here.len() > 1 && others < names.other_names.len()).then(|| {
                        others += 1;
                        names.other_names[others - 1].clone()
                    });
                    all.quarter(terrain, here, &name, road, alias, &dice);
                }
            }
            all.named_places(terrain, territory, data, &dice);
        }
        all
    }

    fn has_twin(&self, territory: &CommunityShape, names: &Names) -> bool {
        self.buildings.iter().any(|b| territory.of.code.contains(&b.code) && names.twins.contains(&b.quarter))
    }

    fn row(&mut self, kind: &str, code: GridCode, name: &str, fill: impl FnOnce(&mut PlaceRow)) {
        let mut row = PlaceRow { kind: kind.into(), code: Some(code), name: name.into(), ..PlaceRow::default() };
        fill(&mut row);
        self.rows.push(row);
    }

    fn quarter(
        &mut self,
        terrain: &Terrain,
        micros: &[Micro],
        name: &str,
        road: &str,
        alias: Option<String>,
        dice: &Dice,
    ) {
        let Some(first) = micros.first() else { return };
        self.row("quarter", first.code, name, |r| {
            r.road = road.into();
            r.aliases = alias.into_iter().collect();
            r.point = Some(first.shape.label_point());
        });
        // Built alike: high houses with lifts, or low ones without.
        let high = dice.percent(45);
        let mut number = 0;
        for micro in micros {
            let (count, units, floors, doors) = if high {
                (1, 2, usize::try_from(dice.between(15, 18)).unwrap_or(16), 3)
            } else {
                (usize::try_from(dice.between(2, 3)).unwrap_or(2), 3, 6, 2)
            };
            let mut rooms = 0;
            for _ in 0..count {
                number += 1;
                let point = terrain.somewhere_in(micro, dice);
                let (quarter, road) = (name.to_owned(), road.to_owned());
                let building =
                    Building { quarter, road, number, house: 0, units, floors, doors, point, code: micro.code };
                rooms += self.building(building);
            }
            // Some rooms are empty or offices.
            let people = (rooms * usize::try_from(dice.between(68, 92)).unwrap_or(80) / 100).clamp(30, 100);
            self.count(micro.code, people);
        }
    }

    fn count(&mut self, micro: GridCode, households: usize) {
        let households = u32::try_from(households).unwrap_or(0);
        for code in micro.climb().take(3) {
            *self.households.entry(code).or_insert(0) += households;
        }
    }

    /// Adds a building with its units and rooms; returns the number of rooms.
    fn building(&mut self, b: Building) -> usize {
        let (name, code, number) = (b.quarter.clone(), b.code, format!("{}栋", b.number));
        self.row("building", code, &name, |r| {
            r.building.clone_from(&number);
            r.point = Some(b.point);
        });
        for unit in 1..=b.units {
            let unit = format!("{unit}单元");
            self.row("unit", code, &name, |r| {
                r.building.clone_from(&number);
                r.unit.clone_from(&unit);
            });
            for floor in 1..=b.floors {
                for door in 1..=b.doors {
                    self.row("room", code, &name, |r| {
                        r.building.clone_from(&number);
                        r.unit.clone_from(&unit);
                        r.room = format!("{floor}{door:02}");
                    });
                }
            }
        }
        let rooms = b.units * b.floors * b.doors;
        self.buildings.push(b);
        rooms
    }

    /// Villagers live in groups of houses; about two micro-grids form a group.
    fn village_grid(&mut self, terrain: &Terrain, territory: &CommunityShape, grid: &Grid, at: usize, dice: &Dice) {
        for (n, micro) in grid.micros.iter().enumerate() {
            let group = at * 4 + n / 2 + 1;
            let houses = usize::try_from(dice.between(30, 46)).unwrap_or(30);
            for house in (n % 2) * 50 + 1..(n % 2) * 50 + 1 + houses {
                let point = terrain.somewhere_in(micro, dice);
                self.row("village", micro.code, &territory.of.name, |r| {
                    r.building = format!("{group}组");
                    r.room = format!("{house}号");
                    r.point = Some(point);
                });
                let (quarter, road, code) = (territory.of.name.clone(), String::new(), micro.code);
                let house =
                    Building { quarter, road, number: group, house, units: 0, floors: 0, doors: 0, point, code };
                self.buildings.push(house);
            }
            self.count(micro.code, houses);
        }
    }

    fn shops_of(&mut self, terrain: &Terrain, grid: &Grid, road: &str, first: &mut usize, names: &Names, dice: &Dice) {
        for micro in &grid.micros {
            for _ in 0..3 + dice.below(4) {
                let (number, point) = (*first, terrain.somewhere_in(micro, dice));
                *first += 1 + dice.below(2);
                self.row("road_number", micro.code, "", |r| {
                    r.road = road.into();
                    r.building = format!("{number}号");
                    r.point = Some(point);
                });
                let name = dice.word(&names.shops);
                self.shops.push(Spot { road: road.into(), number, name, point, code: micro.code });
            }
        }
    }

    fn named_places(&mut self, terrain: &Terrain, territory: &CommunityShape, data: &Data, dice: &Dice) {
        let short = territory.of.name.trim_end_matches("社区").trim_end_matches('村');
        let mut spots: Vec<(String, Point, GridCode)> = Vec::new();
        for name in &data.names.named {
            let grid = dice.pick(&territory.grids);
            if let Some(micro) = grid.and_then(|g| dice.pick(&g.micros)) {
                spots.push((format!("{short}{name}"), terrain.somewhere_in(micro, dice), micro.code));
            }
        }
        for over in terrain.dedicated.iter().filter(|o| territory.of.code.contains(&o.code)) {
            spots.push((over.place.clone(), over.shape.label_point(), over.code));
        }
        for (name, point, code) in spots {
            self.row("poi", code, &name, |r| r.point = Some(point));
            self.named.push(Spot { road: String::new(), number: 0, name, point, code });
        }
    }

    /// Number of rooms.
    #[must_use]
    pub fn rooms(&self) -> usize {
        self.rows.iter().filter(|r| r.kind == "room").count()
    }

    /// Stores all rows.
    ///
    /// # Errors
    /// Errors of the store.
    pub fn keep(&self, tx: &mut Tx<'_>, at: Moment) -> Result<(), StoreError> {
        let dice = Dice::new(3);
        for row in &self.rows {
            let row = PlaceRow { id: uuid_v7(at, dice.bytes()), ..row.clone() };
            if let Some(street) = row.code.and_then(|c| c.street()) {
                places::put(tx, &street, &row)?;
            }
        }
        Ok(())
    }

    /// The directory of a street as the server builds it, to place cases before there is a server.
    #[must_use]
    pub fn directory(&self, street: &GridCode) -> Directory {
        let mut builder = Directory::builder();
        for (id, row) in (1..).zip(&self.rows) {
            let Some(code) = row.code.filter(|c| street.contains(c)) else { continue };
            let aliases: Vec<&str> = row.aliases.iter().map(String::as_str).collect();
            match columns(row, &aliases) {
                Some(columns) => builder.row(&columns, code, id),
                None => builder.areas([(code, row.name.as_str())]),
            }
        }
        builder.build()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_building_stands_in_its_micro_grid_and_households_are_as_many_as_is_usual() {
        let data = Data::read().unwrap();
        let terrain = Terrain::draw(&data.streets).unwrap();
        let all = Addresses::build(&data, &terrain);
        for b in &all.buildings {
            assert_eq!(terrain.locate(b.point), Some(b.code), "{b:?}");
        }
        let micros: Vec<_> =
            terrain.communities.iter().flat_map(|c| &c.grids).flat_map(|g| &g.micros).map(|m| m.code).collect();
        assert!(micros.iter().all(|m| (30..=100).contains(&all.households[m])));
        assert!((25_000..=36_000).contains(&all.rooms()), "{}", all.rooms());
        let paths: HashSet<_> = all.rows.iter().map(|r| (r.code.unwrap().street(), r.path())).collect();
        assert_eq!(paths.len(), all.rows.len(), "two rows have one path");
        let spread: HashSet<_> = all.buildings.iter().map(|b| (&b.quarter, b.code)).collect();
        let quarters: HashSet<_> = all.buildings.iter().map(|b| &b.quarter).collect();
        assert!(spread.len() > quarters.len() + 50, "some quarters spread over several micro-grids");
        println!("{} rooms, {} quarters, {} micro-grids", all.rooms(), quarters.len(), micros.len());
    }
}
