//! The citizen's identity number 公民身份号码 (GB 11643-1999): region, birth, sequence with sex, check digit. Never printed
//! in full.
//!
//! Two other documents have such numbers: the residence permit for people of Hong Kong, Macau and Taiwan (regions 81,
//! 82, 83), and since December 2023 the permanent resident's card of foreigners: 9, two digits of the issuing province,
//! three of the nationality (GB/T 2659), birth, sequence, check digit. The former card has three letters of the
//! nationality (ISO 3166), four digits of the place, six of the birth and two more; it has neither century nor sex, and
//! its last digit is not checked.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

use super::sealed;
use crate::kernel::mask;
use crate::kernel::text::{fold, is_invisible};
use crate::kernel::time::Day;

/// As in the number, or as stated.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 女.
    Female,
    /// 男.
    Male,
}

/// A valid number. Equal numbers are the same person.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityNumber(String);

/// Why a text is no identity number. No variant contains the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NoIdentity {
    /// Neither 18 characters nor the 15 digits used before 2000; the length.
    #[error(
        "an identity number has 18 characters, the last of which may be X; an old card of a foreigner three letters and 12 digits; this has {0}"
    )]
    Length(usize),
    /// Masked with stars.
    #[error("some characters are hidden by stars")]
    Masked,
    /// The number of a passport, travel permit or officer's card, which is not stored.
    #[error("this is another document: passports, travel permits and officers' cards are not kept here")]
    OtherDocument,
    /// One digit repeated: a placeholder.
    #[error("one digit all through is no number")]
    OneDigit,
    /// A foreigner's card with Chinese or no nationality.
    #[error("digits 4 to 6 of a foreigner's card are the nationality; 156 is China, 000 nobody")]
    Nationality,
    /// Not a digit; position.
    #[error("character {0} must be a digit")]
    NotDigit(usize),
    /// Unknown province.
    #[error("the first two digits are no province")]
    Region,
    /// The birth is no past day.
    #[error("digits 7 to 14 are no day of birth")]
    Birth,
    /// The check digit is wrong: a typing error.
    #[error("the last character does not fit the others: a digit was mistyped")]
    Check,
}

impl NoIdentity {
    /// The sentence in Chinese.
    #[must_use]
    pub fn chinese(self) -> String {
        match self {
            Self::Length(n) => {
                format!(
                    "身份证号码为 18 位，末位可以是 X；旧版外国人永久居留身份证为 3 个字母加 12 位数字；现在是 {n} 位"
                )
            }
            Self::Masked => "号码带星号，不完整".into(),
            Self::OtherDocument => "这是其他证件：护照、通行证、军官证的号码不在这里登记".into(),
            Self::OneDigit => "全是同一个数字，不是号码".into(),
            Self::Nationality => "外国人永久居留身份证第 4 至 6 位是国籍代码，不能是 156（中国）或 000".into(),
            Self::NotDigit(18) => "第 18 位应为数字或 X".into(),
            Self::NotDigit(at) => format!("第 {at} 位应为数字"),
            Self::Region => "前两位不是省级代码；外国人永久居留身份证以 9 开头，第 2、3 位是省级代码".into(),
            Self::Birth => "第 7 至 14 位不是出生日期".into(),
            Self::Check => "末位校验码不符，可能有一位写错".into(),
        }
    }
}

/// The weights of the first 17 digits, 2^(17 − i) mod 11.
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character by the weighted sum mod 11.
const CHECKS: [u8; 11] = *b"10X98765432";
/// Two digits of each province-level division (GB/T 2260), with 71, 81, 82, 83 for residence permits.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63,
    64, 65, 71, 81, 82, 83,
];
/// First digit of a foreigner's number.
const FOREIGNER: u8 = b'9';
/// China's code among nationalities.
const CHINA: &[u8] = b"156";
/// Earliest plausible year of birth.
const OLDEST_YEAR: i16 = 1880;

fn check_of(first: &[u8]) -> u8 {
    let sum: u32 = first.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    CHECKS[(sum % 11) as usize]
}

