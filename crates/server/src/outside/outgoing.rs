//! Permitted outgoing connections: to public addresses, and to networks that the operator named. A name is resolved and checked when the
//! connection is made, and exactly the checked address is used, so that DNS cannot redirect it later.

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{ClientBuilder, RequestBuilder, Url};
use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use crate::config::Settings;

/// Networks that may be connected to besides public addresses.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    networks: Arc<[IpNet]>,
}

/// Why an address is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// It cannot be read, or is neither https nor http inside of a named network.
    #[error("须为 https 地址 / it must be an https address")]
    Address,
    /// It contains a name and a password.
    #[error("地址里不能写用户名和密码 / it must hold no name and password")]
    Password,
    /// It leads into a network that nobody named.
    #[error(
        "地址在内网或本机，设置 outgoing.allow 里没有写 / it leads into a network that outgoing.allow does not name"
    )]
    Network,
}

impl Outgoing {
    /// Reads the networks from the settings.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self { networks: settings.outgoing.allow.as_slice().into() }
    }

    /// The same, and additionally permits the host of an address in the settings itself, where that is numeric.
    #[must_use]
    pub fn with_host_of(&self, url: &str) -> Self {
        let host = Url::parse(url).ok().and_then(|url| number(&url));
        Self { networks: self.networks.iter().copied().chain(host.map(IpNet::from)).collect() }
    }

    /// Whether an address may be connected to.
    #[must_use]
    pub fn may(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address)) || is_public(address)
    }

    /// Reads the address of another system. A name is resolved only when something is sent, except `localhost`.
    ///
    /// # Errors
    /// [`Denied`].
    pub fn read(&self, text: &str) -> Result<Url, Denied> {
        let url = Url::parse(text).map_err(|_| Denied::Address)?;
        if has_password(text) {
            return Err(Denied::Password);
        }
        let inside = number(&url).filter(|address| !is_public(address.to_canonical()));
        match (url.scheme(), inside) {
            ("https" | "http", Some(address)) if !self.may(address) => Err(Denied::Network),
            ("https", _) | ("http", Some(_)) => Ok(url),
            _ => Err(Denied::Address),
        }
    }

    /// A client restricted to these networks: no redirects, no proxy, ten seconds in total, five of them to connect.
    ///
    /// # Errors
    /// If TLS cannot be set up.
    pub fn client(&self) -> Result<Client, String> {
        let client = builder().dns_resolver(self.clone()).build().map_err(|e| e.to_string())?;
        Ok(Client { client, outgoing: self.clone() })
    }
}

fn builder() -> ClientBuilder {
    // On a second call the provider is installed already, which is fine.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .timeout(Duration::from_secs(10))
        .connect_timeout(Duration::from_secs(5))
        .redirect(Policy::none())
        // A proxy would resolve names by itself.
        .no_proxy()
        .user_agent("weiguang")
}

/// An unrestricted client.
pub type Unbound = reqwest::Client;

/// An unrestricted client, with which a bench measures the program itself.
///
/// # Errors
/// If TLS cannot be set up.
pub fn unbound_client() -> Result<Unbound, String> {
    builder().build().map_err(|e| e.to_string())
}

/// The numeric address of a URL's host.
fn number(url: &Url) -> Option<IpAddr> {
    let host = url.host_str()?;
    if host == "localhost" || host.ends_with(".localhost") {
        return Some(Ipv4Addr::LOCALHOST.into());
    }
    host.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

/// Whether an address belongs to the public internet: not to this machine, a private or carrier's network, a link, a cloud's metadata
/// service, multicast, documentation or any other special purpose.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            // Azure's metadata address, which tells machines their keys, lies among public ones.
            if v4 == Ipv4Addr::new(168, 63, 129, 16) {
                return false;
            }
            let [a, b, c, _] = v4.octets();
            let special = matches!(
                (a, b, c),
                (0 | 10 | 127 | 224.., ..)
                    | (100, 64..=127, _)
                    | (169, 254, _)
                    | (172, 16..=31, _)
                    | (192, 168, _)
                    | (198, 18 | 19, _)
                    | (192, 0, 0 | 2)
                    | (192, 88, 99)
                    | (198, 51, 100)
                    | (203, 0, 113)
            );
            !special
        }
        IpAddr::V6(v6) => match v6.segments() {
            // An IPv4 address behind NAT64.
            [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => {
                is_public(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low)).into())
            }
            // Tunnels and documentation prefixes inside the global range.
            [0x2001, 0..=0x1FF, ..] | [0x2001, 0xDB8, ..] | [0x2002, ..] | [0x3FFF, 0..=0xFFF, ..] => false,
            [first, ..] => first & 0xE000 == 0x2000,
        },
    }
}

impl Resolve for Outgoing {
    fn resolve(&self, name: Name) -> Resolving {
        let outgoing = self.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let may: Vec<SocketAddr> = found.filter(|address| outgoing.may(address.ip())).collect();
            if may.is_empty() {
                return Err(Denied::Network.into());
            }
            Ok(Box::new(may.into_iter()) as Addrs)
        })
    }
}

/// The only HTTP client of the program.
#[derive(Clone, Debug)]
pub struct Client {
    client: reqwest::Client,
    outgoing: Outgoing,
}

