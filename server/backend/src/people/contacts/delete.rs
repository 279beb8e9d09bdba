//! Deleting a contact, for good: what the log says of it can bring it back.

use super::default::spare_default;
use super::record;
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::customers::{self, TermKind};
use crate::error::Result;
use crate::people::user_status;
use model::ids::ContactId;
use model::permissions::Action;

/// Deletes a contact with its sign-in. The default goes last.
pub async fn delete(call: &mut Call, id: ContactId, version: Option<u32>) -> Result<()> {
    call.lock_tree().await?;
    let contact = record::visible(call, id).await?;
    contact.decide(call, Action::ContactDelete)?.permitted()?;
    contact.check_version(version)?;
    spare_default(call, &contact).await?;
    let told = contact.to_contact()?;
    if let Some(user) = contact.user_row {
        user_status::remove(call, user).await?;
    }
    customers::forget_term(call, TermKind::Contact, contact.id).await?;
    if contact.is_default() {
        let query = "UPDATE customers SET default_contact_id = NULL WHERE id = $1";
        call.execute(query, vec![contact.customer_row.into()]).await?;
        customers::touch(call, contact.customer_row).await?;
    }
    call.execute("DELETE FROM contacts WHERE id = $1", vec![contact.id.into()]).await?;
    log(call, "contact.delete", Object::Contact(id.0), contact.customer_row, Some(told), None::<()>).await
}
