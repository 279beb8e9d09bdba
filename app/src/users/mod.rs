//! Users wherever they are in one's reach: the list of all of them, the page of one beside it, and what is done with one.

pub mod api;
mod detail;
mod detail_body;
mod detail_head;
mod filters;
mod known;
mod page;
mod query;
mod row;
mod rows;
mod site;
pub mod verbs;

pub use known::KnownUsers;
pub use page::UsersPage;
pub use row::{UsersCx, user_row};
