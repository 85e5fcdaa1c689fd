//! One open connection: its current state, and since when it is in that state.

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::time::Instant;

/// The state of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// The client is sending the head of its first request, or has sent nothing yet.
    Begins,
    /// A request is being served, or its response is being sent.
    Serves,
    /// The last request was answered, and no new one has begun.
    Rests,
}

#[derive(Clone, Copy, Debug)]
struct State {
    does: Does,
    since: Instant,
    /// Since when the client has read nothing of the response.
    stuck: Option<Instant>,
}

/// One open connection.
#[derive(Debug)]
pub struct Held {
    /// The client's address.
    pub address: IpAddr,
    state: Mutex<State>,
    close: Notify,
}

impl Held {
    /// A new connection.
    #[must_use]
    pub fn new(address: IpAddr) -> Self {
        let state = State { does: Does::Begins, since: Instant::now(), stuck: None };
        Self { address, state: Mutex::new(state), close: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn turns_to(&self, does: Does) {
        let mut state = self.state();
        (state.does, state.since) = (does, Instant::now());
    }

    /// How long the connection has had no request in progress; `None` while a request is served.
    #[must_use]
    pub fn waits(&self) -> Option<Duration> {
        let state = *self.state();
        (state.does != Does::Serves).then(|| state.since.elapsed())
    }

    /// Whether the connection has been inactive for longer than permitted.
    #[must_use]
    pub fn is_overdue(&self, head: Duration, idle: Duration, stuck: Duration) -> bool {
        let state = *self.state();
        let waited = state.since.elapsed();
        match state.does {
            Does::Begins => waited > head,
            Does::Rests => waited > idle,
            Does::Serves => state.stuck.is_some_and(|since| since.elapsed() > stuck),
        }
    }

    /// Asks the connection's task to close the connection.
    pub fn close(&self) -> bool {
        self.close.notify_one();
        true
    }

    /// Resolves when the connection is to be closed.
    pub async fn closed(&self) {
        self.close.notified().await;
    }
}

/// A request in progress; it ends when its response has been sent.
pub struct Busy(Arc<Held>);

impl Busy {
    /// Marks the connection as serving a request.
    #[must_use]
    pub fn new(held: &Arc<Held>) -> Self {
        held.turns_to(Does::Serves);
        Self(held.clone())
    }

    /// Wraps the response's body so that the request ends with the end of the body.
    pub fn until_sent(self, body: Body) -> Body {
        Body::new(Sent { body, _busy: self })
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.turns_to(Does::Rests);
    }
}

struct Sent {
    body: Body,
    _busy: Busy,
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A connection's stream that records when data arrives and when a write is blocked.
pub struct Watched {
    stream: TcpStream,
    held: Arc<Held>,
}

impl Watched {
    /// Wraps the stream of a connection.
    #[must_use]
    pub const fn new(stream: TcpStream, held: Arc<Held>) -> Self {
        Self { stream, held }
    }

    fn note<T>(&self, went: Poll<T>) -> Poll<T> {
        let mut state = self.held.state();
        state.stuck = if went.is_ready() { None } else { state.stuck.or_else(|| Some(Instant::now())) };
        went
    }
}

impl AsyncRead for Watched {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        let this = self.get_mut();
        let before = into.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, into);
        if into.filled().len() > before && this.held.state().does == Does::Rests {
            this.held.turns_to(Does::Begins);
        }
        read
    }
}

impl AsyncWrite for Watched {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        let this = self.get_mut();
        let went = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.note(went)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        let this = self.get_mut();
        let went = Pin::new(&mut this.stream).poll_write_vectored(cx, parts);
        this.note(went)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
