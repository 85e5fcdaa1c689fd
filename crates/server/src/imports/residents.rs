//! Residents: one row a person at a place. Somebody is known again by their identity number, else by name and phone, else by name
//! and door; what a row leaves empty stays as it is. Whatever else can be recorded of a person needs their leave, and comes by hand.

use std::collections::HashMap;
use weiguang_domain::grid::GridCode;
use weiguang_domain::households::{Birth, Dwelling, IdentityNumber, Phone, Registered, Resident, Sex, Tenure};
use weiguang_domain::kernel::ids::{DwellingId, HouseholdId, PlaceId, ResidentId};
use weiguang_domain::kernel::phone;
use weiguang_domain::kernel::text::{self, fold};
use weiguang_store::Tx;

use super::report::{self, Field, Report, RowFault, Verdict};
use super::spot::{self, Spots};
use super::table::{Cells, Column, Table, column};
use super::{Rows, Setting};
use crate::app::Work;
use crate::rooms::grid::places;
use crate::rooms::households::ops::doors::{NewHome, Where};
use crate::rooms::households::ops::register::{self, Change, Facts, Home, New};
use crate::rooms::households::store::{doors, residents};
use crate::web::Refusal;

pub(super) const COLUMNS: &[Column] = &[
    column("name", "姓名", &["居民", "居民姓名", "人员姓名"], true).personal(),
    column("identity", "身份证号", &["身份证", "身份证号码", "公民身份号码", "证件号码"], false).personal().digits(),
    column("birth", "出生日期", &["出生", "出生年月", "出生年份", "生日"], false).personal(),
    column("sex", "性别", &[], false),
    column("phone", "电话", &["手机", "手机号", "手机号码", "联系电话", "联系方式"], false).personal().digits(),
    column("registered", "户籍地", &["户籍", "户籍地址", "户口所在地"], false).personal(),
    column("door", "住址", &["门牌", "门牌号", "房号", "居住地址", "地址"], false).personal(),
    column("tenure", "居住方式", &["住房性质", "房屋性质", "自住或租住"], false),
    spot::CODE,
    spot::GRID,
    spot::COMMUNITY,
];

/// The most doors of a street that are compared with.
const DOORS: i64 = 200_000;

/// A door as a row means it: its cell and its words, folded.
type DoorKey = (GridCode, String);

/// A person as a row tells of them.
struct Row {
    name: String,
    code: GridCode,
    door: String,
    tenure: Tenure,
    facts: Facts,
}

enum Planned {
    New(Box<New>),
    Change(ResidentId, i64, Box<Change>),
}

pub(super) struct Residents {
    setting: Setting,
    spots: Option<Spots>,
    /// Households by door, those that this file begins included.
    homes: HashMap<DoorKey, HouseholdId>,
    /// Doors of the address directory.
    places: HashMap<DoorKey, PlaceId>,
    /// Rows of this file, by whom they mean.
    rows: HashMap<String, u64>,
    planned: Option<Planned>,
}

fn door_key(code: GridCode, words: &str) -> DoorKey {
    (code, fold(words).replace(' ', ""))
}

fn sex(cells: &Cells<'_>) -> Result<Option<Sex>, RowFault> {
    match fold(cells.get("sex")).as_str() {
        "" => Ok(None),
        "女" | "女性" | "female" | "f" => Ok(Some(Sex::Female)),
        "男" | "男性" | "male" | "m" => Ok(Some(Sex::Male)),
        _ => Err(cells.fault("sex", "households.unknown-sex", "应为 女 或 男", "female or male")),
    }
}

fn tenure(cells: &Cells<'_>) -> Result<Tenure, RowFault> {
    match fold(cells.get("tenure")).as_str() {
        "" | "未知" | "unknown" => Ok(Tenure::Unknown),
        "自有" | "自住" | "自有住房" | "owner" => Ok(Tenure::Owner),
        "租住" | "租房" | "出租" | "租赁" | "tenant" => Ok(Tenure::Tenant),
        "单位住宿" | "宿舍" | "集体宿舍" | "lodged" => Ok(Tenure::Lodged),
        _ => {
            let (zh, en) = ("应为 自有、租住 或 单位住宿", "owner, tenant or lodged");
            Err(cells.fault("tenure", "households.unknown-tenure", zh, en))
        }
    }
}

fn registered(cells: &Cells<'_>) -> Option<Registered> {
    let text = cells.given("registered")?;
    Some(if matches!(fold(text).as_str(), "本地" | "本街道" | "本社区" | "本村" | "here") {
        Registered::Here
    } else {
        Registered::Elsewhere(text.to_owned())
    })
}

