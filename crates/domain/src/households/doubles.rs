//! Probable duplicates: two records that may be one person, with evidence for and against. The program proposes; only a
//! person merges, because two neighbours called 王秀英 may be two people.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

use super::resident::{Birth, Resident};
use crate::kernel::ids::{DwellingId, HouseholdId, ResidentId};
use crate::kernel::text;

/// Evidence that two records are one person, or are not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Evidence {
    /// Equal identity numbers.
    SameIdentity,
    /// A common phone; families may share one.
    SamePhone,
    /// Equal names.
    SameName,
    /// Names of similar sound.
    LikeName,
    /// Equal days of birth.
    SameBirth,
    /// Years of birth within the error of a guess.
    NearBirth,
    /// The same household or address.
    SameDoor,
    /// Different identity numbers: against.
    OtherIdentity,
    /// Different days of birth: against.
    OtherBirth,
    /// Different sexes: against.
    OtherSex,
}

impl Evidence {
    /// Its weight; negative is against.
    #[must_use]
    pub const fn weight(self) -> i32 {
        match self {
            Self::SameIdentity => 100,
            Self::SamePhone => 35,
            Self::SameName => 35,
            Self::LikeName => 20,
            Self::SameBirth => 30,
            Self::NearBirth => 8,
            Self::SameDoor => 25,
            Self::OtherIdentity => -200,
            Self::OtherBirth => -40,
            Self::OtherSex => -60,
        }
    }

    /// On a Chinese screen.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::SameIdentity => "身份证号码相同",
            Self::SamePhone => "电话相同",
            Self::SameName => "姓名相同",
            Self::LikeName => "姓名读音相同",
            Self::SameBirth => "出生日期相同",
            Self::NearBirth => "出生年份相近",
            Self::SameDoor => "住址相同",
            Self::OtherIdentity => "身份证号码不同",
            Self::OtherBirth => "出生日期不同",
            Self::OtherSex => "性别不同",
        }
    }

    /// On an English screen.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::SameIdentity => "same identity number",
            Self::SamePhone => "same phone",
            Self::SameName => "same name",
            Self::LikeName => "names that sound alike",
            Self::SameBirth => "same day of birth",
            Self::NearBirth => "years of birth close together",
            Self::SameDoor => "same door",
            Self::OtherIdentity => "different identity numbers",
            Self::OtherBirth => "different days of birth",
            Self::OtherSex => "different sex",
        }
    }
}

/// Minimum weight of a proposal.
pub const PROPOSE: i32 = 60;

/// Two records that may be one person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proposal {
    /// The older record, which would remain.
    pub keep: ResidentId,
    /// The newer record.
    pub gone: ResidentId,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// The sum of weights.
    pub weight: i32,
}

/// The pinyin of a name without tones; empty if it is not Chinese.
fn sound(name: &str) -> String {
    use pinyin::ToPinyin;
    name.to_pinyin().flatten().map(|p| p.plain()).collect::<Vec<_>>().join(" ")
}

/// The evidence for two records being one person. `door` maps a household to its dwelling, so that two households at
/// one address count as one place.
#[must_use]
pub fn compare(a: &Resident, b: &Resident, door: impl Fn(HouseholdId) -> Option<DwellingId>) -> Vec<Evidence> {
    let mut found = Vec::new();
    match (&a.identity, &b.identity) {
        (Some(x), Some(y)) if x == y => found.push(Evidence::SameIdentity),
        (Some(_), Some(_)) => found.push(Evidence::OtherIdentity),
        _ => {}
    }
    if a.phones.iter().any(|p| b.phones.contains(p)) {
        found.push(Evidence::SamePhone);
    }
    if text::name(&a.name) == text::name(&b.name) {
        found.push(Evidence::SameName);
    } else if !sound(&a.name).is_empty() && sound(&a.name) == sound(&b.name) {
        found.push(Evidence::LikeName);
    }
    match (a.birth, b.birth) {
        (Birth::Day(x), Birth::Day(y)) if x == y => found.push(Evidence::SameBirth),
        (Birth::Day(_), Birth::Day(_)) => found.push(Evidence::OtherBirth),
        (x, y) => match (x.year(), y.year()) {
            (Some(x), Some(y)) if (x - y).abs() <= 3 => found.push(Evidence::NearBirth),
            (Some(x), Some(y)) if (x - y).abs() > 10 => found.push(Evidence::OtherBirth),
            _ => {}
        },
    }
    let place = |r: &Resident| r.household.map(|h| (door(h), h));
    if let (Some((x, h)), Some((y, k))) = (place(a), place(b))
        && (h == k || (x.is_some() && x == y))
    {
        found.push(Evidence::SameDoor);
    }
    if matches!((a.sex, b.sex), (Some(x), Some(y)) if x != y) {
        found.push(Evidence::OtherSex);
    }
    found
}

/// All pairs above [`PROPOSE`], strongest first. Only records with a common number, phone, name sound, or address and
/// birth are compared, so the work is not quadratic.
#[must_use]
pub fn propose(residents: &[Resident], door: impl Fn(HouseholdId) -> Option<DwellingId>) -> Vec<Proposal> {
    let mut blocks: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, r) in residents.iter().enumerate().filter(|(_, r)| r.is_served()) {
        let mut enter = |key: String| blocks.entry(key).or_default().push(at);
        if let Some(number) = &r.identity {
            enter(format!("i{}", number.reveal()));
        }
        for phone in &r.phones {
            enter(format!("p{}", phone.reveal()));
        }
        let heard = sound(&r.name);
        enter(format!("n{}", if heard.is_empty() { text::name(&r.name) } else { heard }));
        if let (Birth::Day(day), Some(household)) = (r.birth, r.household) {
            enter(format!("d{day}{household}"));
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for block in blocks.values() {
        for (n, a) in block.iter().enumerate() {
            pairs.extend(block[n + 1..].iter().filter(|b| *b != a).map(|b| (*a.min(b), *a.max(b))));
        }
    }
    let mut found: Vec<Proposal> = pairs
        .into_iter()
        .filter_map(|(a, b)| {
            let (a, b) = (&residents[a], &residents[b]);
            let evidence = compare(a, b, &door);
            let weight = evidence.iter().map(|e| e.weight()).sum();
            let (keep, gone) = if a.id < b.id { (a.id, b.id) } else { (b.id, a.id) };
            (weight >= PROPOSE).then_some(Proposal { keep, gone, evidence, weight })
        })
        .collect();
    found.sort_by_key(|p| (-p.weight, p.keep, p.gone));
    found
}
