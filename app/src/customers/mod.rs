//! Customers: the list beside the detail, adding, moving, deleting.

mod actions;
pub mod api;
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
mod list_page;
mod move_dialog;
mod parent_picker;
mod profile;
pub mod query;
mod row;
mod split;
mod suggest;
mod tree;
pub mod tree_api;
mod user_form;
mod users_api;
mod users_tab;
mod work;

pub use create_page::CreatePage;
pub use delete_dialog::delete_dialog;
pub use edit_page::EditPage;
pub use list_page::CustomersPage;
pub use move_dialog::move_dialog;
pub use row::kind_symbol;
pub use suggest::Suggest;
pub use tree::TreeView;
pub use users_tab::users_tab;
