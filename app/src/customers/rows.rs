//! The rows of the list: more come as one scrolls to the end, and only those near what is seen are in the document. The rest
//! is two gaps as high as the rows they stand for.

use crate::customers::list_head::head;
use crate::customers::row::{RowContext, Shown, row};
use crate::customers::{api, query};
use crate::messages::t;
use crate::routes;
use crate::ui::toast::Toasts;
use leptos::ev;
use leptos::keyed;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use model::customers::{CustomerQuery, CustomerRow};
use model::page::{DEFAULT_LIMIT, Page};
use std::ops::Range;
use web_sys::{Element, HtmlElement};

/// Rows come and go in groups: as many as one frame has time for.
const GROUP: usize = 10;
/// The groups of a page.
const PAGE: usize = (DEFAULT_LIMIT as usize).div_ceil(GROUP);
/// So many rows are remembered before those that are gone are forgotten.
const MANY: usize = 1_000;
/// How far from what is seen rows are still there, in pixels: some 300 rows on a large screen.
const NEAR: i32 = 2_000;
/// How far from the end the next page is asked for, in pixels.
const AHEAD: i32 = 800;

/// The rows that were loaded, and which of them are in the document. They stay from one answer to the next: a row that is
/// there gets another customer, which is several times faster than another row.
#[derive(Clone, Copy)]
pub struct Rows {
    loaded: StoredValue<Vec<CustomerRow>>,
    /// How many were loaded.
    count: RwSignal<usize>,
    /// The rows in the document, and some that were.
    shown: StoredValue<Vec<(usize, Shown)>>,
    /// Grows when rows can't get another customer and are made anew.
    epoch: RwSignal<u32>,
    /// Which answer it is: what comes for one before is late.
    answer: StoredValue<u32>,
    /// How high each group is, as last seen.
    heights: StoredValue<Vec<i32>>,
    /// The first group in the document, and the first after them.
    window: RwSignal<(usize, usize)>,
    next: RwSignal<Option<String>>,
    loading: RwSignal<bool>,
    /// A page could not be loaded: the next one only when asked for.
    stopped: StoredValue<bool>,
    /// A look is due in the next frame.
    due: StoredValue<bool>,
    query: RwSignal<CustomerQuery>,
    total: RwSignal<(u32, bool)>,
    toasts: Toasts,
    cx: RowContext,
}

impl Rows {
    /// The first page.
    pub fn new(page: Page<CustomerRow>, query: CustomerQuery, cx: RowContext) -> Self {
        let groups = groups_of(page.items.len());
        Self {
            count: RwSignal::new(page.items.len()),
            loaded: StoredValue::new(page.items),
            shown: StoredValue::new(Vec::new()),
            epoch: RwSignal::new(0),
            answer: StoredValue::new(0),
            heights: StoredValue::new(vec![0; groups]),
            window: RwSignal::new((0, groups)),
            next: RwSignal::new(page.next_cursor),
            loading: RwSignal::new(false),
            stopped: StoredValue::new(false),
            due: StoredValue::new(false),
            query: RwSignal::new(query),
            total: RwSignal::new((page.total, page.more)),
            toasts: Toasts::get(),
            cx,
        }
    }

    /// The first page of another answer.
    pub fn replace(self, page: Page<CustomerRow>, query: CustomerQuery) {
        let before = self.query.get_untracked();
        // A field that is being edited belongs to its customer. So does its place, once that is not known any more.
        let edited = found::<Element>(".customers-table .cell-edit").is_some();
        if edited || before.cursor != query.cursor {
            self.epoch.update(|epoch| *epoch += 1);
        } else {
            for (at, shown) in self.shown.get_value() {
                if let Some(row) = page.items.get(at) {
                    shown.show(row, self.cx);
                }
            }
        }
        let (count, groups) = (page.items.len(), groups_of(page.items.len()));
        self.answer.update_value(|answer| *answer += 1);
        self.loaded.set_value(page.items);
        self.resize(groups);
        self.window.set((0, groups));
        self.next.set(page.next_cursor);
        self.loading.set(false);
        self.stopped.set_value(false);
        self.total.set((page.total, page.more));
        self.count.set(count);
        if before != query {
            self.query.set(query);
            if let Some(pane) = found::<Element>(".customers-rows") {
                pane.set_scroll_top(0);
            }
        }
        self.look_soon();
    }

