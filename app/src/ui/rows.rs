//! The rows of the list: more come as one scrolls to the end, and only those near what is seen are in the document. The rest
//! is two gaps as high as the rows they stand for.

use crate::error::AppError;
use crate::messages::t;
use crate::ui::dom;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::{enliven, keyed, later};
use model::page::{DEFAULT_LIMIT, Page};
use std::future::Future;
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use web_sys::{Element, HtmlElement};

/// Rows come and go in groups: as many as one frame has time for, and as many as a wheel turned fast passes in one.
const GROUP: usize = 6;
/// How high a row is, in pixels, where nobody has made them smaller.
const ROW: usize = 40;
/// The groups of a page.
const PAGE: usize = (DEFAULT_LIMIT as usize).div_ceil(GROUP);
/// How far from what is seen rows are still there, in pixels: more than a screen, which is what Page Down brings. Every frame
/// of scrolling is painted over all rows that are there.
const NEAR: i32 = 1_200;
/// How far from the end the next page is asked for, in pixels.
const AHEAD: i32 = 800;

/// How many rows there are now, and the cursor of the next page; none when the list has another answer by now.
pub type Loaded = Pin<Box<dyn Future<Output = Result<Option<(usize, Option<String>)>, AppError>>>>;

/// A list: it holds the rows that were loaded.
pub trait List: Send + Sync {
    /// The classes of its table.
    fn class(&self) -> String;
    /// What the table is called, and its end.
    fn label(&self) -> (&'static str, &'static str);
    /// The row of heads.
    fn head(&self) -> AnyView;
    /// A row that was loaded, by its place.
    fn row(&self, at: usize) -> AnyView;
    /// Rows that are there show what was loaded for their places meanwhile. Rows made anew with each answer know it already.
    fn renew(&self, _places: Range<usize>) {}
    /// The address of the page of this cursor.
    fn next(&self, cursor: String) -> String;
    /// Asks for that page and keeps its rows.
    fn load(&self, cursor: String) -> Loaded;
}

/// The first page of a list.
pub struct Start {
    /// How many rows it has.
    pub count: usize,
    /// The cursor of the next one.
    pub next: Option<String>,
    /// How many there are in all, and whether there are more than that.
    pub total: (u32, bool),
    /// Whether it is a page from the middle: nobody knows how many are above it.
    pub middle: bool,
}

impl Start {
    /// As a page has it. `middle`: it was asked for by a cursor.
    pub fn of<T>(page: &Page<T>, middle: bool) -> Self {
        Self { count: page.items.len(), next: page.next_cursor.clone(), total: (page.total, page.more), middle }
    }
}

/// The rows that were loaded, and which of them are in the document.
#[derive(Clone, Copy)]
pub struct Rows {
    list: StoredValue<Arc<dyn List>>,
    /// How many were loaded.
    count: RwSignal<usize>,
    /// Grows when all rows are made anew.
    epoch: RwSignal<u32>,
    /// How high each group is, as last seen.
    heights: StoredValue<Vec<i32>>,
    /// The first group in the document, and the first after them.
    window: RwSignal<(usize, usize)>,
    /// Whether the gaps are its own; until then they may be those of other rows that stood in the same table.
    placed: StoredValue<bool>,
    /// How many groups show the answer that the list has.
    renewed: StoredValue<usize>,
    next: RwSignal<Option<String>>,
    loading: RwSignal<bool>,
    /// A page could not be loaded: the next one only when asked for.
    stopped: StoredValue<bool>,
    /// A look is due in the next frame.
    due: StoredValue<bool>,
    /// A row that stays in sight while others come and go around it.
    kept: StoredValue<Option<String>>,
    total: RwSignal<(u32, bool)>,
    middle: RwSignal<bool>,
    toasts: Toasts,
}

