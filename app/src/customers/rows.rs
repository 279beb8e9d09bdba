//! The rows of the list of customers, for [`crate::ui::rows`]. They stay from one answer to the next: a row that is there
//! gets another customer, which is several times faster than another row.

use crate::customers::list_head::head;
use crate::customers::row::{RowContext, Shown, row};
use crate::customers::{api, query};
use crate::messages::t;
use crate::routes;
use crate::ui::rows::{List, Loaded, Rows, Start};
use leptos::prelude::*;
use model::customers::{CustomerQuery, CustomerRow};
use model::page::Page;
use std::ops::Range;
use std::sync::Arc;

/// So many rows are remembered before those that are gone are forgotten.
const MANY: usize = 1_000;

/// What was loaded of one query, and what shows it.
#[derive(Clone, Copy)]
struct Found {
    loaded: StoredValue<Vec<CustomerRow>>,
    /// The rows in the document, and some that were.
    shown: StoredValue<Vec<(usize, Shown)>>,
    query: RwSignal<CustomerQuery>,
    /// Which answer it is: what comes for one before is late.
    answer: StoredValue<u32>,
    cx: RowContext,
}

/// The list.
#[derive(Clone, Copy)]
pub struct CustomerRows {
    found: Found,
    /// Its rows in the document.
    pub rows: Rows,
}

impl CustomerRows {
    /// The list that begins with this page.
    pub fn new(page: Page<CustomerRow>, query: CustomerQuery, cx: RowContext) -> Self {
        let start = Start::of(&page, query.cursor.is_some());
        let found = Found {
            loaded: StoredValue::new(page.items),
            shown: StoredValue::new(Vec::new()),
            query: RwSignal::new(query),
            answer: StoredValue::new(0),
            cx,
        };
        Self { found, rows: Rows::new(Arc::new(found), start) }
    }

    /// The first page of another answer.
    pub fn replace(self, page: Page<CustomerRow>, query: CustomerQuery) {
        let Found { loaded, query: asked, answer, .. } = self.found;
        let before = asked.get_untracked();
        // A field that is being edited belongs to its customer. So does its place, once that is not known any more.
        let edited = document().query_selector(".customers-table .cell-edit").ok().flatten().is_some();
        let anew = edited || before.cursor != query.cursor;
        answer.update_value(|answer| *answer += 1);
        let start = Start::of(&page, query.cursor.is_some());
        loaded.set_value(page.items);
        self.rows.restart(start, anew);
        if before != query {
            asked.set(query);
            self.rows.to_top();
        }
    }
}

impl List for Found {
    fn class(&self) -> String {
        self.cx.columns.class()
    }

    fn label(&self) -> (&'static str, &'static str) {
        (t().customers.title, t().customers.more_customers)
    }

    fn head(&self) -> AnyView {
        self.query.with(|query| head(query, self.cx.columns))
    }

    fn row(&self, at: usize) -> AnyView {
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

    fn renew(&self, places: Range<usize>) {
        for (at, shown) in self.shown.get_value().into_iter().filter(|(at, _)| places.contains(at)) {
            if let Some(row) = self.loaded.with_value(|rows| rows.get(at).cloned()) {
                shown.show(&row, self.cx);
            }
        }
    }

    fn next(&self, cursor: String) -> String {
        let query = CustomerQuery { cursor: Some(cursor), ..self.query.get() };
        format!("{}{}", routes::CUSTOMERS, query::write(&query))
    }

    fn load(&self, cursor: String) -> Loaded {
        let Self { loaded, answer, .. } = *self;
        let (asked_by, query) = (answer.get_value(), self.query.get_untracked());
        Box::pin(async move {
            let page = api::list_customers(CustomerQuery { cursor: Some(cursor), ..query }).await;
            if answer.try_get_value() != Some(asked_by) {
                return Ok(None);
            }
            let page = page?;
            let count = loaded.try_update_value(|rows| {
                rows.extend(page.items);
                rows.len()
            });
            Ok(count.map(|count| (count, page.next_cursor)))
        })
    }
}
