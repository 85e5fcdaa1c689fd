//! The territory in memory: the land, directory and lessons of every street. Immutable; a change builds another one that shares all
//! unchanged parts with the one before.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use weiguang_domain::grid::address::{Candidate, Directory, Evidence, Lessons, Outcome, Placing, combine};
use weiguang_domain::grid::unit::Territory as Areas;
use weiguang_domain::grid::{GridCode, Level};
use weiguang_domain::kernel::geo::Point;
use weiguang_domain::kernel::time::Day;
use weiguang_store::Db;

pub use super::land::{Known, Land};
use super::store::StreetRow;
use super::{places, store};
use crate::app::State;
use crate::web::Refusal;

/// A point at most this far from the nearest cell, in metres, may still belong to it: phones err by this much between houses.
const BESIDE_M: f64 = 30.0;

/// A street's directory, loaded on first use: a million rooms need not be in memory before the first page is shown.
pub struct Addresses {
    street: GridCode,
    count: i64,
    /// The street and its communities by name: an address that names others is elsewhere.
    areas: Arc<[(GridCode, String)]>,
    db: Db,
    directory: OnceLock<Directory>,
    reading: Mutex<()>,
}

impl std::fmt::Debug for Addresses {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Addresses").field("street", &self.street).field("count", &self.count).finish_non_exhaustive()
    }
}

impl Addresses {
    /// The directory; the first caller loads it while others wait. `None` if the store cannot be read now.
    pub fn directory(&self) -> Option<&Directory> {
        if let Some(directory) = self.directory.get() {
            return Some(directory);
        }
        let _one_reader = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if self.directory.get().is_none() {
            let (db, street, areas) = (&self.db, self.street, self.areas.clone());
            // On a thread of its own: the store's blocking read must not run on a thread of the async runtime.
            let read = std::thread::scope(|scope| {
                scope.spawn(|| db.read_blocking(move |tx| places::directory(tx, &street, &areas))).join()
            });
            match read {
                Ok(Ok(directory)) => drop(self.directory.set(directory)),
                Ok(Err(error)) => tracing::error!(%error, %street, "the address directory could not be read"),
                Err(_) => tracing::error!(%street, "reading the address directory panicked"),
            }
        }
        self.directory.get()
    }
}

/// One street.
#[derive(Clone, Debug)]
pub struct Street {
    /// The stored row.
    pub row: StreetRow,
    /// Its cells.
    pub land: Arc<Land>,
    /// Its directory.
    pub addresses: Arc<Addresses>,
    /// Lessons from dispatchers' picks.
    pub lessons: Arc<Lessons>,
}

/// Streets, cells, directories and lessons on a day.
#[derive(Clone, Debug)]
pub struct Territory {
    day: Day,
    streets: BTreeMap<GridCode, Street>,
    above: Arc<HashMap<GridCode, String>>,
    areas: Arc<Areas>,
}

impl State for Territory {
    const NAME: &'static str = "territory";

    fn load(db: &Db, before: Option<&Self>, today: Day) -> Result<Self, Refusal> {
        Self::read(before, db, today)
    }
}

