//! Residents: one row for a person at a place. A person is recognised by their identity number, else by name and phone, else by name and
//! dwelling; empty cells change nothing. Other personal data needs the person's consent, and is entered by hand.

mod known;
mod row;

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use weiguang_domain::grid::GridCode;
use weiguang_domain::grid::address::columns::form;
use weiguang_domain::households::{IdentityNumber, Resident};
use weiguang_domain::kernel::ids::{HouseholdId, PlaceId, ResidentId};
use weiguang_domain::kernel::text;
use weiguang_store::Tx;

use super::report::{Field, Report, RowFault, Verdict, Warning};
use super::spot::Spots;
use super::table::{Cells, Table};
use super::{Rows, Setting};
use crate::app::UnitOfWork;
use crate::rooms::grid::places;
use crate::rooms::households::{self, Change, Facts, Home, NewResident};
use crate::web::Refusal;
use known::differences;
pub(super) use row::COLUMNS;
use row::Row;

/// The most dwellings of a street that are compared.
const DOORS: i64 = 200_000;

/// Lookup key of a dwelling: cell code and normalised address.
type DoorKey = (GridCode, String);

enum Planned {
    New(Box<NewResident>),
    /// A correction of a record at its version, and the person's new home.
    Change(ResidentId, i64, Box<Change>, Option<Home>),
}

pub(super) struct Residents {
    setting: Setting,
    spots: Option<Spots>,
    /// Households by dwelling, including those that this file creates.
    homes: HashMap<DoorKey, HouseholdId>,
    /// The dwellings of households, as they are written.
    doors: HashMap<HouseholdId, (GridCode, String)>,
    /// Rooms of the address directory.
    places: HashMap<DoorKey, PlaceId>,
    /// Rows of this file by the person they refer to, with a hash of the name.
    rows: HashMap<String, (u64, u64)>,
    /// Rows of this file by a hash of name and identity number, to detect exchanged numbers.
    pairs: HashMap<u64, u64>,
    planned: Option<Planned>,
}

fn door_key(code: GridCode, words: &str) -> DoorKey {
    (code, form(words))
}

