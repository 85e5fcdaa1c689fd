//! One open connection: its current state, and since when.

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

/// State of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    /// It sends the head of a request, or nothing yet.
    Begins,
    /// A request is being served, or its response is being sent.
    Serves,
    /// Its last request was answered, and no new one has begun.
    Rests,
}

#[derive(Clone, Copy, Debug)]
struct State {
    does: Does,
    since: Instant,
    /// Since when the client accepts nothing of a response.
    stuck: Option<Instant>,
}

/// One open connection.
#[derive(Debug)]
pub struct Held {
    /// Its client's address.
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

    /// How long it has had no request in progress.
    #[must_use]
    pub fn waits(&self) -> Option<Duration> {
        let state = *self.state();
        (state.does != Does::Serves).then(|| state.since.elapsed())
    }

    /// Whether it has been inactive for longer than permitted.
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

    /// Closes it.
    pub fn close(&self) -> bool {
        self.close.notify_one();
        true
    }

    /// Resolves when it is to be closed.
    pub async fn closed(&self) {
        self.close.notified().await;
    }
}

/// A request in progress, until its response was sent.
pub struct Busy(Arc<Held>);

impl Busy {
    /// Begins now.
    #[must_use]
    pub fn new(held: &Arc<Held>) -> Self {
        held.turns_to(Does::Serves);
        Self(held.clone())
    }

    /// Wraps the body of the response, at whose end the request ends.
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

/// The stream of a connection, which records when data arrives and when none can be sent.
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
