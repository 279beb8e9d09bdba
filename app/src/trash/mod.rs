//! The Trash: what was deleted and can be brought back.

pub mod api;
mod page;
mod purge_dialog;

pub use page::TrashPage;