impl Territory {
    /// Reads the state of a day; unchanged parts are shared with the previous one.
    fn read(before: Option<&Self>, db: &Db, day: Day) -> Result<Self, Refusal> {
        let (rows, above, areas) = db.read_blocking(|tx| {
            let rows = store::streets(tx)?;
            let mut above = HashMap::new();
            for code in rows.iter().flat_map(|row| row.code.climb().skip(1)) {
                if let Entry::Vacant(entry) = above.entry(code) {
                    entry.insert(store::area_name(tx, &code)?.unwrap_or_default());
                }
            }
            Ok::<_, Refusal>((rows, above, store::areas(tx)?))
        })?;
        let areas = Areas::new(areas).unwrap_or_else(|fault| {
            tracing::error!(%fault, "the other codes of areas contradict each other and are left out");
            Areas::default()
        });
        // Streets are read in parallel: most of the work is building indexes.
        let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get).min(rows.len()).max(1);
        let next = std::sync::atomic::AtomicUsize::new(0);
        let parts: Vec<Result<Vec<Street>, Refusal>> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..threads)
                .map(|_| {
                    scope.spawn(|| {
                        let mut done = Vec::new();
                        while let Some(row) = rows.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                            let known = before.and_then(|g| g.streets.get(&row.code));
                            done.push(street(known, row, db, day)?);
                        }
                        Ok(done)
                    })
                })
                .collect();
            let panicked = |_| Err(Refusal::Internal("reading the ground panicked".into()));
            workers.into_iter().map(|w| w.join().unwrap_or_else(panicked)).collect()
        });
        let mut streets = BTreeMap::new();
        for part in parts {
            streets.extend(part?.into_iter().map(|s| (s.row.code, s)));
        }
        Ok(Self { day, streets, above: Arc::new(above), areas: Arc::new(areas) })
    }

    /// The same territory with another land for one street, for use in the transaction that changes it.
    #[must_use]
    pub fn with_land(&self, street: &GridCode, land: Land) -> Self {
        let mut territory = self.clone();
        if let Some(held) = territory.streets.get_mut(street) {
            held.land = Arc::new(land);
        }
        territory
    }

    /// Whether it was read from these rows, for this day.
    #[must_use]
    pub fn is_current(&self, rows: &[StreetRow], day: Day) -> bool {
        rows.len() == self.streets.len()
            && rows.iter().all(|row| {
                self.streets.get(&row.code).is_some_and(|s| s.row == *row && s.land.holds(row.territory, day))
            })
    }

    /// Loads every directory that was not used yet, one after the other.
    pub fn warm(&self) {
        for street in self.streets.values() {
            street.addresses.directory();
        }
    }

    /// The day for which it is valid.
    #[must_use]
    pub const fn day(&self) -> Day {
        self.day
    }

    /// The served streets.
    #[must_use]
    pub fn streets(&self) -> Vec<GridCode> {
        self.streets.keys().copied().collect()
    }

    /// One street.
    #[must_use]
    pub fn street(&self, code: &GridCode) -> Option<&Street> {
        code.street().and_then(|s| self.streets.get(&s))
    }

    /// Whether the installation serves a street.
    #[must_use]
    pub fn serves(&self, street: &GridCode) -> bool {
        self.streets.contains_key(street)
    }

    /// Whether a street is fictitious, for a demonstration.
    #[must_use]
    pub fn made_up(&self, street: &GridCode) -> bool {
        self.streets.get(street).is_some_and(|s| s.row.made_up)
    }

    /// Areas by the codes of other authorities, and their other parents.
    #[must_use]
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// Whether a code can have a matter: a present cell, or a community or street that is served.
    #[must_use]
    pub fn knows(&self, code: &GridCode) -> bool {
        let Some(street) = self.street(code) else { return false };
        code.level() == Level::Street
            || street.land.cells.contains_key(code)
            || (code.level() == Level::Community && street.land.names.contains_key(code))
    }

    /// Whether a list may be requested under a code.
    ///
    /// # Errors
    /// For a cell that a re-grid ended, with its successors: its list would be empty without an explanation.
    pub fn is_on(&self, code: &GridCode) -> Result<(), Refusal> {
        let heirs = match self.street(code) {
            Some(street) if !self.knows(code) => street.land.heirs(code),
            _ => Vec::new(),
        };
        if heirs.is_empty() {
            return Ok(());
        }
        let named: Vec<String> = heirs.iter().map(|heir| format!("{heir} {}", self.words(heir))).collect();
        Err(Refusal::rule(
            "grid.code-ended",
            format!("网格 {code} 已撤销，现为：{}。请重新选择。", named.join("、")),
            format!("The cell {code} has ended; it is now: {}. Choose again.", named.join(", ")),
        ))
    }

    /// A present cell.
    #[must_use]
    pub fn cell(&self, code: &GridCode) -> Option<&Known> {
        self.street(code)?.land.cells.get(code)
    }

    /// Every present cell under a code, in order of code.
    #[must_use]
    pub fn cells_under(&self, under: &GridCode) -> Vec<(GridCode, &Known)> {
        let inside = |s: &&Street| under.contains(&s.row.code) || s.row.code.contains(under);
        let cells = self.streets.values().filter(inside).flat_map(|s| s.land.cells.range(under..));
        cells.filter(|(c, _)| under.contains(c)).map(|(c, k)| (*c, k)).collect()
    }

    /// Every named area under a code, from the street down, in order of code.
    #[must_use]
    pub fn areas_under(&self, under: &GridCode) -> Vec<(GridCode, &str)> {
        let mut areas: Vec<(GridCode, &str)> = Vec::new();
        for street in self.streets.values() {
            areas.push((street.row.code, street.row.name.as_str()));
            areas.extend(street.land.names.iter().map(|(c, n)| (*c, n.as_str())));
        }
        areas.retain(|(code, _)| under.contains(code));
        areas.sort_unstable();
        areas.dedup_by_key(|(code, _)| *code);
        areas
    }

    /// The name of an area or cell, without its parents; empty if it has none.
    #[must_use]
    pub fn name(&self, code: &GridCode) -> &str {
        let Some(street) = self.street(code) else { return self.above.get(code).map_or("", String::as_str) };
        if code.level() == Level::Street {
            return &street.row.name;
        }
        let cell = || street.land.cells.get(code).map(|c| &*c.name);
        street.land.names.get(code).map(String::as_str).or_else(cell).unwrap_or("")
    }

    /// A place with all its parents: 天骄西路社区第九网格第六微网格.
    #[must_use]
    pub fn words(&self, code: &GridCode) -> String {
        let community = code.at(Level::Community).map_or("", |c| self.name(&c));
        let words = format!("{community}{}", code.words());
        if words.is_empty() { self.name(code).to_owned() } else { words }
    }

    /// The functional micro-grid for a kind of matter at a code: the one whose home is the nearest ancestor.
    #[must_use]
    pub fn functional_for(&self, kind: &str, code: &GridCode) -> Option<GridCode> {
        self.street(code)?.land.functional_for(kind, code)
    }

    /// The micro-grid of a point: where the borders of two streets overlap, the deepest cell of the smaller code.
    #[must_use]
    pub fn locate(&self, point: Point) -> Option<GridCode> {
        let found = self.streets.values().filter_map(|s| s.land.locate(point));
        found.min_by_key(|code| (std::cmp::Reverse(code.level()), *code))
    }

    /// Finds the place of a matter within a street, from an address, a point, or both.
    #[must_use]
    pub fn place(&self, street: &GridCode, address: &str, point: Option<Point>) -> Placing {
        self.streets.get(street).map_or_else(nowhere, |held| self.place_by(held, &held.lessons, street, address, point))
    }

    /// The same for a person without an account: by directory and shapes only, which are public. Lessons from picks contain residents'
    /// input, and must not be revealed by repeating it.
    #[must_use]
    pub fn place_for_anybody(&self, street: &GridCode, address: &str, point: Option<Point>) -> Placing {
        let nothing_taught = Lessons::default();
        self.streets
            .get(street)
            .map_or_else(nowhere, |held| self.place_by(held, &nothing_taught, street, address, point))
    }

    fn place_by(
        &self,
        held: &Street,
        lessons: &Lessons,
        street: &GridCode,
        address: &str,
        point: Option<Point>,
    ) -> Placing {
        let located = point.and_then(|p| held.land.locate(p)).filter(|c| street.contains(c));
        let known = |c: &GridCode| self.knows(c);
        let found = if address.trim().is_empty() {
            nowhere()
        } else {
            held.addresses.directory().map_or_else(nowhere, |d| d.find(address, lessons))
        };
        let placing = combine(&still_there(found, &known), located);
        match point.filter(|_| placing.outcome == Outcome::Nothing).and_then(|p| held.land.nearest(p, BESIDE_M)) {
            Some((code, metres)) => self.beside(code, metres),
            None => placing,
        }
    }

    /// A point in no cell: the nearest one is offered, and a person decides.
    fn beside(&self, code: GridCode, metres: f64) -> Placing {
        let words = self.words(&code);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most some tens of metres")]
        let metres = metres.round() as u32;
        Placing {
            outcome: Outcome::Unsure { candidates: vec![Candidate { code, entry: None, words, confidence: 0.5 }] },
            confidence: 0.5,
            evidence: vec![Evidence::CoordinateBeside { code: code.to_string(), metres }],
        }
    }
}

