//! The lines of the tree in each of their states, for the page of components.

use super::drag::Drag;
use super::grid;
use super::items::{Item, Line, More};
use super::keys::Keys;
use super::row::LineContext;
use super::state::Tree;
use super::window::Window;
use crate::customers::row::RowContext;
use crate::customers::specimens::sample::{LONG, customer, disabled, row};
use crate::dev::{floating, narrow, pane};
use leptos::prelude::*;
use model::customers::{Crumb, Customer, Mark, TreeNode};
use std::sync::Arc;

/// The states.
pub fn states(cx: RowContext, home: Crumb) -> Vec<AnyView> {
    vec![
        pane(
            "Open, selected, closed with the count of what is below, a leaf, disabled, asked for, deep, more to come",
            shown(all(100), cx, &home, None),
        ),
        narrow("In a narrow pane", shown(all(140), cx, &home, None)),
        pane("What a search found, the way to it dimmed", shown(found(), cx, &home, None)),
        floating(
            "A line that is dragged, where it can't go, and where it would",
            shown(all(180), cx, &home, Some((182, 184))),
        ),
    ]
}

fn line(customer: Customer, level: u32, children: u32) -> Line {
    let node = TreeNode { row: row(customer), children, more: false, level, hit: true };
    Line { node: Arc::new(node), level, position: 1, of: None }
}

fn all(from: u128) -> Vec<Item> {
    let named = |number: u128, name: &str| customer(from + number, name);
    let more =
        More { parent: Some(named(1, "").id), cursor: "next".to_owned(), level: 2, position: 101, of: Some(250) };
    vec![
        Item::Node(line(named(1, "Telematica Nord"), 1, 250)),
        Item::Node(line(named(2, "Molini Riuniti"), 2, 1)),
        Item::Node(line(named(3, LONG), 3, 0)),
        Item::Node(line(named(4, "Panifici Locatelli"), 2, 14)),
        Item::Node(line(disabled(named(5, "Officine Zanetti")), 2, 0)),
        Item::Node(line(named(6, "شركة النور للاتصالات"), 2, 3)),
        Item::More(more),
        Item::Node(line(named(7, "Telematica Sud"), 1, 2)),
        Item::Node(line(named(8, "Level eleven"), 11, 0)),
    ]
}

fn found() -> Vec<Item> {
    let hit = |number: u128, name: &str, level: u32, hit: bool| {
        let mut row = row(customer(220 + number, name));
        row.name_marks = if hit { vec![Mark { start: 0, end: 6 }] } else { Vec::new() };
        let node = TreeNode { row, children: u32::from(!hit), more: false, level, hit };
        Item::Node(Line { node: Arc::new(node), level, position: 1, of: Some(1) })
    };
    vec![hit(1, "Telematica Nord", 1, false), hit(2, "Molini Riuniti", 2, false), hit(3, "Molino Bergamasco", 3, true)]
}

/// `drag` are the numbers of the line that is held and of the one below the pointer.
fn shown(items: Vec<Item>, cx: RowContext, home: &Crumb, drag: Option<(u128, u128)>) -> AnyView {
    let first = items.first().and_then(Item::line).map(Line::id);
    let busy = items.iter().filter_map(Item::line).find(|line| line.node.children == 3).map(Line::id);
    let (tree, window) = (Tree::new(items, None), Window::new());
    tree.busy.set(busy.into_iter().collect());
    let cx = RowContext { selected: memo(move |_| first), ..cx };
    let held = Drag::new(tree, window, home.clone());
    if let Some((held_line, over)) = drag {
        held.pretend(customer(held_line, "").id, customer(over, "").id);
    }
    let keys = Keys::new(tree, window);
    let grid = grid(LineContext { tree, row: cx, drag: held }, window, keys, home.clone());
    view! { <div class="customers-rows">{grid}</div>{drag.map(|_| held.chip())} }.into_any()
}
