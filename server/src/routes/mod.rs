//! Routes that are neither pages nor the REST API.

#[cfg(debug_assertions)]
pub mod dev;
pub mod health;
pub mod shortcuts;
