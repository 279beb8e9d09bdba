//! People: users of customers, sign-in, sessions, links, and the first start.

pub mod contacts;
mod directory;
mod facts;
mod invite;
pub mod limits;
mod links;
mod many;
mod reset;
mod search;
mod sessions;
mod setup;
mod sign_in;
mod user_edit;
mod user_status;
mod users;
mod view_as;

pub use directory::{all, find};
pub use invite::{end_sessions, invite, new_link, reset_password};
pub use links::{Activation, activate, activation, reset, reset_link};
pub use reset::ask_reset;
pub use sessions::{SignedIn, sign_out};
pub use setup::{awaits_setup, create_admin, setup, setup_link, setup_open};
pub use sign_in::{SignInFrom, me, sign_in, speak};
pub use user_edit::{UserChange, UserEdit, edit};
pub use user_status::{delete, set_status};
pub use users::{PreparedSecret, PreparedUser, create, list, prepare};
pub use view_as::{end_view, view_as};

pub(crate) use contacts::has_contacts;
pub(crate) use facts::{as_actor, as_object};
pub(crate) use invite::write_again;
pub(crate) use many::{NewUserRow, insert_many};
pub(crate) use search::keys as search_keys;
pub(crate) use users::{insert, key as email_key};
#[cfg(feature = "testing")]
pub(crate) use {sessions::session_for, users::insert_at};
