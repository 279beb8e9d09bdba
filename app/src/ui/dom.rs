//! Small doings with the document that more than one part needs.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{
    Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, ScrollIntoViewOptions,
    ScrollLogicalPosition,
};

/// The element of this id.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// What stands in an input, select or text area.
pub fn value_of(element: &Element) -> String {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.value()
    } else if let Some(select) = element.dyn_ref::<HtmlSelectElement>() {
        select.value()
    } else if let Some(area) = element.dyn_ref::<HtmlTextAreaElement>() {
        area.value()
    } else {
        String::new()
    }
}

/// What stands in the input of this name.
pub fn value_of_named(form: &Element, name: &str) -> String {
    let found = form.query_selector(&format!("[name=\"{name}\"]")).ok().flatten();
    found.map(|element| value_of(&element)).unwrap_or_default()
}

/// Marks all that stands in an input, so that typing replaces it.
pub fn select_all(element: &HtmlElement) {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        input.select();
    }
}

/// Puts the focus into a field, where typing replaces what stands in it; whether there is such a field to be seen.
pub fn type_into(selector: &str) -> bool {
    let field =
        document().query_selector(selector).ok().flatten().and_then(|field| field.dyn_into::<HtmlElement>().ok());
    let Some(field) = field else { return false };
    let _ = field.focus();
    select_all(&field);
    document().active_element().is_some_and(|element| element.is_same_node(Some(&field)))
}

/// Puts the focus on the first element that fits, once the page shows it.
pub fn focus(selector: String) {
    request_animation_frame(move || {
        if let Ok(Some(element)) = document().query_selector(&selector)
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            let _ = element.focus();
        }
    });
}

/// The same where nothing has the focus any more: what had it was taken away.
pub fn refocus(selector: &'static str) {
    request_animation_frame(move || {
        if document().active_element().is_none_or(|element| element.tag_name() == "BODY") {
            focus(selector.to_owned());
        }
    });
}

/// How high, in pixels, a gap is that stands for rows which aren't in the document.
pub fn set_gap(gap: &HtmlElement, height: i32) {
    let _ = gap.style().set_property("--gap", &format!("{height}px"));
}

/// Scrolls as little as is needed to show the element of this id, once the page is as it will be.
pub fn keep_in_view(id: String) {
    request_animation_frame(move || show_nearest(&id));
}

/// The same at once.
pub fn show_nearest(id: &str) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    if let Some(element) = by_id(id) {
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Shows the document from its top.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Up and down go from one of the elements that fit to the next.
pub fn walk(event: &leptos::ev::KeyboardEvent, selector: &str) {
    let step: i32 = match event.key().as_str() {
        "ArrowDown" => 1,
        "ArrowUp" => -1,
        _ => return,
    };
    let Ok(found) = document().query_selector_all(selector) else { return };
    let all: Vec<HtmlElement> = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let Some(at) = all.iter().position(|one| active.as_ref().is_some_and(|active| one.is_same_node(Some(active))))
    else {
        return;
    };
    event.prevent_default();
    let goal = i32::try_from(at).unwrap_or_default() + step;
    if let Some(one) = usize::try_from(goal).ok().and_then(|goal| all.get(goal)) {
        let _ = one.focus();
    }
}

/// Where an arrow key leads from an entry of a list, round and round.
pub fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    match key {
        "ArrowDown" => Some(if at + 1 >= count { 0 } else { at + 1 }),
        "ArrowUp" => Some(if at == 0 { count.saturating_sub(1) } else { at - 1 }),
        _ => None,
    }
}

/// Whether an event comes from where one types.
pub fn is_typing(element: Option<Element>) -> bool {
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
            || element.closest("dialog[open]").ok().flatten().is_some()
    })
}

/// Runs after the present turn. What happens on losing the focus has to: an element that is taken out of the page while
/// it has the focus loses it in the middle of the rendering, where no signal can be touched.
pub fn later(run: impl FnOnce() + 'static) {
    queue_microtask(run);
}

/// Text as the content of an element that is given as HTML.
pub fn escape_html(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
