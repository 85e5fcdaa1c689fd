//! The prefixes of IP addresses for which limits are counted: household, site, network.

use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr};

/// The household of an address: an IPv6 /64; an IPv4 address itself.
#[must_use]
pub fn household(address: IpAddr) -> IpAddr {
    shortened(address, 32, 64)
}

/// The site of an address: the IPv6 /48, the most that one subscriber receives. An IPv4 address has no site: there each address counts
/// alone.
#[must_use]
pub fn site(address: IpAddr) -> Option<IpAddr> {
    untunnelled(address).is_ipv6().then(|| shortened(address, 32, 48))
}

/// The network of an address: its IPv4 /24, or its IPv6 /48.
#[must_use]
pub fn neighbours(address: IpAddr) -> IpAddr {
    shortened(address, 24, 48)
}

fn shortened(address: IpAddr, v4: u8, v6: u8) -> IpAddr {
    let address = untunnelled(address);
    let bits = if address.is_ipv4() { v4 } else { v6 };
    IpNet::new(address, bits).map_or(address, |network| network.network())
}

/// The IPv4 address that an IPv6 address contains: mapped, or by 6to4, Teredo or NAT64. Any other address is returned unchanged.
fn untunnelled(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address.to_canonical() else { return address.to_canonical() };
    let inner = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)).into();
    match v6.segments() {
        [0x2002, high, low, ..] | [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => inner(high, low),
        [0x2001, 0, .., high, low] => inner(!high, !low),
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_counted_by_household_and_by_network() {
        let both = |text: &str| {
            let address = text.parse().unwrap();
            (household(address).to_string(), neighbours(address).to_string())
        };
        assert_eq!(both("198.51.100.7"), ("198.51.100.7".into(), "198.51.100.0".into()));
        assert_eq!(both("::ffff:198.51.100.7"), both("198.51.100.7"), "on [::] IPv4 clients stay apart");
        assert_eq!(both("2001:db8:1:2:3:4:5:6"), ("2001:db8:1:2::".into(), "2001:db8:1::".into()));
        for tunnelled in ["2002:c633:6407:9::1", "64:ff9b::c633:6407", "2001:0:1:2:3:4:39cc:9bf8"] {
            assert_eq!(both(tunnelled), both("198.51.100.7"), "{tunnelled}");
            assert_eq!(site(tunnelled.parse().unwrap()), None);
        }
        assert_eq!(site("198.51.100.7".parse().unwrap()), None);
        assert_eq!(site("2001:db8:1:2:3:4:5:6".parse().unwrap()), Some("2001:db8:1::".parse().unwrap()));
    }
}
