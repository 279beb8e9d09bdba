//! The customers' components with each of their states, made by the functions that the pages use: for the page of components.

mod dialogs;
mod fields;
mod lists;
pub mod sample;

pub use super::form_fields::section;
pub use super::list_page::nothing;
pub use fields::banners;
pub use lists::{statuses, summary_card};
pub use sample::provide;

use crate::dev::Section;

/// Their sections.
pub fn sections() -> Vec<Section> {
    let mut all = fields::sections();
    all.extend(lists::sections());
    all.extend(dialogs::sections());
    all.push(Section {
        name: "tree",
        about: "The customers as a tree (style/customers/tree.css): lines of one height, opened, dragged and cut where they stand.",
        states: super::tree::specimens::states(sample::row_context(), sample::home()),
    });
    all
}