/// What a text of the wrong length is instead.
fn another(typed: &[char]) -> Option<NoIdentity> {
    if typed.contains(&'*') {
        return Some(NoIdentity::Masked);
    }
    let letters = typed.iter().take_while(|c| c.is_ascii_uppercase()).count();
    let rest = &typed[letters..];
    let passport = matches!(letters, 1 | 2) && matches!(rest.len(), 6..=10) && rest.iter().all(char::is_ascii_digit);
    if passport || typed.contains(&'军') || typed.contains(&'字') {
        return Some(NoIdentity::OtherDocument);
    }
    if !matches!(typed.len(), 15 | 18) {
        return Some(NoIdentity::Length(typed.len()));
    }
    typed.iter().all(|c| *c == typed[0]).then_some(NoIdentity::OneDigit)
}

impl IdentityNumber {
    /// Parses a number as typed: spaces, full-width digits, small x. 15 digits are converted to 18. `today` limits the
    /// day of birth.
    ///
    /// # Errors
    /// What is wrong, and where.
    pub fn parse(text: &str, today: Day) -> Result<Self, NoIdentity> {
        let number = Self::well_formed(text, true)?;
        if number.birth().is_some_and(|day| day > today) { Err(NoIdentity::Birth) } else { Ok(number) }
    }

    /// [`Self::parse`] without a day. Regions are checked for new numbers only.
    fn well_formed(text: &str, new: bool) -> Result<Self, NoIdentity> {
        let folded = fold(text).to_uppercase();
        let typed: Vec<char> = folded.chars().filter(|c| !matches!(c, ' ' | '-') && !is_invisible(*c)).collect();
        if let Some(other) = another(&typed) {
            return Err(other);
        }
        // A Cyrillic Х or a × is not an X.
        if let Some(at) = typed.iter().position(|c| !c.is_ascii()) {
            return Err(NoIdentity::NotDigit(at + 1));
        }
        let mut bytes = typed.into_iter().collect::<String>().into_bytes();
        let digits = if bytes.len() == 18 { 17 } else { 15 };
        if bytes.len() == 15 && bytes[..3].iter().all(u8::is_ascii_uppercase) {
            return Self::old_card(bytes, new);
        }
        if let Some(at) = bytes[..digits].iter().position(|b| !b.is_ascii_digit()) {
            return Err(NoIdentity::NotDigit(at + 1));
        }
        if bytes.len() == 15 {
            bytes.splice(6..6, *b"19");
            bytes.push(check_of(&bytes));
        }
        let number = Self(String::from_utf8(bytes).map_err(|_| NoIdentity::NotDigit(18))?);
        if new {
            number.is_issued()?;
        }
        if number.day().is_none_or(|day| day.year() < OLDEST_YEAR) {
            return Err(NoIdentity::Birth);
        }
        let bytes = number.0.as_bytes();
        if check_of(&bytes[..17]) == bytes[17] { Ok(number) } else { Err(NoIdentity::Check) }
    }

    /// A foreigner's card from before December 2023: `CAN110081080310`.
    fn old_card(bytes: Vec<u8>, new: bool) -> Result<Self, NoIdentity> {
        if let Some(at) = bytes[3..].iter().position(|b| !b.is_ascii_digit()) {
            return Err(NoIdentity::NotDigit(at + 4));
        }
        let number = Self(String::from_utf8(bytes).map_err(|_| NoIdentity::NotDigit(1))?);
        if new {
            number.is_issued()?;
        }
        // Any leap year, because the century is not known.
        let part = |from: usize| number.0[from..from + 2].parse::<i8>().unwrap_or(0);
        if Day::new(2000, part(9), part(11)).is_err() {
            return Err(NoIdentity::Birth);
        }
        Ok(number)
    }

    /// Checks the first six characters.
    fn is_issued(&self) -> Result<(), NoIdentity> {
        let bytes = self.0.as_bytes();
        let at = match bytes[0] {
            b'A'..=b'Z' => 3,
            FOREIGNER => 1,
            _ => 0,
        };
        if !PROVINCES.contains(&((bytes[at] - b'0') * 10 + bytes[at + 1] - b'0')) {
            return Err(NoIdentity::Region);
        }
        let nobody = at == 1 && (&bytes[3..6] == CHINA || &bytes[3..6] == b"000");
        if nobody { Err(NoIdentity::Nationality) } else { Ok(()) }
    }

