//! People: users of customers, sign-in, sessions, links, and the first start.

pub mod limits;
mod links;
mod many;
mod sessions;
mod setup;
mod sign_in;
mod users;

pub use links::{Activation, activate, activation, new_link};
pub use sessions::{SignedIn, sign_out};
pub use setup::{awaits_setup, create_admin, setup, setup_link, setup_open};
pub use sign_in::{SignInFrom, me, sign_in};
pub use users::{PreparedSecret, PreparedUser, create, list, prepare};

pub(crate) use many::{NewUserRow, insert_many};
pub(crate) use users::{insert, key as email_key};
#[cfg(feature = "testing")]
pub(crate) use {sessions::session_for, users::insert_at};
