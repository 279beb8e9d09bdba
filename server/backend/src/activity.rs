//! The audit log: every verb writes what it changed, before and after, in its own transaction.

use crate::call::Call;
use crate::error::Result;
use crate::{random, sql};
use serde::Serialize;
use uuid::Uuid;

/// What was changed.
#[derive(Clone, Copy, Debug)]
pub enum Object {
    /// A customer, by its public id.
    Customer(u128),
    /// A user.
    User(u128),
    /// A ranking.
    Ranking(u128),
    /// An API token.
    Token(u128),
}

impl Object {
    const fn kind(self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::User(_) => "user",
            Self::Ranking(_) => "ranking",
            Self::Token(_) => "token",
        }
    }

    const fn id(self) -> u128 {
        match self {
            Self::Customer(id) | Self::User(id) | Self::Ranking(id) | Self::Token(id) => id,
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
    let json = |value: serde_json::Result<String>| value.map_err(|_| crate::Error::internal("activity as JSON"));
    let before = before.map(|value| json(serde_json::to_string(&value))).transpose()?;
    let after = after.map(|value| json(serde_json::to_string(&value))).transpose()?;
    // Signing in and setting up are done by nobody yet: the entry names the object itself.
    let (user, name, via) = match call.actor() {
        Ok(actor) => (actor.user.as_ref().map(|user| user.row), actor.name.clone(), actor.via.as_str()),
        Err(_) => (None, String::new(), "page"),
    };
    sql::execute(
        &call.db(),
        "INSERT INTO activity (public_id, provider_id, at, actor_user_id, actor_name, via, verb, object, object_id,
            customer_id, before, after)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        vec![
            Uuid::from_u128(random::uuid_v7(call.now)).into(),
            call.now.0.into(),
            user.into(),
            name.into(),
            via.into(),
            verb.into(),
            object.kind().into(),
            Uuid::from_u128(object.id()).into(),
            customer_row.into(),
            before.into(),
            after.into(),
        ],
    )
    .await?;
    Ok(())
}
