//! The customers as a tree: branches open where they stand, their customers are dragged or sent under others.

mod drag;
mod items;
mod keys;
mod row;
#[cfg(all(feature = "ssr", debug_assertions))]
pub mod specimens;
mod state;
mod window;

use crate::customers::list_head::skeleton;
use crate::customers::list_page::nothing;
use crate::customers::listing::Listing;
use crate::customers::{api, query};
use crate::frame::Myself;
use crate::messages::t;
use crate::routes;
use crate::ui::asked::ask;
use crate::ui::icon::icon_with;
use crate::ui::nav::{self, Nav};
use crate::ui::state::failed;
use drag::Drag;
use keys::{Doing, Keys};
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::customers::{Crumb, CustomerDetail, CustomerQuery, TreeNode};
use model::ids::CustomerId;
use model::page::Page;
use model::people::Me;
use row::{LineContext, line};
use state::Tree;
use window::Window;

/// The tree, in the place of the list.
#[component]
pub fn TreeView() -> impl IntoView {
    let listing: Listing = expect_context();
    let myself = Myself::get();
    let above = ask(
        move || listing.query.with(|query| query.under),
        |under| async move {
            match under {
                Some(id) => api::open_customer(id.to_string()).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let content = move || {
        let (found, above, me) = (listing.nodes.get()??, above.get()?, myself.read()?);
        let query = listing.query.get_untracked();
        Some(match (found, above) {
            (Ok(page), Ok(above)) => tree(listing, page, above, query, me),
            (Err(error), _) | (_, Err(error)) => {
                failed(&error, false, Callback::new(move |()| listing.nodes.refetch()))
            }
        })
    };
    view! { <Transition fallback=move || skeleton(listing.columns)>{content}</Transition> }
}

fn tree(
    listing: Listing,
    page: Page<TreeNode>,
    above: Option<CustomerDetail>,
    query: CustomerQuery,
    me: Me,
) -> AnyView {
    let searched = query::narrows(&query);
    let cx = listing.row_context();
    let way = above.as_ref().map(way_to);
    if page.items.is_empty() {
        return view! { {way}{nothing(&query, cx.writer_of.is_some())} }.into_any();
    }
    let total = (page.total, page.more);
    let hits = page.items.iter().filter(|node| node.hit).count() as u32;
    let cut_off = (searched && hits < page.total).then(|| (t().tree.first_only)(hits, (t().total)(total.0, total.1)));
    let cut_off = cut_off.map(|words| view! { <p class="tree-note">{words}</p> });
    let top = above.map(|above| above.customer.id);
    let lines = if searched { items::found(page) } else { items::children(top, 1, 1, page) };
    let tree = Tree::new(lines, top);
    let window = Window::new();
    let home = Crumb { id: me.customer_id, name: me.customer };
    let cx = LineContext { tree, row: cx, drag: Drag::new(tree, window, home.clone()) };
    let keys = Keys::new(tree, window);
    follow_changes(listing, tree, searched);
    follow_scrolling(listing, tree, window);
    follow_selected(listing, tree, window, keys, searched);
    view! {
        {way}
        {grid(cx, window, keys, home)}
        {cut_off}
        {cx.drag.chip()}
        <div class="visually-hidden" role="status">{move || tree.said.get()}</div>
    }
    .into_any()
}

fn grid(cx: LineContext, window: Window, keys: Keys, home: Crumb) -> AnyView {
    let LineContext { tree, drag, .. } = cx;
    let m = t();
    let shown = move || {
        let (drawn, (first, last)) = (tree.drawn.get(), window.range.get());
        tree.items.with(|items| {
            let last = last.min(items.len());
            items[first.min(last)..last].iter().map(|item| (item.key(drawn), item.clone())).collect()
        })
    };
    let lines = leptos::keyed(shown, |(key, _)| *key, move |(_, item)| leptos::later(move || line(item, cx)));
    let goal = Nav::get();
    let go = move |doing: Doing| {
        let search = cx.row.search.get_untracked();
        let address = |id| format!("{}{search}", routes::customer(id));
        match doing {
            Doing::Open(id) => goal.step(address(id)),
            Doing::Select(id) => {
                nav::keep_focus();
                goal.step(address(id));
            }
            Doing::Rename(id) => goal.step(routes::with(&address(id), "edit", "name")),
            Doing::Move(id, to) => {
                keys.forget_cut();
                let dialog = routes::with(&address(id), "dialog", "move");
                goal.step(routes::with(&dialog, "to", &to.to_string()));
            }
        }
    };
    let may_move = move |id: CustomerId| cx.row.writer_of.is_some_and(|own| own != id);
    let key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && drag.is_on() {
            event.stop_propagation();
            return drag.cancel();
        }
        if let Some(doing) = keys.press(&event, &may_move) {
            go(doing);
        }
    };
    let click = move |event: ev::MouseEvent| {
        if drag.was_drag() {
            event.prevent_default();
            return;
        }
        let plain = !(event.ctrl_key() || event.meta_key() || event.shift_key());
        let twist = target(&event).and_then(|target| target.closest(".twist[href]").ok().flatten());
        if let Some(id) = twist.filter(|_| plain).as_ref().and_then(drag::line_at) {
            event.prevent_default();
            tree.toggle(id);
        }
    };
    let came = move |event: ev::FocusEvent| {
        if let Some(id) = target(&event).as_ref().and_then(drag::line_at).filter(|id| tree.place(*id).is_some()) {
            keys.came(id);
        }
    };
    let release = move |_: ev::PointerEvent| {
        if let Some((id, to)) = drag.release() {
            go(Doing::Move(id, to));
        }
    };
    let column = |class: &'static str, label: &'static str| {
        view! { <th class=class role="columnheader" scope="col">{label}</th> }
    };
    view! {
        <table class="rows customers-tree" role="treegrid" aria-label=m.customers.title on:keydown=key on:click=click
            on:focusin=came on:pointerdown=move |event| drag.press(&event) on:pointermove=move |event| drag.drag(&event, &may_move)
            on:pointerup=release on:pointercancel=move |_| drag.cancel() on:dragstart=|event| event.prevent_default()>
            <thead role="rowgroup">
                <tr role="row" data-id=home.id.to_string() data-drag=move || drag.says(home.id)>
                    {column("name", m.fields.name)}
                    {column("ref", m.fields.ref_id)}
                    {column("status-cell", m.filters.status)}
                    {column("place", m.customers.place)}
                    {column("created end", m.customers.created)}
                </tr>
            </thead>
            <tbody class="rows-gap" role="presentation"></tbody>
            <tbody role="rowgroup" node_ref=window.body>{lines}</tbody>
            <tbody class="rows-gap" role="presentation"></tbody>
        </table>
    }
    .into_any()
}

fn target(event: &web_sys::Event) -> Option<web_sys::Element> {
    event.target()?.dyn_into().ok()
}

/// The way from the top to the branch that is shown by itself.
fn way_to(above: &CustomerDetail) -> AnyView {
    let m = t();
    let arrow = || icon_with("chevron-right", "flip");
    let steps = above.ancestors.iter().map(|crumb| {
        view! { <li>{arrow()}<a href=query::branch(crumb.id)><bdi>{crumb.name.clone()}</bdi></a></li> }
    });
    let steps = steps.collect_view();
    view! {
        <nav class="path tree-path" aria-label=m.tree.way>
            <ol>
                <li><a href=query::whole_tree()>{m.tree.top}</a></li>
                {steps}
                <li aria-current="location">{arrow()}<bdi>{above.customer.name.clone()}</bdi></li>
            </ol>
        </nav>
    }
    .into_any()
}

/// What comes, goes or moves changes the tree where it stands.
fn follow_changes(listing: Listing, tree: Tree, searched: bool) {
    Effect::new(move |before: Option<u32>| {
        let revision = listing.work.revision();
        if before.is_some_and(|before| before != revision) {
            if searched {
                listing.nodes.refetch();
            } else {
                tree.reload();
            }
        }
        revision
    });
}

/// Scrolling changes which lines are in the document, and near the end of what has come it goes on.
fn follow_scrolling(listing: Listing, tree: Tree, window: Window) {
    let measure = move || {
        if let Some(count) = tree.items.try_with_untracked(Vec::len) {
            window.measure(count);
        }
    };
    Effect::new(move |_| {
        tree.items.track();
        request_animation_frame(measure);
    });
    Effect::new(move |_| {
        listing.scrolled.track();
        measure();
    });
    Effect::new(move |_| {
        let resized = window_event_listener(ev::resize, move |_| measure());
        on_cleanup(move || resized.remove());
    });
    Effect::new(move |_| {
        let (first, last) = window.range.get();
        let more = tree.items.with(|items| {
            let last = if window.is_measured() { last.min(items.len()) } else { first };
            items[first.min(last)..last].iter().find_map(|item| match item {
                items::Item::More(more) => Some(more.clone()),
                items::Item::Node(_) => None,
            })
        });
        if let Some(more) = more {
            tree.go_on(more);
        }
    });
}

/// The customer that is open beside the tree has its line in it.
fn follow_selected(listing: Listing, tree: Tree, window: Window, keys: Keys, searched: bool) {
    Effect::new(move |_| {
        let Some(id) = listing.selected.get().filter(|_| !searched) else { return };
        tree.drawn.track();
        if tree.place(id).is_some() {
            return;
        }
        leptos::task::spawn_local(async move {
            let Ok(detail) = api::open_customer(id.to_string()).await else { return };
            let above: Vec<_> = detail.ancestors.iter().map(|crumb| crumb.id).collect();
            let start = tree.top.map_or(Some(0), |top| above.iter().position(|id| *id == top).map(|at| at + 1));
            let Some(above) = start.map(|start| above[start..].to_vec()) else { return };
            if tree.reveal(above, id).await
                && let (Some(at), Some(count)) = (tree.place(id), tree.items.try_with_untracked(Vec::len))
            {
                tree.active.set(Some(id));
                window.show(at, count);
                keys.came(id);
            }
        });
    });
}
