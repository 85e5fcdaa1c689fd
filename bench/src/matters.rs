//! Realistic cases: kinds by frequency, texts of the demonstration or of real messages, addresses as spoken, and an
//! uneven load across streets.

use anyhow::{Context as _, Result};
use serde::Deserialize;
use serde_json::{Value, json};
use std::path::Path;

use crate::cells;
use crate::report::Chance;
use crate::report::client_now;

/// Subjects and texts of citizens' messages in the data folder; not of the same message.
const SUBJECTS: &str = "messages/subjects_train.csv";
const DETAILS: &str = "messages/details_train.csv.gz";
/// Maximum characters of a title and a detail.
const TITLE: usize = 60;
const DETAIL: usize = 1_000;
/// Streets that receive cases, and micro-grids in each.
const STREETS: u64 = 8;
const CELLS: u64 = 500;

#[derive(Deserialize)]
struct Names {
    quarters: Vec<String>,
    endings: Vec<String>,
    roads: Vec<String>,
    residents: Vec<String>,
    surnames: Vec<String>,
}

#[derive(Deserialize)]
struct ReportTexts {
    nowhere: Vec<String>,
}

#[derive(Deserialize)]
struct Kind {
    kind: String,
    weight: u64,
    texts: Vec<[String; 2]>,
}

#[derive(Deserialize)]
struct File {
    said: ReportTexts,
    matter: Vec<Kind>,
}

/// The source of generated cases.
pub struct Matters {
    names: Names,
    file: File,
    /// Titles and details of real messages, if available.
    real: Option<(Vec<String>, Vec<String>)>,
}

fn cut(text: &str, most: usize) -> String {
    text.trim().chars().take(most).collect()
}

fn any<'a, T>(all: &'a [T], chance: &mut Chance) -> &'a T {
    &all[usize::try_from(chance.below(all.len() as u64)).unwrap_or(0)]
}

impl Matters {
    /// Reads the demonstration's texts, and real messages if a data folder is given.
    ///
    /// # Errors
    /// If a file is invalid.
    pub fn read(data: Option<&Path>) -> Result<Self> {
        let names = toml::from_str(include_str!("../../demo/names.toml"))?;
        let file = toml::from_str(include_str!("../../demo/matters.toml"))?;
        let real = data.map(|root| -> Result<_> {
            let told = |path: &Path| format!("{} cannot be opened", path.display());
            let open = |path: &str| std::fs::File::open(root.join(path)).with_context(|| told(&root.join(path)));
            let first = |rows: csv::Result<Vec<csv::StringRecord>>, most| -> Result<Vec<String>> {
                let all = rows?.iter().filter_map(|row| row.get(0)).map(|text| cut(text, most)).collect::<Vec<_>>();
                Ok(all.into_iter().filter(|text| !text.is_empty()).collect())
            };
            let titles = first(csv::Reader::from_reader(open(SUBJECTS)?).records().collect(), TITLE)?;
            let details = flate2::read::GzDecoder::new(open(DETAILS)?);
            Ok((titles, first(csv::Reader::from_reader(details).records().collect(), DETAIL)?))
        });
        Ok(Self { names, file, real: real.transpose()? })
    }

    /// The source of the texts, for the figures.
    #[must_use]
    pub fn source(&self) -> String {
        match &self.real {
            Some((titles, details)) => format!("{} real subjects and {} real texts", titles.len(), details.len()),
            None => "the demonstration's own words (no --data)".to_owned(),
        }
    }

    /// The quarter of the nth micro-grid of a street; there are two micro-grids per quarter.
    fn quarter(&self, cell: u64) -> String {
        let (n, names, endings) = (cell / 2, self.names.quarters.len() as u64, self.names.endings.len() as u64);
        let word = |all: &[String], n: u64| all[usize::try_from(n).unwrap_or(0)].clone();
        let stage = if n / names / endings == 0 { "" } else { "二期" };
        format!("{}{}{stage}", word(&self.names.quarters, n % names), word(&self.names.endings, n / names % endings))
    }

    /// Quarter and buildings (栋) of a micro-grid: even numbers in one, odd in the other.
    #[must_use]
    pub fn houses(&self, cell: u64) -> (String, [u64; 4]) {
        let side = 1 + cell % 2;
        (self.quarter(cell), [side, side + 2, side + 4, side + 6])
    }

