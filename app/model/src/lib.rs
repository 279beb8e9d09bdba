//! What things are: ids, forms and their rules, the views that pages and the REST API receive.
//! Pure: no IO, no clock, no randomness; the same code runs in browser and server.

pub mod account;
pub mod codes;
pub mod contacts;
pub mod customers;
pub mod deletions;
pub mod drafts;
pub mod form;
pub mod home;
pub mod ids;
pub mod lang;
pub mod mail;
#[cfg(feature = "openapi")]
mod openapi;
pub mod page;
pub mod passkeys;
pub mod people;
pub mod permissions;
pub mod rankings;
pub mod saved_views;
pub mod second_factor;
pub mod text;
pub mod time;
pub mod tokens;
pub mod users;