impl Rows {
    /// The first page.
    pub fn new(list: Arc<dyn List>, start: Start) -> Self {
        Self {
            list: StoredValue::new(list),
            count: RwSignal::new(start.count),
            epoch: RwSignal::new(0),
            heights: StoredValue::new(vec![0; groups_of(start.count)]),
            window: RwSignal::new((0, groups_of(start.count))),
            placed: StoredValue::new(false),
            renewed: StoredValue::new(usize::MAX),
            next: RwSignal::new(start.next),
            loading: RwSignal::new(false),
            stopped: StoredValue::new(false),
            due: StoredValue::new(false),
            kept: StoredValue::new(None),
            total: RwSignal::new(start.total),
            middle: RwSignal::new(start.middle),
            toasts: Toasts::get(),
        }
    }

    /// The list has another answer. Rows that are there stay and are renewed, unless all are made `anew`. What is in sight comes
    /// now, what is below it in the frames after this one.
    pub fn restart(self, start: Start, anew: bool) {
        enliven();
        let sight = in_sight();
        let there = match self.window.get_untracked() {
            (0, end) if !anew => end,
            _ => 0,
        };
        if anew {
            self.epoch.update(|epoch| *epoch += 1);
            self.renewed.set_value(usize::MAX);
        } else {
            self.renewed.set_value(0);
            self.renew(sight);
        }
        let groups = groups_of(start.count);
        self.resize(groups);
        self.show((0, groups.min(there.max(sight))));
        self.next.set(start.next);
        self.loading.set(false);
        self.stopped.set_value(false);
        self.total.set(start.total);
        self.middle.set(start.middle);
        self.count.set(start.count);
        // In the frame after: the first one paints what is in sight.
        request_animation_frame(move || self.look_soon());
    }

    fn renew(self, groups: usize) {
        let from = self.renewed.get_value();
        self.renewed.set_value(from + groups);
        self.list.get_value().renew(from * GROUP..(from + groups) * GROUP);
    }

    /// Shows the first rows.
    pub fn to_top(self) {
        if let Some(pane) = found::<Element>(".windowed").and_then(|table| table.closest(".pane-scroll").ok()?) {
            pane.set_scroll_top(0);
        }
    }

    /// The table, and the end of the list.
    pub fn view(self) -> AnyView {
        let list = self.list.get_value();
        let count = move || {
            let (total, more) = self.total.get();
            (!self.middle.get() && !more).then(|| (total + 1).to_string())
        };
        let groups = move || {
            let (first, end) = self.window.get();
            (first..end).collect()
        };
        view! {
            <table class=format!("windowed {}", list.class()) role="table" aria-label=list.label().0 aria-rowcount=count>
                <thead role="rowgroup">{move || self.list.get_value().head()}</thead>
                <tbody class="rows-gap" role="presentation"></tbody>
                {keyed(groups, |group: &usize| *group as u64, move |group| later(move || self.group(group)))}
                <tbody class="rows-gap" role="presentation"></tbody>
            </table>
            {self.pager()}
        }
        .into_any()
    }

    fn group(self, group: usize) -> AnyView {
        let from = group * GROUP;
        let places = move || {
            let epoch = self.epoch.get();
            (from..self.count.get().min(from + GROUP)).map(|at| (epoch, at)).collect()
        };
        let row = move |(_, at)| self.list.get_value().row(at);
        let rows = keyed(places, |(epoch, at): &(u32, usize)| (u64::from(*epoch) << 32) | *at as u64, row);
        view! { <tbody class="rows-group" role="rowgroup">{rows}</tbody> }.into_any()
    }

    /// Keeps the element of a row in sight until all rows near it are there.
    pub fn keep(self, id: String) {
        self.kept.set_value(Some(id));
        self.look_soon();
    }

    /// Looks once before the next frame, however often it is asked to.
    pub fn look_soon(self) {
        if self.due.try_get_value() == Some(false) {
            self.due.set_value(true);
            request_animation_frame(move || {
                if self.due.try_set_value(false).is_none() {
                    self.look();
                }
            });
        }
    }

