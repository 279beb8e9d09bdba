//! `/users`: all users in one's reach.

use super::api::{self, DeleteUser};
use super::filters::tools;
use super::query;
use super::row::UsersCx;
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
use crate::ui::state::{empty, failed, way};
use leptos::ev;
use leptos::prelude::*;
use leptos_meta::Title;
use model::page::Page;
use model::people::Role;
use model::users::{UserQuery, UserRow};
use std::sync::Arc;

/// The page.
#[component]
pub fn UsersPage() -> impl IntoView {
    let location = Nav::get();
    let current = memo(move |_| location.query.with(query::read));
    let again = RwSignal::new(0u32);
    let list = ask(move || (current.get(), again.get()), |(query, _)| api::list_all_users(query));
    let top = ask(move || current.with(|query| query.under), top_of);
    let reload = Callback::new(move |()| {
        again.try_update(|again| *again += 1);
    });
    let given = Given::new(Some(reload));
    let myself = Myself::get();
    let shown = StoredValue::new(None::<Rows>);
    let look = move || {
        if let Some(rows) = shown.get_value() {
            rows.look_soon();
        }
    };
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
        let cx = UsersCx { manages: me.role == Role::Admin, asks: true, own: Some(me.id), given, everywhere: true };
        Some(match found {
            Ok(page) if page.items.is_empty() => nothing(&query),
            Ok(page) => {
                let rows = rows(page, query, cx);
                shown.set_value(Some(rows));
                rows.view()
            }
            Err(error) => failed(&error, false, reload),
        })
    };
    let deletes = move || {
        let id = location.query.with(|map| map.get("purge"))?;
        let me = myself.read().filter(|me| me.role == Role::Admin)?;
        let rows = list.get()?.ok()?.items;
        let user = rows.into_iter().map(|row| row.user).find(|user| user.id.to_string() == id && user.id != me.id)?;
        Some(delete_dialog::<DeleteUser>(delete_question(&user, given)))
    };
    nav::focus_on_arrival();
    view! {
        <Title text=t().customers.users />
        <section class="pane list" aria-labelledby="users-title">
            <header class="head">
                <h1 tabindex="-1" class="title" id="users-title">
                    {t().customers.users}" "<span class="count" role="status"><Transition>{count}</Transition></span>
                </h1>
            </header>
            {tools(current, top)}
            {crate::customers::profile::opener()}
            <div class="pane-scroll users-rows" on:keydown=walk on:scroll=move |_| look()>
                <div class="users">{given.view()}</div>
                <Transition>{content}</Transition>
            </div>
            <Transition>{deletes}</Transition>
        </section>
    }
}

/// Up and down go from name to name.
fn walk(event: ev::KeyboardEvent) {
    dom::walk(&event, ".users-rows .strong .edit-value");
}

fn rows(page: Page<UserRow>, query: UserQuery, cx: UsersCx) -> Rows {
    let start = Start::of(&page, query.cursor.is_some());
    Rows::new(Arc::new(UserRows { loaded: StoredValue::new(page.items), query, cx }), start)
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
