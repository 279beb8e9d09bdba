//! Letting a contact sign in: a user of the same customer then stands behind it.

use super::default::touch;
use super::record;
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::customers;
use crate::error::{Blocker, Error, Result};
use crate::people::user_status;
use crate::people::users::{self, PreparedUser};
use model::contacts::Contact;
use model::form::Problem;
use model::ids::{ContactId, CustomerId};
use model::people::CreatedUser;
use model::permissions::{Action, Rule};

/// Creates the user that a contact signs in as. It takes what creating any user takes.
pub async fn give_sign_in(
    call: &mut Call,
    id: ContactId,
    user: PreparedUser,
    version: Option<u32>,
) -> Result<CreatedUser> {
    call.lock_tree().await?;
    let contact = record::visible(call, id).await?;
    let decision = contact.decide(call, Action::ContactGiveSignIn)?;
    decision.permitted()?;
    contact.check_version(version)?;
    match decision.obstacle() {
        None => {}
        Some(Rule::NoSignIn) => return Err(Error::Blocked(vec![Blocker { field: "user_id", value: contact.name }])),
        Some(_) => return Err(Error::field("status", Problem::ContactDisabled)),
    }
    let place = customers::place_of_users(call, CustomerId(contact.customer_id.as_u128())).await?;
    let (created, row) = users::insert_allowed(call, &place, user).await?;
    let query = "UPDATE contacts SET user_id = $1 WHERE id = $2";
    call.execute(query, vec![row.into(), contact.id.into()]).await?;
    touch(call, contact.id).await?;
    let (object, user) = (Object::Contact(id.0), Some(created.user.id));
    log(call, "contact.give_sign_in", object, contact.customer_row, None::<()>, user).await?;
    Ok(created)
}

/// Deletes the user that a contact signs in as; the contact stays.
pub async fn take_sign_in(call: &mut Call, id: ContactId, version: Option<u32>) -> Result<Contact> {
    call.lock_tree().await?;
    let contact = record::visible(call, id).await?;
    contact.decide(call, Action::ContactTakeSignIn)?.permitted()?;
    contact.check_version(version)?;
    let before = contact.to_contact()?;
    let Some(user) = contact.user_row else { return Ok(before) };
    user_status::remove(call, user).await?;
    let object = Object::Contact(id.0);
    log(call, "contact.take_sign_in", object, contact.customer_row, before.user_id, None::<()>).await?;
    record::by_row(call, contact.id).await?.to_contact()
}
