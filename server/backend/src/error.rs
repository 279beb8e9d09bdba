//! Why a verb did not do what it was asked.

use model::form::{FieldErrors, Problem};
use sea_orm::DbErr;
use std::borrow::Cow;

/// The result of a verb.
pub type Result<T> = std::result::Result<T, Error>;

/// Every variant but the last is something that a person can act on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The input is wrong; each problem stands at its field.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// It doesn't exist, or lies outside the caller's reach: nobody can tell which.
    #[error("not found")]
    NotFound,
    /// The caller sees it but may not do this.
    #[error("forbidden: {0:?}")]
    Forbidden(Denial),
    /// The caller's version is not the current one, which is given as JSON.
    #[error("stale version")]
    Stale(Box<serde_json::Value>),
    /// Someone changed the same fields meanwhile.
    #[error("edit conflict")]
    Conflict(Vec<FieldConflict>),
    /// Something stands in the way of a deletion or a restore.
    #[error("blocked")]
    Blocked(Vec<Blocker>),
    /// Nobody is signed in, or no longer.
    #[error("not signed in")]
    Unauthenticated,
    /// Unknown account or wrong password: nobody can tell which.
    #[error("sign-in failed")]
    SignInFailed,
    /// The link does nothing, or no longer.
    #[error("link not valid: {0:?}")]
    LinkInvalid(LinkEnd),
    /// Too many tries; come back after so many seconds.
    #[error("too many tries")]
    TooMany {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// The server is too busy for this right now; come back after so many seconds.
    #[error("busy")]
    Busy {
        /// Seconds to wait.
        retry_after: u32,
    },
    /// An idempotency key was used with another body.
    #[error("idempotency key reused")]
    KeyReused,
    /// The first request with this idempotency key is still under way.
    #[error("idempotency key in flight")]
    KeyInFlight,
    /// A fault of ours or of the database; logged at the border, never shown.
    #[error("internal: {0}")]
    Internal(Cow<'static, str>),
}

/// Why the policy says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The role does not include this.
    Role,
    /// Governed from above: needs an editor or admin of a strict ancestor.
    Governed,
    /// The provider itself can't be moved, disabled or deleted.
    Provider,
    /// One does not do this with oneself.
    Oneself,
    /// Who views as someone else only looks, and not at what is theirs alone.
    Viewing,
    /// A second factor is required: without one nothing is done but set it up, and it is not turned off.
    SecondFactor,
}

/// Why a link does nothing. Only who holds the link learns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkEnd {
    /// There is no such link: it is garbled, or gone with its user.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was used.
    Used,
    /// A newer one took its place, or its user can't sign in any more.
    Revoked,
}

/// Two people changed the same field.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FieldConflict {
    /// The field, by its name on the wire.
    pub field: &'static str,
    /// What it is now.
    pub theirs: String,
    /// What was to be saved.
    pub yours: String,
}

/// Something that stands in the way.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Blocker {
    /// What: `ref_id` or `email`, whose value is taken, `default_contact_id`, `last_admin` …
    pub field: &'static str,
    /// The value.
    pub value: String,
}

impl Error {
    /// One problem at one field.
    pub fn field(field: impl Into<Cow<'static, str>>, problem: Problem) -> Self {
        Self::Invalid(FieldErrors::one(field, problem))
    }

    /// A fault of ours.
    pub fn internal(what: impl Into<Cow<'static, str>>) -> Self {
        Self::Internal(what.into())
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        // An unreachable or overloaded database is not the caller's fault and passes.
        if let DbErr::ConnectionAcquire(_) = error {
            return Self::Busy { retry_after: 1 };
        }
        Self::Internal(error.to_string().into())
    }
}
