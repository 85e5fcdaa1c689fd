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

/// A record with its name as it is compared.
struct Named<'a> {
    resident: &'a Resident,
    name: String,
    sound: String,
}

impl<'a> Named<'a> {
    fn of(resident: &'a Resident) -> Self {
        Self { resident, name: text::name(&resident.name), sound: sound(&resident.name) }
    }
}

/// The evidence for two records being one person. `door` maps a household to its dwelling, so that two households at
/// one address count as one place.
fn evidence(x: &Named<'_>, y: &Named<'_>, door: impl Fn(HouseholdId) -> Option<DwellingId>) -> Vec<Evidence> {
    let (a, b) = (x.resident, y.resident);
    let mut found = Vec::new();
    match (&a.identity, &b.identity) {
        (Some(x), Some(y)) if x == y => found.push(Evidence::SameIdentity),
        (Some(_), Some(_)) => found.push(Evidence::OtherIdentity),
        _ => {}
    }
    if a.phones.iter().any(|p| b.phones.contains(p)) {
        found.push(Evidence::SamePhone);
    }
    if x.name == y.name {
        found.push(Evidence::SameName);
    } else if !x.sound.is_empty() && x.sound == y.sound {
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

/// A value that more records share says little about a person: it is a placeholder, or a home with many beds. Each of
/// these records is compared with the next one only.
const SHARED: usize = 50;

/// The pairs worth comparing, by their positions: those with a common number or phone, or with names of one sound and a
/// common birth or address. No other pair reaches [`PROPOSE`], and their number is at most linear in the records.
fn candidates(all: &[Named<'_>], door: impl Fn(HouseholdId) -> Option<DwellingId>) -> BTreeSet<(usize, usize)> {
    let mut blocks: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, one) in all.iter().enumerate().filter(|(_, one)| one.resident.is_served()) {
        let r = one.resident;
        let mut enter = |key: String| blocks.entry(key).or_default().push(at);
        if let Some(number) = &r.identity {
            enter(format!("i{}", number.reveal()));
        }
        for phone in &r.phones {
            enter(format!("p{}", phone.reveal()));
        }
        let heard = if one.sound.is_empty() { &one.name } else { &one.sound };
        if let Birth::Day(day) = r.birth {
            enter(format!("b{day}{heard}"));
        }
        if let Some(household) = r.household {
            let place = door(household).map_or_else(|| household.to_string(), |dwelling| dwelling.to_string());
            enter(format!("d{place}{heard}"));
        }
    }
    let mut pairs = BTreeSet::new();
    for block in blocks.values() {
        let reach = if block.len() > SHARED { 1 } else { SHARED };
        for (n, a) in block.iter().enumerate() {
            let next = block[n + 1..].iter().take(reach).filter(|b| *b != a);
            pairs.extend(next.map(|b| (*a.min(b), *a.max(b))));
        }
    }
    pairs
}

/// All pairs above [`PROPOSE`], strongest first.
#[must_use]
pub fn propose(residents: &[Resident], door: impl Fn(HouseholdId) -> Option<DwellingId>) -> Vec<Proposal> {
    let all: Vec<Named<'_>> = residents.iter().map(Named::of).collect();
    let pairs = candidates(&all, &door);
    let mut found: Vec<Proposal> = pairs
        .into_iter()
        .filter_map(|(a, b)| {
            let evidence = evidence(&all[a], &all[b], &door);
            let (a, b) = (&residents[a], &residents[b]);
            let weight = evidence.iter().map(|e| e.weight()).sum();
            let (keep, gone) = if a.id < b.id { (a.id, b.id) } else { (b.id, a.id) };
            (weight >= PROPOSE).then_some(Proposal { keep, gone, evidence, weight })
        })
        .collect();
    found.sort_by_key(|p| (-p.weight, p.keep, p.gone));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::GridCode;
    use crate::households::Phone;
    use crate::kernel::time::Moment;
    use uuid::Uuid;

    fn people(count: u128, change: impl Fn(u128, &mut Resident)) -> Vec<Resident> {
        let code = GridCode::parse("51011701900600901").unwrap();
        let one = |n| {
            let id = ResidentId::new(Uuid::from_u128(n + 1));
            let mut one = Resident::in_two_fields(id, "王秀英", code, Moment::from_micros(0).day()).unwrap();
            change(n, &mut one);
            one
        };
        (0..count).map(one).collect()
    }

    #[test]
    fn no_pair_is_missed_that_comparing_everybody_with_everybody_would_propose() {
        let names = ["王秀英", "汪秀英", "陈平", "Anna"];
        let day = |n: u128| jiff::civil::date(1950, 1, i8::try_from(n % 3).unwrap() + 1);
        // Every combination of four names, three births, three households and two phones, and a third of it twice.
        let all = people(96, |n, one| {
            one.name = names[usize::try_from(n % 4).unwrap()].into();
            one.birth = if n / 4 % 3 == 0 { Birth::Year(1950) } else { Birth::Day(day(n / 4)) };
            one.household = (n / 12 % 3 != 0).then(|| HouseholdId::new(Uuid::from_u128(n / 12 % 3)));
            one.phones = (n / 36 % 2 == 1).then(|| Phone::parse("13812341234").unwrap()).into_iter().collect();
        });
        // The two households are at one address.
        let door = |_| Some(DwellingId::new(Uuid::from_u128(7)));
        let named: Vec<Named<'_>> = all.iter().map(Named::of).collect();
        let mut everybody = BTreeSet::new();
        for (n, a) in named.iter().enumerate() {
            for b in &named[n + 1..] {
                if evidence(a, b, door).iter().map(|e| e.weight()).sum::<i32>() >= PROPOSE {
                    everybody.insert((a.resident.id, b.resident.id));
                }
            }
        }
        let proposed: BTreeSet<_> = propose(&all, door).into_iter().map(|p| (p.keep, p.gone)).collect();
        assert!(everybody.len() > 300, "{}", everybody.len());
        assert_eq!(proposed, everybody);
    }

    #[test]
    fn placeholders_that_everybody_has_do_not_compare_everybody_with_everybody() {
        let count = 3_000;
        let candidates_of =
            |all: &[Resident]| candidates(&all.iter().map(Named::of).collect::<Vec<_>>(), |_| None).len();
        let all = people(count, |_, one| {
            one.birth = Birth::Day(jiff::civil::date(1900, 1, 1));
            one.phones = vec![Phone::parse("13800000000").unwrap()];
        });
        assert_eq!(candidates_of(&all), 2_999);
        // One name alone makes no pair.
        assert_eq!(candidates_of(&people(count, |_, _| {})), 0);
    }
}
