//! Lists of customers: filtered, searched, sorted, in keyset pages, with a bounded total.
//!
//! No single plan wins on a large tree (measured on 1,000,000 customers; each wrong choice costs 0.3 to 9 s), so the
//! plan is chosen by the size of the subtree and the number of hits, both counted up to a cap only:
//! a small subtree is scanned in its covering index; in a large one few hits come from the trigram index and are
//! sorted, and many hits are met soon when the sort index is walked.

mod all;
mod fuzzy;
mod hits;
mod plan;
mod term;

pub(crate) use all::{Place, piece};
pub(super) use fuzzy::is_one_edit;
pub(crate) use hits::all_marks;

use super::policy;
use super::record::{self, Record};
use crate::call::View;
use crate::cursor::Cursor;
use crate::error::{Error, Result};
use crate::path;
use model::customers::{CustomerQuery, CustomerRow, CustomerSort};
use model::form::Problem;
use model::ids::RankingId;
use model::page::{MAX_LIMIT, MAX_TOTAL, Page};
use plan::Plan;
pub(crate) use term::Term;

/// The part of the tree that a list looks at, and what it asks of each customer.
pub(super) struct Filter<'a> {
    pub query: &'a CustomerQuery,
    /// Prefix of the paths looked at.
    pub subtree: String,
    /// Whether the top of the subtree itself is left out: the provider is no customer of its own list.
    pub below_only: bool,
    /// Row id of the parent, when only its children are asked for.
    pub parent: Option<i64>,
    /// Row id of the ranking; `Some(0)` matches nothing.
    pub ranking: Option<i64>,
    pub terms: Vec<Term>,
}

/// The place of a row in the order.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Key {
    Text(String),
    Number(i64),
}

/// A page of customers within the caller's scope.
pub async fn list(view: &View, query: &CustomerQuery) -> Result<Page<CustomerRow>> {
    Ok(rows(view, query).await?.map(|(_, row)| row))
}

/// The same with what is stored of each customer.
pub(super) async fn rows(view: &View, query: &CustomerQuery) -> Result<Page<(Record, CustomerRow)>> {
    if !(1..=MAX_LIMIT).contains(&query.limit) {
        return Err(Error::field("limit", Problem::Choice { allowed: "1 to 200".into() }));
    }
    let scope = view.actor()?.scope.clone();
    let bound = Cursor::bind(&(&scope, CustomerQuery { cursor: None, limit: 0, ..query.clone() }));
    let after: Option<(Key, i64)> = query.cursor.as_deref().map(|cursor| bound.read(cursor)).transpose()?;
    let filter = Filter::of(view, query).await?;
    let limit = query.limit as usize;
    let plan = Plan::choose(view, &filter).await?;
    let (mut rows, mut total) = plan.run(view, &filter, after.as_ref(), limit + 1).await?;
    let mut terms = filter.terms.clone();
    if total == 0 && !terms.is_empty() {
        (rows, total, terms) = fuzzy::search(view, &filter, &plan, after.as_ref(), limit + 1).await?;
    }
    let next = rows.len() > limit;
    rows.truncate(limit);
    let records = record::by_rows(view, &rows).await?;
    let next_cursor = match records.last().filter(|_| next) {
        Some(last) => Some(bound.write(&(key(last, query.sort), last.id))?),
        None => None,
    };
    let others = hits::others(view, &records, &terms).await?;
    let mut items = Vec::with_capacity(records.len());
    for record in records {
        let row = CustomerRow {
            name_marks: hits::name_marks(&record, &terms),
            hit: hits::other_field(&record, &terms, others.get(&record.id)),
            ..row_of(view, &record)?
        };
        items.push((record, row));
    }
    Ok(Page { items, next_cursor, total: total.min(MAX_TOTAL), more: total > MAX_TOTAL })
}

/// A customer as a row in which nothing matched.
pub(super) fn row_of(view: &View, record: &Record) -> Result<CustomerRow> {
    Ok(CustomerRow {
        customer: record.to_customer(view)?,
        parent: record.parent_crumb(view)?,
        name_marks: Vec::new(),
        hit: None,
    })
}

/// The total of a list alone.
pub async fn total_of(view: &View, query: &CustomerQuery) -> Result<u32> {
    let filter = Filter::of(view, query).await?;
    Ok(Plan::choose(view, &filter).await?.run(view, &filter, None, 1).await?.1)
}

fn key(record: &Record, sort: CustomerSort) -> Key {
    match sort {
        CustomerSort::Name | CustomerSort::NameDescending => Key::Text(record.name_key.clone()),
        CustomerSort::CreatedAt | CustomerSort::CreatedAtDescending => Key::Number(record.created_at),
        CustomerSort::UpdatedAt | CustomerSort::UpdatedAtDescending => Key::Number(record.updated_at),
    }
}

impl<'a> Filter<'a> {
    async fn of(view: &View, query: &'a CustomerQuery) -> Result<Self> {
        let actor = view.actor()?;
        let mut filter = Self {
            query,
            subtree: actor.scope.clone(),
            below_only: actor.of_provider,
            parent: None,
            ranking: None,
            terms: Term::of(&query.q),
        };
        if let Some(under) = query.under {
            let top = at_field("under", policy::visible(view, under).await)?;
            filter.below_only = actor.of_provider && top.path == actor.scope;
            filter.subtree = top.path;
        }
        if let Some(parent) = query.parent {
            let parent = at_field("parent", policy::visible(view, parent).await)?;
            // Children of a customer outside `under` are none of this list.
            if path::is_within(&parent.path, &filter.subtree) || path::parent(&filter.subtree) == parent.path {
                filter.parent = Some(parent.id);
            } else {
                filter.parent = Some(0);
            }
        }
        if let Some(RankingId(_)) = query.ranking {
            filter.ranking = Some(crate::rankings::row_of(view, query.ranking).await.ok().flatten().unwrap_or(0));
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
