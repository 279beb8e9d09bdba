//! Which lines are in the document: those in sight and some around them. All have the same height, so that where a line
//! would be is known without it. The rest is two gaps beside them: what holds the lines must not change with them, or all of
//! them are laid out anew with every line that comes.

use crate::ui::dom;
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

/// Lines kept on either side of those in sight.
const MARGIN: usize = 20;
/// Lines in the document before anything has been measured.
const FIRST: usize = 400;

/// The window.
#[derive(Clone, Copy)]
pub struct Window {
    /// The first line in the document, and the first behind the last.
    pub range: RwSignal<(usize, usize)>,
    /// What holds the lines.
    pub body: NodeRef<html::Tbody>,
    row: StoredValue<i32>,
}

impl Window {
    /// Before anything is measured.
    pub fn new() -> Self {
        Self { range: RwSignal::new((0, FIRST)), body: NodeRef::new(), row: StoredValue::new(0) }
    }

    /// Measures anew, after scrolling or when lines came or went.
    pub fn measure(self, count: usize) {
        let Some(body) = self.body.try_get_untracked().flatten() else { return };
        let Some(row) = height(&body).or(Some(self.row.get_value())).filter(|row| *row > 0) else { return };
        self.row.set_value(row);
        let Some((before, after)) = gaps(&body) else { return };
        let (top, bottom) = sight(&body);
        let above = (top - before.get_bounding_client_rect().top()).max(0.0) as i32 / row;
        let in_sight = ((bottom - top).max(0.0) as i32 / row) as usize + 1;
        let above = (above as usize).min(count);
        let first = above.saturating_sub(MARGIN);
        let last = (above + in_sight + MARGIN).min(count);
        self.range.maybe_update(|range| std::mem::replace(range, (first, last)) != (first, last));
        dom::set_gap(&before, first as i32 * row);
        dom::set_gap(&after, count.saturating_sub(last) as i32 * row);
    }

    /// Whether what is in sight is known: not before the first frame, and not while the tree is hidden.
    pub fn is_measured(self) -> bool {
        self.row.get_value() > 0
    }

    /// How many lines are in sight.
    pub fn page(self) -> usize {
        let row = self.row.get_value().max(1);
        let body = self.body.get_untracked();
        body.map_or(1, |body| {
            let (top, bottom) = sight(&body);
            ((bottom - top) as i32 / row).max(2) as usize - 1
        })
    }

    /// Scrolls so that a line is in sight.
    pub fn show(self, line: usize, count: usize) {
        let Some(body) = self.body.get_untracked() else { return };
        let Some((before, _)) = gaps(&body) else { return };
        self.measure(count);
        let row = self.row.get_value();
        let (top, bottom) = sight(&body);
        let at = before.get_bounding_client_rect().top() + f64::from(line as i32 * row);
        // The heads of the columns lie over the first line.
        let by = if at < top + f64::from(row) {
            at - top - f64::from(row)
        } else if at + f64::from(row) > bottom {
            at + f64::from(row) - bottom
        } else {
            return;
        };
        scroll(&body, by);
        self.measure(count);
    }

    /// Scrolls by so many pixels.
    pub fn scroll_by(self, pixels: i32) {
        if let Some(body) = self.body.get_untracked() {
            scroll(&body, f64::from(pixels));
        }
    }

    /// Where lines are in sight: from here to there in the browser's window.
    pub fn sight(self) -> Option<(f64, f64)> {
        self.body.get_untracked().map(|body| sight(&body))
    }
}

fn scroller(body: &web_sys::HtmlTableSectionElement) -> Option<web_sys::HtmlElement> {
    let pane: web_sys::HtmlElement = body.closest(".pane-scroll").ok()??.dyn_into().ok()?;
    // On a phone the document scrolls, not the pane.
    (pane.scroll_height() > pane.client_height()).then_some(pane)
}

fn sight(body: &web_sys::HtmlTableSectionElement) -> (f64, f64) {
    match scroller(body) {
        Some(pane) => {
            let frame = pane.get_bounding_client_rect();
            (frame.top(), frame.bottom())
        }
        None => (0.0, window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()),
    }
}

fn scroll(body: &web_sys::HtmlTableSectionElement, by: f64) {
    match scroller(body) {
        Some(pane) => pane.set_scroll_top(pane.scroll_top() + by as i32),
        None => window().scroll_by_with_x_and_y(0.0, by),
    }
}

fn height(body: &web_sys::HtmlTableSectionElement) -> Option<i32> {
    let row: web_sys::HtmlElement = body.query_selector(".node").ok()??.dyn_into().ok()?;
    Some(row.offset_height())
}

/// What stands for the lines above those in the document, and for those below them.
fn gaps(body: &web_sys::HtmlTableSectionElement) -> Option<(web_sys::HtmlElement, web_sys::HtmlElement)> {
    let before = body.previous_element_sibling()?.dyn_into().ok()?;
    Some((before, body.next_element_sibling()?.dyn_into().ok()?))
}
