//! Users wherever they are in one's reach: the list of all of them, and what is done with one.

pub mod api;
mod filters;
mod page;
mod query;
mod row;
mod rows;
mod site;

pub use page::UsersPage;
pub use row::{UsersCx, user_row};