    /// Puts into the document what is near, takes out what is far, and asks for more where the end is near.
    fn look(self) -> Option<()> {
        if self.renewed.get_value() < self.window.get_untracked().1 {
            self.renew(1);
            self.look_soon();
        }
        let table: HtmlElement = found(".windowed")?;
        // While it is hidden nothing is near.
        if table.offset_height() == 0 {
            return None;
        }
        // Before it is found to be far: rows that have become higher have pushed it away.
        if let Some(id) = self.kept.get_value() {
            dom::show_nearest(&id);
        }
        let gap: HtmlElement = found(".windowed > .rows-gap")?;
        let top = gap.get_bounding_client_rect().top() as i32;
        let seen = screen_height();
        let shown = self.window.get_untracked();
        self.measure(&table, shown.0)?;
        let (near, bottom) = self.heights.with_value(|heights| near(heights, top, seen));
        // What one is typing stays, and all rows from there to what is seen.
        let typing = found::<Element>(".windowed .cell-form").is_some();
        let near = if typing { (near.0.min(shown.0), near.1.max(shown.1)) } else { near };
        let next = step(shown, near);
        if next != shown || !self.placed.get_value() {
            self.show(next);
        }
        if let Some(id) = self.kept.get_value() {
            dom::keep_in_view(id);
        }
        if next != near {
            self.look_soon();
        } else {
            self.kept.set_value(None);
        }
        if bottom < seen + AHEAD && !self.stopped.get_value() {
            self.load();
        }
        Some(())
    }

    fn measure(self, table: &Element, first: usize) -> Option<()> {
        let groups = table.query_selector_all(".rows-group").ok()?;
        self.heights.try_update_value(|heights| {
            for at in 0..groups.length() {
                let group = groups.get(at).and_then(|group| group.dyn_into::<HtmlElement>().ok());
                if let (Some(group), Some(height)) = (group, heights.get_mut(first + at as usize)) {
                    *height = group.offset_height();
                }
            }
        })
    }

    fn show(self, window: (usize, usize)) {
        let size = |range: Range<usize>| {
            self.heights.with_value(|heights| heights.get(range).unwrap_or_default().iter().sum::<i32>())
        };
        let all = self.heights.with_value(Vec::len);
        if let Ok(gaps) = document().query_selector_all(".windowed > .rows-gap") {
            for (at, height) in [size(0..window.0), size(window.1..all)].into_iter().enumerate() {
                if let Some(gap) = gaps.get(at as u32).and_then(|gap| gap.dyn_into::<HtmlElement>().ok()) {
                    dom::set_gap(&gap, height);
                }
            }
        }
        self.placed.set_value(true);
        if self.window.get_untracked() != window {
            self.window.set(window);
        }
    }

    /// Asks for the next page.
    fn load(self) {
        let Some(cursor) = self.next.get_untracked().filter(|_| !self.loading.get_untracked()) else { return };
        self.loading.set(true);
        let asked = self.list.get_value().load(cursor);
        leptos::task::spawn_local(async move {
            let answer = match asked.await {
                Ok(None) => return,
                Ok(Some(more)) => Ok(more),
                Err(error) => Err(error),
            };
            self.loading.try_set(false);
            match answer {
                Ok((count, next)) => self.add(count, next),
                Err(error) => {
                    self.stopped.try_update_value(|stopped| *stopped = true);
                    self.toasts.failed(t().sentence(&error));
                }
            }
        });
    }

    fn add(self, count: usize, next: Option<String>) {
        // The list may be gone meanwhile.
        if self.next.is_disposed() {
            return;
        }
        self.resize(groups_of(count));
        self.next.set(next);
        self.count.set(count);
        self.look_soon();
    }

    /// Until it is seen, a new group is as high as the first.
    fn resize(self, groups: usize) {
        self.heights.update_value(|heights| {
            let height = heights.first().copied().unwrap_or_default();
            heights.resize(groups, height);
        });
    }

