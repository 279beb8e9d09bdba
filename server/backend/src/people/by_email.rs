//! A user by the address that they sign in with, for the command line.

use super::users::{self, key};
use crate::call::View;
use crate::error::{Error, Result};
use model::codes::Email;
use model::form::Problem;
use model::ids::UserId;
use model::people::User;
use uuid::Uuid;

/// The user of an address, within the caller's reach.
pub async fn by_email(view: &View, email: &Email) -> Result<User> {
    let unknown = || Error::field("email", Problem::NotFound);
    let query = "SELECT public_id FROM users WHERE email_key = $1 AND trash_id IS NULL";
    let row = view.one(query, vec![key(email.as_str()).into()]).await?.ok_or_else(unknown)?;
    let id = UserId(row.try_get_by_index::<Uuid>(0)?.as_u128());
    match users::visible(view, id).await {
        Err(Error::NotFound) => Err(unknown()),
        record => Ok(record?.to_user()),
    }
}
