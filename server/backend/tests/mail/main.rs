//! Mail from the verb that writes it to the mail server that takes it, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod links;
mod outbox;
mod reset;
mod revoked;
mod sending;
mod smtp;
mod tls;
mod trouble;
mod world;
