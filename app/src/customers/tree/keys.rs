//! The keyboard of the tree, by the treegrid pattern of the ARIA Authoring Practices Guide: rows first, one tab stop.

use super::items;
use super::state::Tree;
use super::window::Window;
use crate::format::lower;
use crate::messages::t;
use crate::ui::dom;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::ids::CustomerId;
use std::time::Duration;

/// After this pause typing begins a new word.
const WORD: Duration = Duration::from_millis(700);

/// What a key leads to outside of the tree.
pub enum Doing {
    /// The customer is opened beside the tree; the focus goes there.
    Open(CustomerId),
    /// The same, but the focus stays.
    Select(CustomerId),
    /// Its name is edited.
    Rename(CustomerId),
    /// The first moves under the second.
    Move(CustomerId, CustomerId),
}

/// The keyboard.
#[derive(Clone, Copy)]
pub struct Keys {
    tree: Tree,
    window: Window,
    /// 0 is the row itself, from 1 its cells.
    cell: StoredValue<usize>,
    typed: StoredValue<String>,
    typing: StoredValue<u32>,
    cut: StoredValue<Option<CustomerId>>,
}

impl Keys {
    /// Nothing is pressed.
    pub fn new(tree: Tree, window: Window) -> Self {
        Self {
            tree,
            window,
            cell: StoredValue::new(0),
            typed: StoredValue::new(String::new()),
            typing: StoredValue::new(0),
            cut: StoredValue::new(None),
        }
    }

    /// Puts the focus on a line.
    pub fn focus(self, at: usize) {
        let found = self.tree.items.with_untracked(|items| Some((items.get(at)?.line()?.id(), items.len())));
        let Some((id, count)) = found else { return };
        self.tree.active.set(Some(id));
        self.window.show(at, count);
        let cell = self.cell.get_value();
        if !focus_line(id, cell) {
            // It comes into the document with the next drawing.
            request_animation_frame(move || {
                focus_line(id, cell);
            });
        }
    }

    /// A key in the tree.
    pub fn press(self, event: &ev::KeyboardEvent, may_move: &dyn Fn(CustomerId) -> bool) -> Option<Doing> {
        let (tree, key) = (self.tree, event.key());
        let id = tree.active.get_untracked()?;
        let at = tree.place(id)?;
        let count = tree.items.with_untracked(Vec::len);
        let command = event.ctrl_key() || event.meta_key();
        let mut doing = None;
        match key.as_str() {
            "x" | "X" if command => self.take(id, may_move),
            "v" | "V" if command => doing = self.cut.get_value().map(|cut| Doing::Move(cut, id)),
            _ if command || event.alt_key() => return None,
            "ArrowDown" => self.step(at, 1),
            "ArrowUp" => self.step(at, -1),
            "PageDown" => self.step(at, self.window.page() as i32),
            "PageUp" => self.step(at, -(self.window.page() as i32)),
            "Home" => self.focus(0),
            "End" => self.step(at, count as i32),
            "ArrowRight" => self.right(id, at),
            "ArrowLeft" => self.left(id, at),
            "Enter" => doing = Some(Doing::Open(id)),
            " " if event.shift_key() => doing = Some(Doing::Select(id)),
            "F2" => doing = Some(Doing::Rename(id)),
            "ContextMenu" => menu(id),
            "F10" if event.shift_key() => menu(id),
            "Escape" if self.cut.get_value().is_some() => {
                self.cut.set_value(None);
                tree.said.set(t().tree.not_moved.to_owned());
            }
            typed if typed.chars().count() == 1 && !matches!(typed, "/" | "?" | " ") => self.jump(at, typed),
            _ => return None,
        }
        event.prevent_default();
        event.stop_propagation();
        doing
    }

    fn step(self, at: usize, by: i32) {
        let goal = self.tree.items.with_untracked(|items| {
            let last = items.len().saturating_sub(1);
            let mut goal = (at as i32).saturating_add(by).clamp(0, last as i32) as usize;
            // What only stands for more is passed over: it goes on by itself.
            while goal > 0 && items[goal].line().is_none() {
                goal = if by > 0 && goal < last { goal + 1 } else { goal - 1 };
            }
            goal
        });
        self.focus(goal);
    }

    fn right(self, id: CustomerId, at: usize) {
        let closed = self.tree.items.with_untracked(|items| items[at].line().is_some_and(|l| l.node.children > 0))
            && !self.tree.open.with_untracked(|open| open.contains(&id));
        if closed && self.cell.get_value() == 0 {
            return self.tree.open(id);
        }
        self.cell.update_value(|cell| *cell = (*cell + 1).min(cells(id).len()));
        self.focus(at);
    }

    fn left(self, id: CustomerId, at: usize) {
        if self.cell.get_value() > 0 {
            self.cell.update_value(|cell| *cell -= 1);
            return self.focus(at);
        }
        if self.tree.open.with_untracked(|open| open.contains(&id)) {
            return self.tree.close(id);
        }
        if let Some(parent) = self.tree.items.with_untracked(|items| items::parent_of(items, at)) {
            self.focus(parent);
        }
    }

    fn take(self, id: CustomerId, may_move: &dyn Fn(CustomerId) -> bool) {
        if may_move(id) {
            self.cut.set_value(Some(id));
            let name = self.tree.items.with_untracked(|items| {
                Some(items[items::place_of(items, id)?].line()?.node.row.customer.name.clone())
            });
            self.tree.said.set((t().tree.taken)(&name.unwrap_or_default()));
        }
    }

    fn jump(self, at: usize, key: &str) {
        self.typed.update_value(|typed| typed.push_str(&lower(key)));
        let turn = self.typing.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        let forget = move || {
            if self.typing.try_get_value() == turn {
                self.typed.set_value(String::new());
            }
        };
        set_timeout(forget, WORD);
        let typed = self.typed.get_value();
        if let Some(goal) = self.tree.items.with_untracked(|items| items::jump(items, at, &typed)) {
            self.focus(goal);
        }
    }

    /// The focus came to a line by other means.
    pub fn came(self, id: CustomerId) {
        if self.tree.active.get_untracked() != Some(id) {
            self.cell.set_value(0);
            self.tree.active.set(Some(id));
        }
    }

    /// What was cut has been moved, or will be.
    pub fn forget_cut(self) {
        self.cut.set_value(None);
    }
}

/// The cells of a line that are shown.
fn cells(id: CustomerId) -> Vec<web_sys::HtmlElement> {
    let Ok(found) = document().query_selector_all(&format!("#row-{id} > td")) else { return Vec::new() };
    let all = (0..found.length()).filter_map(|index| found.get(index)?.dyn_into::<web_sys::HtmlElement>().ok());
    all.filter(|cell| cell.offset_width() > 0).collect()
}

fn focus_line(id: CustomerId, cell: usize) -> bool {
    let element = match cell.checked_sub(1) {
        None => dom::by_id(&format!("row-{id}")),
        Some(index) => cells(id).into_iter().nth(index),
    };
    element.is_some_and(|element| element.focus().is_ok())
}

/// Opens the menu of a line.
fn menu(id: CustomerId) {
    let button = document().query_selector(&format!("#row-{id} .row-more")).ok().flatten();
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        button.click();
    }
}
