//! People: users of customers, sign-in, sessions, links, and the first start.

mod account;
mod by_email;
mod code_step;
pub mod contacts;
mod device;
mod directory;
mod facts;
mod invitations;
mod invite;
mod invite_many;
pub mod limits;
mod links;
mod many;
mod my_sessions;
mod passkeys;
mod required;
mod reset;
mod search;
mod second_factor;
mod seen;
mod sessions;
mod setup;
mod sign_in;
mod totp;
mod user_detail;
mod user_edit;
mod user_status;
mod users;
mod view_as;

pub use account::{change_password, rename, weigh_password};
pub use by_email::by_email;
pub use code_step::{awaits_code, enter_code};
pub use directory::{all, find};
pub use invite::{end_sessions, invite, new_link, reset_password, revoke_invitation};
pub use links::{Activation, activate, activation, reset, reset_link};
pub use my_sessions::{end_my_session, my_sessions, sign_out_everywhere};
pub use passkeys::{
    add_passkey, begin_passkey, begin_passkey_sign_in, my_passkeys, offers_passkeys, remove_passkey, rename_passkey,
    sign_in_by_passkey,
};
pub use required::factor_duty;
pub use reset::ask_reset;
pub use second_factor::{
    begin_second_factor, confirm_second_factor, new_recovery_codes, reset_second_factor, second_factor,
    turn_off_second_factor,
};
pub use seen::write_seen;
pub use sessions::{SignedIn, sign_out};
pub use setup::{awaits_setup, create_admin, setup, setup_link, setup_open};
pub use sign_in::{SignInFrom, me, sign_in, speak};
pub use user_detail::user;
pub use user_edit::{UserChange, UserEdit, edit};
pub use user_status::{delete, set_status};
pub use users::{PreparedSecret, PreparedUser, create, list, prepare};
pub use view_as::{end_view, view_as};

pub(crate) use contacts::has_contacts;
pub(crate) use facts::{as_actor, as_object};
pub(crate) use invitations::ending as ending_invitations;
pub(crate) use invite::write_again;
pub(crate) use invite_many::Invitations;
pub(crate) use many::{NewUserRow, insert_many};
pub(crate) use required::{has_second_factor, required_by, requirer};
pub(crate) use search::keys as search_keys;
pub(crate) use seen::Seen;
pub(crate) use users::{insert, key as email_key};
#[cfg(feature = "testing")]
pub(crate) use {sessions::session_for, users::insert_at};
