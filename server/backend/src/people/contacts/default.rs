//! Which contact of a company is its default.

use super::record::{self, ContactRecord};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::customers;
use crate::error::{Blocker, Error, Result};
use model::contacts::Contact;
use model::form::Problem;
use model::ids::ContactId;
use model::permissions::Action;

/// Makes a contact its customer's default; the one before is it no longer.
pub async fn set_default(call: &mut Call, id: ContactId, version: Option<u32>) -> Result<Contact> {
    call.lock_tree().await?;
    let contact = record::visible(call, id).await?;
    let decision = contact.decide(call, Action::ContactSetDefault)?;
    decision.permitted()?;
    contact.check_version(version)?;
    if contact.is_default() {
        return contact.to_contact();
    }
    if decision.obstacle().is_some() {
        return Err(Error::field("status", Problem::ContactDisabled));
    }
    let before = match contact.default_row {
        Some(row) => {
            touch(call, row).await?;
            Some(record::by_row(call, row).await?.contact_id())
        }
        None => None,
    };
    let query = "UPDATE customers SET default_contact_id = $1 WHERE id = $2";
    call.execute(query, vec![contact.id.into(), contact.customer_row.into()]).await?;
    customers::touch(call, contact.customer_row).await?;
    touch(call, contact.id).await?;
    log(call, "contact.set_default", Object::Contact(id.0), contact.customer_row, before, Some(id)).await?;
    record::by_row(call, contact.id).await?.to_contact()
}

/// Raises a contact's version.
pub(super) async fn touch(call: &Call, row: i64) -> Result<()> {
    let query = "UPDATE contacts SET updated_at = $1, version = version + 1 WHERE id = $2";
    call.execute(query, vec![call.now.0.into(), row.into()]).await?;
    Ok(())
}

/// Refuses the default while the customer has other contacts: one of those is to be set first.
pub(super) async fn spare_default(call: &Call, contact: &ContactRecord) -> Result<()> {
    if is_needed(call, contact).await? {
        return Err(Error::Blocked(vec![Blocker { field: "default_contact_id", value: contact.name.clone() }]));
    }
    Ok(())
}

/// Whether a contact is the default of a customer that has others.
pub(super) async fn is_needed(view: &View, contact: &ContactRecord) -> Result<bool> {
    if !contact.is_default() {
        return Ok(false);
    }
    let query = "SELECT 1 FROM contacts WHERE customer_id = $1 AND id <> $2 LIMIT 1";
    Ok(view.one(query, vec![contact.customer_row.into(), contact.id.into()]).await?.is_some())
}
