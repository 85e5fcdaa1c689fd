//! The one source of the time. A test moves it; nothing else in the server reads the machine's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use weiguang_domain::kernel::time::{Moment, Span};

/// Where the time comes from.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    Machine,
    /// A clock that stands until it is moved.
    Moved(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that a test moves.
    #[must_use]
    pub fn moved(at: Moment) -> Self {
        Self::Moved(Arc::new(AtomicI64::new(at.micros())))
    }

    /// Now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    pub fn now(&self) -> Moment {
        match self {
            Self::Machine => jiff::Timestamp::now().into(),
            Self::Moved(at) => Moment::from_micros(at.load(Ordering::SeqCst)),
        }
    }

    /// Moves a moved clock on; the machine's clock stays what it is.
    pub fn advance(&self, span: Span) {
        if let Self::Moved(at) = self {
            at.fetch_add(span.as_micros(), Ordering::SeqCst);
        }
    }
}
