//! `/customers`: the list, and beside it what the address opens.

use crate::customers::detail_page::DetailPage;
use crate::customers::filters::tools;
use crate::customers::query;
use crate::customers::row::{RowContext, RowMenu, row, row_menu};
use crate::customers::split::resizer;
use crate::customers::work::Work;
use crate::customers::{api, tree_api};
use crate::error::AppError;
use crate::frame::Myself;
use crate::messages::t;
use crate::parts::{self, Piece};
use crate::routes;
use crate::ui::asked::{Asked, ask};
use crate::ui::icon::{icon, icon_with};
use crate::ui::nav::{self, Nav};
use crate::ui::state::{empty, failed, way};
use crate::ui::toast::Toasts;
use leptos::erase;
use leptos::ev;
use leptos::prelude::*;
use leptos_meta::Title;
use model::customers::{CustomerQuery, CustomerRow, CustomerSort, TreeNode};
use model::ids::CustomerId;
use model::page::Page;

/// The list and its detail.
#[component]
pub fn CustomersPage() -> impl IntoView {
    let location = Nav::get();
    let current = Memo::new(move |_| location.query.with(query::read));
    let selected = Memo::new(move |_| location.pathname.with(|path| routes::customer_in(path)));
    let detail_open = Memo::new(move |_| location.pathname.with(|path| path.len() > routes::CUSTOMERS.len() + 1));
    let rankings = ask(|| (), |()| api::list_rankings());
    let work = Work::provide(rankings);
    let as_tree = Memo::new(move |_| location.query.with(query::is_tree));
    let list = ask(
        move || (current.get(), as_tree.get(), work.revision()),
        |(query, as_tree, _)| async move { if as_tree { Ok(Page::empty()) } else { api::list_customers(query).await } },
    );
    let nodes = ask(move || (current.get(), as_tree.get()), |(query, as_tree)| tree_nodes(query, as_tree));
    let myself = Myself::get();
    let menu = RwSignal::new(None);
    let listing = Listing { query: current, nodes, selected, work, menu, myself, scrolled: RwSignal::new(0) };
    provide_context(listing);
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
    let content = move || {
        let found = list.get()?;
        let query = current.get_untracked();
        Some(match found {
            Ok(page) => table(page, query, listing.row_context()),
            Err(error) => failed(&error, false, Callback::new(move |()| list.refetch())),
        })
    };
    nav::focus_on_arrival();
    view! {
        <Title text=t().customers.title />
        <div class="split">
            <section class="pane list" aria-label=t().customers.title>
                <header class="head">
                    {title}
                    {move || views(&current.get(), as_tree.get())}
                    <Transition>{move || may_add().then(add_link)}</Transition>
                </header>
                {tools(current, work)}
                <div class="pane-scroll customers-rows" on:keydown=arrows on:scroll=move |_| listing.scrolled.update(|n| *n += 1)>
                    {move || if as_tree.get() {
                        parts::show(Piece::Tree)
                    } else {
                        erase(view! { <Transition fallback=skeleton>{content}</Transition> })
                    }}
                </div>
                {row_menu(menu)}
            </section>
            {move || detail_open.get().then(resizer)}
            {move || detail_open.get().then(|| erase(view! { <DetailPage /> }))}
        </div>
    }
}

/// What the list and the tree share.
#[derive(Clone, Copy)]
pub struct Listing {
    /// What is asked for.
    pub query: Memo<CustomerQuery>,
    /// The answer as a tree; `None` inside while the list is shown.
    pub nodes: Asked<Option<Result<Page<TreeNode>, AppError>>>,
    /// The customer that is open beside it.
    pub selected: Memo<Option<CustomerId>>,
    /// Changes made since.
    pub work: Work,
    /// Grows when the pane scrolls.
    pub scrolled: RwSignal<u32>,
    menu: RwSignal<Option<RowMenu>>,
    myself: Myself,
}

impl Listing {
    /// What the rows of the present answer share; read it under a `Suspense`.
    pub fn row_context(self) -> RowContext {
        let Self { selected, work, menu, myself, .. } = self;
        let writer_of = myself.read().filter(|_| myself.may_write()).map(|me| me.customer_id);
        let search = StoredValue::new(self.query.with_untracked(query::write_from_start));
        RowContext { selected, search, work, writer_of, menu }
    }
}

async fn tree_nodes(query: CustomerQuery, as_tree: bool) -> Option<Result<Page<TreeNode>, AppError>> {
    if !as_tree {
        None
    } else if query::narrows(&query) {
        Some(tree_api::find_in_tree(query).await)
    } else {
        Some(tree_api::customer_children(query.under, query.cursor).await)
    }
}