    /// The end of the list. The link is a page of its own; with wasm its rows come below the ones that are there.
    pub fn pager(self) -> AnyView {
        let link = move || {
            let href = self.list.get_value().next(self.next.get()?);
            let load = move |event: ev::MouseEvent| {
                event.prevent_default();
                self.stopped.set_value(false);
                self.load();
            };
            let busy = move || self.loading.get().to_string();
            Some(view! { <a class="button small" href=href aria-busy=busy on:click=load>{t().customers.more}</a> })
        };
        let shown = move || {
            let shown = u32::try_from(self.count.get()).unwrap_or(u32::MAX);
            let (total, more) = self.total.get();
            (t().shown)(shown, (t().total)(total, more))
        };
        view! { <nav class="pager" aria-label=self.list.get_value().label().1><span>{shown}</span>{link}</nav> }
            .into_any()
    }
}

fn found<E: JsCast>(selector: &str) -> Option<E> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}

/// The groups near what is seen, the first and the first after them, and where the last of all ends. `top` is where the
/// first of all begins, `seen` how high what is seen is.
fn near(heights: &[i32], top: i32, seen: i32) -> ((usize, usize), i32) {
    // What one page brings is whole, as the server writes it.
    if heights.len() <= PAGE {
        return ((0, heights.len().max(1)), top + heights.iter().sum::<i32>());
    }
    let (mut first, mut end, mut at) = (heights.len().saturating_sub(1), 0, top);
    for (group, height) in heights.iter().enumerate() {
        let bottom = at + height;
        if bottom >= -NEAR && at <= seen + NEAR {
            first = first.min(group);
            end = group + 1;
        }
        at = bottom;
    }
    ((first, end.max(first + 1)), at)
}

/// How many groups fill the screen, with rows as high as they mostly are.
fn in_sight() -> usize {
    screen_height() as usize / (GROUP * ROW) + 1
}

fn screen_height() -> i32 {
    window().inner_height().ok().and_then(|high| high.as_f64()).unwrap_or_default() as i32
}

fn groups_of(rows: usize) -> usize {
    rows.div_ceil(GROUP).max(1)
}

/// The way from the groups in the document to those that shall be there, as far as one frame has time: one group more on
/// either side, or after a leap the ones in the middle, which are in sight.
fn step(shown: (usize, usize), near: (usize, usize)) -> (usize, usize) {
    let (first, end) = (shown.0.max(near.0), shown.1.min(near.1));
    if first < end {
        return (first.saturating_sub(1).max(near.0), (end + 1).min(near.1));
    }
    let middle = near.0 + (near.1 - near.0) / 2;
    (middle.saturating_sub(1).max(near.0), (middle + 2).min(near.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_brings_few_rows() {
        assert_eq!(step((0, 5), (0, 12)), (0, 6));
        assert_eq!(step((4, 8), (6, 12)), (6, 9));
        assert_eq!(step((4, 8), (1, 7)), (3, 7));
        assert_eq!(step((0, 5), (90, 102)), (95, 98));
        assert_eq!(step((0, 5), (1, 2)), (1, 2));
        assert_eq!(step((7, 8), (0, 1)), (0, 1));
        // However far, it gets there.
        let (mut shown, near) = ((0, 5), (90, 102));
        for _ in 0..6 {
            shown = step(shown, near);
        }
        assert_eq!(shown, near);
    }

    #[test]
    fn what_is_near_is_shown_wherever_one_is() {
        let heights = vec![2_000; 200];
        assert_eq!(near(&heights, 100, 900), ((0, 2), 400_100));
        assert_eq!(near(&heights, -20_500, 900).0, (9, 12));
        assert_eq!(near(&heights, -399_000, 900).0, (198, 200));
        // Past the end the last is there, and one group is all there is to show.
        assert_eq!(near(&heights, -500_000, 900).0, (199, 200));
        assert_eq!(near(&[2_000], 100, 900).0, (0, 1));
        assert_eq!(near(&[1], -9_000, 900).0, (0, 1));
        assert_eq!(near(&[2_000; PAGE], -9_000, 900), ((0, PAGE), 2_000 * PAGE as i32 - 9_000));
        // 300 rows at most, however high the screen.
        let ((first, end), _) = near(&vec![1_600; 200], -30_000, 2_160);
        assert!((end - first) * GROUP <= 300);
    }
}
