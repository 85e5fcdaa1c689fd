//! Deserialises IP networks in the settings.

use ipnet::IpNet;
use serde::{Deserialize as _, Deserializer, de::Error as _};
use std::net::IpAddr;

/// Reads a list of networks: `10.0.0.0/8`, `2001:db8::/32`, or a single address.
///
/// # Errors
/// The first that is none.
pub(super) fn networks<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    let network = |text: &String| {
        let one = || text.parse::<IpAddr>().map(IpNet::from);
        text.parse::<IpNet>().or_else(|_| one()).map_err(|_| D::Error::custom(format!("{text} is no network")))
    };
    Vec::<String>::deserialize(from)?.iter().map(network).collect()
}