    /// Whether it is a foreigner's card.
    #[must_use]
    pub fn is_foreigners(&self) -> bool {
        matches!(self.0.as_bytes()[0], FOREIGNER | b'A'..=b'Z')
    }

    /// The number in full: for sealing, for the search key, or to show it with a logged reason.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `510117********1234`: region and last four digits, as on certificates.
    #[must_use]
    pub fn mask(&self) -> String {
        mask::identity(&self.0)
    }

    /// The county of first registration; not where the person lives.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.0[..6]
    }

    fn day(&self) -> Option<Day> {
        let part = |from: usize, to: usize| self.0.get(from..to).and_then(|t| t.parse::<i16>().ok());
        let (month, day) = (i8::try_from(part(10, 12)?).ok()?, i8::try_from(part(12, 14)?).ok()?);
        Day::new(part(6, 10)?, month, day).ok()
    }

    /// The day of birth; `None` for a former card.
    #[must_use]
    pub fn birth(&self) -> Option<Day> {
        self.day().filter(|_| self.0.len() == 18)
    }

    /// The sex by the 17th digit; `None` for a former card.
    #[must_use]
    pub fn sex(&self) -> Option<Sex> {
        let digit = self.0.as_bytes().get(16)?;
        Some(if digit.is_multiple_of(2) { Sex::Female } else { Sex::Male })
    }
}

impl fmt::Debug for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityNumber({})", self.mask())
    }
}
impl fmt::Display for IdentityNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mask())
    }
}
impl Serialize for IdentityNumber {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        sealed::write(&self.0, s)
    }
}
impl<'de> Deserialize<'de> for IdentityNumber {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::well_formed(&String::deserialize(d)?, false).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::households::sealed::Plain;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Day = date(2026, 11, 24);
    /// The example of the standard, and one with X.
    const STANDARD: &str = "11010519491231002X";

    fn number(text: &str) -> Result<IdentityNumber, NoIdentity> {
        IdentityNumber::parse(text, TODAY)
    }

    #[test]
    fn the_standards_own_example_reads_and_tells_birth_sex_and_region() {
        for text in [STANDARD, "11010519491231002x", "１１０１０５ 19491231 002Ｘ"] {
            let n = number(text).unwrap();
            assert_eq!((n.birth(), n.sex(), n.region()), (Some(date(1949, 12, 31)), Some(Sex::Female), "110105"));
        }
        assert_eq!(number("440524188001010014").unwrap().sex(), Some(Sex::Male));
        assert_eq!(number("110105491231002").unwrap(), number(STANDARD).unwrap(), "fifteen digits become eighteen");
    }

    #[test]
    fn every_document_is_read_by_its_own_standard() {
        // The specimen of the 2023 card.
        let card = number("911124198108030024").unwrap();
        assert_eq!((card.birth(), card.sex(), card.is_foreigners()), (Some(date(1981, 8, 3)), Some(Sex::Female), true));
        assert_eq!(card.mask(), "911124********0024");
        let with = |first: &str| format!("{first}{}", char::from(check_of(first.as_bytes())));
        for (first, permit) in [
            ("81000019900101001", true),
            ("82000019900101002", true),
            ("83000019900101003", true),
            ("84000019900101003", false),
        ] {
            assert_eq!(number(&with(first)).is_ok(), permit, "{first}");
        }
        assert_eq!(number(&with("99912419810803002")), Err(NoIdentity::Region), "no province accepted it");
        assert_eq!(number(&with("91115619810803002")), Err(NoIdentity::Nationality), "a Chinese is no foreigner");
        assert_eq!(number("911124198108030025"), Err(NoIdentity::Check));
        let old = number("can110081080310").unwrap();
        assert_eq!((old.birth(), old.sex(), old.is_foreigners()), (None, None, true));
        assert_eq!(number("CAN990081080310"), Err(NoIdentity::Region));
        assert_eq!(number("CAN110081130310"), Err(NoIdentity::Birth));
        assert_eq!(number("CAN11O081080310"), Err(NoIdentity::NotDigit(6)));
        // Numbers stored under the formerly reserved 91 can still be read.
        let old = with("91000019810803002");
        assert!(Plain::of(&IdentityNumber(old)).unwrap().read::<IdentityNumber>().is_ok());
    }

