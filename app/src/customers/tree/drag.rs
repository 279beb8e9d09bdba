//! Moving a customer by dragging its line onto its new parent's. What follows is the dialog that says what the move changes.

use super::items;
use super::state::Tree;
use super::window::Window;
use crate::messages::t;
use crate::ui::pause::Pause;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::customers::Crumb;
use model::ids::CustomerId;
use std::time::Duration;

/// Pixels that the pointer moves before it drags.
const SLACK: i32 = 6;
/// Pixels from the edge at which the lines begin to scroll, and how far at a time.
const EDGE: f64 = 48.0;
const SPEED: i32 = 12;
/// Over a closed line, before it opens.
const HOVER: Duration = Duration::from_millis(700);

/// What is being dragged, and over what.
#[derive(Clone, Copy)]
pub struct Drag {
    tree: Tree,
    window: Window,
    /// The top of one's reach, where the heads of the columns are.
    home: StoredValue<Crumb>,
    pressed: StoredValue<Option<(CustomerId, i32, i32)>>,
    held: RwSignal<Option<Held>>,
    over: RwSignal<Option<CustomerId>>,
    chip: NodeRef<html::Div>,
    pause: Pause,
    scrolling: StoredValue<i32>,
    dropped: StoredValue<bool>,
}

#[derive(Clone)]
struct Held {
    id: CustomerId,
    name: String,
    /// Where it can't go: itself, what is below it, and where it is.
    barred: Vec<CustomerId>,
}

impl Drag {
    /// Nothing is dragged.
    pub fn new(tree: Tree, window: Window, home: Crumb) -> Self {
        Self {
            tree,
            window,
            home: StoredValue::new(home),
            pressed: StoredValue::new(None),
            held: RwSignal::new(None),
            over: RwSignal::new(None),
            chip: NodeRef::new(),
            pause: Pause::of(HOVER),
            scrolling: StoredValue::new(0),
            dropped: StoredValue::new(false),
        }
    }

