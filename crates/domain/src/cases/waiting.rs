//! Limits for photos uploaded anonymously before a report. A flood fills only its own share: in a full street a new
//! photo replaces one of the network that has the most.

use crate::kernel::time::Span;

/// How long a photo waits for its report.
pub const WAIT: Span = Span::hours(24);
/// Maximum photos per report.
pub const OF_REPORT: usize = 3;
/// Maximum waiting per address; many phones of one operator share an address.
pub const FROM_ADDRESS: i64 = 30;
/// Maximum waiting per network.
pub const FROM_NETWORK: i64 = 60;
/// Maximum waiting per street, limited by the disk.
pub const IN_STREET: i64 = 400;

/// Numbers of waiting photos when another arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Of its address.
    pub address: i64,
    /// Of its network.
    pub network: i64,
    /// Of the street.
    pub street: i64,
    /// Of the network with the most.
    pub largest: i64,
}

/// The decision on another photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Stored.
    Free,
    /// Stored in place of the oldest of the network with the most.
    InsteadOfTheLargest,
    /// Refused for now.
    None,
}

/// Decides on another photo.
#[must_use]
pub const fn place(waiting: &Waiting) -> Place {
    if waiting.address >= FROM_ADDRESS || waiting.network >= FROM_NETWORK {
        Place::None
    } else if waiting.street < IN_STREET {
        Place::Free
    } else if waiting.network + 1 < waiting.largest {
        Place::InsteadOfTheLargest
    } else {
        Place::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Simulates a flood: photos by network, each from its own address.
    fn flooded(networks: usize, each: i64) -> Vec<i64> {
        let mut waiting = vec![0; networks];
        for _ in 0..each {
            for at in 0..networks {
                lay_down(&mut waiting, at);
            }
        }
        waiting
    }

    fn lay_down(waiting: &mut [i64], at: usize) -> Place {
        let (own, street) = (waiting[at], waiting.iter().sum());
        let largest = *waiting.iter().max().unwrap();
        let went = place(&Waiting { address: own, network: own, street, largest });
        if went == Place::InsteadOfTheLargest {
            *waiting.iter_mut().find(|n| **n == largest).unwrap() -= 1;
        }
        waiting[at] += i64::from(went != Place::None);
        went
    }

    #[test]
    fn seven_addresses_do_not_fill_a_street_and_a_hundred_leave_room_for_a_report() {
        let seven = flooded(7, 1_000);
        assert_eq!(seven.iter().sum::<i64>(), 7 * FROM_ADDRESS, "and not 400");
        let mut hundred = flooded(100, 50);
        assert_eq!(hundred.iter().sum::<i64>(), IN_STREET);
        hundred.push(0);
        for _ in 0..OF_REPORT {
            assert_eq!(lay_down(&mut hundred, 100), Place::InsteadOfTheLargest);
        }
        assert_eq!((hundred[100], hundred.iter().sum::<i64>()), (3, IN_STREET));
        // A network that has the most, or would have it, replaces no photo of others.
        let full = |network| Waiting { address: 0, network, street: IN_STREET, largest: 4 };
        assert_eq!(
            [2, 3, 4].map(|network| place(&full(network))),
            [Place::InsteadOfTheLargest, Place::None, Place::None]
        );
        // Many addresses of one network count as one network.
        let crowd = Waiting { address: 0, network: FROM_NETWORK, street: 100, largest: FROM_NETWORK };
        assert_eq!(place(&crowd), Place::None);
    }
}
