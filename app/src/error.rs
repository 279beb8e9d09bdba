//! The one error that crosses the wire: what a page may know, and nothing of how the server works.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::PostcardEncoding;
use model::form::{FieldErrors, Problem};
use serde::{Deserialize, Serialize};

/// Which way something failed; each has its own words in the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// The input is wrong; the problems stand at their fields.
    Invalid,
    /// The request can't be read at all.
    BadRequest,
    /// It doesn't exist, or lies outside one's reach.
    NotFound,
    /// One's role does not include this.
    Forbidden,
    /// Only who manages the account from above changes this.
    Governed,
    /// The provider itself can't be moved, disabled or deleted.
    Provider,
    /// One does not do this with oneself.
    Oneself,
    /// Who views as someone else only looks.
    Viewing,
    /// A second factor is required: it has to be set up first.
    SecondFactor,
    /// Someone changed it meanwhile.
    Stale,
    /// Someone changed the same field meanwhile.
    Conflict,
    /// Something stands in the way.
    Blocked,
    /// Nobody is signed in, or no longer.
    Unauthenticated,
    /// Unknown account or wrong password.
    SignInFailed,
    /// The link does nothing.
    LinkInvalid(LinkEnd),
    /// Too many tries.
    TooMany,
    /// The server has too much to do right now.
    Busy,
    /// The server can't be reached.
    Offline,
    /// The fault is ours.
    Internal,
}

/// Why a link does nothing; only who holds it learns that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkEnd {
    /// It is garbled, or gone.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was used.
    Used,
    /// A newer one took its place, or its user can't sign in any more.
    Revoked,
}

/// Two people changed the same field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflict {
    /// The field, by its name on the wire.
    pub field: String,
    /// What it is now.
    pub theirs: String,
    /// What was to be saved.
    pub yours: String,
}

/// A value that another one has meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// `ref_id` or `email`.
    pub field: String,
    /// The value.
    pub value: String,
}

/// Why a page's call failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// Which way.
    pub code: Code,
    /// With [`Code::Invalid`]: what is wrong with which field.
    pub fields: FieldErrors,
    /// With [`Code::Conflict`]: theirs and yours.
    pub conflicts: Vec<Conflict>,
    /// With [`Code::Blocked`]: the values that are taken.
    pub taken: Vec<Taken>,
    /// With [`Code::TooMany`] and [`Code::Busy`]: seconds to wait.
    pub retry_after: Option<u32>,
    /// With [`Code::Internal`]: what to tell who runs the server.
    pub request_id: Option<String>,
}

impl AppError {
    /// An error without details.
    #[must_use]
    pub const fn new(code: Code) -> Self {
        Self {
            code,
            fields: FieldErrors(Vec::new()),
            conflicts: Vec::new(),
            taken: Vec::new(),
            retry_after: None,
            request_id: None,
        }
    }

    /// Wrong input.
    #[must_use]
    pub fn invalid(fields: FieldErrors) -> Self {
        Self { fields, ..Self::new(Code::Invalid) }
    }

    /// What is wrong with one field.
    #[must_use]
    pub fn at(&self, field: &str) -> Option<&Problem> {
        self.fields.at(field)
    }
}

impl FromServerFnError for AppError {
    type Encoder = PostcardEncoding;

    /// The framework's own errors name internals: only their kind goes on.
    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        Self::new(match error {
            ServerFnErrorErr::Request(_) => Code::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => Code::BadRequest,
            _ => Code::Internal,
        })
    }
}
