//! Deleting a contact.

use super::Tab;
use super::api::DeleteContact;
use crate::messages::t;
use crate::ui::delete_dialog::{self, Question};
use leptos::prelude::*;
use model::contacts::ContactRow;

/// The dialog.
pub fn delete_dialog(row: &ContactRow, tab: Tab) -> AnyView {
    let m = t();
    let (name, signs_in, default) = (row.contact.name.clone(), row.sign_in.is_some(), row.contact.default);
    let told = name.clone();
    let done = Callback::new(move |()| {
        tab.toasts.done((t().contacts.was_deleted)(&told));
        tab.open.contacts.try_update(|contacts| *contacts = contacts.saturating_sub(1));
        if signs_in {
            tab.open.users.try_update(|users| *users = users.saturating_sub(1));
        }
        // The default goes as the last.
        if default {
            tab.open.default_contact.try_set(None);
        }
        tab.reload();
    });
    delete_dialog::delete_dialog::<DeleteContact>(Question {
        title: m.contacts.delete_title,
        name,
        text: if signs_in { m.contacts.delete_with_user } else { m.contacts.delete_text }.to_owned(),
        verb: m.contacts.delete_verb,
        id: ("contact", row.contact.id.to_string()),
        back: untrack(|| tab.open.contacts_address()),
        done,
    })
}