    /// The table, and the end of the list.
    pub fn view(self) -> AnyView {
        let columns = self.cx.columns;
        // Of a page in the middle nobody knows how many are above.
        let rows = move || {
            let (total, more) = self.total.get();
            (self.query.with(|query| query.cursor.is_none()) && !more).then(|| (total + 1).to_string())
        };
        let groups = move || {
            let (first, end) = self.window.get();
            (first..end).collect()
        };
        view! {
            <table class=columns.class() role="table" aria-label=t().customers.title aria-rowcount=rows>
                <thead role="rowgroup">{move || self.query.with(|query| head(query, columns))}</thead>
                <tbody class="rows-gap" role="presentation"></tbody>
                {keyed(groups, |group: &usize| *group as u64, move |group| self.group(group))}
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
        let rows = keyed(places, |(epoch, at)| (u64::from(*epoch) << 32) | *at as u64, move |(_, at)| self.row(at));
        view! { <tbody class="rows-group" role="rowgroup">{rows}</tbody> }.into_any()
    }

    fn row(self, at: usize) -> AnyView {
        let item = self.loaded.with_value(|rows| rows.get(at).cloned());
        let Some(shown) = item.map(|item| Shown::new(item, self.cx)) else { return ().into_any() };
        self.shown.update_value(|all| {
            if all.len() >= MANY {
                all.retain(|(_, shown)| shown.is_there());
            }
            all.push((at, shown));
        });
        let known = self.query.with_untracked(|query| query.cursor.is_none());
        // The heads are the first row.
        row(shown, known.then_some(at + 2), self.cx)
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
        let table: HtmlElement = found(".customers-rows .customers-table")?;
        // While it is hidden nothing is near.
        if table.offset_height() == 0 {
            return None;
        }
        let gap: HtmlElement = found(".customers-table > .rows-gap")?;
        let top = gap.get_bounding_client_rect().top() as i32;
        let seen = window().inner_height().ok()?.as_f64()? as i32;
        let shown = self.window.get_untracked();
        self.measure(&table, shown.0)?;
        let (near, bottom) = self.heights.with_value(|heights| near(heights, top, seen));
        // What one is typing stays, and all rows from there to what is seen.
        let typing = found::<Element>(".customers-table form").is_some();
        let near = if typing { (near.0.min(shown.0), near.1.max(shown.1)) } else { near };
        let next = step(shown, near);
        if next != shown {
            self.show(&table, next);
        }
        if next != near {
            self.look_soon();
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

    fn show(self, table: &Element, near: (usize, usize)) {
        let Ok(gaps) = table.query_selector_all(".rows-gap") else { return };
        let size = |range: Range<usize>| {
            self.heights.with_value(|heights| heights.get(range).unwrap_or_default().iter().sum::<i32>())
        };
        let all = self.heights.with_value(Vec::len);
        for (at, height) in [size(0..near.0), size(near.1..all)].into_iter().enumerate() {
            if let Some(gap) = gaps.get(at as u32).and_then(|gap| gap.dyn_into::<HtmlElement>().ok()) {
                let _ = gap.style().set_property("--gap", &format!("{height}px"));
            }
        }
        self.window.set(near);
    }

    /// Asks for the next page.
    fn load(self) {
        let Some(cursor) = self.next.get_untracked().filter(|_| !self.loading.get_untracked()) else { return };
        self.loading.set(true);
        let query = CustomerQuery { cursor: Some(cursor), ..self.query.get_untracked() };
        let asked_by = self.answer.get_value();
        leptos::task::spawn_local(async move {
            let answer = api::list_customers(query).await;
            if self.answer.try_get_value() != Some(asked_by) {
                return;
            }
            self.loading.set(false);
            match answer {
                Ok(page) => self.add(page),
                Err(error) => {
                    self.stopped.try_update_value(|stopped| *stopped = true);
                    self.toasts.failed(t().sentence(&error));
                }
            }
        });
    }

    fn add(self, page: Page<CustomerRow>) {
        let Some(count) = self.loaded.try_update_value(|rows| {
            rows.extend(page.items);
            rows.len()
        }) else {
            return;
        };
        self.resize(groups_of(count));
        self.next.set(page.next_cursor);
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
            let query = CustomerQuery { cursor: Some(self.next.get()?), ..self.query.get() };
            let href = format!("{}{}", routes::CUSTOMERS, query::write(&query));
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
        view! { <nav class="pager" aria-label=t().customers.more_customers><span>{shown}</span>{link}</nav> }.into_any()
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
        assert_eq!(near(&[2_000; PAGE], -9_000, 900), ((0, PAGE), 1_000));
        // 300 rows at most, however high the screen.
        let ((first, end), _) = near(&vec![1_600; 200], -30_000, 2_160);
        assert!((end - first) * GROUP <= 300);
    }
}