/// A birth as sheets write it: a year, or a day in any of the usual forms.
fn birth(cells: &Cells<'_>) -> Result<Option<String>, RowFault> {
    let Some(text) = cells.given("birth") else { return Ok(None) };
    let year = fold(text).replace('年', "");
    if year.len() == 4 && year.chars().all(|c| c.is_ascii_digit()) {
        return Ok(Some(year));
    }
    Ok(report::day(cells, "birth")?.map(|day| day.to_string()))
}

/// The faults of fields as faults of the row's cells.
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
        Refusal::Rule { code, zh, en } => Ok(vec![one("name", code, &zh, &en)]),
        other => Err(other),
    }
}

fn birth_words(birth: Birth) -> String {
    match birth {
        Birth::Unknown => String::new(),
        Birth::Year(year) => year.to_string(),
        Birth::Day(day) => day.to_string(),
    }
}

fn registered_words(registered: &Registered) -> &str {
    match registered {
        Registered::Unknown => "",
        Registered::Here => "本地",
        Registered::Elsewhere(words) => words,
    }
}

/// What differs between two states of a record, numbers masked.
fn differences(before: &Resident, after: &Resident) -> Vec<Field> {
    let identity = |r: &Resident| r.identity.as_ref().map_or_else(String::new, IdentityNumber::mask);
    let phones = |r: &Resident| r.phones.iter().map(Phone::mask).collect::<Vec<_>>().join("、");
    let sex = |r: &Resident| match r.sex {
        None => "",
        Some(Sex::Female) => "女",
        Some(Sex::Male) => "男",
    };
    let mut fields: Vec<Field> = [
        Field::differing("birth", &birth_words(before.birth), &birth_words(after.birth)),
        Field::differing("sex", sex(before), sex(after)),
        Field::differing("registered", registered_words(&before.registered), registered_words(&after.registered)),
        Field::differing("identity", &identity(before), &identity(after)),
        Field::differing("phone", &phones(before), &phones(after)),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Two numbers may look alike under their masks.
    if fields.is_empty() && before != after {
        fields.push(Field { name: "phone".into(), before: phones(before), after: phones(after) });
    }
    fields
}

impl Residents {
    pub(super) fn new(setting: &Setting) -> Self {
        Self {
            setting: setting.clone(),
            spots: None,
            homes: HashMap::new(),
            places: HashMap::new(),
            rows: HashMap::new(),
            planned: None,
        }
    }

    fn read(&self, cells: &Cells<'_>, report: &mut Report) -> Result<Row, Vec<RowFault>> {
        let mut faults = Vec::new();
        let name = cells.get("name").to_owned();
        if name.is_empty() {
            faults.push(report::missing(cells, "name", "姓名"));
        }
        faults.extend(report::too_long(cells, "door", weiguang_domain::kernel::text::ADDRESS_LIMIT));
        let code = match &self.spots {
            Some(spots) => spots.code(cells),
            None => Err(report::missing(cells, "code", "网格编码")),
        };
        let code = code.map_err(|f| faults.push(f)).ok();
        if let Some(code) = code
            && !self.setting.ground.knows(&code)
        {
            let (zh, en) = (format!("没有编码为 {code} 的网格"), format!("there is no cell {code}"));
            faults.push(cells.fault("code", "grid.unknown-code", zh, en));
        }
        let sex = sex(cells).unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        let tenure = tenure(cells).unwrap_or_else(|f| {
            faults.push(f);
            Tenure::Unknown
        });
        let birth = birth(cells).unwrap_or_else(|f| {
            faults.push(f);
            None
        });
        let phones = cells.given("phone").map(|text| {
            let numbers = phone::several(text);
            for _ in numbers.iter().filter_map(|one| phone::read(one).ok()??.note) {
                report.warn(report::beside_number(cells.number));
            }
            numbers.into_iter().map(str::to_owned).collect()
        });
        let identity = cells.given("identity").map(str::to_owned);
        let facts = Facts { birth, sex, identity, phones, registered: registered(cells) };
        match code {
            Some(code) if faults.is_empty() => {
                Ok(Row { name, code, door: cells.get("door").to_owned(), tenure, facts })
            }
            _ => Err(faults),
        }
    }

    /// Whom a row means, of those who are served.
    fn known(&self, tx: &mut Tx<'_>, row: &Row, told: &Resident) -> Result<Option<residents::Kept>, Refusal> {
        let (street, seal) = (self.setting.street, self.setting.app.seal().clone());
        if let Some(number) = &told.identity {
            let same = residents::marked(tx, &seal, &street, &residents::Mark::Identity(number.clone()))?;
            if let Some(kept) = same.into_iter().next() {
                return Ok(Some(kept));
            }
        }
        let home = self.homes.get(&door_key(row.code, &row.door)).copied().filter(|_| !row.door.is_empty());
        let named = residents::marked(tx, &seal, &street, &residents::Mark::Name(row.name.clone()))?;
        // With another identity number it is another person, whatever else is alike.
        let other = |r: &Resident| matches!((&r.identity, &told.identity), (Some(a), Some(b)) if a != b);
        let same = |r: &Resident| {
            let one_phone = told.phones.iter().any(|p| r.phones.contains(p));
            let one_door = r.code == row.code && (r.household == home || row.door.is_empty());
            !other(r) && (one_phone || (one_door && (told.phones.is_empty() || r.phones.is_empty())))
        };
        Ok(named.into_iter().find(|k| same(&k.resident)))
    }
}

impl Rows for Residents {
    fn begin(&mut self, tx: &mut Tx<'_>, _: &Table) -> Result<(), Refusal> {
        let street = self.setting.street;
        self.spots = Some(Spots::read(tx, street)?);
        for place in places::doors(tx, &street, DOORS)? {
            if let Some(code) = place.code {
                self.places.entry(door_key(code, &place.words())).or_insert_with(|| PlaceId::new(place.id));
            }
        }
        let labels: HashMap<DwellingId, Dwelling> =
            doors::all_doors(tx, &street)?.into_iter().map(|d| (d.id, d)).collect();
        for (household, door) in doors::doors_of(tx, &street)? {
            if let Some(door) = labels.get(&door) {
                self.homes.entry(door_key(door.code, &door.label)).or_insert(household);
            }
        }
        Ok(())
    }

    fn plan(&mut self, tx: &mut Tx<'_>, cells: &Cells<'_>, report: &mut Report) -> Result<Verdict, Refusal> {
        self.planned = None;
        let (today, id) = (self.setting.now.day(), self.setting.app.id::<ResidentId>());
        let row = match self.read(cells, report) {
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
            (None, None) => format!("d{} {:?}", text::name(&row.name), door_key(row.code, &row.door)),
        };
        if let Some(first) = self.rows.get(&means) {
            let (zh, en) = (format!("与第 {first} 行是同一个人"), format!("the same person as row {first}"));
            return Ok(Verdict::Refuse(vec![cells.fault("name", "imports.twice", zh, en)]));
        }
        self.rows.insert(means, cells.number);
        let words = format!("{} {}", weiguang_domain::kernel::text::mask_name(&row.name), row.code);
        let Some(known) = self.known(tx, &row, &told)? else {
            let mut fields = vec![Field { name: "code".into(), before: String::new(), after: row.code.to_string() }];
            let blank = Resident::in_two_fields(id, &row.name, row.code, today)?;
            if blank != told {
                fields.extend(differences(&blank, &told));
            }
            let key = door_key(row.code, &row.door);
            let home = match (row.door.is_empty(), self.homes.get(&key)) {
                (true, _) => Home::Code(row.code),
                (false, Some(household)) => Home::With(*household),
                (false, None) => {
                    let at = self
                        .places
                        .get(&key)
                        .map_or_else(|| Where::Words(row.door.clone(), row.code), |place| Where::Place(*place));
                    let new = NewHome { id: self.setting.app.id(), at, tenure: row.tenure, since: None };
                    self.homes.insert(key, new.id);
                    Home::New(new)
                }
            };
            let new = New { id, name: row.name, home, facts: row.facts };
            self.planned = Some(Planned::New(Box::new(new)));
            return Ok(Verdict::Create(words, fields));
        };
        // A file that does not tell all phones takes none away.
        let mut facts = row.facts;
        if let Some(phones) = &mut facts.phones {
            let all = known.resident.phones.iter().filter(|p| !told.phones.contains(p));
            phones.extend(all.map(|p| p.reveal().to_owned()));
        }
        let mut before = known.resident.clone();
        let after = match facts.told(before.clone(), today) {
            Ok(after) => after,
            Err(refusal) => return Ok(Verdict::Refuse(faults_of(cells, refusal)?)),
        };
        // The order of phones is no news.
        if before.phones.len() == after.phones.len() {
            before.phones.clone_from(&after.phones);
        }
        if before == after {
            return Ok(Verdict::Same);
        }
        let fields = differences(&before, &after);
        let change = Change { facts, ..Change::default() };
        self.planned = Some(Planned::Change(known.resident.id, known.version, Box::new(change)));
        Ok(Verdict::Change(words, fields))
    }

    fn write(&mut self, work: &mut Work<'_, '_>) -> Result<(), Refusal> {
        match self.planned.take() {
            None => {}
            Some(Planned::New(new)) => {
                register::register(work, &new)?;
            }
            Some(Planned::Change(id, version, change)) => {
                register::change(work, id, version, &change)?;
            }
        }
        Ok(())
    }
}
