//! What the list and the detail beside it tell each other.

use crate::error::AppError;
use crate::ui::asked::Asked;
use leptos::prelude::*;
use model::customers::Customer;
use model::rankings::Ranking;

/// Changes that were made on this page since it was loaded.
#[derive(Clone, Copy)]
pub struct Work {
    revision: RwSignal<u32>,
    changed: RwSignal<Vec<Customer>>,
    rankings: Asked<Result<Vec<Ranking>, AppError>>,
}

impl Work {
    /// Provides it to the pages below.
    pub fn provide(rankings: Asked<Result<Vec<Ranking>, AppError>>) -> Self {
        let work = Self { revision: RwSignal::new(0), changed: RwSignal::new(Vec::new()), rankings };
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

    /// A customer has other values; its row shows them at once.
    pub fn change(self, customer: Customer) {
        self.changed.try_update(|changed| {
            changed.retain(|known| known.id != customer.id);
            changed.push(customer);
        });
    }

    /// The customer as it is known by now.
    pub fn latest(self, customer: &Customer) -> Customer {
        self.changed.with(|changed| {
            let newer = changed.iter().find(|known| known.id == customer.id && known.version > customer.version);
            newer.unwrap_or(customer).clone()
        })
    }

    /// The tiers; read under a `Suspense`.
    pub fn rankings(self) -> Vec<Ranking> {
        self.rankings.get().and_then(Result::ok).unwrap_or_default()
    }
}
