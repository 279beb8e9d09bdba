//! Contacts: the people at a company. Its own editors and admins look after them; letting one sign in is a matter of users
//! and takes an admin. A company with contacts has exactly one default: the first is, until another one is set.

mod create;
mod default;
mod delete;
mod edit;
mod facts;
mod list;
mod many;
mod record;
mod sign_in;
mod status;

pub use create::create;
pub use default::set_default;
pub use delete::delete;
pub use edit::{ContactChange, ContactEdit, edit};
pub use list::{find, list};
pub use sign_in::{give_sign_in, take_sign_in};
pub use status::set_status;

pub(super) use facts::holds_default;
pub(super) use status::follow_user;

pub(crate) use create::search_keys;
pub(crate) use facts::as_object;
pub(crate) use many::{NewContactRow, insert_many};

use crate::call::View;
use crate::error::Result;

/// Whether a customer has contacts.
pub(crate) async fn has_contacts(view: &View, customer: i64) -> Result<bool> {
    let query = "SELECT 1 FROM contacts WHERE customer_id = $1 LIMIT 1";
    Ok(view.one(query, vec![customer.into()]).await?.is_some())
}