/// A short hash of a text; a rare collision only changes the wording of a fault.
fn print(words: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

fn pair(name: &str, number: &IdentityNumber) -> u64 {
    print(&format!("{} {}", text::name(name), number.reveal()))
}

/// Turns faults of fields into faults of the row's cells.
fn faults_of(cells: &Cells<'_>, refusal: Refusal) -> Result<Vec<RowFault>, Refusal> {
    let one = |field: &str, code: &str, zh: &str, en: &str| {
        let key = match field {
            "identity" | "birth" | "registered" | "name" => field,
            "label" => "door",
            "code" => "code",
            _ => "phone",
        };
        RowFault { code: code.to_owned(), ..cells.fault(key, "kernel.invalid", zh, en) }
    };
    match refusal {
        Refusal::Invalid(faults) => Ok(faults.iter().map(|f| one(&f.field, &f.code, &f.zh, &f.en)).collect()),
        Refusal::Rule { code, zh, en, .. } => Ok(vec![one("name", code, &zh, &en)]),
        other => Err(other),
    }
}

impl Residents {
    pub(super) fn new(setting: &Setting) -> Self {
        Self {
            setting: setting.clone(),
            spots: None,
            homes: HashMap::new(),
            doors: HashMap::new(),
            places: HashMap::new(),
            rows: HashMap::new(),
            pairs: HashMap::new(),
            planned: None,
        }
    }
}

impl Rows for Residents {
    fn begin(&mut self, tx: &mut Tx<'_>, table: &Table) -> Result<(), Refusal> {
        let (street, today) = (self.setting.street, self.setting.now.day());
        table.each(|cells| {
            if let Ok(number) = IdentityNumber::parse(cells.get("identity"), today) {
                self.pairs.entry(pair(cells.get("name"), &number)).or_insert(cells.number);
            }
            Ok(())
        })?;
        self.spots = Some(Spots::read(tx, street)?);
        for place in places::doors(tx, &street, DOORS)? {
            if let Some(code) = place.code {
                self.places.entry(door_key(code, &place.words())).or_insert_with(|| PlaceId::new(place.id));
            }
        }
        for (household, door) in households::homes(tx, &street)? {
            self.homes.entry(door_key(door.code, &door.label)).or_insert(household);
            self.doors.insert(household, (door.code, door.label));
        }
        Ok(())
    }

    fn plan(&mut self, tx: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal> {
        self.planned = None;
        let (today, id) = (self.setting.now.day(), self.setting.app.id::<ResidentId>());
        let row = match Row::read(&self.setting, self.spots.as_ref(), cells, report) {
            Ok(row) => row,
            Err(faults) => return Ok(Verdict::Refuse(faults)),
        };
        let bare = Resident::in_two_fields(id, &row.name, row.code, today).map_err(Refusal::from);
        let told = match bare.and_then(|bare| row.facts.told(bare, today)) {
            Ok(told) => told,
            Err(refusal) => return Ok(Verdict::Refuse(faults_of(cells, refusal)?)),
        };
        let means = match (&told.identity, told.phones.first()) {
            (Some(number), _) => format!("i{}", number.reveal()),
            (None, Some(phone)) => format!("p{} {}", text::name(&row.name), phone.reveal()),
            (None, None) => format!("d{} {:?}", text::name(&row.name), row.key()),
        };
        let own = print(&text::name(&row.name));
        if let Some((first, name)) = self.rows.get(&means) {
            let fault = if *name == own {
                let (zh, en) = (format!("与第 {first} 行是同一个人"), format!("the same person as row {first}"));
                cells.fault("name", "imports.twice", zh, en)
            } else {
                let (zh, en) = (
                    format!("与第 {first} 行的身份证号相同而姓名不同"),
                    format!("the number of row {first}, with another name"),
                );
                cells.fault("identity", "imports.identity-of-another", zh, en)
            };
            return Ok(Verdict::Refuse(vec![fault]));
        }
        self.rows.insert(means, (cells.number, own));
        let words = format!("{} {}", weiguang_domain::kernel::text::mask_name(&row.name), row.code);
        let known = match self.known(tx, cells, &row, &told)? {
            Ok(known) => known,
            Err(fault) => return Ok(Verdict::Refuse(vec![fault])),
        };
        let Some(known) = known else {
            let mut fields = vec![Field { name: "code".into(), before: String::new(), after: row.code.to_string() }];
            let blank = Resident::in_two_fields(id, &row.name, row.code, today)?;
            if blank != told {
                fields.extend(differences(&blank, &told));
            }
            let home = self.home(&row);
            let new = NewResident { id, name: row.name, home, facts: row.facts };
            self.planned = Some(Planned::New(Box::new(new)));
            return Ok(Verdict::Create(words, fields));
        };
        let moves = match self.moves(cells, &row, &known.resident) {
            Ok(moves) => moves,
            Err(fault) => return Ok(Verdict::Refuse(vec![fault])),
        };
        // A file that does not list all phones removes none, and a year does not replace a known day.
        let mut facts = row.facts.clone();
        if let Some(phones) = &mut facts.phones {
            let more = told.phones.iter().filter(|p| !known.resident.phones.contains(p)).count();
            if more > 0 && !known.resident.phones.is_empty() {
                let (zh, en) = (
                    "此人已有其他电话：本行的电话会加上去",
                    "they have another phone: that of this row is added to it",
                );
                report.warn(Warning::row(cells.number, "imports.phone-added", zh, en));
            }
            let all = known.resident.phones.iter().filter(|p| !told.phones.contains(p));
            phones.extend(all.map(|p| p.reveal().to_owned()));
        }
        let finer = known.resident.birth;
        if told.birth.agrees(finer) && told.birth.or_finer(finer) == finer {
            facts.birth = None;
        }
        let mut before = known.resident.clone();
        let after = match facts.told(before.clone(), today) {
            Ok(after) => after,
            Err(refusal) => return Ok(Verdict::Refuse(faults_of(cells, refusal)?)),
        };
        // Another order of phones is no change.
        if before.phones.len() == after.phones.len() {
            before.phones.clone_from(&after.phones);
        }
        let mut fields = if before == after { Vec::new() } else { differences(&before, &after) };
        let changed = !fields.is_empty();
        let mut to = None;
        if moves {
            fields.extend(self.moved(&row, &known.resident));
            to = Some(self.home(&row));
        }
        if fields.is_empty() {
            return Ok(Verdict::Same);
        }
        let facts = if changed { facts } else { Facts::default() };
        let change = Change { facts, ..Change::default() };
        self.planned = Some(Planned::Change(known.resident.id, known.version, Box::new(change), to));
        Ok(Verdict::Change(words, fields))
    }

    fn write(&mut self, work: &mut UnitOfWork<'_, '_>) -> Result<(), Refusal> {
        match self.planned.take() {
            None => {}
            Some(Planned::New(new)) => {
                households::register(work, &new)?;
            }
            Some(Planned::Change(id, mut version, change, to)) => {
                if !change.facts.is_silent() {
                    version = households::change(work, id, version, &change)?.version;
                }
                if let Some(home) = to {
                    households::move_resident(work, id, version, &home)?;
                }
            }
        }
        Ok(())
    }
}
