//! Requires a minimum rate of request bodies: a client that sends a byte now and then would occupy a place for any time.

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// The least bytes of a body within the time: a hundred bytes a second is slower than any network that can load a page.
const LEAST: u64 = 1024;

/// Whether a body was too slow.
#[derive(Clone, Debug, Default)]
pub struct Stood(Arc<AtomicBool>);

impl Stood {
    /// Whether it was.
    #[must_use]
    pub fn still(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The body, which fails when it is too slow.
#[derive(Debug)]
pub struct Paced {
    body: Body,
    within: Duration,
    brought: u64,
    end: Pin<Box<Sleep>>,
    stood: Stood,
}

impl Paced {
    /// A body with a time limit for each portion.
    pub fn body(body: Body, within: Duration, stood: Stood) -> Body {
        if body.is_end_stream() {
            return body;
        }
        Body::new(Self { body, within, brought: 0, end: Box::pin(sleep(within)), stood })
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let this = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(&mut this.body).poll_frame(cx) {
            this.brought +=
                frame.iter().flatten().filter_map(Frame::data_ref).map(|data| data.len() as u64).sum::<u64>();
            if this.brought >= LEAST {
                this.brought = 0;
                this.end.as_mut().reset(Instant::now() + this.within);
            }
            return Poll::Ready(frame);
        }
        std::task::ready!(this.end.as_mut().poll(cx));
        this.stood.0.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err(axum::Error::new("the body came too slowly"))))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
