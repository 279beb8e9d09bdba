//! List and detail side by side: the line between them, dragged by pointer or moved by arrow keys and remembered by the
//! browser, and how the detail is closed.

use crate::messages::t;
use crate::ui::dom;
use crate::ui::nav::Nav;
use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

const LEAST: i32 = 360;
const MOST: i32 = 900;
const START: i32 = 436;
const STEP: i32 = 24;
const KEY: &str = "canopy.list-width";

/// The class of what holds both; `beside`: whether there is a detail.
pub const fn panes(beside: bool) -> &'static str {
    if beside { "split beside" } else { "split" }
}

/// The line.
pub fn resizer() -> AnyView {
    let width = RwSignal::new(START);
    let node: NodeRef<html::Div> = NodeRef::new();
    let apply = move |value: i32| {
        let value = value.clamp(LEAST, MOST);
        width.set(value);
        let split = node.get_untracked().and_then(|line| line.closest(".split").ok().flatten());
        if let Some(split) = split.and_then(|split| split.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = split.style().set_property("--list-width", &format!("{value}px"));
        }
    };
    let store = move || window().local_storage().ok().flatten();
    let keep = move || {
        if let Some(store) = store() {
            let _ = store.set_item(KEY, &width.get_untracked().to_string());
        }
    };
    Effect::new(move |_| {
        let known = store().and_then(|store| store.get_item(KEY).ok().flatten()).and_then(|text| text.parse().ok());
        if let Some(known) = known {
            apply(known);
        }
    });
    let dragging = StoredValue::new(None::<i32>);
    let start = move |event: ev::PointerEvent| {
        event.prevent_default();
        if let Some(line) = node.get_untracked() {
            let _ = line.set_pointer_capture(event.pointer_id());
        }
        dragging.set_value(Some(width.get_untracked() - event.client_x()));
    };
    let drag = move |event: ev::PointerEvent| {
        if let Some(offset) = dragging.get_value() {
            apply(offset + event.client_x());
        }
    };
    let stop = move |_: ev::PointerEvent| {
        if dragging.get_value().is_some() {
            dragging.set_value(None);
            keep();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let value = match event.key().as_str() {
            "ArrowLeft" => width.get_untracked() - STEP,
            "ArrowRight" => width.get_untracked() + STEP,
            "Home" => LEAST,
            "End" => MOST,
            _ => return,
        };
        event.prevent_default();
        apply(value);
        keep();
    };
    view! {
        <div class="resizer" role="separator" aria-orientation="vertical" aria-label=t().customers.width tabindex="0"
            aria-valuenow=move || width.get().to_string() aria-valuemin=LEAST.to_string() aria-valuemax=MOST.to_string()
            node_ref=node on:pointerdown=start on:pointermove=drag on:pointerup=stop on:pointercancel=stop on:keydown=key></div>
    }
    .into_any()
}

/// Esc closes the detail: to the list, and gives the focus back to its row, or to the head of a list that doesn't hold it.
pub fn close_by_key(event: &ev::KeyboardEvent, nav: Nav, list: String, row: &str) {
    let typing = dom::is_typing(document().active_element());
    // A menu that is open closes first.
    let menu = || document().query_selector(":popover-open").ok().flatten().is_some();
    if event.key() == "Escape" && !event.default_prevented() && !typing && !menu() {
        nav.push(list);
        dom::focus(format!("#{row}, .pane.list:not(:has(#{row})) h1"));
    }
}
