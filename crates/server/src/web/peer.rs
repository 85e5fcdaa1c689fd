//! The client's address, for limits. Behind trusted proxies it is the address that the outermost of them saw.

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use crate::App;
use crate::problem::Refusal;

/// The client's address.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

impl FromRequestParts<App> for Peer {
    type Rejection = Refusal;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Refusal> {
        let direct = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let direct = direct.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        Ok(Self(behind(direct, &parts.headers, &app.settings().http.trusted_proxies)))
    }
}

/// The client behind a connection. Each proxy appends the address that it saw to `X-Forwarded-For`, and clients can write anything before
/// that: so the list is read from its end, as long as the entries are from trusted proxies.
fn behind(direct: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let mut seen = direct.to_canonical();
    let lines: Vec<&str> = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok()).collect();
    for named in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        if !trusted.iter().any(|network| network.contains(&seen)) {
            break;
        }
        let Some(address) = address(named) else { break };
        seen = address;
    }
    seen
}

/// An address with or without a port: `192.0.2.1:4711`, `[2001:db8::1]:4711`, `"[2001:db8::1]"`.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_matches('"');
    let address = match text.parse::<SocketAddr>() {
        Ok(with_port) => with_port.ip(),
        Err(_) => text.trim_start_matches('[').trim_end_matches(']').parse().ok()?,
    };
    Some(address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn from(direct: &str, lines: &[&str], trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append("x-forwarded-for", HeaderValue::from_str(line).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|t| t.parse().unwrap()).collect();
        behind(direct.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn the_last_address_that_is_no_proxy_of_ours_is_the_one_that_asks() {
        const OWN: &[&str] = &["127.0.0.0/8", "::1/128", "10.0.0.0/8"];
        for (direct, lines, seen) in [
            // A client cannot name another address.
            ("203.0.113.9", vec!["198.51.100.1"], "203.0.113.9"),
            ("127.0.0.1", vec!["198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec![], "127.0.0.1"),
            // The client's own entry is before what the proxy saw.
            ("127.0.0.1", vec!["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            ("127.0.0.1", vec!["1.1.1.1", "198.51.100.1"], "198.51.100.1"),
            // Two trusted proxies, one behind the other.
            ("127.0.0.1", vec!["1.1.1.1, 198.51.100.1, 10.0.0.7"], "198.51.100.1"),
            ("127.0.0.1", vec!["1.1.1.1, 198.51.100.1", "10.0.0.7"], "198.51.100.1"),
            ("127.0.0.1", vec!["10.0.0.7"], "10.0.0.7"),
            // Ports, brackets and both families.
            ("127.0.0.1", vec!["198.51.100.1:4711"], "198.51.100.1"),
            ("::1", vec!["[2001:db8::1]:4711"], "2001:db8::1"),
            ("::1", vec!["\"[2001:db8::1]\""], "2001:db8::1"),
            ("::ffff:127.0.0.1", vec!["::ffff:198.51.100.1"], "198.51.100.1"),
            ("::ffff:203.0.113.9", vec![], "203.0.113.9"),
            // An unreadable entry is not skipped.
            ("127.0.0.1", vec!["198.51.100.1, unknown"], "127.0.0.1"),
        ] {
            assert_eq!(from(direct, &lines, OWN), seen, "{direct} {lines:?}");
        }
        assert_eq!(from("127.0.0.1", &["198.51.100.1"], &[]), "127.0.0.1", "no proxy is trusted");
    }
}
