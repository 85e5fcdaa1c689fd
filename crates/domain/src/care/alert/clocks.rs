//! The clocks of an alert: how long each step may take. They come from the table of rules that was in force when it began, and an alert keeps
//! the ones that it began with.

use serde::{Deserialize, Serialize};

use crate::kernel::time::{Moment, Span};

macro_rules! clocks {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        /// How long each step may take.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
        pub struct Clocks { $($(#[$doc])* pub $name: Span,)* }

        impl Clocks {
            /// The keys in the table of rules.
            pub const KEYS: &[&str] = &[$(stringify!($name),)*];

            /// Reads all of them, asking for each by its key; every key is asked for, so that every fault is told at once.
            pub(in crate::care) fn read(one: &mut impl FnMut(&str) -> Option<Span>) -> Option<Self> {
                $(let $name = one(stringify!($name));)*
                Some(Self { $($name: $name?,)* })
            }
        }
    };
}

clocks! {
    /// After the first critical reading, until a second one or a word.
    remeasure;
    /// Until the owner answers.
    acknowledge;
    /// From there until it is known where the person is, and with whom.
    safe;
    /// On the way with somebody who brings them.
    escort;
    /// After an agreed look, until it counts as missed.
    look_grace;
    /// Looked in on, however well it goes, until the next level is told that it lasts.
    watch;
    /// With kin, until it is settled where they go.
    kin;
    /// After a referral, until they arrived.
    arrive;
    /// After any of these ran out, until the next level up.
    climb;
    /// From care being reached until the first follow-up.
    first_follow_up;
    /// From there until the second.
    second_follow_up;
    /// After a follow-up was missed, until the next level up.
    follow_climb;
    /// After both, until somebody writes the outcome.
    outcome;
}

/// The one clock that runs at a time: when it runs out, and how often it has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// When it runs out next.
    pub due: Moment,
    /// How often it has run out in this step.
    pub ran_out: u32,
}

impl Clock {
    /// A fresh one.
    #[must_use]
    pub const fn until(due: Moment) -> Self {
        Self { due, ran_out: 0 }
    }
}
