//! Customers: the list beside the detail, adding, moving, deleting.

mod actions;
pub mod api;
mod cell;
mod columns;
mod create_page;
mod delete_dialog;
mod detail_page;
mod edit_page;
mod field_value;
mod filters;
mod form_fields;
mod head;
mod inline_edit;
mod inline_field;
mod list_head;
mod list_page;
mod move_dialog;
mod parent_picker;
mod profile;
mod query;
mod row;
mod rows;
mod split;
mod suggest;
pub mod tree_api;
mod user_form;
mod users_api;
mod users_tab;
mod view_menu;
mod work;

pub use columns::Columns;
pub use create_page::CreatePage;
pub use edit_page::EditPage;
pub use list_page::CustomersPage;
pub use row::kind_symbol;
pub use suggest::Suggest;
