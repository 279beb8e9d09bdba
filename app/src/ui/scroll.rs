//! Where a page was scrolled to, kept with its entry in the history, so that Back shows the place that one left. The list
//! may have to load more rows to get there: it is tried for some frames.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use web_sys::Element;

/// Frames in which the place is looked for: some seconds.
const TRIES: u32 = 150;

/// What scrolls: the list's rows or the page where these have a height of their own, else the document.
fn scroller() -> Option<Element> {
    let inner = document().query_selector(".pane.list > .pane-scroll, .main > .page").ok().flatten();
    let inner = inner.filter(|inner| inner.client_height() > 0 && inner.scroll_height() > inner.client_height());
    inner.or_else(|| document().scrolling_element())
}

/// Notes the place with the present entry.
pub fn keep() {
    if let (Some(scroller), Ok(history)) = (scroller(), window().history()) {
        let _ = history.replace_state(&JsValue::from(scroller.scroll_top()), "");
    }
}

/// Goes to the place that was noted with an entry.
pub fn restore(state: &JsValue) {
    if let Some(place) = state.as_f64() {
        seek(place as i32, TRIES);
    }
}

fn seek(place: i32, tries: u32) {
    request_animation_frame(move || {
        let Some(scroller) = scroller() else { return };
        scroller.set_scroll_top(place);
        if scroller.scroll_top() < place && tries > 0 {
            seek(place, tries - 1);
        }
    });
}
