//! All users in one's reach, wherever they belong: searched, filtered, sorted, in keyset pages, with a bounded total.
//! The plans are chosen as those of the list of customers are, and for the same reason: no single one wins.

mod plan;
#[cfg(test)]
mod tests;

use super::users::{self, UserRecord};
use crate::call::View;
use crate::cursor::Cursor;
use crate::customers::{self, Record, Term, all_marks};
use crate::error::{Error, Result};
use crate::path;
use crate::policy::may;
use model::customers::Crumb;
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::page::{MAX_LIMIT, MAX_TOTAL, Page};
use model::permissions::Action;
use model::users::{UserFound, UserQuery, UserRow, UserSort};
use plan::Plan;
use std::collections::HashMap;

/// The part of the tree that a list looks at, and what it asks of each user.
struct Filter<'a> {
    query: &'a UserQuery,
    /// Prefix of the paths looked at.
    subtree: String,
    /// Row id of the customer, when only its own users are asked for.
    customer: Option<i64>,
    terms: Vec<Term>,
}

/// The place of a row in the order.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
enum Key {
    Text(String),
    Number(i64),
}

/// One user.
pub async fn find(view: &View, id: UserId) -> Result<UserFound> {
    let record = users::visible(view, id).await?;
    Ok(UserFound {
        user: record.to_user(),
        customer: customer_of(&record),
        manage: may(view.actor()?, Action::UserEdit, &record.path).is_ok(),
    })
}

/// A page of the users in the caller's reach, those of the caller's own customer included.
pub async fn all(view: &View, query: &UserQuery) -> Result<Page<UserRow>> {
    if !(1..=MAX_LIMIT).contains(&query.limit) {
        return Err(Error::field("limit", Problem::Choice { allowed: "1 to 200".into() }));
    }
    let scope = view.actor()?.scope.clone();
    let bound = Cursor::bind(&("all users", &scope, UserQuery { cursor: None, limit: 0, ..query.clone() }));
    let after: Option<(Key, i64)> = query.cursor.as_deref().map(|cursor| bound.read(cursor)).transpose()?;
    let filter = Filter::of(view, query, scope).await?;
    let limit = query.limit as usize;
    let (mut rows, total) = Plan::choose(view, &filter).await?.run(view, &filter, after.as_ref(), limit + 1).await?;
    let next = rows.len() > limit;
    rows.truncate(limit);
    let records = in_order(users::by_rows(view, &rows).await?, &rows);
    let next_cursor = match records.last().filter(|_| next) {
        Some(last) => Some(bound.write(&(key(last, query.sort), last.id))?),
        None => None,
    };
    let row = |record: &UserRecord| UserRow {
        user: record.to_user(),
        customer: customer_of(record),
        name_marks: all_marks(&record.name, &filter.terms),
        email_marks: all_marks(&record.email, &filter.terms),
        customer_marks: all_marks(&record.customer_name, &filter.terms),
    };
    let items = records.iter().map(row).collect();
    Ok(Page { items, next_cursor, total: total.min(MAX_TOTAL), more: total > MAX_TOTAL })
}

fn in_order(mut records: Vec<UserRecord>, rows: &[i64]) -> Vec<UserRecord> {
    let places: HashMap<i64, usize> = rows.iter().enumerate().map(|(place, &row)| (row, place)).collect();
    records.sort_by_key(|record| places.get(&record.id));
    records
}

fn key(record: &UserRecord, sort: UserSort) -> Key {
    match sort {
        UserSort::Name | UserSort::NameDescending => Key::Text(record.name_key.clone()),
        UserSort::Email | UserSort::EmailDescending => Key::Text(record.email_key.clone()),
        UserSort::CreatedAt | UserSort::CreatedAtDescending => Key::Number(record.created_at),
        UserSort::LastSignIn | UserSort::LastSignInDescending => Key::Number(record.last_sign_in_at.unwrap_or(0)),
    }
}

pub(super) fn customer_of(record: &UserRecord) -> Crumb {
    Crumb { id: CustomerId(record.customer_id.as_u128()), name: record.customer_name.clone() }
}

impl<'a> Filter<'a> {
    async fn of(view: &View, query: &'a UserQuery, scope: String) -> Result<Self> {
        let mut filter = Self { query, subtree: scope, customer: None, terms: Term::of(&query.q) };
        if let Some(under) = query.under {
            filter.subtree = at_field("under", customers::visible(view, under).await)?.path;
        }
        if let Some(customer) = query.customer {
            let own = at_field("customer", customers::visible(view, customer).await)?;
            // Users of a customer outside `under` are none of this list.
            filter.customer = Some(if path::is_within(&own.path, &filter.subtree) { own.id } else { 0 });
        }
        Ok(filter)
    }
}

/// A foreign or unknown customer in a filter is a problem of that field.
fn at_field(field: &'static str, found: Result<Record>) -> Result<Record> {
    match found {
        Err(Error::NotFound) => Err(Error::field(field, Problem::NotFound)),
        found => found,
    }
}