impl Client {
    /// A request to an address. A numeric address needs no resolver, so it is checked here.
    ///
    /// # Errors
    /// [`Denied`]. A password in it is accepted: addresses stored by an older version still work.
    pub fn request(&self, method: reqwest::Method, address: &str) -> Result<RequestBuilder, Denied> {
        let url = Url::parse(address).map_err(|_| Denied::Address)?;
        if number(&url).is_some_and(|address| !self.outgoing.may(address)) {
            return Err(Denied::Network);
        }
        Ok(self.client.request(method, url))
    }
}

/// Why a message was not delivered, as text for the operator. The address may contain a secret, so it is not repeated.
#[must_use]
pub fn words(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut cause: Option<&dyn Error> = Some(&error);
    while let Some(inner) = cause {
        if let Some(denied) = inner.downcast_ref::<Denied>() {
            return denied.to_string();
        }
        cause = inner.source();
    }
    error.to_string()
}

/// An address as displayed: without a password, and without its query, which often is a key.
#[must_use]
pub fn shown(address: &str) -> String {
    let Ok(url) = Url::parse(address) else { return String::new() };
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    let query = if url.query().is_some() { "?…" } else { "" };
    format!("{}://{}{port}{}{query}", url.scheme(), url.host_str().unwrap_or(""), url.path())
}

/// Whether an address stored by an older version has a password.
#[must_use]
pub fn has_password(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowing(networks: &[&str]) -> Outgoing {
        Outgoing { networks: networks.iter().map(|n| n.parse().unwrap()).collect() }
    }

    #[test]
    fn only_public_addresses_and_named_networks_may_be_connected_to() {
        let none = Outgoing::default();
        for special in [
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "168.63.129.16",
            "::ffff:168.63.129.16",
            "64:ff9b::a83f:8110",
            "100.64.0.1",
            "100.127.255.255",
            "100.100.100.200",
            "192.0.0.192",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "192.0.2.1",
            "203.0.113.9",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "ff02::1",
            "fec0::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
        ] {
            assert!(!none.may(special.parse().unwrap()), "{special}");
        }
        for public in ["1.1.1.1", "172.32.0.1", "100.128.0.1", "223.5.5.5", "2400:3200::1", "64:ff9b::101:101"] {
            assert!(none.may(public.parse().unwrap()), "{public}");
        }
        let some = allowing(&["10.1.0.0/16", "fd00::/64"]);
        for (address, may) in [("10.1.2.3", true), ("10.2.0.1", false), ("::ffff:10.1.2.3", true), ("fd00::9", true)] {
            assert_eq!(some.may(address.parse().unwrap()), may, "{address}");
        }
    }

    #[test]
    fn an_address_is_https_without_a_password_and_not_inside() {
        let read = |text: &str| Outgoing::default().read(text).map(|_| ());
        assert_eq!(read("https://example.org/hook?key=1"), Ok(()));
        for text in ["http://example.org/hook", "file:///etc/passwd", "x", "", "ftp://1.1.1.1/"] {
            assert_eq!(read(text), Err(Denied::Address), "{text}");
        }
        for text in ["https://user:password@example.org/", "https://token@example.org/", "https://:x@example.org/"] {
            assert_eq!(read(text), Err(Denied::Password), "{text}");
        }
        // However it is written: browsers' and systems' shorthands are the same number.
        for text in [
            "https://127.0.0.1/",
            "http://127.0.0.1:9/x",
            "https://127.1/",
            "https://0x7f000001/",
            "https://2130706433/",
            "https://017700000001/",
            "https://localhost/",
            "https://a.localhost/",
            "https://[::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/",
            "https://１２７.0.0.1/",
            "https://192.168.0.1./",
        ] {
            assert_eq!(read(text), Err(Denied::Network), "{text}");
        }
        let named = allowing(&["10.1.0.0/16", "127.0.0.0/8"]);
        for text in ["http://10.1.0.9:8080/in", "https://10.1.0.9/in", "http://localhost:9/"] {
            assert!(named.read(text).is_ok(), "{text}");
        }
        assert_eq!(named.read("http://1.1.1.1/").map(|_| ()), Err(Denied::Address), "in clear only inside");
    }

    /// A name that resolves to this machine represents one whose answer changes between check and connection: the connection uses the
    /// checked address, since the check is part of the lookup.
    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused_when_it_is_looked_up() {
        let client = Outgoing::default().client().unwrap();
        let sent = client.client.get("https://localhost:9/").send().await.unwrap_err();
        assert_eq!(words(sent), Denied::Network.to_string());
        assert_eq!(client.request(reqwest::Method::GET, "https://127.0.0.1/").err(), Some(Denied::Network));
        let open = allowing(&["127.0.0.0/8"]).client().unwrap();
        let sent = open.client.get("http://localhost:1/").send().await.unwrap_err();
        assert!(sent.is_connect() && words(sent) != Denied::Network.to_string(), "named, and nobody listens there");
    }

    #[test]
    fn neither_password_nor_query_is_shown() {
        assert_eq!(shown("https://user:geheim@example.org:8443/in?key=geheim"), "https://example.org:8443/in?…");
        assert!(has_password("https://user:geheim@example.org/") && !has_password("https://example.org/@"));
    }
}
