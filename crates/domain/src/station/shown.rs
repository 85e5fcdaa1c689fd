//! What is seen of a day's queue from outside: the screen that calls numbers, and the counts that are left of the day. No person stands in
//! either.

use serde::{Deserialize, Serialize};

use super::queue::{Came, Queue, Standing};
use crate::kernel::time::Moment;

/// A number on the screen, called to a desk.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Calling {
    /// The last call.
    pub at: Moment,
    /// A07.
    pub label: String,
    /// Where to go.
    pub desk: u8,
    /// How often it was called.
    pub times: u8,
}

/// What the calling screen shows. No name stands in it, and nothing by which one could be found.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Screen {
    /// Called, the newest first.
    pub called: Vec<Calling>,
    /// Called often enough, and not there.
    pub passed: Vec<String>,
    /// How many wait.
    pub waiting: usize,
}

/// How a day went.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Counts {
    /// Had booked, those who called it off included.
    pub booked: u32,
    /// Walked in.
    pub walked_in: u32,
    /// Were served.
    pub served: u32,
    /// Went home before.
    pub left: u32,
    /// Called it off.
    pub cancelled: u32,
    /// Booked or called, and not there; on a day that goes on, those who may still come.
    pub absent: u32,
}

impl Queue {
    /// How the day went, or goes.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for ticket in &self.tickets {
            match ticket.came {
                Came::Booked(_) => counts.booked += 1,
                Came::WalkIn => counts.walked_in += 1,
            }
            match ticket.standing {
                Standing::Served { .. } => counts.served += 1,
                Standing::Gone => counts.left += 1,
                Standing::Cancelled => counts.cancelled += 1,
                Standing::Expected | Standing::PassedOver => counts.absent += 1,
                Standing::Waiting { .. } | Standing::Called { .. } => {}
            }
        }
        counts
    }

    /// What the calling screen shows: numbers called with their desks, newest first, and how many wait.
    #[must_use]
    pub fn screen(&self) -> Screen {
        let mut screen = Screen::default();
        for ticket in &self.tickets {
            match ticket.standing {
                Standing::Called { at, desk, times } => {
                    screen.called.push(Calling { at, label: ticket.label(), desk, times });
                }
                Standing::PassedOver => screen.passed.push(ticket.label()),
                Standing::Waiting { .. } => screen.waiting += 1,
                Standing::Expected | Standing::Served { .. } | Standing::Gone | Standing::Cancelled => {}
            }
        }
        screen.called.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.label.cmp(&b.label)));
        screen
    }
}
