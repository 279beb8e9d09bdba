//! `/trash`: what was deleted, why, for how much longer; restore or delete for good.

use crate::format;
use crate::frame::Myself;
use crate::messages::{lang, t};
use crate::routes;
use crate::trash::api::{self, RestoreDeleted, TrashList};
use crate::trash::purge_dialog::purge_dialog;
use crate::ui::asked::ask;
use crate::ui::form::{hidden, post_to};
use crate::ui::icon::{icon, icon_saying};
use crate::ui::nav;
use crate::ui::nav::Nav;
use crate::ui::search_field::search_field;
use crate::ui::state::{empty, failed, way};
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use model::customers::{Kind, TrashRow};
use model::time::{DAY, Timestamp};

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub struct Bin {
    /// Asks for the list again.
    pub reload: Callback<()>,
    /// Notes about what was done.
    pub toasts: Toasts,
}

/// The Trash.
#[component]
pub fn TrashPage() -> impl IntoView {
    let m = &t().trash;
    let query = Nav::get().query;
    let cursor = memo(move |_| query.with(|map| map.get("cursor")));
    let q = memo(move |_| query.with(|map| map.get("q")).unwrap_or_default());
    let again = RwSignal::new(0u32);
    let list = ask(move || (q.get(), cursor.get(), again.get()), |(q, cursor, _)| api::list_trash(q, cursor));
    let reload = Callback::new(move |()| {
        again.try_update(|again| *again += 1);
    });
    let bin = Bin { reload, toasts: Toasts::get() };
    let myself = Myself::get();
    let read = move || list.get().and_then(Result::ok);
    let count = move || read().map(|list| (t().total)(list.page.total, list.page.more));
    let keeps = move || read().map(|list| (t().trash.keeps)(list.days));
    let content = move || {
        let found = list.get()?;
        let _ = myself.read();
        Some(match found {
            Ok(list) => table(list, bin, &q.get_untracked()),
            Err(error) => failed(&error, false, reload),
        })
    };
    let dialog = move || {
        let id = query.with(|map| map.get("purge"))?;
        let rows = read()?.page.items;
        let row = rows.into_iter().find(|row| row.customer.id.to_string() == id)?;
        Some(purge_dialog(&row, bin, address(&q.get_untracked())))
    };
    // It is searched as one types.
    let stay = |event: ev::SubmitEvent| event.prevent_default();
    nav::focus_on_arrival();
    view! {
        <Title text=m.title />
        <section class="pane" aria-labelledby="trash-title">
            <header class="head">
                <h1 tabindex="-1" class="title" id="trash-title">
                    {m.title}" "<span class="count" role="status"><Transition>{count}</Transition></span>
                </h1>
            </header>
            <div class="customers-tools">
                <form class="customers-form" role="search" aria-label=m.search action=routes::TRASH on:submit=stay>
                    {search_field(q, |q| address(&q), m.search, m.placeholder)}
                </form>
                <p class="secondary"><Transition>{keeps}</Transition></p>
            </div>
            <div class="pane-scroll trash-rows"><Transition>{content}</Transition></div>
            <Transition>{dialog}</Transition>
        </section>
    }
}

/// The address of a search in the Trash.
fn address(q: &str) -> String {
    if q.is_empty() { routes::TRASH.to_owned() } else { routes::with(routes::TRASH, "q", q) }
}

fn table(list: TrashList, bin: Bin, q: &str) -> AnyView {
    let m = t();
    if list.page.items.is_empty() && !q.is_empty() {
        let all = way(routes::TRASH.to_owned(), m.trash.show_all);
        return empty("nomatch", false, (m.customers.no_match_for)(q), m.customers.no_match_text.to_owned(), all);
    }
    if list.page.items.is_empty() {
        return empty("trash", false, m.trash.none.to_owned(), m.trash.none_text.to_owned(), ().into_any());
    }
    let now = list.now;
    let shown = u32::try_from(list.page.items.len()).unwrap_or(u32::MAX);
    let total = (m.total)(list.page.total, list.page.more);
    let rows = list.page.items.into_iter().map(|item| row(item, now, bin, q)).collect_view();
    let more = list.page.next_cursor.map(|cursor| {
        let href = routes::with(&address(q), "cursor", &cursor);
        view! {
            <nav class="pager" aria-label=m.customers.more_customers>
                <span>{(m.shown)(shown, total)}</span><a class="button small" href=href>{m.customers.next_page}</a>
            </nav>
        }
    });
    view! {
        <table class="rows trash-table" role="table" aria-label=m.trash.title>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{m.fields.name}</th>
                    <th role="columnheader" scope="col">{m.customers.reason}</th>
                    <th role="columnheader" scope="col">{m.trash.deleted}</th>
                    <th role="columnheader" scope="col">{m.trash.left}</th>
                    <th role="columnheader" scope="col"><span class="visually-hidden">{m.actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
        {more}
    }
    .into_any()
}

fn row(row: TrashRow, now: Timestamp, bin: Bin, q: &str) -> AnyView {
    let m = &t().trash;
    let customer = row.customer;
    let (reason, by, at) =
        customer.deletion.map(|d| (d.reason, d.by, d.at)).unwrap_or((String::new(), String::new(), now));
    let days = u32::try_from((row.purge_at.0 - now.0 + DAY - 1).max(0) / DAY).unwrap_or(u32::MAX);
    let left = if days < 3 { "left soon" } else { "left" };
    let (symbol, kind) = match customer.kind {
        Kind::Company => ("building-2", t().kind(Kind::Company)),
        Kind::Individual => ("user", t().kind(Kind::Individual)),
    };
    let with =
        (row.descendants > 0).then(|| view! { <small class="tertiary">{(m.with_below)(row.descendants)}</small> });
    view! {
        <tr class="row" role="row">
            <td class="name" role="cell">
                <div class="customer-name">
                    {icon_saying(symbol, kind)}
                    <a class="row-link truncate" href=routes::customer(customer.id)><bdi>{customer.name.clone()}</bdi>" "{with}</a>
                </div>
            </td>
            <td class="reason truncate" role="cell" title=reason.clone()><bdi>{reason.clone()}</bdi></td>
            <td class="when truncate" role="cell">
                <time datetime=at.to_string() title=format::moment(lang(), at)>{format::date(lang(), at)}</time>
                " "{m.by}" "<bdi>{by}</bdi>
            </td>
            <td class=left role="cell">{(m.days_left)(days)}</td>
            <td class="verbs" role="cell">
                {restore(customer.id, &customer.name, bin)}
                <a class="button quiet square small grave" href=routes::with(&address(q), "purge", &customer.id.to_string())
                    aria-label=(m.purge_of)(&customer.name) title=m.purge data-noscroll>{icon("trash-2")}</a>
            </td>
        </tr>
    }
    .into_any()
}

fn restore(id: model::ids::CustomerId, name: &str, bin: Bin) -> AnyView {
    let m = t();
    let label = (m.trash.restore_of)(name);
    let name = name.to_owned();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let name = name.clone();
        leptos::task::spawn_local(async move {
            match api::restore_deleted(id).await {
                Ok(()) => bin.toasts.done((t().customers.was_restored)(&name)),
                Err(error) => bin.toasts.failed(t().sentence(&error)),
            }
            bin.reload.try_run(());
        });
    };
    view! {
        <form method="post" on:submit=submit>
            {post_to(RestoreDeleted::PATH)}
            {hidden("id", id.to_string())}
            <button class="button small" aria-label=label>{icon("rotate-ccw")}<span class="word">{m.customers.restore}</span></button>
        </form>
    }
    .into_any()
}
