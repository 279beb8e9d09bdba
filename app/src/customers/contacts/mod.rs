//! The contacts of a company: who they are, which is the default, and who of them signs in.

pub mod api;
mod delete;
mod form;
mod sign_in_form;
mod site;
mod verbs;

use crate::customers::detail_page::Open;
use crate::customers::user_verbs::Given;
use crate::format;
use crate::frame::Myself;
use crate::messages::t;
use crate::routes;
use crate::ui::icon::icon;
use crate::ui::inline::in_row;
use crate::ui::nav::Nav;
use crate::ui::state::{empty, failed};
use crate::ui::toast::Toasts;
use delete::delete_dialog;
use leptos::prelude::*;
use model::contacts::ContactRow;
use model::customers::{Kind, Status};
use model::page::Page;
use site::ContactSite;
use std::sync::Arc;
use verbs::{told, verbs};

/// What `add` in the address says for the form of a new contact.
const NEW: &str = "contact";

/// What all rows share.
#[derive(Clone, Copy)]
pub struct Tab {
    open: Open,
    /// Whether one may change them.
    edits: bool,
    /// Whether one may say who signs in.
    manages: bool,
    /// Whether there are several: the default is needed then.
    several: bool,
    given: Given,
    busy: RwSignal<bool>,
    toasts: Toasts,
}

/// The tab.
pub fn contacts_tab() -> AnyView {
    let open = Open::get();
    let m = t();
    if open.customer.with_untracked(|c| c.kind != Kind::Company) {
        let text = m.contacts.companies_only.to_owned();
        return empty("people", false, m.contacts.none.to_owned(), text, ().into_any());
    }
    let reload = open.beside.reload_contacts;
    let rights = open.detail.with_value(|detail| detail.rights);
    let living = !open.in_trash();
    let tab = Tab {
        open,
        edits: rights.edit && living,
        manages: rights.manage_users && living,
        several: false,
        given: Given::new(Some(reload)),
        busy: RwSignal::new(false),
        toasts: Toasts::get(),
    };
    let (location, myself) = (Nav::get(), Myself::get());
    let asked = move |name: &str| location.query.with(|map| map.get(name));
    let adding = move || tab.edits && asked("add").as_deref() == Some(NEW);
    let list = move || {
        let found = open.contacts_page()?;
        Some(match found {
            Ok(page) => table(page, tab),
            Err(error) => failed(&error, false, reload),
        })
    };
    // What the address opens about one of them.
    let about = move |name: &str| {
        let id = asked(name)?;
        let rows = open.contacts_page()?.ok()?.items;
        rows.into_iter().find(|row| row.contact.id.to_string() == id)
    };
    let signs_in = move || {
        let me = myself.read()?;
        let row = about("add").filter(|row| tab.manages && row.sign_in.is_none())?;
        Some(sign_in_form::view(&row.contact, tab, me.mails))
    };
    let deletes = move || about("purge").filter(|_| tab.edits).map(|row| delete_dialog(&row, tab));
    let add = move || {
        let href = routes::with(&open.contacts_address(), "add", NEW);
        (tab.edits && !adding()).then(|| {
            view! { <div class="buttons"><a class="button" href=href data-noscroll>{icon("user-plus")}{t().contacts.add}</a></div> }
        })
    };
    view! {
        <div class="users">
            {tab.given.view(None)}
            {told()}
            {add}
            {move || adding().then(|| form::view(tab))}
            <Transition>{signs_in}</Transition>
            <Transition>{list}</Transition>
            <Transition>{deletes}</Transition>
        </div>
    }
    .into_any()
}

/// The table, or why there is none.
pub(super) fn table(page: Page<ContactRow>, tab: Tab) -> AnyView {
    let m = t();
    if page.items.is_empty() {
        let text = if tab.edits { m.contacts.none_text } else { m.contacts.none_read };
        return empty("people", false, m.contacts.none.to_owned(), text.to_owned(), ().into_any());
    }
    let tab = Tab { several: page.total > 1, ..tab };
    let rows = page.items.into_iter().map(|item| row(item, tab)).collect_view();
    let rest = page.next_cursor.map(|cursor| more(cursor, tab));
    view! {
        <table class="rows users-table contacts-table" role="table" aria-label=m.contacts.title>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{m.fields.name}</th>
                    <th role="columnheader" scope="col">{m.fields.email}</th>
                    <th role="columnheader" scope="col">{m.fields.phone}</th>
                    <th role="columnheader" scope="col">{m.filters.status}</th>
                    <th role="columnheader" scope="col"><span class="visually-hidden">{m.actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}{rest}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: ContactRow, tab: Tab) -> AnyView {
    let contact = RwSignal::new(row.contact.clone());
    let site = Arc::new(ContactSite { contact, open: tab.open });
    let field = |field: &'static str| in_row(site.clone(), field, tab.edits);
    let initials = move || contact.with(|contact| format::initials(&contact.name));
    let class = if row.contact.status == Status::Disabled { "row off-row" } else { "row" };
    view! {
        <tr class=class role="row">
            <td class="name" role="cell">
                <div class="user-name">
                    <span class="avatar" aria-hidden="true">{initials}</span>
                    <div class="strong">{field("name")}</div>
                    <div class="small">{field("job_title")}</div>
                </div>
            </td>
            <td class="email" role="cell">{field("email")}</td>
            <td class="phone" role="cell">{field("phone")}</td>
            <td class="status-cell" role="cell">{status(&row)}</td>
            <td class="more" role="cell">{verbs(&row, tab)}</td>
        </tr>
    }
    .into_any()
}

fn status(row: &ContactRow) -> AnyView {
    let m = t();
    let default = row.contact.default.then(|| view! { <span class="badge">{m.contacts.default}</span> });
    let state = match (row.contact.status, row.contact.user_id) {
        (Status::Disabled, _) => Some(("status off", m.customers.disabled)),
        (_, Some(_)) => Some(("status on", m.contacts.signs_in)),
        _ => None,
    };
    let state = state.map(|(class, word)| view! { <span class=class>{word}</span> });
    view! { {default}{state} }.into_any()
}

/// The rows after the first page, once asked for.
fn more(cursor: String, tab: Tab) -> AnyView {
    let rows = RwSignal::new(Vec::<ContactRow>::new());
    let next = RwSignal::new(Some(cursor));
    let id = tab.open.customer.with_untracked(|c| c.id);
    let load = move |_| {
        let cursor = next.get_untracked();
        leptos::task::spawn_local(async move {
            match api::list_contacts(id, cursor).await {
                Ok(page) => {
                    rows.try_update(|rows| rows.extend(page.items));
                    next.try_set(page.next_cursor);
                }
                Err(error) => tab.toasts.failed(t().sentence(&error)),
            }
        });
    };
    view! {
        {move || rows.get().into_iter().map(|item| row(item, tab)).collect_view()}
        {move || next.get().map(|_| view! {
            <tr role="row"><td role="cell"><button class="button small" type="button" on:click=load>{t().customers.more}</button></td></tr>
        })}
    }
    .into_any()
}

impl Tab {
    /// They have changed: the list, their number and the default are asked for again.
    fn reload(self) {
        self.open.beside.reload_contacts.try_run(());
    }
}
