//! Who belongs to one's own customer, who was invited, and whom one talks to there.

use super::own::has_contacts;
use super::page::{card, fact};
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::icon::icon;
use leptos::prelude::*;
use model::home::Home;
use model::people::UserStatus;

/// The panel.
pub fn people(home: &Home) -> AnyView {
    let m = t();
    let (own, rights) = (&home.own, home.own.rights);
    let id = own.customer.id;
    let all = (home.users.total > own.users).then(|| {
        fact(m.home.users_in_all, (m.total)(home.users.total, home.users.more), Some(routes::USERS.to_owned()))
    });
    let invited = (home.invited.total > 0).then(|| {
        let href = routes::with(routes::USERS, "status", UserStatus::Invited.as_str());
        fact(m.users.invited, (m.total)(home.invited.total, home.invited.more), Some(href))
    });
    let contacts = has_contacts(home)
        .then(|| fact(m.contacts.title, format::number(lang(), own.contacts), Some(routes::customer_contacts(id))));
    let alone = (own.users <= 1 && rights.manage_users).then(|| view! { <p class="home-none">{m.home.alone}</p> });
    let add_user = rights.manage_users.then(|| {
        let href = routes::with(&routes::customer_users(id), "add", "user");
        view! { <a class="button" href=href>{icon("user-plus")}{m.users.add}</a> }
    });
    let add_contact = (has_contacts(home) && rights.edit).then(|| {
        let href = routes::with(&routes::customer_contacts(id), "add", "contact");
        view! { <a class="button" href=href>{icon("plus")}{m.contacts.add}</a> }
    });
    let verbs =
        (rights.edit || rights.manage_users).then(|| view! { <div class="buttons">{add_user}{add_contact}</div> });
    let content = view! {
        <dl class="facts">
            {fact(m.customers.users, format::number(lang(), own.users), Some(routes::customer_users(id)))}
            {all}
            {invited}
            {contacts}
        </dl>
        {alone}
        {verbs}
    };
    card("home-people", m.home.people, ().into_any(), content.into_any())
}
