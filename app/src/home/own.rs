//! One's own customer: what it looks after itself, then what is set by who manages it.

use super::page::card;
use crate::customers::{by_provider, governed_facts, reading};
use crate::messages::t;
use crate::routes;
use crate::ui::icon::icon;
use leptos::prelude::*;
use model::customers::{Customer, Kind};
use model::home::Home;

/// The panel.
pub fn own(home: &Home) -> AnyView {
    let m = t();
    let (customer, rights) = (&home.own.customer, home.own.rights);
    let page = routes::customer(customer.id);
    let verb = if rights.edit {
        let href = routes::customer_edit(customer.id);
        view! { <a class="button small" href=href>{icon("pencil")}{m.customers.edit}</a> }.into_any()
    } else {
        view! { <a class="button small" href=page.clone()>{m.home.open}</a> }.into_any()
    };
    let default = home.own.default_contact.clone().map(|name| {
        let href = routes::customer_contacts(customer.id);
        row(m.contacts.default_contact, view! { <a class="link" href=href><bdi>{name}</bdi></a> }.into_any())
    });
    let website = customer.website.clone().map(|site| reading(m.fields.website, site, ""));
    let content = view! {
        <dl class="readings">
            {address(customer, rights.edit)}
            {customer.email.clone().map(|email| reading(m.fields.email, email, ""))}
            {customer.phone.clone().map(|phone| reading(m.fields.phone, phone, ""))}
            {website}
            {default}
        </dl>
        {governed(home)}
        {rights.edit.then(|| view! { <a class="link home-on" href=page>{m.home.open}</a> })}
    };
    card("home-own", m.customers.profile, verb, content.into_any())
}

fn row(label: &'static str, value: AnyView) -> AnyView {
    view! { <div><dt>{label}</dt><dd>{value}</dd></div> }.into_any()
}

/// The address as one writes it on a letter, or the way to enter it.
fn address(customer: &Customer, edits: bool) -> AnyView {
    let m = t();
    let set = |part: &Option<String>| part.clone().unwrap_or_default();
    let mut place = format!("{} {}", set(&customer.postal_code), set(&customer.city)).trim().to_owned();
    if let Some(province) = &customer.province {
        place = format!("{place} ({province})").trim().to_owned();
    }
    let bare = customer.street.is_none() && place.is_empty();
    let country = customer.country.name(t().countries).to_owned();
    let lines = [set(&customer.street), place, country].into_iter().filter(|line| !line.is_empty());
    let lines = lines.map(|line| view! { <bdi>{line}</bdi> }).collect_view();
    let add = (bare && edits).then(|| {
        let href = routes::with(&routes::customer(customer.id), "edit", "street");
        view! { <a class="link" href=href>{m.home.add_address}</a> }
    });
    row(m.customers.address, view! { <span class="home-lines">{lines}{add}</span> }.into_any())
}

/// What only who manages it changes; for the provider's own people there is nobody above.
fn governed(home: &Home) -> AnyView {
    let note = (!home.own.rights.set_governed).then(|| view! { <p class="home-note">{by_provider()}</p> });
    view! { {note}{governed_facts(&home.own)} }.into_any()
}

/// Whether it has contacts.
pub fn has_contacts(home: &Home) -> bool {
    home.own.customer.kind == Kind::Company
}
