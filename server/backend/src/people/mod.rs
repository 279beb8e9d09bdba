//! People: users of customers, sign-in, sessions, links, and the first start.

mod invite;
pub mod limits;
mod links;
mod many;
mod reset;
mod sessions;
mod setup;
mod sign_in;
mod users;

pub use invite::{end_sessions, invite, new_link, reset_password};
pub use links::{Activation, activate, activation, reset, reset_link};
pub use reset::ask_reset;
pub use sessions::{SignedIn, sign_out};
pub use setup::{awaits_setup, create_admin, setup, setup_link, setup_open};
pub use sign_in::{SignInFrom, me, sign_in, speak};
pub use users::{PreparedSecret, PreparedUser, create, find, list, prepare};

pub(crate) use invite::write_again;
pub(crate) use many::{NewUserRow, insert_many};
pub(crate) use users::{insert, key as email_key};
#[cfg(feature = "testing")]
pub(crate) use {sessions::session_for, users::insert_at};
