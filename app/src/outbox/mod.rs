//! The outbox: mail that the server has written, for admins of the provider.

pub mod api;
mod page;
mod row;

pub use page::OutboxPage;
