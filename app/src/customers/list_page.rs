//! `/customers`: the list, and beside it what the address opens.

use crate::customers::api;
use crate::customers::cell::SECOND_PRESS;
use crate::customers::filters::tools;
use crate::customers::list_head::skeleton;
use crate::customers::listing::{Listing, top_of, tree_nodes};
use crate::customers::query;
use crate::customers::row::row_menu;
use crate::customers::rows::CustomerRows;
use crate::customers::work::Work;
use crate::frame::Myself;
use crate::messages::t;
use crate::parts::{self, Piece};
use crate::prefs::Prefs;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::dom;
use crate::ui::icon::{icon, icon_with};
use crate::ui::nav::{self, Nav};
use crate::ui::pause::Pause;
use crate::ui::split::{panes, resizer};
use crate::ui::state::{empty, failed, way};
use leptos::ev;
use leptos::prelude::*;
use leptos::{erase, kept};
use leptos_meta::Title;
use model::customers::CustomerQuery;
use model::ids::CustomerId;
use model::page::Page;

/// The list and its detail.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let location = Nav::get();
    let current = memo(move |_| location.query.with(query::read));
    let selected = memo(move |_| location.pathname.with(|path| routes::customer_in(path)));
    let detail_open = memo(move |_| location.pathname.with(|path| path.len() > routes::CUSTOMERS.len() + 1));
    let rankings = ask(|| (), |()| api::list_rankings());
    let work = Work::provide(rankings);
    let as_tree = memo(move |_| location.query.with(query::is_tree));
    let list = ask(
        move || (current.get(), as_tree.get(), work.revision()),
        |(query, as_tree, _)| async move { if as_tree { Ok(Page::empty()) } else { api::list_customers(query).await } },
    );
    let nodes = ask(move || (current.get(), as_tree.get()), |(query, as_tree)| tree_nodes(query, as_tree));
    let top = ask(move || current.with(|query| query.under), top_of);
    let myself = Myself::get();
    let menu = RwSignal::new(None);
    let search = memo(move |_| current.with(query::write_from_start));
    let columns = Prefs::current().columns;
    let (second, shown) = (Pause::of(SECOND_PRESS), StoredValue::new(None::<CustomerRows>));
    let scrolled = RwSignal::new(0u32);
    let last = StoredValue::new(None::<CustomerId>);
    let keep = Callback::new(move |()| {
        if let Some(id) = last.get_value() {
            let row = format!("row-{id}");
            match shown.get_value() {
                Some(list) if !as_tree.get_untracked() => list.rows.keep(row),
                _ => dom::keep_in_view(row),
            }
        }
    });
    let listing = Listing {
        query: current,
        nodes,
        top,
        selected,
        search,
        work,
        menu,
        myself,
        columns,
        nav: location,
        second,
        keep,
        scrolled,
    };
    provide_context(listing);
    let look = move || {
        scrolled.update(|scrolled| *scrolled += 1);
        if let Some(list) = shown.get_value() {
            list.rows.look_soon();
        }
    };
    // A detail beside the list makes its rows higher or lower: the one that is open, or was, stays in view.
    Effect::new(move |before: Option<Option<CustomerId>>| {
        let now = selected.get().or(before.flatten());
        last.set_value(now.filter(|_| before.is_some()));
        keep.run(());
        look();
        now
    });
    // On a phone the document is what scrolls.
    Effect::new(move |_| {
        let scrolled = window_event_listener(ev::scroll, move |_| look());
        on_cleanup(move || scrolled.remove());
    });
    let count = move || {
        if as_tree.get() {
            let found = nodes.get()?.filter(|_| current.with(query::narrows))?.ok()?;
            return Some((t().total)(found.total, found.more));
        }
        list.get().and_then(Result::ok).map(|page| (t().total)(page.total, page.more))
    };
    let count = move || view! { <span class="count" role="status"><Transition>{count}</Transition></span> };
    // An empty list asks for its first customer itself.
    let may_add = move || {
        let empty = !as_tree.get() && list.get().and_then(Result::ok).is_some_and(|page| page.items.is_empty());
        myself.may_write() && !(empty && current.with(is_plain))
    };
    let title = move || {
        let words = t().customers.title;
        if detail_open.get() {
            view! { <h2 class="title">{words}" "{count()}</h2> }.into_any()
        } else {
            view! { <h1 tabindex="-1" class="title">{words}" "{count()}</h1> }.into_any()
        }
    };
    let answer = move |home: &Owner| {
        let found = list.get()?;
        let query = current.get_untracked();
        let cx = listing.row_context();
        Some(match found {
            Ok(page) if page.items.is_empty() => nothing(&query, myself.may_write()),
            Ok(page) => {
                let list = match shown.get_value() {
                    // The server may ask more than once for what it then writes once.
                    Some(list) if cfg!(not(feature = "ssr")) => {
                        list.replace(page, query);
                        list
                    }
                    _ => home.with(|| CustomerRows::new(page, query, cx)),
                };
                shown.set_value(Some(list));
                kept(0, home.clone(), move || list.rows.view())
            }
            Err(error) => failed(&error, false, Callback::new(move |()| list.refetch())),
        })
    };
    let content = move || {
        // The rows outlive the answer that they show, but not the list.
        let home = Owner::current().unwrap_or_default();
        shown.set_value(None);
        (move || answer(&home)).into_any()
    };
    let saves = memo(move |_| location.query.with(|map| map.get("dialog").as_deref() == Some(routes::VIEWS)));
    let saved = move || saves.get().then(|| parts::show(Piece::SavedViewsDialog));
    nav::focus_on_arrival();
    view! {
        <Title text=t().customers.title />
        <div class=move || panes(detail_open.get())>
            <section class="pane list" aria-label=t().customers.title>
                <header class="head">
                    {title}
                    {move || views(&current.get(), as_tree.get())}
                    <Transition>{move || may_add().then(add_link)}</Transition>
                </header>
                {tools(listing)}
                <div class="pane-scroll customers-rows" on:keydown=arrows on:scroll=move |_| look()>
                    {move || if as_tree.get() {
                        parts::show(Piece::Tree)
                    } else {
                        erase(view! { <Transition fallback=move || skeleton(columns)>{content()}</Transition> })
                    }}
                </div>
                {row_menu(menu)}
                {saved}
            </section>
            {move || detail_open.get().then(resizer)}
            {move || detail_open.get().then(|| parts::show(Piece::CustomerDetail))}
        </div>
    }
}

