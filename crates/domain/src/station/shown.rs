//! Views of a day's queue without personal data: the calling screen and the day's counts.

use serde::{Deserialize, Serialize};

use super::queue::{Arrival, Queue, TicketStatus};
use crate::kernel::time::Moment;

/// A called number on the screen.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Calling {
    /// The last call.
    pub at: Moment,
    /// A07.
    pub label: String,
    /// The desk.
    pub desk: u8,
    /// Number of calls.
    pub times: u8,
}

/// The content of the calling screen.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Screen {
    /// Called numbers, newest first.
    pub called: Vec<Calling>,
    /// Passed-over numbers.
    pub passed: Vec<String>,
    /// Number of waiting people.
    pub waiting: usize,
}

/// Counts of a day.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Serialize, Deserialize)]
pub struct Counts {
    /// Booked, cancelled ones included.
    pub booked: u32,
    /// Walked in.
    pub walked_in: u32,
    /// Were served.
    pub served: u32,
    /// Left before being served.
    pub left: u32,
    /// Cancelled.
    pub cancelled: u32,
    /// Booked or called and absent; on the day itself they may still come.
    pub absent: u32,
}

impl Queue {
    /// The counts so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for ticket in &self.tickets {
            match ticket.came {
                Arrival::Booked(_) => counts.booked += 1,
                Arrival::WalkIn => counts.walked_in += 1,
            }
            match ticket.standing {
                TicketStatus::Served { .. } => counts.served += 1,
                TicketStatus::Gone => counts.left += 1,
                TicketStatus::Cancelled => counts.cancelled += 1,
                TicketStatus::Expected | TicketStatus::PassedOver => counts.absent += 1,
                TicketStatus::Waiting { .. } | TicketStatus::Called { .. } => {}
            }
        }
        counts
    }

    /// The calling screen: called numbers with desks, newest first, and the number waiting.
    #[must_use]
    pub fn screen(&self) -> Screen {
        let mut screen = Screen::default();
        for ticket in &self.tickets {
            match ticket.standing {
                TicketStatus::Called { at, desk, times } => {
                    screen.called.push(Calling { at, label: ticket.label(), desk, times });
                }
                TicketStatus::PassedOver => screen.passed.push(ticket.label()),
                TicketStatus::Waiting { .. } => screen.waiting += 1,
                TicketStatus::Expected | TicketStatus::Served { .. } | TicketStatus::Gone | TicketStatus::Cancelled => {
                }
            }
        }
        screen.called.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.label.cmp(&b.label)));
        screen
    }
}
