//! Time limits of each step of an alert. An alert uses the limits of the rule table in force when it began.

use serde::{Deserialize, Serialize};

use crate::kernel::time::{Moment, Span};

macro_rules! clocks {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        /// Time limit of each step.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
        pub struct Clocks { $($(#[$doc])* pub $name: Span,)* }

        impl Clocks {
            /// The keys in the table of rules.
            pub const KEYS: &[&str] = &[$(stringify!($name),)*];

            /// Reads all limits; asks for every key so that all missing ones are reported together.
            pub(in crate::care) fn read(one: &mut impl FnMut(&str) -> Option<Span>) -> Option<Self> {
                $(let $name = one(stringify!($name));)*
                Some(Self { $($name: $name?,)* })
            }
        }
    };
}

clocks! {
    /// From the first critical reading to a second one or a clinician's decision.
    remeasure;
    /// Until the owner acknowledges.
    acknowledge;
    /// From there until the person is known to be safe, and with whom.
    safe;
    /// On the way with an escort.
    escort;
    /// From an agreed look until it counts as missed.
    look_grace;
    /// Duration of a watch after which the next level is notified that it lasts.
    watch;
    /// With relatives, until the next step is decided.
    kin;
    /// From referral to arrival.
    arrive;
    /// After any of these expired, until the next level up.
    climb;
    /// From reaching care to the first follow-up.
    first_follow_up;
    /// From there to the second.
    second_follow_up;
    /// After a missed follow-up, until the next level up.
    follow_climb;
    /// After both, until an outcome is recorded.
    outcome;
}

/// The current deadline of an alert, and how often it has expired.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// Next deadline.
    pub due: Moment,
    /// How often it has expired in this step.
    pub ran_out: u32,
}

impl Clock {
    /// A new deadline.
    #[must_use]
    pub const fn until(due: Moment) -> Self {
        Self { due, ran_out: 0 }
    }
}
