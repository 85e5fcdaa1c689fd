//! Invitations: a link or printed slip to set a password, for the first time or after it was forgotten.

use crate::kernel::time::{Moment, Span};

/// Validity of an invitation.
pub const LIFE: Span = Span::days(14);
/// Maximum invitations per request.
pub const AT_ONCE: usize = 500;
/// Characters of a code on a slip, without the hyphen.
pub const CODE_LENGTH: usize = 8;
/// Characters that are unambiguous on paper: no 0 or O, no 1 or I.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// How an invitation ended before its expiry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// A password was set with it.
    Used,
    /// Revoked by a manager.
    Revoked,
    /// Replaced by a newer one.
    Replaced,
}

impl End {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Used, Self::Revoked, Self::Replaced];

    /// The stable key in the store and on the wire.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::Revoked => "revoked",
            Self::Replaced => "replaced",
        }
    }

    /// Reads the key; `None` for an empty one, which means not ended.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|end| end.key() == key)
    }
}

/// Whether an invitation can still be used.
#[must_use]
pub fn is_open(expires_at: Moment, end: Option<End>, now: Moment) -> bool {
    end.is_none() && now < expires_at
}

/// The state of an invitation: `open`, `expired`, or how it ended.
#[must_use]
pub fn state(expires_at: Moment, end: Option<End>, now: Moment) -> &'static str {
    match end {
        Some(end) => end.key(),
        None if now < expires_at => "open",
        None => "expired",
    }
}

/// A code for a slip from random bytes: `7KQ2-M9XF`.
#[must_use]
pub fn code(random: [u8; CODE_LENGTH]) -> String {
    let mut code = String::with_capacity(CODE_LENGTH + 1);
    for (at, byte) in random.iter().enumerate() {
        if at == CODE_LENGTH / 2 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    code
}

/// A typed code in normal form: lower case, full width, spaces and the hyphen are accepted.
#[must_use]
pub fn plain_code(typed: &str) -> String {
    crate::kernel::text::fold(typed).to_uppercase().chars().filter(char::is_ascii_alphanumeric).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = code([5, 40, 3, 99, 0, 31, 32, 63]);
        assert_eq!(code, "7A55-2Z2Z");
        for typed in ["7a55-2z2z", " 7A55 2Z2Z ", "７ａ５５－２ｚ２ｚ", "7A552Z2Z"] {
            assert_eq!(plain_code(typed), plain_code(&code), "{typed}");
        }
        assert_ne!(plain_code("7A55-2Z2Y"), plain_code(&code));
    }

    #[test]
    fn an_invitation_ends_once_used_withdrawn_replaced_or_after_fourteen_days() {
        let made = Moment::from_micros(0);
        let expires = made + LIFE;
        assert!(is_open(expires, None, made + Span::days(14) - Span::seconds(1)));
        assert!(!is_open(expires, None, made + Span::days(14)));
        assert_eq!(state(expires, None, made), "open");
        assert_eq!(state(expires, None, expires), "expired");
        for end in End::ALL {
            assert!(!is_open(expires, Some(end), made));
            assert_eq!(End::from_key(end.key()), Some(end));
            assert_eq!(state(expires, Some(end), made), end.key());
        }
        assert_eq!(End::from_key(""), None);
    }
}
