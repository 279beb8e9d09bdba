//! Sample data: customers from several countries in a tree with deep and wide parts, some with people. The same seed
//! gives the same sample; the rows are those that creating one after the other would leave.

mod codes;
mod contacts;
mod countries;
mod load;
mod people;
mod provider;
mod rng;
mod sample;
mod shape;

pub use people::{SignIn, sign_ins};
pub use provider::found_provider;

use crate::Backend;
use crate::error::{Error, Result};
use crate::{Caller, import};
use model::form::Problem;

/// Fills the database with a sample; creates the provider in an empty one. `tell` hears how many are in.
/// The same sample can't be in twice.
pub async fn seed(backend: &Backend, customers: u32, seed: u64, tell: impl FnMut(u32) + Send) -> Result<()> {
    found_provider(backend).await?;
    let first = sample::ref_id(seed, 0);
    let view = backend.read(&Caller::Anonymous).await?;
    if !import::stored_customers(&view, "/", &[&first]).await?.is_empty() {
        return Err(Error::field("seed", Problem::Taken));
    }
    drop(view);
    load::load(backend, customers, seed, tell).await
}