    #[test]
    fn what_is_no_number_says_why_and_never_says_it_again() {
        assert_eq!(number("1101051949123100"), Err(NoIdentity::Length(16)));
        assert_eq!(number("11010519491231O02X"), Err(NoIdentity::NotDigit(15)));
        assert_eq!(number("99010519491231002X"), Err(NoIdentity::Region));
        assert_eq!(number("11010519490231002X"), Err(NoIdentity::Birth));
        assert_eq!(number("110105194912310021"), Err(NoIdentity::Check));
        assert_eq!(number("44052418800101001X"), Err(NoIdentity::Check), "an X fits one number in eleven");
        let tomorrow = format!("11010520261125002{}", char::from(check_of(b"11010520261125002")));
        assert_eq!(number(&tomorrow), Err(NoIdentity::Birth));
    }

    /// Every line of the table `cases/imports/I01`, with the expected result for each kind of document.
    #[test]
    fn documents_of_every_kind_are_taken_or_told_by_their_rule() {
        use NoIdentity::{Birth, Length, Masked, Nationality, NotDigit, OneDigit, OtherDocument, Region};
        let lines = include_str!("identity-lines.csv").lines().skip(1);
        let no = |fault: NoIdentity| Some(fault);
        let wanted = [
            vec![None; 9], // 18 digits, X in its forms, 15 digits, residence permits 81 to 83
            vec![no(Region), no(Nationality), None, None, None], // foreigners' cards
            vec![no(OtherDocument); 3],
            vec![
                no(Length(8)),
                no(OtherDocument),
                no(Length(17)),
                no(Length(19)),
                no(Masked),
                no(Length(1)),
                no(Length(0)),
            ],
            vec![no(Birth), no(Birth), no(Birth), None, no(OneDigit), None, no(Length(21)), None, None],
            vec![no(NotDigit(18)), no(Masked), no(NotDigit(18))],
        ]
        .concat();
        assert_eq!(lines.clone().count(), wanted.len());
        for (at, (line, wanted)) in lines.zip(wanted).enumerate() {
            let typed = line.split(',').nth(1).unwrap();
            assert_eq!(number(typed).err(), wanted, "line {at}: {typed}");
        }
    }

    #[test]
    fn it_never_prints_itself_and_refuses_to_become_text() {
        let n = number(STANDARD).unwrap();
        assert_eq!(n.to_string(), "110105********002X");
        assert_eq!(format!("{:?}", Some(&n)), "Some(IdentityNumber(110105********002X))");
        assert!(serde_json::to_string(&n).is_err());
        let plain = Plain::of(&n).unwrap();
        assert_eq!(format!("{plain:?}"), format!("Plain({} bytes)", plain.expose().len()));
        assert_eq!(plain.read::<IdentityNumber>().unwrap(), n);
    }

    proptest! {
        /// The check digit detects a wrong digit and two exchanged neighbours.
        #[test]
        fn a_slip_of_the_finger_is_found(order in 0u32..1_000, at in 0usize..17, wrong in 1u8..10) {
            let first = format!("51011719{:02}0{}15{order:03}", order % 100, order % 9 + 1);
            let whole = format!("{first}{}", char::from(check_of(first.as_bytes())));
            prop_assert!(number(&whole).is_ok());
            let mut slip = whole.clone().into_bytes();
            slip[at] = b'0' + (slip[at] - b'0' + wrong) % 10;
            prop_assert!(number(std::str::from_utf8(&slip).unwrap()).is_err());
            let mut swap = whole.clone().into_bytes();
            if at < 16 && swap[at] != swap[at + 1] {
                swap.swap(at, at + 1);
                prop_assert!(number(std::str::from_utf8(&swap).unwrap()).is_err());
            }
        }
    }
}
