//! A body that must keep coming: whoever sends a byte now and then would hold a place for requests as long as they like.

use axum::body::{Body, Bytes};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// What a body must bring within the time, or end: a hundred bytes a second is less than any network that carries a page.
const LEAST: u64 = 1024;

/// Whether a body stood still.
#[derive(Clone, Debug, Default)]
pub struct Stood(Arc<AtomicBool>);

impl Stood {
    /// Whether it did.
    #[must_use]
    pub fn still(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The body, which breaks off when it brings too little.
#[derive(Debug)]
pub struct Paced {
    body: Body,
    within: Duration,
    brought: u64,
    end: Pin<Box<Sleep>>,
    stood: Stood,
}

impl Paced {
    /// A body that must go on within a time.
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