/// List or tree.
fn views(query: &CustomerQuery, as_tree: bool) -> AnyView {
    let m = &t().tree;
    let view = |tree: bool, symbol: &'static str, word: &'static str| {
        let current = (tree == as_tree).then_some("true");
        view! { <a href=query::other_view(query, tree) aria-current=current title=word aria-label=word>{icon(symbol)}</a> }
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
    use leptos::wasm_bindgen::JsCast;
    let step: i32 = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Ok(links) = document().query_selector_all(".customers-rows .row-link") else { return };
    let links: Vec<web_sys::HtmlElement> = (0..links.length()).filter_map(|i| links.get(i)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let Some(at) = links.iter().position(|link| active.as_ref().is_some_and(|active| link.is_same_node(Some(active))))
    else {
        return;
    };
    event.prevent_default();
    let goal = i32::try_from(at).unwrap_or_default() + step;
    if let Some(link) = usize::try_from(goal).ok().and_then(|goal| links.get(goal)) {
        let _ = link.focus();
    }
}

fn table(page: Page<CustomerRow>, query: CustomerQuery, cx: RowContext) -> AnyView {
    if page.items.is_empty() {
        return nothing(&query, cx);
    }
    let shown = page.items.len();
    let first = page.items.into_iter().map(|item| row(item, cx)).collect_view();
    let more = RwSignal::new(Vec::<CustomerRow>::new());
    let next = RwSignal::new(page.next_cursor);
    let rest = move || more.get().into_iter().map(|item| row(item, cx)).collect_view();
    let pager = pager(shown, (page.total, page.more), query.clone(), more, next);
    view! {
        <table class="rows customers-table" role="table" aria-label=t().customers.title>
            <thead role="rowgroup">{head(&query)}</thead>
            <tbody role="rowgroup">{first}{rest}</tbody>
        </table>
        {pager}
    }
    .into_any()
}

fn head(query: &CustomerQuery) -> AnyView {
    use CustomerSort::{CreatedAt, CreatedAtDescending, Name, NameDescending};
    let m = t();
    let plain = |class: &'static str, label: &'static str| {
        view! { <th class=class role="columnheader" scope="col">{label}</th> }.into_any()
    };
    let sorted =
        |class: &'static str, label: &'static str, up: CustomerSort, down: CustomerSort, first: CustomerSort| {
            let now = if query.sort == up { Some("ascending") } else { (query.sort == down).then_some("descending") };
            let other = if query.sort == up { down } else { up };
            let goal = if now.is_some() { other } else { first };
            let search = query::write_from_start(&CustomerQuery { sort: goal, ..query.clone() });
            let href = format!("{}{search}", routes::CUSTOMERS);
            let arrow = if query.sort == down { "arrow-down" } else { "arrow-up" };
            view! {
                <th class=class role="columnheader" scope="col" aria-sort=now>
                    <a class="sort" href=href data-noscroll>{label}{icon(arrow)}</a>
                </th>
            }
            .into_any()
        };
    view! {
        <tr role="row">
            {sorted("name", m.fields.name, Name, NameDescending, Name)}
            {plain("ref", m.fields.ref_id)}
            {plain("status-cell", m.filters.status)}
            {plain("parent", m.customers.managed_by)}
            {plain("place", m.customers.place)}
            {sorted("created end", m.customers.created, CreatedAt, CreatedAtDescending, CreatedAtDescending)}
        </tr>
    }
    .into_any()
}

/// The end of the list. The link is a page of its own; with wasm its rows come below the ones that are there.
fn pager(
    shown: usize,
    total: (u32, bool),
    query: CustomerQuery,
    more: RwSignal<Vec<CustomerRow>>,
    next: RwSignal<Option<String>>,
) -> AnyView {
    let loading = RwSignal::new(false);
    let toasts = Toasts::get();
    let link = move || {
        let cursor = next.get()?;
        let query = CustomerQuery { cursor: Some(cursor), ..query.clone() };
        let href = format!("{}{}", routes::CUSTOMERS, query::write(&query));
        let load = move |event: ev::MouseEvent| {
            event.prevent_default();
            if loading.get_untracked() {
                return;
            }
            loading.set(true);
            let query = query.clone();
            leptos::task::spawn_local(async move {
                match api::list_customers(query).await {
                    Ok(page) => {
                        more.try_update(|rows| rows.extend(page.items));
                        next.try_set(page.next_cursor);
                    }
                    Err(error) => toasts.failed(t().sentence(&error)),
                }
                loading.try_set(false);
            });
        };
        Some(
            view! { <a class="button small" href=href aria-busy=move || loading.get().to_string() on:click=load>{t().customers.more}</a> },
        )
    };
    let shown = move || {
        let shown = u32::try_from(shown + more.with(Vec::len)).unwrap_or(u32::MAX);
        (t().shown)(shown, (t().total)(total.0, total.1))
    };
    view! { <nav class="pager" aria-label=t().customers.more_customers><span>{shown}</span>{link}</nav> }.into_any()
}

/// Whether all customers are asked for.
fn is_plain(query: &CustomerQuery) -> bool {
    *query == CustomerQuery { sort: query.sort, ..CustomerQuery::default() }
}

/// No rows: because there are none yet, or because none matches.
pub fn nothing(query: &CustomerQuery, cx: RowContext) -> AnyView {
    let m = &t().customers;
    let plain = CustomerQuery { sort: query.sort, ..CustomerQuery::default() };
    if is_plain(query) {
        let add = cx.writer_of.map(|_| view! { <div class="buttons">{add_link()}</div> }).into_any();
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

pub fn skeleton() -> AnyView {
    let row = |class: &'static str| {
        view! {
            <tr class="row" role="row" aria-hidden="true">
                <td class="name"><div class="customer-name"><span class="skeleton square"></span><span class=class></span></div></td>
                <td class="ref"><span class="skeleton long"></span></td>
                <td class="status-cell"></td>
                <td class="parent"><span class="skeleton"></span></td>
                <td class="place"><span class="skeleton short"></span></td>
                <td class="created"><span class="skeleton long"></span></td>
            </tr>
        }
    };
    let widths = ["skeleton", "skeleton long", "skeleton short", "skeleton long"];
    let rows = widths.into_iter().cycle().take(12).map(row).collect_view();
    view! { <table class="rows customers-table" role="presentation"><tbody>{rows}</tbody></table> }.into_any()
}

/// The link back to the list, for narrow screens.
pub fn back_link(href: String) -> AnyView {
    view! { <a class="back" href=href>{icon_with("arrow-left", "small flip")}{t().customers.title}</a> }.into_any()
}
