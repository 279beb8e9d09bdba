//! Editing a contact. Its address is how to write to it; the one that it signs in with is the user's and stays: else who
//! edits contacts could take over their accounts.

use super::create::keys_of;
use super::record;
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::customers::{self, TermKind};
use crate::error::{Error, Result};
use crate::merge;
use model::contacts::{Contact, ContactField, ContactForm};
use model::ids::ContactId;
use model::permissions::Action;

/// One field of a contact and what it is to be.
pub type ContactChange = merge::Change<ContactField>;
/// What is to change of a contact.
pub type ContactEdit = merge::Edit<ContactField>;

/// Changes fields of a contact.
pub async fn edit(call: &mut Call, id: ContactId, edit: ContactEdit) -> Result<Contact> {
    let contact = record::visible(call, id).await?;
    contact.decide(call, Action::ContactEdit)?.permitted()?;
    contact.check_version(edit.version)?;
    let before = contact.to_contact()?;
    let data = merge::merged(before.form(), &edit.changes)?.parse()?;
    let (old, new) = (before.form(), ContactForm::from(&data));
    let changed = merge::changed(&old, &new);
    if changed.is_empty() {
        return Ok(before);
    }
    let (key, list_text, term) = keys_of(&data);
    let stored = call.execute(
        "UPDATE contacts SET name = $1, name_key = $2, email = $3, phone = $4, job_title = $5, search_text = $6,
            updated_at = $7, version = version + 1 WHERE id = $8 AND version = $9",
        vec![
            data.name.into(),
            key.into(),
            data.email.map(|email| email.to_string()).into(),
            data.phone.map(|phone| phone.to_string()).into(),
            data.job_title.into(),
            list_text.into(),
            call.now.0.into(),
            contact.id.into(),
            contact.version.into(),
        ],
    );
    if stored.await? == 0 {
        // Someone was faster between our reading and our writing: on PostgreSQL both may have read the same version.
        return Err(Error::Internal("40001: the contact changed meanwhile".into()));
    }
    if changed.iter().any(|field| matches!(field, ContactField::Name | ContactField::Email)) {
        customers::forget_term(call, TermKind::Contact, contact.id).await?;
        customers::index_term(call, contact.customer_row, TermKind::Contact, contact.id, term).await?;
    }
    let (was, is) = (merge::told(&old, &changed), merge::told(&new, &changed));
    log(call, "contact.edit", Object::Contact(id.0), contact.customer_row, Some(was), Some(is)).await?;
    record::by_row(call, contact.id).await?.to_contact()
}