fn nowhere() -> Placing {
    Placing { outcome: Outcome::Nothing, confidence: 0.0, evidence: Vec::new() }
}

/// A directory row or lesson of an ended cell gives no answer until a person says where it is now.
fn still_there(placing: Placing, known: &dyn Fn(&GridCode) -> bool) -> Placing {
    match &placing.outcome {
        Outcome::Sure { code, .. } if !known(code) => {
            Placing { outcome: Outcome::Unsure { candidates: Vec::new() }, confidence: 0.0, evidence: placing.evidence }
        }
        Outcome::Unsure { candidates } if candidates.iter().any(|c| !known(&c.code)) => {
            let candidates = candidates.iter().filter(|c| known(&c.code)).cloned().collect();
            Placing { outcome: Outcome::Unsure { candidates }, ..placing }
        }
        _ => placing,
    }
}

/// One street, sharing the parts that are still valid with the previous one.
fn street(before: Option<&Street>, row: &StreetRow, db: &Db, day: Day) -> Result<Street, Refusal> {
    let (code, territory) = (row.code, row.territory);
    let land = match before.filter(|s| s.land.holds(territory, day)) {
        Some(known) => known.land.clone(),
        None => Arc::new(db.read_blocking(move |tx| Land::read(tx, &code, territory, day))?),
    };
    let communities = land.names.iter().filter(|(code, _)| code.level() == Level::Community);
    let mut areas: Vec<(GridCode, String)> = communities.map(|(code, name)| (*code, name.clone())).collect();
    areas.push((code, row.name.clone()));
    areas.sort_unstable();
    let addresses = match before.filter(|s| s.row.directory == row.directory && *s.addresses.areas == *areas) {
        Some(known) => known.addresses.clone(),
        None => Arc::new(Addresses {
            street: code,
            count: row.directory,
            areas: areas.into(),
            db: db.clone(),
            directory: OnceLock::new(),
            reading: Mutex::new(()),
        }),
    };
    let lessons = match before.filter(|s| s.row.lessons == row.lessons) {
        Some(known) => known.lessons.clone(),
        None => Arc::new(db.read_blocking(move |tx| places::lessons(tx, &code))?),
    };
    Ok(Street { row: row.clone(), land, addresses, lessons })
}
