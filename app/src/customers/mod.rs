//! Customers: the list beside the detail, adding, moving, deleting.

mod actions;
pub mod api;
mod cell;
mod columns;
mod create;
mod delete_dialog;
mod detail_page;
mod draft_api;
mod edit_page;
mod field_value;
mod filters;
mod form_fields;
mod head;
mod inline_edit;
mod inline_field;
mod list_head;
mod list_page;
mod listing;
mod move_dialog;
mod parent_picker;
mod profile;
pub mod query;
mod row;
mod rows;
mod similar;
#[cfg(all(feature = "ssr", debug_assertions))]
pub(crate) mod specimens;
mod split;
mod suggest;
mod tree;
pub mod tree_api;
mod user_form;
mod users_api;
mod users_tab;
mod view_menu;
mod work;

pub use columns::Columns;
pub use create::CreatePage;
pub use delete_dialog::delete_dialog;
pub use edit_page::EditPage;
pub use list_page::CustomersPage;
pub use move_dialog::move_dialog;
pub use row::kind_symbol;
pub use suggest::Suggest;
pub use tree::TreeView;
pub use users_tab::users_tab;
