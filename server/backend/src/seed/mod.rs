//! Sample data.

mod provider;

pub use provider::found_provider;
