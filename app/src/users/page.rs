//! `/users`: all users in one's reach, and beside them the one that the address opens.

use super::api::{self, DeleteUser};
use super::detail::user_pane;
use super::filters::tools;
use super::known::KnownUsers;
use super::query;
use super::row::{Side, UsersCx, row_id};
use super::rows::UserRows;
use crate::customers::top_of;
use crate::customers::user_verbs::{Given, delete_question};
use crate::frame::Myself;
use crate::messages::t;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::delete_dialog::delete_dialog;
use crate::ui::dom;
use crate::ui::nav::{self, Nav};
use crate::ui::rows::{Rows, Start};
use crate::ui::split::{panes, resizer};
use crate::ui::state::{empty, failed, way};
use leptos::ev;
use leptos::prelude::*;
use leptos_meta::Title;
use model::ids::UserId;
use model::page::Page;
use model::people::Role;
use model::users::{UserQuery, UserRow};
use std::sync::Arc;

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let location = Nav::get();
    let current = memo(move |_| location.query.with(query::read));
    let search = memo(move |_| current.with(|query| query::from_start(query)[routes::USERS.len()..].to_owned()));
    let open = memo(move |_| location.pathname.with(|path| routes::user_id_in(path).is_some()));
    let selected = memo(move |_| location.pathname.with(|path| routes::user_id_in(path)?.parse().ok()));
    let side = Side { search, selected, known: KnownUsers::new() };
    let (again, page_again) = (RwSignal::new(0u32), RwSignal::new(0u32));
    let list = ask(move || (current.get(), again.get()), |(query, _)| api::list_all_users(query));
    let top = ask(move || current.with(|query| query.under), top_of);
    let page_reload = Callback::new(move |()| {
        page_again.try_update(|again| *again += 1);
    });
    let reload = Callback::new(move |()| {
        again.try_update(|again| *again += 1);
        page_reload.run(());
    });
    let given = Given::with_page(reload, page_reload).for_rows(side.known);
    let given = if open.get_untracked() { given.beside_page() } else { given };
    let myself = Myself::get();
    let shown = StoredValue::new(None::<Rows>);
    let asked = StoredValue::new(current.get_untracked());
    let look = move || {
        if let Some(rows) = shown.get_value() {
            rows.look_soon();
        }
    };
    // A user beside the list makes its rows higher or lower: the one that is open, or was, stays in view.
    Effect::new(move |before: Option<Option<UserId>>| {
        let now = selected.get();
        let kept = now.or(before.flatten());
        if let (Some(id), Some(rows)) = (kept, shown.get_value().filter(|_| before.is_some() || now.is_some())) {
            rows.keep(row_id(id));
        }
        look();
        kept
    });
    // On a phone the document is what scrolls.
    Effect::new(move |_| {
        let scrolled = window_event_listener(ev::scroll, move |_| look());
        on_cleanup(move || scrolled.remove());
    });
    // Another answer may leave room for more.
    Effect::new(move |_| {
        let _ = list.get();
        look();
    });
    let count = move || list.get().and_then(Result::ok).map(|page| (t().total)(page.total, page.more));
    let content = move || {
        let found = list.get()?;
        let me = myself.read()?;
        let query = current.get_untracked();
        let (manages, own, last_admin) = (me.role == Role::Admin, Some(me.id), me.last_admin);
        let cx = UsersCx { manages, asks: true, own, last_admin, given, known: side.known, side: Some(side) };
        Some(match found {
            Ok(page) if page.items.is_empty() => nothing(&query),
            Ok(page) => {
                let rows = rows(page, query.clone(), cx);
                shown.set_value(Some(rows));
                if asked.get_value() != query {
                    asked.set_value(query);
                    rows.to_top();
                }
                rows.view()
            }
            Err(error) => failed(&error, false, reload),
        })
    };
    let deletes = move || {
        let id = location.query.with(|map| map.get("purge"))?;
        let me = myself.read().filter(|me| me.role == Role::Admin)?;
        let first = list.get()?.ok()?.items;
        let beside = selected.get_untracked().map(|open| open.to_string());
        let user = side.known.find(&id, first.into_iter().map(|row| row.user)).filter(|user| user.id != me.id)?;
        (beside != Some(id)).then(|| delete_dialog::<DeleteUser>(delete_question(&user, given)))
    };
    let title = move || {
        let count = view! { <span class="count" role="status"><Transition>{count}</Transition></span> };
        let words = t().customers.users;
        if open.get() {
            view! { <h2 class="title" id="users-title">{words}" "{count}</h2> }.into_any()
        } else {
            view! { <h1 tabindex="-1" class="title" id="users-title">{words}" "{count}</h1> }.into_any()
        }
    };
    nav::focus_on_arrival();
    view! {
        <Title text=t().customers.users />
        <div class=move || panes(open.get())>
            <section class="pane list" aria-labelledby="users-title">
                <header class="head">{title}</header>
                {tools(current, top)}
                {crate::customers::profile::opener()}
                <div class="pane-scroll users-rows" on:keydown=walk on:scroll=move |_| look()>
                    <div class="users">{given.view(None)}</div>
                    <Transition>{content}</Transition>
                </div>
                <Transition>{deletes}</Transition>
            </section>
            {move || open.get().then(resizer)}
            {move || open.get().then(|| user_pane(side, page_again, page_reload, reload))}
        </div>
    }
}

/// Up and down go from name to name.
fn walk(event: ev::KeyboardEvent) {
    dom::walk(&event, ".users-rows .user-link");
}

fn rows(page: Page<UserRow>, query: UserQuery, cx: UsersCx) -> Rows {
    let start = Start::of(&page, query.cursor.is_some());
    let loaded = StoredValue::new(page.items);
    Rows::new(Arc::new(UserRows { loaded, query, cx }), start)
}

/// No rows: because there are none yet, or because none matches.
fn nothing(query: &UserQuery) -> AnyView {
    let m = t();
    if query::is_plain(query) {
        return empty("people", false, m.users.none.to_owned(), m.directory.none_text.to_owned(), ().into_any());
    }
    let unfiltered = UserQuery { q: query.q.clone(), sort: query.sort, ..UserQuery::default() };
    let title = if query.q.is_empty() { m.directory.no_match.to_owned() } else { (m.customers.no_match_for)(&query.q) };
    if query.q.is_empty() || *query == unfiltered {
        let text = m.customers.no_match_text.to_owned();
        return empty("nomatch", false, title, text, way(routes::USERS.to_owned(), m.directory.show_all));
    }
    let href = query::address(&unfiltered);
    empty("nomatch", false, title, m.customers.filters_too.to_owned(), way(href, m.customers.without_filters))
}
