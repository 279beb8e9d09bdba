//! The rows of the list of customers, for [`crate::ui::rows`].

use crate::customers::list_head::head;
use crate::customers::row::{RowContext, row};
use crate::customers::{api, query};
use crate::messages::t;
use crate::routes;
use crate::ui::rows::{List, Loaded, Rows, Start};
use leptos::prelude::*;
use model::customers::{CustomerQuery, CustomerRow};
use model::page::Page;
use std::ops::Range;
use std::sync::Arc;

/// What was loaded of one query.
struct CustomerRows {
    loaded: StoredValue<Vec<CustomerRow>>,
    query: CustomerQuery,
    cx: RowContext,
}

/// The list that begins with this page.
pub fn rows(page: Page<CustomerRow>, query: CustomerQuery, cx: RowContext) -> Rows {
    let start = Start {
        count: page.items.len(),
        next: page.next_cursor,
        total: (page.total, page.more),
        middle: query.cursor.is_some(),
    };
    Rows::new(Arc::new(CustomerRows { loaded: StoredValue::new(page.items), query, cx }), start)
}

impl List for CustomerRows {
    fn class(&self) -> String {
        self.cx.columns.class()
    }

    fn label(&self) -> (&'static str, &'static str) {
        (t().customers.title, t().customers.more_customers)
    }

    fn head(&self) -> AnyView {
        head(&self.query, self.cx.columns)
    }

    fn rows(&self, range: Range<usize>) -> AnyView {
        let items = self.loaded.with_value(|rows| rows.get(range.clone()).unwrap_or_default().to_vec());
        let known = self.query.cursor.is_none();
        // The heads are the first row.
        let rows = range.zip(items).map(|(at, item)| row(item, known.then_some(at + 2), self.cx));
        rows.collect_view().into_any()
    }

    fn next(&self, cursor: String) -> String {
        let query = CustomerQuery { cursor: Some(cursor), ..self.query.clone() };
        format!("{}{}", routes::CUSTOMERS, query::write(&query))
    }

    fn load(&self, cursor: String) -> Loaded {
        let (loaded, query) = (self.loaded, CustomerQuery { cursor: Some(cursor), ..self.query.clone() });
        Box::pin(async move {
            let page = api::list_customers(query).await?;
            let count = loaded.try_update_value(|rows| {
                rows.extend(page.items);
                rows.len()
            });
            Ok((count.unwrap_or_default(), page.next_cursor))
        })
    }
}
