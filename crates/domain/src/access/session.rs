//! Lifetime of sessions. At a desk a session ends soon after its last use. On a phone it survives some days offline,
//! each sync renews it, and it ends some weeks after sign-in in any case.

use crate::kernel::time::{Moment, Span};

/// The configured lifetimes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifetimes {
    /// Idle time at a desk.
    pub idle: Span,
    /// Offline time on a phone.
    pub offline: Span,
    /// Total time on a phone, from sign-in.
    pub on_phone: Span,
}

/// The times of a session that decide its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lifetime {
    /// Sign-in.
    pub created_at: Moment,
    /// Last use, as stored.
    pub seen_at: Moment,
    /// Hard end.
    pub expires_at: Moment,
    /// Whether it belongs to a phone.
    pub on_phone: bool,
}

impl Lifetime {
    /// When it ends without further use.
    #[must_use]
    pub fn until(&self, rules: &Lifetimes) -> Moment {
        if self.on_phone { self.expires_at } else { self.expires_at.min(self.seen_at + rules.idle) }
    }

    /// The session after a use at `now`.
    #[must_use]
    pub fn used(self, now: Moment, rules: &Lifetimes) -> Self {
        let renewed = (now + rules.offline).min(self.created_at + rules.on_phone);
        let expires_at = if self.on_phone { self.expires_at.max(renewed) } else { self.expires_at };
        Self { seen_at: now, expires_at, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: Lifetimes = Lifetimes { idle: Span::hours(12), offline: Span::days(7), on_phone: Span::days(30) };

    fn signed_in(on_phone: bool) -> Lifetime {
        let now = Moment::from_micros(0);
        Lifetime { created_at: now, seen_at: now, expires_at: now + Span::days(7), on_phone }
    }

    #[test]
    fn at_a_desk_a_session_ends_after_its_last_use_and_after_its_days() {
        let (desk, start) = (signed_in(false), Moment::from_micros(0));
        assert_eq!(desk.until(&RULES), start + Span::hours(12));
        let used = desk.used(start + Span::hours(10), &RULES);
        assert_eq!(used.until(&RULES), start + Span::hours(22));
        let late = desk.used(start + Span::days(7) - Span::hours(1), &RULES);
        assert_eq!(late.until(&RULES), start + Span::days(7), "no use puts that off");
    }

    #[test]
    fn on_a_phone_each_sync_renews_it_within_a_bound() {
        let (mut phone, start) = (signed_in(true), Moment::from_micros(0));
        assert_eq!(phone.until(&RULES), start + Span::days(7), "the hours without use do not count");
        for day in (0..30).step_by(5) {
            phone = phone.used(start + Span::days(day), &RULES);
            assert_eq!(phone.until(&RULES), start + Span::days((day + 7).min(30)));
        }
        let back = phone.used(start, &RULES);
        assert_eq!(back.until(&RULES), start + Span::days(30), "a clock that was set back takes nothing away");
    }
}
