//! `/`: what one sees first.

pub mod api;
mod below;
mod endings;
mod own;
mod page;
mod people;

pub use page::HomePage;
