//! The head of a user's page: whose they are, name, state, what can be done, and what one looks up most.

use super::detail::OpenUser;
use super::row::{Side, moment, status};
use super::verbs;
use crate::customers::user_verbs::{delete_item, locked_items};
use crate::customers::why::{locked_item, what_may};
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::icon::{icon, icon_with};
use crate::ui::inline::{Inline, heading, in_heading};
use crate::ui::row_menu::close;
use leptos::prelude::*;
use model::people::UserStatus;
use model::permissions::Action;

/// The link to the list, and the cross that closes the page beside it.
pub fn way_back(side: Side) -> AnyView {
    let list = move || format!("{}{}", routes::USERS, side.search.get());
    let m = t();
    view! {
        <a class="back" href=list>{icon_with("arrow-left", "small flip")}{m.customers.users}</a>
        <a class="button quiet square small detail-close" href=list aria-label=m.close title=m.close data-noscroll>{icon("x")}</a>
    }
    .into_any()
}

/// Path, name, state, verbs and facts.
pub fn head(open: OpenUser) -> AnyView {
    let m = t();
    let more = move || open.user.with(|user| (m.customers.more_for)(&user.name));
    let name = if open.with(|detail| detail.manage) {
        in_heading(Inline::with_address(open.site(), "name"))
    } else {
        heading(move || open.user.with(|user| user.name.clone()))
    };
    view! {
        {banner(open)}
        <header class="detail-head">
            <div class="detail-top">
                {path(open)}
                {way_back(open.side)}
                <button class="button quiet square detail-more" type="button" popovertarget="detail-actions" aria-label=more>
                    {icon("ellipsis")}
                </button>
            </div>
            {path(open)}
            <div class="detail-title">
                {name}
            </div>
            {meta(open)}
            {actions(open)}
        </header>
        {facts(open)}
    }
    .into_any()
}

/// What keeps the user out, where it isn't only their own status.
fn banner(open: OpenUser) -> Option<AnyView> {
    let m = &t().user;
    let (disabled, closed) = open.with(|detail| (detail.user.status == UserStatus::Disabled, detail.closed.clone()));
    let words = match closed {
        Some(closed) => (m.closed)(&closed.name),
        None if disabled => m.disabled.to_owned(),
        None => return None,
    };
    Some(view! { <div class="banner" role="status">{icon("triangle-alert")}<p>{words}</p></div> }.into_any())
}

/// The customer that they belong to. It stands twice, as on a customer's page.
fn path(open: OpenUser) -> AnyView {
    let customer = open.with(|detail| detail.customer.clone());
    let href = routes::customer_users(customer.id);
    view! { <nav class="path" aria-label=t().customers.customer><ol><li><a href=href><bdi>{customer.name}</bdi></a></li></ol></nav> }
        .into_any()
}

fn meta(open: OpenUser) -> AnyView {
    let m = t();
    let you = open.own().then(|| view! { <span>{icon("user")}{m.user.you}</span> });
    let role = move || open.user.with(|user| m.role(user.role));
    let state = open.with(|detail| match detail.user.status {
        UserStatus::Active => view! { <span class="status on">{m.directory.active}</span> }.into_any(),
        _ => status(&detail.user),
    });
    view! { <div class="detail-meta">{state}<span>{icon("key-round")}{role}</span>{you}</div> }.into_any()
}

/// On a desktop a row, on a phone the sheet behind "More".
fn actions(open: OpenUser) -> AnyView {
    let name = move || open.user.with(|user| user.name.clone());
    let items = if open.with(|detail| detail.manage) { managing(open) } else { locked(open) };
    view! {
        <div class="menu detail-actions" id="detail-actions" popover="auto" on:click=close>
            <div class="menu-head"><strong><bdi>{name}</bdi></strong></div>
            {items}
        </div>
    }
    .into_any()
}

fn locked(open: OpenUser) -> Vec<AnyView> {
    open.with(|detail| locked_items(&detail.user, &open.here()))
}

fn managing(open: OpenUser) -> Vec<AnyView> {
    let m = t();
    let (here, id, own) = (untrack(|| open.here()), open.id.to_string(), open.own());
    let locked = |action, word| locked_item(&here, action, Some(&id), word);
    open.with(|detail| {
        let user = &detail.user;
        let active = user.status == UserStatus::Active;
        let ask = what_may(&routes::customer_users(user.customer_id), &id);
        let mut items = vec![
            if active && !own && detail.closed.is_none() {
                verbs::view_as(user).item()
            } else {
                locked(Action::UserViewAs, m.why.view_as)
            },
            view! { <a class="menu-item" href=ask>{icon("circle-help")}{m.why.what_may}</a> }.into_any(),
        ];
        let off = user.status == UserStatus::Disabled;
        if detail.last_admin || (detail.needed_default && !off && !own) {
            items.push(locked(Action::UserDisable, m.customers.disable));
        } else if !own {
            items.push(verbs::set_status(user, open.given, None).item());
        }
        if detail.last_admin {
            items.push(locked(Action::UserDelete, m.customers.delete));
        } else if !own {
            items.push(delete_item(&here, &id));
        }
        items
    })
}

fn facts(open: OpenUser) -> AnyView {
    let m = t();
    let user = open.with(|detail| detail.user.clone());
    let seen = match user.last_sign_in_at {
        Some(at) => moment(at, format::date(lang(), at)),
        None => m.user.never.into_any(),
    };
    let created = moment(user.created_at, format::date(lang(), user.created_at));
    view! {
        <dl class="facts detail-facts">
            <div><dt>{m.users.last_sign_in}</dt><dd>{seen}</dd></div>
            <div><dt>{m.customers.created}</dt><dd>{created}</dd></div>
        </dl>
    }
    .into_any()
}
