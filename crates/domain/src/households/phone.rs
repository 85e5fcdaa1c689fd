//! A resident's or contact's phone: one form whatever was typed, masked wherever it prints.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

use super::{refused::Refused, sealed};
use crate::kernel::text::mask_phone;
use crate::people;

/// A phone that has been read into its one form, so that two ways of typing it are equal.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

impl Phone {
    /// Reads a phone: 5 to 20 digits, spaces and hyphens gone, the country's +86 gone.
    ///
    /// # Errors
    /// [`Refused::Phone`].
    pub fn parse(text: &str) -> Result<Self, Refused> {
        let phone = people::account::phone(text).ok().flatten().ok_or(Refused::Phone)?.replace('-', "");
        let here = phone.strip_prefix("+86").or_else(|| phone.strip_prefix("0086")).unwrap_or(&phone);
        Ok(Self(here.to_owned()))
    }

    /// The number itself: to seal it, to make the key of an exact search, to call it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it can be a number of this country: a mobile one, or a landline with its area code. A typing slip mostly cannot.
    #[must_use]
    pub fn can_be_dialled(&self) -> bool {
        matches!((self.0.len(), self.0.as_bytes()), (11, [b'1', b'3'..=b'9', ..]) | (10..=12, [b'0', b'1'..=b'9', ..]))
    }

    /// `138****1234`.
    #[must_use]
    pub fn mask(&self) -> String {
        mask_phone(&self.0)
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
        Self::parse(&String::deserialize(d)?).map_err(serde::de::Error::custom)
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
        assert!(Phone::parse("028-8765 4321").unwrap().can_be_dialled() && phone.can_be_dialled());
        for slip in ["12812341234", "1381234123", "138123412345", "87654321", "0013812341234"] {
            assert!(!Phone::parse(slip).unwrap().can_be_dialled(), "{slip}");
        }
        assert_eq!(Phone::parse("电话"), Err(Refused::Phone));
        assert_eq!(Phone::parse(""), Err(Refused::Phone));
    }
}
