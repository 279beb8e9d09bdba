//! The REST API as its callers meet it, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a test that panics has failed")]

mod bad_input;
mod checks;
mod contacts;
mod customers;
mod deletion;
mod document;
mod idempotency;
mod isolation;
mod lists;
mod others;
mod permissions;
mod support;
mod two_factor;
mod users;
