//! Enabling and disabling: a disabled contact cannot sign in.

use super::default::{spare_default, touch};
use super::record;
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::error::Result;
use crate::people::user_status;
use model::contacts::Contact;
use model::customers::Status;
use model::ids::ContactId;
use model::permissions::Action;

/// Enables or disables a contact, and with it the user that it signs in as.
pub async fn set_status(call: &mut Call, id: ContactId, status: Status, version: Option<u32>) -> Result<Contact> {
    call.lock_tree().await?;
    let contact = record::visible(call, id).await?;
    let action = if status == Status::Enabled { Action::ContactEnable } else { Action::ContactDisable };
    contact.decide(call, action)?.permitted()?;
    contact.check_version(version)?;
    let before = contact.status()?;
    if before == status {
        return contact.to_contact();
    }
    if status == Status::Disabled {
        spare_default(call, &contact).await?;
    }
    match contact.user_row {
        // The user's status is the contact's, so the one takes the other along.
        Some(user) => user_status::switch(call, user, status).await?,
        None => store(call, contact.id, status).await?,
    }
    let verb = if status == Status::Enabled { "contact.enable" } else { "contact.disable" };
    log(call, verb, Object::Contact(id.0), contact.customer_row, Some(before), Some(status)).await?;
    record::by_row(call, contact.id).await?.to_contact()
}

/// Writes the status of a contact.
async fn store(call: &Call, row: i64, status: Status) -> Result<()> {
    let query = "UPDATE contacts SET status = $1 WHERE id = $2";
    call.execute(query, vec![status.as_str().into(), row.into()]).await?;
    touch(call, row).await
}

/// What becomes of the contact behind a user that is enabled or disabled. The default may be among them only while it
/// is the last.
pub(in crate::people) async fn follow_user(call: &Call, user: i64, status: Status) -> Result<()> {
    let row = call.one("SELECT id FROM contacts WHERE user_id = $1", vec![user.into()]).await?;
    let Some(row) = row else { return Ok(()) };
    let contact = record::by_row(call, row.try_get_by_index(0)?).await?;
    if contact.status()? == status {
        return Ok(());
    }
    if status == Status::Disabled {
        spare_default(call, &contact).await?;
    }
    store(call, contact.id, status).await
}
