//! Editing a contact. Its address is how to write to it; the one that it signs in with is the user's and stays: else who
//! edits contacts could take over their accounts.

use super::create::keys_of;
use super::record;
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::customers::{self, TermKind};
use crate::error::{Error, FieldConflict, Result};
use crate::merge;
use model::contacts::{Contact, ContactField, ContactForm};
use model::ids::ContactId;
use std::collections::BTreeMap;

/// One field and what it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactChange {
    /// The field.
    pub field: ContactField,
    /// What the editor saw; with it changes of different fields merge, and of the same field conflict.
    pub base: Option<String>,
    /// The value as typed; empty = none.
    pub value: String,
}

/// What is to change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactEdit {
    /// The version that the editor saw, all of it; another one is stale.
    pub version: Option<u32>,
    /// The changes.
    pub changes: Vec<ContactChange>,
}

/// Changes fields of a contact.
pub async fn edit(call: &mut Call, id: ContactId, edit: ContactEdit) -> Result<Contact> {
    let contact = record::visible(call, id).await?;
    customers::may_edit(call.actor()?, &contact.path)?;
    contact.check_version(edit.version)?;
    let before = contact.to_contact()?;
    let mut form = before.form();
    let conflict = |change: &ContactChange| {
        merge::conflict(change.field.as_str(), form.get(change.field), change.base.as_deref(), &change.value)
    };
    let conflicts: Vec<FieldConflict> = edit.changes.iter().filter_map(conflict).collect();
    if !conflicts.is_empty() {
        return Err(Error::Conflict(conflicts));
    }
    for change in &edit.changes {
        change.value.clone_into(form.get_mut(change.field));
    }
    let data = form.parse()?;
    let (old, new) = (before.form(), ContactForm::from(&data));
    let changed: Vec<ContactField> = ContactField::ALL.into_iter().filter(|&f| old.get(f) != new.get(f)).collect();
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
    let told = |form: &ContactForm| -> BTreeMap<&'static str, String> {
        changed.iter().map(|&field| (field.as_str(), form.get(field).to_owned())).collect()
    };
    let (was, is) = (told(&old), told(&new));
    log(call, "contact.edit", Object::Contact(id.0), contact.customer_row, Some(was), Some(is)).await?;
    record::by_row(call, contact.id).await?.to_contact()
}
