//! Permitted host names. A page elsewhere can make its own name resolve to this machine (DNS rebinding) and would then have the same origin
//! as this site: a request with an unknown host name is refused. A numeric address belongs to nobody else, and under https a foreign name
//! fails at its certificate already.

use axum::extract::{Request, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::IpAddr;

use crate::App;
use crate::config::Http;

/// For an operator who set the site up and finds it closed.
const NOT_OURS: &str = "不是本系统的网址；请运维人员把它写进设置 http.hosts\nThis is no name of this site; an operator can add it to http.hosts\n";

/// Refuses a request with an unknown host name. One without a name is not from a browser.
pub async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let named = request.headers().get_all(HOST).iter().map(HeaderValue::to_str);
    let mut asked = named.map(Result::unwrap_or_default).chain(request.uri().authority().map(|a| a.as_str()));
    if asked.all(|host| may(host, &app.settings().http)) {
        return next.run(request).await;
    }
    (StatusCode::MISDIRECTED_REQUEST, NOT_OURS).into_response()
}

fn may(host: &str, http: &Http) -> bool {
    let name = name(host);
    let ours = http.hosts.iter().any(|ours| ours.eq_ignore_ascii_case(name));
    ours || is_localhost(name) || number(name).is_some() || (http.hosts.is_empty() && http.https)
}

/// Whether a client on this machine requests this machine: a proxy passes on the name that people use.
#[must_use]
pub fn is_local(peer: IpAddr, headers: &HeaderMap) -> bool {
    let name = headers.get(HOST).map_or("localhost", |host| name(host.to_str().unwrap_or_default()));
    let local = is_localhost(name) || number(name).is_some_and(|address| address.is_loopback());
    local && peer.to_canonical().is_loopback()
}

/// A host without its port and trailing dot.
fn name(host: &str) -> &str {
    let port = host.rsplit_once(':').filter(|(name, _)| !name.contains(':') || name.ends_with(']'));
    port.map_or(host, |(name, _)| name).trim_end_matches('.')
}

fn is_localhost(name: &str) -> bool {
    name.eq_ignore_ascii_case("localhost")
}

fn number(name: &str) -> Option<IpAddr> {
    name.trim_start_matches('[').trim_end_matches(']').parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_somebody_set_are_answered() {
        let http = |hosts: &[&str], https| {
            let hosts = hosts.iter().map(ToString::to_string).collect();
            Http { hosts, https, ..Http::default() }
        };
        let plain = http(&[], false);
        for host in
            ["localhost", "LOCALHOST:8420", "127.0.0.1:8420", "10.1.2.3", "[::1]:8420", "[fd00::1]", "localhost."]
        {
            assert!(may(host, &plain), "{host}");
        }
        for host in
            ["", "evil.example", "evil.example:8420", "localhost.evil.example", "127.0.0.1.evil.example", "a:b:c"]
        {
            assert!(!may(host, &plain), "{host}");
        }
        assert!(may("grid.example.org", &http(&[], true)), "under https a foreign name has no certificate");
        let named = http(&["grid.example.org"], true);
        assert!(may("Grid.example.org:443", &named) && !may("evil.example", &named) && may("127.0.0.1", &named));
    }

    #[test]
    fn figures_are_for_this_machine_under_a_name_of_its_own() {
        let headers = |host: &str| HeaderMap::from_iter([(HOST, host.parse().unwrap())]);
        let [here, mapped, there] = ["127.0.0.1", "::ffff:127.0.0.1", "10.0.0.9"].map(|a| a.parse::<IpAddr>().unwrap());
        assert!(is_local(here, &headers("127.0.0.1:8420")) && is_local(mapped, &headers("localhost")));
        assert!(!is_local(here, &headers("grid.example.org")), "a proxy on this machine asks for somebody else");
        assert!(!is_local(there, &headers("127.0.0.1")));
    }
}
