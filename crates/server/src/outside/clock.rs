//! The only source of the time. Tests move it; nothing else in the server reads the machine's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use weiguang_domain::kernel::time::{Moment, Span};

/// Source of the time.
#[derive(Clone, Debug, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    Machine,
    /// A clock that stops until it is moved.
    Moved(Arc<AtomicI64>),
    /// A clock that runs like the machine's, ahead of it by this many microseconds: for a demonstration whose days pass in minutes.
    Ahead(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that a test moves.
    #[must_use]
    pub fn moved(at: Moment) -> Self {
        Self::Moved(Arc::new(AtomicI64::new(at.micros())))
    }

    /// A clock that runs and can be advanced.
    #[must_use]
    pub fn ahead() -> Self {
        Self::Ahead(Arc::default())
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self {
            Self::Machine => machine(),
            Self::Moved(at) => Moment::from_micros(at.load(Ordering::SeqCst)),
            Self::Ahead(by) => machine() + Span::micros(by.load(Ordering::SeqCst)),
        }
    }

    /// The machine's own clock: advancing a demonstration is no leap.
    #[must_use]
    pub fn wall(&self) -> Moment {
        match self {
            Self::Machine | Self::Ahead(_) => machine(),
            Self::Moved(_) => self.now(),
        }
    }

    /// Advances a clock that can be moved; the machine's clock is unaffected.
    pub fn advance(&self, span: Span) {
        if let Self::Moved(micros) | Self::Ahead(micros) = self {
            micros.fetch_add(span.as_micros(), Ordering::SeqCst);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
fn machine() -> Moment {
    jiff::Timestamp::now().into()
}
