//! The demonstration's territory: communities with real names and codes, and invented grids and micro-grids.

use std::collections::HashMap;
use weiguang_domain::grid::unit::{Cell, Kind};
use weiguang_domain::grid::{GridCode, Layer, LocateIndex, Placed, Shape};
use weiguang_domain::kernel::geo::{Datum, Point};
use weiguang_domain::kernel::time::{Day, FOREVER};
use weiguang_store::{StoreError, Tx};

use crate::data::{Community, Streets};
use crate::dice::Dice;
use crate::mesh::Mesh;
use weiguang_server::rooms::grid::store;
use weiguang_server::web::Refusal;

/// Micro-grids of the village's grids: 34 in total.
const VILLAGE: [usize; 5] = [7, 7, 7, 7, 6];

/// A micro-grid with its shape.
#[derive(Clone, Debug)]
pub struct Micro {
    /// Its code.
    pub code: GridCode,
    /// Its shape.
    pub shape: Shape,
}

/// A grid with its shape.
#[derive(Clone, Debug)]
pub struct Grid {
    /// Its code.
    pub code: GridCode,
    /// Its shape.
    pub shape: Shape,
    /// Its micro-grids.
    pub micros: Vec<Micro>,
}

/// A community with its shape.
#[derive(Clone, Debug)]
pub struct CommunityShape {
    /// Its data.
    pub of: Community,
    /// Its shape.
    pub shape: Shape,
    /// Its grids.
    pub grids: Vec<Grid>,
}

/// A dedicated grid.
#[derive(Clone, Debug)]
pub struct Over {
    /// Its code.
    pub code: GridCode,
    /// Its name.
    pub name: String,
    /// Its shape.
    pub shape: Shape,
    /// The name of the place.
    pub place: String,
}

/// The whole territory.
#[derive(Debug)]
pub struct Terrain {
    /// Communities.
    pub communities: Vec<CommunityShape>,
    /// Dedicated grids.
    pub dedicated: Vec<Over>,
    index: LocateIndex,
}

fn unsound(why: impl std::fmt::Display) -> Refusal {
    Refusal::Internal(format!("the demonstration's ground: {why}"))
}

impl Terrain {
    /// Creates it.
    ///
    /// # Errors
    /// If an area of `demo/streets.toml` cannot be divided; covered by a test.
    pub fn draw(streets: &Streets) -> Result<Self, Refusal> {
        let dice = Dice::new(1);
        let mut mesh = Mesh::default();
        let corners: HashMap<&str, usize> =
            streets.points.iter().map(|(name, [lon, lat])| (name.as_str(), mesh.point(*lon, *lat))).collect();
        let mut outlines = Vec::new();
        for community in streets.street.iter().flat_map(|s| &s.community) {
            let ring: Option<Vec<usize>> = community.outline.iter().map(|p| corners.get(p.as_str()).copied()).collect();
            outlines.push((community, mesh.ring(ring.ok_or_else(|| unsound("an unknown corner"))?)));
        }
        mesh.bend(&dice);
        let mut drawn = Vec::new();
        for (community, outline) in &outlines {
            let mut grids = Vec::new();
            for (at, grid) in mesh.divide(*outline, community.grids, &dice)?.into_iter().enumerate() {
                let n = if community.village { VILLAGE.get(at).copied().unwrap_or(6) } else { 6 + dice.below(4) };
                let micros = mesh.divide(grid, n, &dice)?;
                grids.push((grid, micros));
            }
            drawn.push((*community, *outline, grids));
        }
        // Shapes are final once all borders have all their points.
        let mut communities = Vec::new();
        for (of, outline, rings) in drawn {
            let mut grids = Vec::new();
            for (number, (ring, micros)) in (1..).zip(rings) {
                let code = of.code.child(number).map_err(unsound)?;
                let micros = (1..)
                    .zip(micros)
                    .map(|(n, ring)| Ok(Micro { code: code.child(n).map_err(unsound)?, shape: mesh.shape(ring)? }))
                    .collect::<Result<_, Refusal>>()?;
                grids.push(Grid { code, shape: mesh.shape(ring)?, micros });
            }
            communities.push(CommunityShape { of: of.clone(), shape: mesh.shape(outline)?, grids });
        }
        let dedicated = Self::dedicated(streets, &communities)?;
        let micros = communities.iter().flat_map(|c| &c.grids).flat_map(|g| &g.micros);
        let base = micros.map(|m| Placed { code: m.code, layer: Layer::Base, shape: &m.shape });
        let index = LocateIndex::build(base).map_err(unsound)?;
        Ok(Self { communities, dedicated, index })
    }

    /// A dedicated grid has the shape of its grid, scaled around the centre.
    fn dedicated(streets: &Streets, communities: &[CommunityShape]) -> Result<Vec<Over>, Refusal> {
        let mut all = Vec::new();
        for d in &streets.dedicated {
            let grids = communities.iter().filter(|c| c.of.code == d.community).flat_map(|c| &c.grids);
            let grid = grids.clone().find(|g| g.code.number() == Some(d.over)).ok_or_else(|| unsound(&d.name))?;
            let middle = grid.shape.label_point();
            let toward = |from: f64, to: f64| from + (to - from) * d.scale;
            let ring = grid.shape.rings().next().unwrap_or_default().iter();
            let ring = ring.map(|c| Point::new(toward(middle.lon, c.x), toward(middle.lat, c.y))).collect();
            let shape = Shape::from_rings(vec![vec![ring]], Datum::Wgs84).map_err(|_| unsound(&d.name))?;
            let code = d.community.child(d.number).map_err(unsound)?;
            all.push(Over { code, name: d.name.clone(), shape, place: d.place.clone() });
        }
        Ok(all)
    }

