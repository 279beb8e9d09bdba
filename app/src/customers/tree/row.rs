//! One line of the tree.

use super::drag::Drag;
use super::items::{Item, Line, More};
use super::state::Tree;
use crate::customers::query;
use crate::customers::row::{RowContext, hit_line, kind_icon, more_button, unusual_status};
use crate::format;
use crate::messages::{lang, t};
use crate::routes;
use crate::ui::icon::icon;
use crate::ui::marks::marked;
use leptos::prelude::*;
use model::customers::{Customer, Status, TreeNode};

/// Levels that move the line to the right; what is deeper says how deep.
const INDENTED: u32 = 10;

/// What all lines share.
#[derive(Clone, Copy)]
pub struct LineContext {
    /// The tree.
    pub tree: Tree,
    /// What rows of lists have, too.
    pub row: RowContext,
    /// What is being dragged.
    pub drag: Drag,
}

/// The line.
pub fn line(item: Item, cx: LineContext) -> AnyView {
    match item {
        Item::Node(line) => node(line, cx),
        Item::More(more) => more_line(&more),
    }
}

fn node(line: Line, cx: LineContext) -> AnyView {
    let LineContext { tree, row, drag } = cx;
    let Line { node, level, position, of } = line;
    let id = node.row.customer.id;
    let parent = node.children > 0;
    let expanded = move || parent.then(|| tree.is_open(id).to_string());
    let selected = move || (row.selected.get() == Some(id)).to_string();
    let stop = move || if tree.active.get() == Some(id) { "0" } else { "-1" };
    let busy = move || tree.busy.with(|busy| busy.contains(&id)).then_some("true");
    let dragged = move || drag.says(id);
    let customer = RwSignal::new(row.work.latest(&node.row.customer));
    row.work.follow(customer);
    let class = {
        let hit = node.hit;
        move || class(hit, customer.with(|customer| customer.status))
    };
    let size = of.map_or("-1".to_owned(), |of| of.to_string());
    view! {
        <tr class=class role="row" id=format!("row-{id}") data-id=id.to_string() aria-level=level.to_string()
            aria-posinset=position.to_string() aria-setsize=size aria-expanded=expanded aria-selected=selected aria-busy=busy
            data-drag=dragged tabindex=stop>
            {move || customer.with(|customer| cells(&node, customer, level, cx))}
        </tr>
    }
    .into_any()
}

const fn class(hit: bool, status: Status) -> &'static str {
    match (hit, matches!(status, Status::Disabled)) {
        (true, false) => "row node",
        (true, true) => "row node off-row",
        (false, false) => "row node way",
        (false, true) => "row node way off-row",
    }
}

fn cells(node: &TreeNode, customer: &Customer, level: u32, cx: LineContext) -> AnyView {
    let m = t();
    let id = customer.id;
    let href = format!("{}{}", routes::customer(id), cx.row.search.get_untracked());
    let name = customer.name.clone();
    let marks = if customer.name == node.row.customer.name { node.row.name_marks.as_slice() } else { &[] };
    let city = customer.city.clone().map(|city| view! { <bdi>{city}</bdi>", " });
    let count = (node.children > 0).then(|| (m.total)(node.children, node.more));
    let below = query::branch(id);
    let drill = count.clone().map(|count| {
        let label = (m.tree.what_is_below)(&name);
        view! { <a class="drill" href=below.clone() aria-label=label tabindex="-1">{count}{icon("chevron-right")}</a> }
    });
    let count = count.map(|count| view! { <span class="count">{count}</span> });
    view! {
        <td class="name" role="gridcell" tabindex="-1">
            <div class="node-name">
                {guides(level)}
                {twist(node, &name, below)}
                {kind_icon(customer.kind)}
                <a class="row-link truncate" href=href title=name.clone() data-noscroll tabindex="-1" draggable="false">
                    <bdi>{marked(&name, marks)}</bdi>
                </a>
                {count}
                {node.row.hit.as_ref().map(hit_line)}
            </div>
        </td>
        <td class="ref mono truncate" role="gridcell" tabindex="-1">{customer.ref_id.clone()}</td>
        <td class="status-cell" role="gridcell" tabindex="-1">{unusual_status(customer)}</td>
        <td class="place truncate" role="gridcell" tabindex="-1">{city}{customer.country.to_string()}</td>
        <td class="created end" role="gridcell" tabindex="-1">
            <time datetime=customer.created_at.to_string() title=format::moment(lang(), customer.created_at)>
                {format::date(lang(), customer.created_at)}
            </time>
        </td>
        <td class="more row-actions" role="gridcell" tabindex="-1">{more_button(customer, cx.row, Some("-1"))}{drill}</td>
    }
    .into_any()
}

/// A hairline for each level above; deeper than there is room, the level as a number.
fn guides(level: u32) -> AnyView {
    let lines = (1..level.min(INDENTED)).map(|_| view! { <span class="guide"></span> }).collect_view();
    let depth = (level > INDENTED).then(|| view! { <span class="depth" title=(t().tree.depth)(level)>{level}</span> });
    view! { {lines}{depth} }.into_any()
}

/// What opens the line. Without wasm it leads to the branch by itself.
fn twist(node: &TreeNode, name: &str, below: String) -> AnyView {
    if node.children == 0 {
        return view! { <span class="twist"></span> }.into_any();
    }
    let label = (t().tree.what_is_below)(name);
    view! { <a class="twist" href=below aria-label=label tabindex="-1" draggable="false">{icon("chevron-right")}</a> }
        .into_any()
}

/// The end of what has come of a branch. It goes on by itself when it comes into sight.
fn more_line(more: &More) -> AnyView {
    let href = query::branch_from(more.parent, &more.cursor);
    view! {
        <tr class="node tree-more" role="row" aria-level=more.level.to_string()>
            <td class="name" role="gridcell">
                <div class="node-name">
                    {guides(more.level)}
                    <span class="twist"></span>
                    <a class="link" href=href tabindex="-1">{t().customers.more}</a>
                </div>
            </td>
        </tr>
    }
    .into_any()
}