    /// A spoken address.
    fn address(&self, street: u64, cell: u64, chance: &mut Chance) -> String {
        let (quarter, houses) = self.houses(cell);
        let (house, unit, room) =
            (*any(&houses, chance), 1 + chance.below(2), 100 * (1 + chance.below(6)) + 1 + chance.below(4));
        match chance.below(100) {
            0..30 => format!("{quarter}{house}栋{unit}单元{room}"),
            30..45 => format!("{quarter}{house}号楼{room}"),
            45..60 => format!("{quarter}{house}-{unit}-{room}"),
            60..70 => format!("第{street}街道{quarter}{house}栋楼下"),
            70..80 => format!("{quarter}门口"),
            80..92 => format!("{}{}号", any(&self.names.roads, chance), 1 + chance.below(200)),
            _ => any(&self.file.said.nowhere, chance).clone(),
        }
    }

    /// A case and its key.
    pub fn draw(&self, chance: &mut Chance) -> (String, String) {
        let now = client_now();
        let (id, key) = (chance.id(now), chance.id(now));
        // The nth street has 1/(n+1) of the first one's cases.
        let share = |n: u64| 840 / (n + 1);
        let mut turn = chance.below((0..STREETS).map(share).sum());
        let mut street = 0;
        while turn >= share(street) {
            turn -= share(street);
            street += 1;
        }
        let cell = chance.below(CELLS);
        let number = u32::try_from(street * CELLS + cell).unwrap_or(0);
        let mut turn = chance.below(self.file.matter.iter().map(|kind| kind.weight).sum());
        let drawn = self.file.matter.iter().find(|kind| {
            let it = turn < kind.weight;
            turn = turn.saturating_sub(kind.weight);
            it
        });
        let drawn = drawn.unwrap_or(&self.file.matter[0]);
        let [title, detail] = any(&drawn.texts, chance);
        let (title, detail) = match &self.real {
            Some((titles, details)) => (any(titles, chance), any(details, chance)),
            None => (title, detail),
        };
        let person = format!("{}{}", any(&self.names.surnames, chance), any(&self.names.residents, chance));
        let phone = format!("1540000{:04}", chance.below(10_000));
        let mut body = json!({ "id": id, "title": title, "detail": detail, "street": cells::street(street),
            "reporter": { "name": person, "phone": phone, "wants_call": chance.below(10) == 0 } });
        // One in ten has no kind.
        if chance.below(10) > 0 {
            body["kind"] = json!(drawn.kind);
        }
        self.put_place(&mut body, street, cell, number, chance);
        (body.to_string(), key.to_string())
    }

    /// Six of ten by text only (telephone), two by coordinate (phone on site), one by both, one by cell (member).
    fn put_place(&self, body: &mut Value, street: u64, cell: u64, number: u32, chance: &mut Chance) {
        let way = chance.below(10);
        if way < 7 {
            body["address"] = json!(self.address(street, cell, chance));
        }
        if (6..9).contains(&way) {
            let point = cells::inside(number, chance);
            body["point"] = json!({ "lon": point.lon, "lat": point.lat });
        }
        if way == 9 {
            body["code"] = json!(cells::micro(number));
        }
        body["source"] = json!(match way {
            0..6 => "hotline",
            6..9 => "api",
            _ => "member",
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    #[test]
    fn matters_come_in_many_kinds_and_from_some_streets_more_than_from_others() {
        let matters = Matters::read(None).unwrap();
        let (mut chance, mut kinds, mut streets) = (Chance::new(3), BTreeMap::new(), BTreeMap::new());
        let (mut titles, mut ways) = (BTreeSet::new(), [0; 3]);
        for _ in 0..4_000 {
            let body: Value = serde_json::from_str(&matters.draw(&mut chance).0).unwrap();
            *kinds.entry(body["kind"].to_string()).or_insert(0) += 1;
            *streets.entry(body["street"].to_string()).or_insert(0) += 1;
            titles.insert(body["title"].to_string());
            for (way, field) in ways.iter_mut().zip(["address", "point", "code"]) {
                *way += usize::from(!body[field].is_null());
            }
        }
        assert!(kinds.len() > 40 && titles.len() > 80, "{} kinds, {} titles", kinds.len(), titles.len());
        let most = streets[&format!("\"{}\"", cells::street(0))];
        assert!(streets.len() == 8 && most > 1_200, "{streets:?}");
        assert!(ways[0] > 2_600 && ways[1] > 1_000 && ways[2] > 300, "{ways:?}");
        let quarters: BTreeSet<String> = (0..CELLS).map(|cell| matters.quarter(cell)).collect();
        assert_eq!(quarters.len(), 250, "no two quarters of a street have one name");
    }

    #[test]
    fn a_folder_without_messages_is_refused_in_words() {
        let told = Matters::read(Some(Path::new("nowhere"))).err().unwrap().to_string();
        assert!(told.contains("nowhere/messages/subjects_train.csv"), "{told}");
    }
}
