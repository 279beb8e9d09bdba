//! A contact whose fields are edited in its row.

use super::api::{self, EditContact};
use crate::customers::detail_page::Open;
use crate::messages::t;
use crate::ui::inline::{Entry, Saving, Seat, Subject};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::contacts::{Contact, ContactField as F};
use model::form::Problem;

/// Whose field it is, and where.
#[derive(Clone, Copy)]
pub struct ContactSite {
    /// The contact as it is known by now.
    pub contact: RwSignal<Contact>,
    /// Its customer's page.
    pub open: Open,
}

/// What a field of a contact is called.
pub fn label(field: &str) -> &'static str {
    let m = t();
    match field {
        "name" => m.fields.name,
        "email" => m.fields.email,
        "phone" => m.fields.phone,
        _ => m.contacts.job_title,
    }
}

impl Subject for ContactSite {
    fn id(&self) -> String {
        self.contact.with_untracked(|contact| contact.id).to_string()
    }

    fn target(&self) -> (&'static str, &'static str) {
        (EditContact::PATH, "contact")
    }

    fn seat(&self) -> Seat {
        Seat::Row
    }

    fn here(&self) -> String {
        self.open.contacts_address()
    }

    fn value(&self, field: &str) -> String {
        let field = F::from_name(field);
        field.map(|field| self.contact.with(|contact| contact.form().get(field).to_owned())).unwrap_or_default()
    }

    fn label(&self, field: &str) -> &'static str {
        label(field)
    }

    fn in_words(&self, _: &str, value: String) -> String {
        value
    }

    fn shown(&self, field: &str) -> AnyView {
        let value = self.value(field);
        if value.is_empty() {
            // In a card there is no head above it that says what isn't set.
            return view! { <span class="unset">{label(field)}</span> }.into_any();
        }
        view! { <bdi class="value truncate" title=value.clone()>{value.clone()}</bdi> }.into_any()
    }

    fn entry(&self, field: &str, _: &str) -> Entry {
        Entry::Line(
            match field {
                "email" => "email",
                "phone" => "tel",
                _ => "text",
            },
            false,
        )
    }

    fn check(&self, field: &str, value: &str) -> Option<Problem> {
        let field = F::from_name(field)?;
        let mut form = self.contact.with_untracked(Contact::form);
        value.clone_into(form.get_mut(field));
        form.check(field)
    }

    fn guess(&self, field: &str, value: &str) {
        let text = Some(value.to_owned()).filter(|value| !value.is_empty());
        self.contact.try_update(|contact| match F::from_name(field) {
            Some(F::Name) => value.clone_into(&mut contact.name),
            Some(F::Email) => contact.email = text,
            Some(F::Phone) => contact.phone = text,
            Some(F::JobTitle) => contact.job_title = text,
            None => {}
        });
    }

    fn save(&self, field: &'static str, base: String, value: String) -> Saving {
        let (shown, open) = (self.contact, self.open);
        let id = shown.with_untracked(|contact| contact.id);
        Box::pin(async move {
            let Some(field) = F::from_name(field) else { return Ok(()) };
            let contact = api::edit_contact(id, field, base, value).await?;
            if contact.default {
                open.default_contact.try_set(Some(contact.name.clone()));
            }
            shown.try_update(|now| {
                if contact.version >= now.version {
                    *now = contact;
                }
            });
            Ok(())
        })
    }

    fn reload(&self) {
        self.open.beside.reload_contacts.run(());
    }
}