/// List or tree.
fn views(query: &CustomerQuery, as_tree: bool) -> AnyView {
    let m = &t().tree;
    let view = |tree: bool, symbol: &'static str, word: &'static str| {
        let current = (tree == as_tree).then_some("true");
        view! { <a href=query::address(query, tree) aria-current=current title=word aria-label=word>{icon(symbol)}</a> }
    };
    view! {
        <nav class="segments" aria-label=m.view>{view(false, "list", m.list)}{view(true, "list-tree", m.tree)}</nav>
    }
    .into_any()
}

fn add_link() -> AnyView {
    view! { <a class="button primary thumb" href=routes::NEW_CUSTOMER>{icon("plus")}{t().customers.add}</a> }.into_any()
}

/// Up and down go from row to row.
fn arrows(event: ev::KeyboardEvent) {
    dom::walk(&event, ".customers-rows .row-link");
}

/// Whether all customers are asked for.
fn is_plain(query: &CustomerQuery) -> bool {
    *query == CustomerQuery { sort: query.sort, ..CustomerQuery::default() }
}

/// No rows: because there are none yet, or because none matches.
pub fn nothing(query: &CustomerQuery, may_add: bool) -> AnyView {
    let m = &t().customers;
    let plain = CustomerQuery { sort: query.sort, ..CustomerQuery::default() };
    if is_plain(query) {
        let add = may_add.then(|| view! { <div class="buttons">{add_link()}</div> }).into_any();
        return empty("none", false, m.none.to_owned(), m.none_text.to_owned(), add);
    }
    let unfiltered = CustomerQuery { q: query.q.clone(), ..plain };
    if query.q.is_empty() || *query == unfiltered {
        let title = if query.q.is_empty() { m.no_match.to_owned() } else { (m.no_match_for)(&query.q) };
        return empty(
            "nomatch",
            false,
            title,
            m.no_match_text.to_owned(),
            way(routes::CUSTOMERS.to_owned(), m.show_all),
        );
    }
    let href = format!("{}{}", routes::CUSTOMERS, query::write(&unfiltered));
    empty("nomatch", false, (m.no_match_for)(&query.q), m.filters_too.to_owned(), way(href, m.without_filters))
}

/// The link back to the list, for narrow screens.
pub fn back_link(href: String) -> AnyView {
    view! { <a class="back" href=href>{icon_with("arrow-left", "small flip")}{t().customers.title}</a> }.into_any()
}
