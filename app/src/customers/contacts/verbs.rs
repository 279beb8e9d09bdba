//! What can be done with a contact, in the menu of its row.

use super::Tab;
use super::api::{SetContactStatus, SetDefaultContact, TakeContactSignIn};
use crate::customers::why::locked_item;
use crate::error::AppError;
use crate::forms::posted;
use crate::messages::t;
use crate::routes;
use crate::ui::dom;
use crate::ui::form::{data_of, hidden, send};
use crate::ui::icon::icon;
use crate::ui::row_menu::{choice, refused_line, row_choices};
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use model::contacts::{Contact, ContactRow};
use model::customers::Status;
use model::permissions::Action;

/// Why a form without wasm was refused.
pub fn told() -> Option<AnyView> {
    let answer =
        [SetContactStatus::PATH, SetDefaultContact::PATH, TakeContactSignIn::PATH, super::api::DeleteContact::PATH]
            .into_iter()
            .find_map(posted)?;
    answer.error.as_ref().map(refused_line)
}

/// The menu.
pub fn verbs(row: &ContactRow, tab: Tab) -> AnyView {
    let m = t();
    let contact = &row.contact;
    // Who signs in is a matter of admins, and so is what becomes of them.
    let governs = if row.sign_in.is_some() { tab.manages } else { tab.edits };
    let here = untrack(|| tab.open.contacts_address());
    let off = contact.status == Status::Disabled;
    let default = (tab.edits && !contact.default && !off)
        .then(|| press::<SetDefaultContact>(tab, contact, "check", m.contacts.set_default, "", None));
    let sign_in = (tab.manages && row.sign_in.is_none() && !off).then(|| {
        let href = routes::with(&here, "add", &contact.id.to_string());
        let (word, effect) = (m.contacts.give_sign_in, m.contacts.give_sign_in_effect);
        view! { <a class="menu-item" href=href data-noscroll>{icon("key-round")}<span>{word}<small>{effect}</small></span></a> }
            .into_any()
    });
    let no_sign_in = (tab.manages && row.sign_in.is_some()).then(|| {
        let (word, effect) = (m.contacts.take_sign_in, m.contacts.take_sign_in_effect);
        press::<TakeContactSignIn>(tab, contact, "lock", word, effect, None)
    });
    // The default goes last.
    let needed = contact.default && tab.several;
    let status = (governs && (off || !needed)).then(|| {
        let (goal, symbol, word, effect) = if off {
            (Status::Enabled, "circle-play", m.customers.enable, "")
        } else {
            (Status::Disabled, "circle-pause", m.customers.disable, m.contacts.disable_effect)
        };
        press::<SetContactStatus>(tab, contact, symbol, word, effect, Some(goal))
    });
    let delete = (governs && !needed).then(|| {
        let href = routes::with(&here, "purge", &contact.id.to_string());
        view! { <a class="menu-item grave" href=href data-noscroll>{icon("trash-2")}{m.customers.delete}</a> }
            .into_any()
    });
    let locked = if tab.open.in_trash() { Vec::new() } else { locked(row, tab, governs, &here) };
    let items: Vec<_> = [default, sign_in, no_sign_in, status, delete].into_iter().flatten().chain(locked).collect();
    row_choices(&contact.id.to_string(), &contact.name, items)
}

/// What is missing among them, each with why.
fn locked(row: &ContactRow, tab: Tab, governs: bool, here: &str) -> Vec<AnyView> {
    let m = t();
    let (contact, off) = (&row.contact, row.contact.status == Status::Disabled);
    let (id, needed) = (contact.id.to_string(), contact.default && tab.several);
    let (default, sign_in) = (!contact.default && (!tab.edits || off), row.sign_in.is_none() && (!tab.manages || off));
    let (switch, word) =
        if off { (Action::ContactEnable, m.customers.enable) } else { (Action::ContactDisable, m.customers.disable) };
    let missing = [
        (default, Action::ContactSetDefault, m.contacts.set_default),
        (sign_in, Action::ContactGiveSignIn, m.contacts.give_sign_in),
        (!tab.manages && row.sign_in.is_some(), Action::ContactTakeSignIn, m.contacts.take_sign_in),
        (!governs || (needed && !off), switch, word),
        (!governs || needed, Action::ContactDelete, m.customers.delete),
    ];
    let missing = missing.into_iter().filter(|(missing, ..)| *missing);
    missing.map(|(_, action, word)| locked_item(here, action, Some(&id), word)).collect()
}

fn press<F>(
    tab: Tab,
    contact: &Contact,
    symbol: &'static str,
    word: &'static str,
    effect: &'static str,
    status: Option<Status>,
) -> AnyView
where
    F: ServerFn<Output = Contact, Error = AppError> + 'static,
{
    let id = contact.id.to_string();
    let submit = {
        let id = id.clone();
        move |event: ev::SubmitEvent| {
            event.prevent_default();
            let Some(data) = data_of(&event) else { return };
            let id = id.clone();
            send::<F>(&data, tab.busy, move |answer| tell(tab, F::PATH, answer, id));
        }
    };
    let fields = vec![hidden("contact", id), status.map(|status| hidden("status", status.as_str())).into_any()];
    choice(F::PATH, fields.into_any(), symbol, word, effect, Box::new(submit))
}

fn tell(tab: Tab, path: &'static str, answer: Result<Contact, AppError>, id: String) {
    let m = t();
    let contact = match answer {
        Ok(contact) => contact,
        Err(error) => return tab.toasts.failed(m.sentence(&error)),
    };
    let name = contact.name.as_str();
    tab.toasts.done(match path {
        SetDefaultContact::PATH => {
            tab.open.default_contact.try_set(Some(contact.name.clone()));
            (m.contacts.is_default)(name)
        }
        TakeContactSignIn::PATH => {
            tab.open.users.try_update(|users| *users = users.saturating_sub(1));
            (m.contacts.no_longer_signs_in)(name)
        }
        _ if contact.status == Status::Disabled => (m.customers.was_disabled)(name),
        _ => (m.customers.was_enabled)(name),
    });
    tab.reload();
    dom::focus(format!("#more-{id}"));
}
