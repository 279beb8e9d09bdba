//! The time, passed in so that scheduled work can be tested.

use model::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where "now" comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock, moved by so many milliseconds (`CANOPY_CLOCK_OFFSET`).
    System {
        /// Milliseconds, positive into the future.
        offset: i64,
    },
    /// A clock that stands still until it is set; for tests.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System { offset } => {
                #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
                let now = SystemTime::now();
                let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
                Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX)).plus(*offset)
            }
            Self::Fixed(now) => Timestamp(now.load(Ordering::SeqCst)),
        }
    }
}
