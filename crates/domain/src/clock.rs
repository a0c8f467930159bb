//! The service's clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use time::{Duration, OffsetDateTime};

/// Tells the time, moved forward by an offset that only the demonstration and
/// the tests ever set. Copies share the offset.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_seconds: Arc<AtomicI64>,
}

impl Clock {
    /// The time now, in UTC.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine"
    )]
    pub fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc() + self.offset()
    }

    /// The machine's time, not moved: what the rest of the world has, such as somebody's phone.
    pub fn unmoved(&self) -> OffsetDateTime {
        self.now() - self.offset()
    }

    /// How far the clock is moved.
    pub fn offset(&self) -> Duration {
        Duration::seconds(self.offset_seconds.load(Ordering::Relaxed))
    }

    /// Sets how far the clock is moved from the machine's.
    pub fn set_offset(&self, offset: Duration) {
        self.offset_seconds
            .store(offset.whole_seconds(), Ordering::Relaxed);
    }

    /// Moves forward to where another process has moved the clock, and never back.
    pub fn catch_up(&self, offset: Duration) {
        self.offset_seconds
            .fetch_max(offset.whole_seconds(), Ordering::Relaxed);
    }
}
