//! What the list and the detail beside it tell each other.

use crate::error::AppError;
use crate::ui::asked::Asked;
use leptos::prelude::*;
use model::customers::Customer;
use model::rankings::Ranking;

/// So many are followed before those that are gone are forgotten.
const MANY: usize = 1_000;

/// Changes that were made on this page since it was loaded.
#[derive(Clone, Copy)]
pub struct Work {
    revision: RwSignal<u32>,
    changed: StoredValue<Vec<Customer>>,
    shown: StoredValue<Vec<RwSignal<Customer>>>,
    rankings: Asked<Result<Vec<Ranking>, AppError>>,
}

impl Work {
    /// Provides it to the pages below.
    pub fn provide(rankings: Asked<Result<Vec<Ranking>, AppError>>) -> Self {
        let (changed, shown) = (StoredValue::new(Vec::new()), StoredValue::new(Vec::new()));
        let work = Self { revision: RwSignal::new(0), changed, shown, rankings };
        provide_context(work);
        work
    }

    /// The handle.
    pub fn get() -> Self {
        expect_context()
    }

    /// Grows when lists and counts have to be asked for again.
    pub fn revision(self) -> u32 {
        self.revision.get()
    }

    /// Something came, went or moved.
    pub fn reload(self) {
        self.revision.try_update(|revision| *revision += 1);
    }

    /// From now on the signal gets what is changed elsewhere on the page.
    pub fn follow(self, customer: RwSignal<Customer>) {
        self.shown.try_update_value(|shown| {
            if shown.len() >= MANY {
                shown.retain(|known| !known.is_disposed());
            }
            shown.push(customer);
        });
    }

    /// A customer has other values; all that show it follow at once.
    pub fn change(self, customer: Customer) {
        leptos::enliven();
        let older = |known: &Customer| known.id == customer.id && known.version < customer.version;
        for known in self.shown.try_get_value().unwrap_or_default() {
            if known.try_with_untracked(older) == Some(true) {
                known.set(customer.clone());
            }
        }
        self.changed.try_update_value(|changed| {
            changed.retain(|known| known.id != customer.id);
            changed.push(customer);
        });
    }

    /// The customer as it is known by now.
    pub fn latest(self, customer: &Customer) -> Customer {
        self.changed.with_value(|changed| {
            let newer = changed.iter().find(|known| known.id == customer.id && known.version > customer.version);
            newer.unwrap_or(customer).clone()
        })
    }

    /// The tiers; read under a `Suspense`.
    pub fn rankings(self) -> Vec<Ranking> {
        self.rankings.get().and_then(Result::ok).unwrap_or_default()
    }
}
