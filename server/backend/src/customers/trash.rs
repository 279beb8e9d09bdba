//! The Trash: what was deleted and can come back.

use super::record::{self, Record};
use crate::call::View;
use crate::cursor::Cursor;
use crate::error::Result;
use crate::fold::fold;
use crate::path;
use crate::sql::Values;
use model::customers::TrashRow;
use model::page::{MAX_LIMIT, MAX_TOTAL, Page};
use model::people::Role;
use model::time::{DAY, Timestamp};
use std::collections::HashMap;

/// Which entries of the Trash.
#[derive(Clone, Debug, Default)]
pub struct TrashQuery {
    /// Words, all of which the name or another short field must contain.
    pub q: String,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Rows of the page.
    pub limit: u32,
}

/// A page of the Trash, the latest deletion first; only what the caller may restore.
pub async fn trash(view: &View, query: &TrashQuery) -> Result<Page<TrashRow>> {
    let actor = view.actor()?;
    actor.needs(Role::Editor)?;
    let mut values = Values::default();
    let (scope, end) = (values.add(actor.scope.clone()), values.add(path::end(&actor.scope)));
    let mut conditions =
        format!("d.provider_id = 1 AND d.status IN ('trashed', 'trashing') AND n.path > {scope} AND n.path < {end}");
    for term in fold(&query.q).split(' ').filter(|term| !term.is_empty()) {
        conditions.push_str(&format!(" AND n.search_text LIKE {}", values.add(format!("%{term}%"))));
    }
    let from = "FROM deletions d JOIN nodes n ON n.id = d.customer_id";
    let limit = values.add(i64::from(MAX_TOTAL) + 1);
    let counted = format!("SELECT count(*) FROM (SELECT 1 AS one {from} WHERE {conditions} LIMIT {limit}) AS counted");
    let total = view.number(&counted, values.0.clone()).await? as u32;

    let bound = Cursor::bind(&("trash", &actor.scope, fold(&query.q)));
    values.0.pop();
    if let Some(cursor) = &query.cursor {
        let (at, id): (i64, i64) = bound.read(cursor)?;
        let (at, id) = (values.add(at), values.add(id));
        conditions.push_str(&format!(" AND (d.at < {at} OR (d.at = {at} AND d.id < {id}))"));
    }
    let wanted = query.limit.clamp(1, MAX_LIMIT) as usize;
    let limit = values.add(wanted as i64 + 1);
    let paged = format!(
        "SELECT d.customer_id, d.at, d.id {from} WHERE {conditions} ORDER BY d.at DESC, d.id DESC LIMIT {limit}"
    );
    let mut rows = view.all(&paged, values.0).await?;
    let next = rows.len() > wanted;
    rows.truncate(wanted);
    let next_cursor = match rows.last().filter(|_| next) {
        Some(last) => Some(bound.write(&(last.try_get_by_index::<i64>(1)?, last.try_get_by_index::<i64>(2)?))?),
        None => None,
    };
    let ids: Vec<i64> = rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
    let records = record::by_rows(view, &ids).await?;
    let held = held(view, &records).await?;
    let mut items = Vec::with_capacity(records.len());
    for record in &records {
        let kept = i64::from(view.backend.trash_days()) * DAY;
        items.push(TrashRow {
            customer: record.to_customer(view)?,
            parent: record.parent_crumb(view)?,
            descendants: held.get(&record.deletion_id.unwrap_or(0)).map_or(0, |count| (count - 1).max(0) as u32),
            purge_at: Timestamp(record.deletion_at.unwrap_or(0)).plus(kept),
        });
    }
    Ok(Page { items, next_cursor, total: total.min(MAX_TOTAL), more: total > MAX_TOTAL })
}

/// How many customers each of these deletions holds.
async fn held(view: &View, records: &[Record]) -> Result<HashMap<i64, i64>> {
    let list = records.iter().filter_map(|r| r.deletion_id).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    if list.is_empty() {
        return Ok(HashMap::new());
    }
    let query = format!("SELECT trash_id, count(*) FROM customers WHERE trash_id IN ({list}) GROUP BY trash_id");
    let rows = view.all(&query, vec![]).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}
