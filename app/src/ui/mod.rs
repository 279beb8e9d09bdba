//! The parts that pages are made of. They know no feature.

pub mod asked;
pub mod copy;
pub mod delete_dialog;
pub mod dialog;
pub mod dom;
pub mod field;
pub mod filter;
pub mod form;
pub mod icon;
pub mod inline;
pub mod marks;
pub mod nav;
pub mod pause;
pub mod row_menu;
pub mod rows;
pub mod scroll;
pub mod search_field;
pub mod split;
pub mod state;
pub mod steps;
pub mod toast;
