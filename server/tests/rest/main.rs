//! The REST API as its callers meet it, on SQLite and PostgreSQL alike.

mod bad_input;
mod checks;
mod customers;
mod deletion;
mod document;
mod idempotency;
mod isolation;
mod lists;
mod others;
mod support;
