//! Connections: accepted, limited in total and for each address, and closed when idle. While a request is being served, only the limits of
//! requests apply; a stream of live updates may be silent for any time.

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use ipnet::IpNet;
use std::collections::HashMap;
use std::io::ErrorKind;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tower::ServiceExt as _;

use crate::config::Http;
use crate::jobs::stopped;
use crate::limits::address::household;
use crate::web::Refusal;

mod held;

use held::{Busy, Held, Watched};

/// How long a connection stays open after its last request. Browsers and proxies keep idle connections for about a minute.
const IDLE: Duration = Duration::from_secs(75);
/// How long a client may leave a response unread before its connection is closed.
const STUCK: Duration = Duration::from_secs(30);
/// Number of file descriptors kept for other purposes than connections.
const OTHER_FILES: u64 = 200;
/// The largest head of a request in bytes.
const HEAD_BYTES: usize = 64 * 1024;

/// Limits on connections.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The most open connections in total.
    pub all: usize,
    /// The most open connections from one address.
    pub each: usize,
    /// Time limit for the head of a request.
    pub head: Duration,
    /// Trusted proxies, whose connections carry many people.
    pub proxies: Vec<IpNet>,
}

impl Limits {
    /// The configured limits, reduced if the system lets this program open fewer files.
    #[must_use]
    pub fn of(http: &Http) -> Self {
        let files = usize::try_from(most_files().saturating_sub(OTHER_FILES)).unwrap_or(usize::MAX);
        Self {
            all: http.connections.min(files).max(1),
            each: http.connections_per_address,
            head: Duration::from_secs(http.header_seconds),
            proxies: http.trusted_proxies.clone(),
        }
    }
}

/// Raises the system's limit on open files as far as permitted, and returns the new limit.
#[must_use]
pub fn most_files() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    let now = if setrlimit(Resource::Nofile, raised).is_ok() { limit.maximum } else { limit.current };
    now.unwrap_or(u64::MAX)
}

/// All open connections.
#[derive(Debug, Default)]
struct Open {
    next: u64,
    by_number: HashMap<u64, Arc<Held>>,
    by_address: HashMap<IpAddr, usize>,
}

/// Accepts connections within the limits.
#[derive(Clone)]
pub struct Door {
    site: Router,
    limits: Arc<Limits>,
    open: Arc<Mutex<Open>>,
}

impl Door {
    /// Serves a site behind these limits.
    #[must_use]
    pub fn new(site: Router, limits: Limits) -> Self {
        Self { site, limits: Arc::new(limits), open: Arc::default() }
    }

    /// Accepts connections until `stop` is set, then waits for requests in progress.
    pub async fn serve(self, listener: TcpListener, stop: watch::Receiver<bool>) {
        let (going, mut gone) = mpsc::channel::<()>(1);
        let crowded: Arc<[u8]> = written(Refusal::Crowded).await.into();
        let mut asked = pin!(stopped(stop.clone()));
        let mut look =
            tokio::time::interval((self.limits.head / 4).clamp(Duration::from_millis(10), Duration::from_secs(1)));
        loop {
            let came = tokio::select! {
                came = listener.accept() => came,
                _ = look.tick() => {
                    self.close_overdue();
                    continue;
                }
                () = &mut asked => break,
            };
            match came {
                Ok((stream, from)) => match self.take_in(from.ip()) {
                    Some(held) => self.clone().spawn(stream, from, held, stop.clone(), going.clone()),
                    // A refused client is sent an answer if that is possible without waiting.
                    None => drop(stream.try_write(&crowded)),
                },
                Err(e) if matches!(e.kind(), ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset) => {}
                Err(error) => {
                    tracing::warn!(%error, "no connection could be taken");
                    self.make_room(&self.lock());
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        drop((listener, going));
        let mut look = tokio::time::interval(Duration::from_secs(1));
        loop {
            tokio::select! {
                _ = gone.recv() => return,
                _ = look.tick() => self.close_overdue(),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Registers a new connection, if its address may have one more.
    fn take_in(&self, from: IpAddr) -> Option<(u64, Arc<Held>)> {
        let mut open = self.lock();
        let from = from.to_canonical();
        let proxy = self.limits.proxies.iter().any(|network| network.contains(&from));
        let address = household(from);
        if !proxy && open.by_address.get(&address).is_some_and(|n| *n >= self.limits.each) {
            return None;
        }
        if open.by_number.len() >= self.limits.all {
            self.make_room(&open).then_some(())?;
        }
        *open.by_address.entry(address).or_default() += 1;
        open.next += 1;
        let (number, held) = (open.next, Arc::new(Held::new(address)));
        open.by_number.insert(number, held.clone());
        Some((number, held))
    }

    /// Closes the connection that has been without a complete request for the longest time.
    fn make_room(&self, open: &Open) -> bool {
        let longest = open.by_number.values().filter_map(|held| Some((held.waits()?, held))).max_by_key(|(w, _)| *w);
        longest.is_some_and(|(_, held)| held.close())
    }

    fn close_overdue(&self) {
        for held in self.lock().by_number.values() {
            if held.is_overdue(self.limits.head, IDLE, STUCK) {
                held.close();
            }
        }
    }

    fn forget(&self, number: u64) {
        let mut open = self.lock();
        let Some(held) = open.by_number.remove(&number) else { return };
        match open.by_address.get_mut(&held.address) {
            Some(n) if *n > 1 => *n -= 1,
            _ => drop(open.by_address.remove(&held.address)),
        }
    }

    fn spawn(
        self,
        stream: TcpStream,
        from: SocketAddr,
        (number, held): (u64, Arc<Held>),
        stop: watch::Receiver<bool>,
        going: mpsc::Sender<()>,
    ) {
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let answer = service_fn(|request: hyper::Request<Incoming>| {
                let (site, busy) = (self.site.clone(), Busy::new(&held));
                async move {
                    let mut request = request.map(Body::new);
                    request.extensions_mut().insert(ConnectInfo(from));
                    let response: Response = site.oneshot(request).await?;
                    Ok::<_, std::convert::Infallible>(response.map(|body| busy.until_sent(body)))
                }
            });
            let io = TokioIo::new(Watched::new(stream, held.clone()));
            let serving = http1::Builder::new().max_buf_size(HEAD_BYTES).serve_connection(io, answer);
            let (mut serving, mut asked) = (pin!(serving), pin!(stopped(stop)));
            let mut stopping = false;
            loop {
                tokio::select! {
                    // A broken connection is not reported.
                    _ = serving.as_mut() => break,
                    () = held.closed() => break,
                    () = &mut asked, if !stopping => {
                        stopping = true;
                        serving.as_mut().graceful_shutdown();
                    }
                }
            }
            self.forget(number);
            drop(going);
        });
    }
}

/// A refusal as the bytes of an HTTP response, for a connection from which nothing was read.
async fn written(refusal: Refusal) -> Vec<u8> {
    let (parts, body) = refusal.into_response().into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let media = parts.headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 {}\r\ncontent-type: {media}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        parts.status,
        body.len()
    );
    [head.as_bytes(), &body].concat()
}

#[cfg(test)]
mod tests;
