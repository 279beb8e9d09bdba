//! Mail that the server sends, as the provider's admins see it in the outbox.

use crate::form::Problem;
use crate::ids::{MailId, UserId};
use crate::lang::Lang;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What a mail is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// The link that activates a new user.
    Invitation,
    /// The link that sets a new password.
    PasswordReset,
}

impl MailKind {
    const ALL: [Self; 2] = [Self::Invitation, Self::PasswordReset];

    /// The name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
        }
    }

    /// Reads that name.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        crate::customers::choose(raw, &Self::ALL, Self::as_str, "invitation, password_reset")
    }
}

/// How far a mail has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailStatus {
    /// For its next attempt, or for a mail server to be configured.
    Waiting,
    /// A server is at it.
    Sending,
    /// The mail server has taken it.
    Sent,
    /// Refused for good, or tried too often.
    Failed,
    /// Its link expired before it could be sent.
    Expired,
    /// Thrown away, or its link was revoked or used before it was sent.
    Discarded,
}

impl MailStatus {
    /// All of them, in the order of a mail's life.
    pub const ALL: [Self; 6] = [Self::Waiting, Self::Sending, Self::Sent, Self::Failed, Self::Expired, Self::Discarded];

    /// The name on the wire and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Discarded => "discarded",
        }
    }

    /// Reads that name.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        crate::customers::choose(raw, &Self::ALL, Self::as_str, "waiting, sending, sent, failed, expired, discarded")
    }
}

/// A mail in the outbox, without its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its id.
    pub id: MailId,
    /// What it is for.
    pub kind: MailKind,
    /// Where it goes.
    pub recipient: String,
    /// Whom it is for; the user may have another address by now.
    pub user_id: Option<UserId>,
    /// The language of its text.
    pub lang: Lang,
    /// How far it has got.
    pub status: MailStatus,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next; only while it waits.
    pub next_attempt_at: Option<Timestamp>,
    /// Why the last attempt failed, in the mail server's words.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its link expires: it is not sent afterwards.
    pub expires_at: Timestamp,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
}

/// The text of a mail that has not been sent yet. It holds a live link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailText {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
}

impl std::fmt::Debug for MailText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailText(…)")
    }
}
