//! A measured number as an integer of thousandths, so that comparisons are exact.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A number with up to three decimals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Milli(i32);

/// Not a number with up to three decimals below two million.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("this is no number with up to three decimals")]
pub struct NoNumber;

impl Milli {
    /// From a whole number.
    #[must_use]
    pub const fn whole(n: i32) -> Self {
        Self(n.saturating_mul(1_000))
    }
    /// From thousandths.
    #[must_use]
    pub const fn thousandths(n: i32) -> Self {
        Self(n)
    }
    /// As thousandths.
    #[must_use]
    pub const fn as_thousandths(self) -> i32 {
        self.0
    }
    /// Rounded to tenths, halves away from zero, for displaying converted glucose.
    #[must_use]
    pub const fn tenths(self) -> Self {
        let half = if self.0 < 0 { -50 } else { 50 };
        Self((self.0 + half) / 100 * 100)
    }
}

impl FromStr for Milli {
    type Err = NoNumber;
    fn from_str(text: &str) -> Result<Self, NoNumber> {
        let text = text.trim();
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once(['.', '．', '。']).unwrap_or((digits, ""));
        let plain = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || whole.len() > 6 || part.len() > 3 || !plain(whole) || !plain(part) {
            return Err(NoNumber);
        }
        let whole: i32 = whole.parse().map_err(|_| NoNumber)?;
        let part: i32 = format!("{part:0<3}").parse().map_err(|_| NoNumber)?;
        let value = whole.checked_mul(1_000).and_then(|n| n.checked_add(part)).ok_or(NoNumber)?;
        Ok(Self(sign * value))
    }
}
/// Decimal without trailing zeros: 16.7, 180, 36.65.
impl fmt::Display for Milli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 1_000, self.0.unsigned_abs() % 1_000);
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let digits = format!("{part:03}");
        write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
    }
}
impl fmt::Debug for Milli {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
impl Serialize for Milli {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Milli {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_read_as_people_type_them() {
        for (text, n) in [("16.7", 16_700), ("180", 180_000), (" 36.65 ", 36_650), ("-0.5", -500), ("7.", 7_000)] {
            assert_eq!(text.parse(), Ok(Milli(n)), "{text}");
        }
        for bad in ["", ".", "1.2345", "1e3", "9999999", "十", "1,2", "--1"] {
            assert_eq!(bad.parse::<Milli>(), Err(NoNumber), "{bad}");
        }
        assert_eq!(Milli(16_652).tenths(), Milli(16_700));
        assert_eq!(Milli(16_649).tenths(), Milli(16_600));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(n in -999_999_999i32..999_999_999) {
            prop_assert_eq!(Milli(n).to_string().parse(), Ok(Milli(n)));
        }
    }
}