    /// What a line shows of it: that it is dragged, can't take what is, or would take it.
    pub fn says(self, id: CustomerId) -> Option<&'static str> {
        self.held.with(|held| {
            let held = held.as_ref()?;
            if held.id == id {
                Some("held")
            } else if held.barred.contains(&id) {
                Some("barred")
            } else {
                (self.over.get() == Some(id)).then_some("goal")
            }
        })
    }

    /// The pointer goes down on a line.
    pub fn press(self, event: &ev::PointerEvent) {
        self.dropped.set_value(false);
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let tool =
            target.as_ref().is_some_and(|target| target.closest(".twist, button, .drill").ok().flatten().is_some());
        if event.button() != 0 || event.pointer_type() == "touch" || tool {
            return;
        }
        let id = target.and_then(|target| line_at(&target)).filter(|id| self.tree.place(*id).is_some());
        self.pressed.set_value(id.map(|id| (id, event.client_x(), event.client_y())));
    }

    /// The pointer moves. `may_move` tells whether a customer may be moved at all.
    pub fn drag(self, event: &ev::PointerEvent, may_move: &dyn Fn(CustomerId) -> bool) {
        let Some((id, x, y)) = self.pressed.get_value() else { return };
        let (now_x, now_y) = (event.client_x(), event.client_y());
        if self.held.with_untracked(Option::is_none) {
            if (now_x - x).abs().max((now_y - y).abs()) < SLACK || !may_move(id) {
                return;
            }
            self.take(id);
            if let Some(body) = self.window.body.get_untracked() {
                let _ = body.set_pointer_capture(event.pointer_id());
            }
        }
        event.prevent_default();
        if let Some(chip) = self.chip.get_untracked() {
            let _ = web_sys::HtmlElement::style(&chip).set_property("translate", &format!("{now_x}px {now_y}px"));
        }
        let under = document().element_from_point(now_x as f32, now_y as f32);
        self.hover(under.and_then(|element| line_at(&element)));
        self.edge(f64::from(now_y));
    }

    fn take(self, id: CustomerId) {
        let held = self.tree.items.with_untracked(|items| {
            let at = items::place_of(items, id)?;
            let line = items[at].line()?;
            let mut barred: Vec<_> =
                items[items::below(items, at)].iter().filter_map(|i| Some(i.line()?.id())).collect();
            let parent = items::parent_of(items, at).and_then(|at| Some(items[at].line()?.id()));
            barred.push(parent.or(self.tree.top).unwrap_or(self.home.with_value(|home| home.id)));
            Some(Held { id, name: line.node.row.customer.name.clone(), barred })
        });
        self.held.set(held);
    }

    /// As if the pointer held one line over another, for the page of components.
    #[cfg(all(feature = "ssr", debug_assertions))]
    pub fn pretend(self, id: CustomerId, over: CustomerId) {
        self.take(id);
        self.over.set(Some(over));
    }

    fn hover(self, id: Option<CustomerId>) {
        let goal = id.filter(|id| {
            self.held
                .with_untracked(|held| held.as_ref().is_some_and(|held| held.id != *id && !held.barred.contains(id)))
        });
        if self.over.get_untracked() == goal {
            return;
        }
        self.over.set(goal);
        self.pause.then(move || {
            if let Some(id) = goal.filter(|id| self.over.try_get_untracked().flatten() == Some(*id)) {
                self.tree.open(id);
            }
        });
    }

    fn edge(self, y: f64) {
        let Some((top, bottom)) = self.window.sight() else { return };
        let speed = if y < top + EDGE {
            -SPEED
        } else if y > bottom - EDGE {
            SPEED
        } else {
            0
        };
        let still = self.scrolling.get_value() == 0;
        self.scrolling.set_value(speed);
        if still && speed != 0 {
            self.scroll();
        }
    }

    fn scroll(self) {
        let speed = self.scrolling.try_get_value().unwrap_or_default();
        if speed != 0 && self.held.try_with_untracked(Option::is_some) == Some(true) {
            self.window.scroll_by(speed);
            request_animation_frame(move || self.scroll());
        }
    }

    /// The pointer is let go: who moves under whom.
    pub fn release(self) -> Option<(CustomerId, CustomerId)> {
        let (held, over) = (self.held.get_untracked(), self.over.get_untracked());
        self.dropped.set_value(held.is_some());
        self.cancel();
        Some((held?.id, over?))
    }

    /// Nothing moves.
    pub fn cancel(self) {
        self.pressed.set_value(None);
        self.scrolling.set_value(0);
        if self.held.with_untracked(Option::is_some) {
            self.held.set(None);
            self.over.set(None);
        }
    }

    /// Whether something is being dragged.
    pub fn is_on(self) -> bool {
        self.held.with_untracked(Option::is_some)
    }

    /// Whether the press that has just ended was a drag: what it ended on must not be opened.
    pub fn was_drag(self) -> bool {
        self.dropped.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// What goes along with the pointer.
    pub fn chip(self) -> AnyView {
        let words = move || {
            self.held.with(|held| {
                let held = held.as_ref()?;
                let m = &t().tree;
                Some(match self.over.get() {
                    Some(goal) => (m.move_under)(&self.name_of(goal)),
                    None => held.name.clone(),
                })
            })
        };
        view! { <div class="drag-chip" aria-hidden="true" node_ref=self.chip data-on=move || words().map(|_| "true")>{words}</div> }
            .into_any()
    }

    fn name_of(self, id: CustomerId) -> String {
        let known = self.tree.items.with_untracked(|items| {
            let line = items[items::place_of(items, id)?].line()?;
            Some(line.node.row.customer.name.clone())
        });
        known.unwrap_or_else(|| self.home.with_value(|home| home.name.clone()))
    }
}

/// The customer whose line this is in.
pub fn line_at(element: &web_sys::Element) -> Option<CustomerId> {
    element.closest("[data-id]").ok()??.get_attribute("data-id")?.parse().ok()
}
