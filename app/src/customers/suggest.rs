//! Customers that fit what one types, asked for after a pause. An answer to what was typed before is dropped.

use crate::customers::api;
use crate::ui::pause::Pause;
use leptos::prelude::*;
use model::customers::{CustomerQuery, CustomerRow};
use std::time::Duration;

const WORDS: Duration = Duration::from_millis(120);
const MOST: u32 = 8;

/// One field's suggestions.
#[derive(Clone, Copy)]
pub struct Suggest {
    turn: StoredValue<u32>,
    pause: Pause,
}

impl Suggest {
    /// Nothing is asked for yet.
    #[must_use]
    pub fn idle() -> Self {
        Self { turn: StoredValue::new(0), pause: Pause::of(WORDS) }
    }

    /// Asks for the customers that fit; `done` hears them, unless something else is asked for meanwhile.
    pub fn ask(self, q: String, done: impl FnOnce(Vec<CustomerRow>) + 'static) {
        self.forget();
        let turn = self.turn.get_value();
        self.pause.then(move || {
            leptos::task::spawn_local(async move {
                let query = CustomerQuery { q, limit: MOST, ..CustomerQuery::default() };
                let Ok(page) = api::list_customers(query).await else { return };
                if self.turn.try_get_value() == Some(turn) {
                    done(page.items);
                }
            });
        });
    }

    /// Nothing is wanted any longer.
    pub fn forget(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.pause.forget();
    }
}
