//! Forms that work without wasm: they post to the address of their own page and name the server function that takes
//! them. The server runs it and goes on, or renders the same page again with what was typed and what was wrong.

use crate::error::AppError;
use crate::wire::Packed;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// The hidden field, or the button, that names the server function; the first one counts.
pub const ACTION: &str = "post-to";

/// A form that was posted without wasm, and how it ended.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Posted {
    /// The path of the server function.
    pub action: String,
    /// What was typed, by the names of the inputs; never passwords.
    pub fields: Vec<(String, String)>,
    /// Why it failed.
    pub error: Option<AppError>,
    /// The server function's answer, when it says nothing about where to go.
    pub answer: Option<Vec<u8>>,
}

impl Posted {
    /// What was typed in an input.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Posted {
    /// The answer as what the server function gives.
    #[must_use]
    pub fn answer_as<T: DeserializeOwned>(&self) -> Option<T> {
        postcard::from_bytes(self.answer.as_deref()?).ok()
    }
}

/// Holds [`Posted`] for the page that it was posted to.
#[derive(Clone, Copy)]
struct Held(StoredValue<Option<Posted>>);

/// Takes what the server holds over to the browser; once, at the top of the app.
pub fn provide_posted() {
    let posted = SharedValue::<_, Packed>::new_with_encoding(use_context::<Posted>).into_inner();
    provide_context(Held(StoredValue::new(posted)));
}

/// Forgets it, when the page changes.
pub fn forget_posted() {
    if let Some(Held(held)) = use_context() {
        held.set_value(None);
    }
}

/// What was posted to this server function, if this page is the answer to it.
#[must_use]
pub fn posted(action: &str) -> Option<Posted> {
    let Held(held) = use_context()?;
    held.with_value(|posted| posted.clone().filter(|posted| posted.action == action))
}
