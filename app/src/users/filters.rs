//! Above the list of users: the search as one types, the filters, and those that are on as chips. All of it is the address.

use super::query::{self, from_start};
use crate::messages::t;
use crate::routes;
use crate::ui::asked::Asked;
use crate::ui::dom;
use crate::ui::field::{option, options};
use crate::ui::filter::{Chip, chip_list, select};
use crate::ui::icon::icon;
use crate::ui::nav::{Nav, Query};
use crate::ui::search_field::search_field;
use leptos::ev;
use leptos::prelude::*;
use model::people::{Role, UserStatus};
use model::users::{UserQuery, UserSort};

/// The tools of the list.
/// `top` is what the customer is called whose branch is asked for.
pub fn tools(current: Memo<UserQuery>, top: Asked<String>) -> AnyView {
    let nav = Nav::get();
    let q = memo(move |_| current.with(|query| query.q.clone()));
    let search = move |q| from_start(&UserQuery { q, ..current.get_untracked() });
    let m = t();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let form = event_target::<web_sys::HtmlFormElement>(&event);
        let mut map = Query::default();
        for name in ["q", "role", "status", "sort"] {
            map.insert(name, dom::value_of_named(&form, name));
        }
        let under = current.with_untracked(|query| query.under);
        nav.step(from_start(&UserQuery { under, ..query::read(&map) }));
        if let Ok(Some(details)) = form.query_selector("details[open]") {
            let _ = details.remove_attribute("open");
        }
    };
    let count = move || current.with(|query| u32::from(query.role.is_some()) + u32::from(query.status.is_some()));
    let summary = move || match count() {
        0 => t().filters.filter.to_owned(),
        n => (t().filters.filter_on)(n),
    };
    view! {
        <div class="customers-tools">
            <form class="customers-form" role="search" aria-label=m.filters.this_list action=routes::USERS on:submit=submit>
                {search_field(q, search, m.filters.search, m.directory.placeholder)}
                <details class="filters">
                    <summary class="button" aria-label=summary>
                        {icon("sliders-horizontal")}<span class="word">{m.filters.filter}</span>
                        {move || Some(count()).filter(|n| *n > 0).map(|n| view! { <span class="count">{n}</span> })}
                    </summary>
                    <div>{move || selects(&current.get())}</div>
                </details>
                {move || current.get().under.map(|id| view! { <input type="hidden" name="under" value=id.to_string() /> })}
            </form>
            <Transition>{move || Some(chips(&current.get(), top.get()?))}</Transition>
        </div>
    }
    .into_any()
}

fn selects(query: &UserQuery) -> AnyView {
    let m = t();
    let any = option("", m.filters.any, "");
    let role = query.role.map(Role::as_str).unwrap_or_default();
    let roles = any.clone() + &options(Role::ALL.into_iter().rev().map(|r| (r.as_str(), m.role(r))), role);
    let status = query.status.map(UserStatus::as_str).unwrap_or_default();
    let states = any + &options(UserStatus::ALL.map(|s| (s.as_str(), state(s))), status);
    let sorts = options(UserSort::ALL.map(|sort| (sort.as_str(), order(sort))), query.sort.as_str());
    view! {
        {select("role", m.users.role, roles, "field")}
        {select("status", m.filters.status, states, "field")}
        {select("sort", m.filters.sort, sorts, "field whole")}
        <div class="buttons end">
            <a class="button quiet" href=routes::USERS>{m.filters.clear_all}</a>
            <button class="button primary">{m.filters.show}</button>
        </div>
    }
    .into_any()
}

fn state(status: UserStatus) -> &'static str {
    let m = t();
    match status {
        UserStatus::Invited => m.users.invited,
        UserStatus::Active => m.directory.active,
        UserStatus::Disabled => m.customers.disabled,
    }
}

fn order(sort: UserSort) -> &'static str {
    let m = t();
    match sort {
        UserSort::Name => m.filters.by_name,
        UserSort::NameDescending => m.filters.by_name_down,
        UserSort::Email => m.directory.by_email,
        UserSort::EmailDescending => m.directory.by_email_down,
        UserSort::CreatedAt => m.filters.oldest,
        UserSort::CreatedAtDescending => m.filters.newest,
        UserSort::LastSignIn => m.directory.longest_unseen,
        UserSort::LastSignInDescending => m.directory.last_seen,
    }
}

/// The filters that are on.
fn chips(query: &UserQuery, top: String) -> AnyView {
    let m = t();
    let mut chips = Vec::new();
    let mut add = |label: &'static str, value: String, without: UserQuery| {
        chips.push(Chip { label, value, without: from_start(&without) });
    };
    if let Some(role) = query.role {
        add(m.users.role, m.role(role).to_owned(), UserQuery { role: None, ..query.clone() });
    }
    if let Some(status) = query.status {
        add(m.filters.status, state(status).to_owned(), UserQuery { status: None, ..query.clone() });
    }
    if query.under.is_some() {
        let name = if top.is_empty() { m.filters.one_branch.to_owned() } else { top };
        add(m.filters.under, name, UserQuery { under: None, ..query.clone() });
    }
    chip_list(chips, routes::USERS)
}
