//! A resident's or contact's phone in normal form; masked when printed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

use super::{refused::Refused, sealed};
use crate::kernel::phone::{self, Fault};
use crate::kernel::text::fold;

/// A phone in normal form, so that two spellings are equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Parses a phone; see [`phone::read`].
    ///
    /// # Errors
    /// [`Refused::Phone`].
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let read = phone::read(text).map_err(Refused::Phone)?;
        read.map(|one| Self(one.number)).ok_or(Refused::Phone(Fault::NotANumber))
    }

    /// Parses a phone for a search, including forms stored before validation existed.
    ///
    /// # Errors
    /// [`Refused::Phone`], if it has fewer than five digits or more than twenty.
    pub fn sought(text: &str) -> Result<Self, Refused> {
        Self::parse(text).or_else(|refused| {
            let digits: String = fold(text).chars().filter(|c| !matches!(c, ' ' | '-')).collect();
            let fits = (5..=20).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
            if fits { Ok(Self(digits)) } else { Err(refused) }
        })
    }

    /// The number in full: for sealing, for the search key, for a call.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// `138****1234`.
    #[must_use]
    pub fn mask(&self) -> String {
        phone::mask(&self.0)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.mask())
    }
}
impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mask())
    }
}
impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        sealed::write(&self.0, s)
    }
}
impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // Stored before validation existed.
        String::deserialize(d).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_whatever_was_typed_and_only_a_mask_in_print() {
        let phone = Phone::parse("13812341234").unwrap();
        for typed in ["138 1234 1234", "138-1234-1234", "+86 13812341234", "００８６13812341234"] {
            assert_eq!(Phone::parse(typed).unwrap(), phone, "{typed}");
        }
        assert_eq!(format!("{phone} {phone:?}"), "138****1234 Phone(138****1234)");
        assert!(serde_json::to_string(&phone).is_err());
        assert_eq!(Phone::parse("电话"), Err(Refused::Phone(Fault::NotANumber)));
        assert_eq!(Phone::parse(""), Err(Refused::Phone(Fault::NotANumber)));
    }

    #[test]
    fn what_was_stored_before_forms_were_checked_is_read_and_found() {
        let old: Phone = serde_json::from_str("\"87654321\"").unwrap();
        assert_eq!(Phone::sought("8765 4321"), Ok(old));
        assert_eq!(Phone::parse("87654321"), Err(Refused::Phone(Fault::NoAreaCode)));
        assert_eq!(Phone::sought("电话"), Err(Refused::Phone(Fault::NotANumber)));
    }
}
