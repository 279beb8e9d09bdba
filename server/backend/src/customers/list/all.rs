//! The whole of a list, piece by piece, for exports: nothing is counted or marked.

use super::super::record::{self, Record};
use super::plan::{Plan, walk};
use super::{Filter, Key, fuzzy, key};
use crate::call::View;
use crate::error::Result;
use model::customers::CustomerQuery;

/// Where the next piece begins.
#[derive(Clone, Debug)]
pub(crate) struct Place(Key, i64);

/// Up to `limit` rows of a list after a place, and the place of the last; the query's own cursor and limit don't count.
pub(crate) async fn piece(
    view: &View,
    query: &CustomerQuery,
    after: Option<&Place>,
    limit: usize,
) -> Result<(Vec<Record>, Option<Place>)> {
    let filter = Filter::of(view, query).await?;
    let start = after.map(|Place(key, id)| (key.clone(), *id));
    let plan = Plan::choose(view, &filter).await?;
    let mut rows = match plan {
        Plan::Walk => walk(view, &filter, start.as_ref(), limit).await?,
        Plan::Gather(_) => plan.run(view, &filter, start.as_ref(), limit).await?.0,
    };
    // A typo is forgiven only where the exact search finds nothing at all: at a later place it may just have ended.
    if rows.is_empty() && !filter.terms.is_empty() && (start.is_none() || exact_is_empty(view, &filter).await?) {
        rows = fuzzy::search(view, &filter, &plan, start.as_ref(), limit).await?.0;
    }
    let records = record::by_rows(view, &rows).await?;
    let next = records.last().map(|last| Place(key(last, query.sort), last.id));
    Ok((records, next))
}

async fn exact_is_empty(view: &View, filter: &Filter<'_>) -> Result<bool> {
    Ok(Plan::choose(view, filter).await?.run(view, filter, None, 1).await?.0.is_empty())
}
