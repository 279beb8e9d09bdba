//! Mail: letters are written into the outbox in the transaction of what they tell of, sealed, and sent by a job that
//! every server runs. No mail server configured: they stay there, where the provider's admins can read them.

mod admin;
mod delivery;
mod html;
mod outbox;
mod post;
mod sender;
mod smtp;
mod texts;

pub use admin::{discard, list, may_read, read, retry};
pub use delivery::probe;
pub use post::{Post, deliver_due};
pub use sender::Sender;
pub use smtp::Smtp;

pub(crate) use outbox::{NewMail, OUTBOX, discard_of_link, push, write, write_decoy};
pub(crate) use texts::{Invitation, Reset, invitation, reset};

/// How mail is sent.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The mail server; without one mail is kept.
    pub smtp: Option<Smtp>,
    /// Whom mail is from.
    pub from: Sender,
}
