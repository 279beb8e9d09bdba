//! The audit log: every verb writes what it changed, before and after, in its own transaction.

use crate::bulk::{Id, Kind, Rows, Table};
use crate::call::Call;
use crate::error::Result;
use crate::random;
use model::time::Timestamp;
use serde::Serialize;

/// What was changed.
#[derive(Clone, Copy, Debug)]
pub enum Object {
    /// A customer, by its public id.
    Customer(u128),
    /// A user.
    User(u128),
    /// A contact.
    Contact(u128),
    /// A ranking.
    Ranking(u128),
    /// An API token.
    Token(u128),
    /// A mail in the outbox.
    Mail(u128),
}

impl Object {
    const fn kind(self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::User(_) => "user",
            Self::Contact(_) => "contact",
            Self::Ranking(_) => "ranking",
            Self::Token(_) => "token",
            Self::Mail(_) => "mail",
        }
    }

    const fn id(self) -> u128 {
        match self {
            Self::Customer(id)
            | Self::User(id)
            | Self::Contact(id)
            | Self::Ranking(id)
            | Self::Token(id)
            | Self::Mail(id) => id,
        }
    }
}

/// Writes one entry. `customer_row` is the customer whose log it belongs to; `before` and `after` are what is needed
/// to tell and to undo the change, without secrets.
pub(crate) async fn record(
    call: &Call,
    verb: &str,
    object: Object,
    customer_row: i64,
    before: Option<impl Serialize>,
    after: Option<impl Serialize>,
) -> Result<()> {
    let entry = Entry {
        id: random::uuid_v7(call.now),
        at: call.now,
        verb,
        object,
        customer_row,
        before: before.map(|value| json(&value)).transpose()?,
        after: after.map(|value| json(&value)).transpose()?,
    };
    record_many(call, vec![entry]).await
}

/// An entry as it is written.
pub(crate) struct Entry<'a> {
    pub id: u128,
    pub at: Timestamp,
    pub verb: &'a str,
    pub object: Object,
    pub customer_row: i64,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A value as an entry holds it.
pub(crate) fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|_| crate::Error::internal("activity as JSON"))
}

const TABLE: Table = Table {
    name: "activity",
    columns: &[
        ("public_id", Kind::Id),
        ("provider_id", Kind::Int),
        ("at", Kind::Int),
        ("actor_user_id", Kind::Int),
        ("actor_name", Kind::Text),
        ("via", Kind::Text),
        ("verb", Kind::Text),
        ("object", Kind::Text),
        ("object_id", Kind::Id),
        ("customer_id", Kind::Int),
        ("before", Kind::Text),
        ("after", Kind::Text),
    ],
};

/// Writes many entries by the same actor.
pub(crate) async fn record_many(call: &Call, entries: Vec<Entry<'_>>) -> Result<()> {
    // Signing in and setting up are done by nobody yet: the entry names the object itself.
    let (user, name, via) = match call.actor() {
        Ok(actor) => (actor.person(), actor.name.clone(), actor.via.as_str()),
        Err(_) => (None, String::new(), "page"),
    };
    let mut rows = Rows::of(TABLE);
    for entry in entries {
        rows.push(&[
            &Id(entry.id),
            &1,
            &entry.at.0,
            &user,
            &name,
            &via,
            &entry.verb,
            &entry.object.kind(),
            &Id(entry.object.id()),
            &entry.customer_row,
            &entry.before,
            &entry.after,
        ]);
    }
    rows.insert(call).await
}
