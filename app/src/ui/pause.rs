//! What runs once nothing more has come for a while: after the last key, or unless a second press follows. It belongs to the
//! part of the page that it was made in: when that goes, nothing runs any more.

use leptos::prelude::*;
use std::time::Duration;

/// At most one thing waits.
#[derive(Clone, Copy)]
pub struct Pause {
    length: Duration,
    /// How many have waited so far, and whether the last one still does.
    turn: StoredValue<(u32, bool)>,
}

impl Pause {
    /// Nothing waits yet.
    #[must_use]
    pub fn of(length: Duration) -> Self {
        Self { length, turn: StoredValue::new((0, false)) }
    }

    /// Runs it after the pause, instead of what waited.
    pub fn then(self, run: impl FnOnce() + 'static) {
        self.later(Box::new(run));
    }

    fn later(self, run: Box<dyn FnOnce()>) {
        let next = self.turn.try_update_value(|turn| {
            *turn = (turn.0 + 1, true);
            *turn
        });
        let elapsed = move || {
            if self.turn.try_get_value() == next && self.forget() {
                run();
            }
        };
        set_timeout(elapsed, self.length);
    }

    /// Gives up what waits; whether anything did.
    pub fn forget(self) -> bool {
        self.turn.try_update_value(|turn| std::mem::take(&mut turn.1)) == Some(true)
    }
}
