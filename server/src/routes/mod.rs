//! Routes that are neither pages nor the REST API.

pub mod health;
pub mod shortcuts;
