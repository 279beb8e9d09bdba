//! The rows of the list of users, for [`crate::ui::rows`].

use super::api;
use super::query;
use super::row::{UsersCx, user_row};
use crate::messages::t;
use crate::ui::filter::sort_head;
use crate::ui::rows::{List, Loaded};
use leptos::prelude::*;
use model::users::{UserQuery, UserRow, UserSort};

/// What was loaded of one query.
pub struct UserRows {
    /// The rows.
    pub loaded: StoredValue<Vec<UserRow>>,
    /// What was asked for.
    pub query: UserQuery,
    /// What they share.
    pub cx: UsersCx,
}

impl List for UserRows {
    fn class(&self) -> String {
        "rows users-table all-users".to_owned()
    }

    fn label(&self) -> (&'static str, &'static str) {
        (t().customers.users, t().directory.more_users)
    }

    fn head(&self) -> AnyView {
        let m = t();
        let plain = |label: &'static str| view! { <th role="columnheader" scope="col">{label}</th> };
        // The way of the first press, and the other.
        let sorted = |class, label, first: UserSort, other: UserSort| {
            let now = self.query.sort;
            let down = |sort: UserSort| if sort.as_str().starts_with('-') { "descending" } else { "ascending" };
            let sort = if now == first { other } else { first };
            let now = (now == first || now == other).then(|| down(now));
            sort_head(class, label, now, query::from_start(&UserQuery { sort, ..self.query.clone() }))
        };
        view! {
            <tr role="row">
                {sorted("name", m.fields.name, UserSort::Name, UserSort::NameDescending)}
                {plain(m.users.role)}
                {plain(m.filters.status)}
                {plain(m.customers.customer)}
                {sorted("seen", m.users.last_sign_in, UserSort::LastSignInDescending, UserSort::LastSignIn)}
                <th role="columnheader" scope="col"><span class="visually-hidden">{m.actions}</span></th>
            </tr>
        }
        .into_any()
    }

    fn row(&self, at: usize) -> AnyView {
        let Some(item) = self.loaded.with_value(|rows| rows.get(at).cloned()) else { return ().into_any() };
        // The heads are the first row.
        user_row(item, self.query.cursor.is_none().then_some(at + 2), self.cx)
    }

    fn next(&self, cursor: String) -> String {
        query::address(&UserQuery { cursor: Some(cursor), ..self.query.clone() })
    }

    fn load(&self, cursor: String) -> Loaded {
        let (loaded, query) = (self.loaded, UserQuery { cursor: Some(cursor), ..self.query.clone() });
        Box::pin(async move {
            let page = api::list_all_users(query).await?;
            let count = loaded.try_update_value(|rows| {
                rows.extend(page.items);
                rows.len()
            });
            Ok(count.map(|count| (count, page.next_cursor)))
        })
    }
}