    /// The base micro-grid of a point.
    #[must_use]
    pub fn locate(&self, point: Point) -> Option<GridCode> {
        self.index.locate(point).and_then(|id| self.index.code(id))
    }

    /// A random point in a micro-grid.
    #[must_use]
    pub fn somewhere_in(&self, micro: &Micro, dice: &Dice) -> Point {
        let bounds = micro.shape.bounds();
        let draw = || {
            let lon = dice.within(bounds.min.lon, bounds.max.lon);
            let lat = dice.within(bounds.min.lat, bounds.max.lat);
            // As precise as a map's pin: about a decimetre.
            Point::new((lon * 1e6).round() / 1e6, (lat * 1e6).round() / 1e6)
        };
        (0..30)
            .map(|_| draw())
            .find(|p| self.locate(*p) == Some(micro.code))
            .unwrap_or_else(|| micro.shape.label_point())
    }

    /// Stores streets, areas and cells.
    ///
    /// # Errors
    /// Errors of the store.
    pub fn keep(
        &self,
        tx: &mut Tx<'_>,
        streets: &Streets,
        households: &HashMap<GridCode, u32>,
        since: Day,
    ) -> Result<(), StoreError> {
        for street in &streets.street {
            store::insert_street(tx, &street.code, &street.name, true)?;
            store::insert_area(tx, &street.code, &street.name, SOURCE)?;
            for alias in &street.aliases {
                store::insert_alias(tx, &street.code, alias)?;
            }
            for parent in &street.also_under {
                store::insert_parent(tx, &street.code, parent)?;
            }
            for community in &street.community {
                store::insert_area(tx, &community.code, &community.name, SOURCE)?;
            }
        }
        let cell = |code: GridCode, name: String, kind: Kind, shape: Option<&Shape>| Cell {
            code,
            name,
            kind,
            since,
            until: FOREVER,
            shape: shape.cloned(),
            households: households.get(&code).copied(),
        };
        for territory in &self.communities {
            let own = cell(territory.of.code, territory.of.name.clone(), Kind::General, Some(&territory.shape));
            store::insert_cell(tx, &own, None)?;
            for grid in &territory.grids {
                store::insert_cell(tx, &cell(grid.code, grid.code.words(), Kind::General, Some(&grid.shape)), None)?;
                for m in &grid.micros {
                    store::insert_cell(tx, &cell(m.code, m.code.words(), Kind::General, Some(&m.shape)), None)?;
                }
            }
        }
        for over in &self.dedicated {
            store::insert_cell(tx, &cell(over.code, over.name.clone(), Kind::Dedicated, Some(&over.shape)), None)?;
        }
        for f in &streets.functional {
            let kind = Kind::Functional { home: f.home, takes: f.takes.clone() };
            store::insert_cell(tx, &cell(f.code, f.name.clone(), kind, None), None)?;
        }
        Ok(())
    }
}

/// The source of area names.
const SOURCE: &str = "国家统计局统计用区划代码（2023）";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Data;
    use weiguang_domain::grid::check::check;

    #[test]
    fn grids_tile_their_community_and_micro_grids_their_grid() {
        let terrain = Terrain::draw(&Data::read().unwrap().streets).unwrap();
        let communities: Vec<_> = terrain.communities.iter().map(|c| (c.of.code, &c.shape)).collect();
        assert_eq!(check(&communities, None), []);
        let mut micros = 0;
        for territory in &terrain.communities {
            let grids: Vec<_> = territory.grids.iter().map(|g| (g.code, &g.shape)).collect();
            assert_eq!(check(&grids, Some(&territory.shape)), [], "{}", territory.of.name);
            let all: Vec<_> = territory.grids.iter().flat_map(|g| &g.micros).map(|m| (m.code, &m.shape)).collect();
            assert_eq!(check(&all, Some(&territory.shape)), [], "{}", territory.of.name);
            micros += all.len();
            if territory.of.village {
                assert_eq!(all.len(), 34);
            }
        }
        assert!((320..=400).contains(&micros), "{micros}");
    }

    #[test]
    fn a_border_has_the_same_corners_on_both_sides() {
        let terrain = Terrain::draw(&Data::read().unwrap().streets).unwrap();
        let mut sides: HashMap<_, Vec<GridCode>> = HashMap::new();
        let micros = || terrain.communities.iter().flat_map(|c| &c.grids).flat_map(|g| &g.micros);
        for micro in micros() {
            for pair in micro.shape.rings().flat_map(|r| r.windows(2)) {
                let key = |i: usize| (pair[i].x.to_bits(), pair[i].y.to_bits());
                sides.entry((key(0).min(key(1)), key(0).max(key(1)))).or_default().push(micro.code);
            }
        }
        assert!(sides.values().all(|codes| codes.len() <= 2));
        // Edges of a single cell must be on a street's outer border: their midpoint has no cell on one side.
        let single = sides.values().filter(|codes| codes.len() == 1).count();
        let outer: usize = {
            let mut edges: HashMap<_, usize> = HashMap::new();
            for pair in terrain.communities.iter().flat_map(|c| c.shape.rings()).flat_map(|r| r.windows(2)) {
                let key = |i: usize| (pair[i].x.to_bits(), pair[i].y.to_bits());
                *edges.entry((key(0).min(key(1)), key(0).max(key(1)))).or_default() += 1;
            }
            edges.values().filter(|n| **n == 1).count()
        };
        assert_eq!(single, outer);
    }
}
