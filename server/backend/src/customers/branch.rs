//! The tree as a page unfolds it: the children of one customer, and what a search finds with the way to it.

use super::list::{row_of, rows};
use super::policy;
use super::record::{self, Record};
use crate::call::View;
use crate::error::{Error, Result};
use crate::path;
use model::customers::{BRANCH_LIMIT, CustomerQuery, CustomerRow, TreeNode};
use model::form::Problem;
use model::ids::CustomerId;
use model::page::{DEFAULT_LIMIT, MAX_LIMIT, MAX_TOTAL, Page};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// The direct children of a customer by name, in keyset pages. Without one, the top of the caller's reach: for people
/// of the provider its children, for anyone else their own customer alone.
pub async fn children(view: &View, parent: Option<CustomerId>, cursor: Option<String>) -> Result<Page<TreeNode>> {
    let actor = view.actor()?;
    if parent.is_none() && !actor.of_provider {
        // A page alone has no place at which another begins.
        if cursor.is_some() {
            return Err(Error::field("cursor", Problem::Cursor));
        }
        let own = policy::visible(view, actor.home).await?;
        let row = row_of(view, &own)?;
        let items = nodes(view, vec![(own, row, true)]).await?;
        return Ok(Page { items, next_cursor: None, total: 1, more: false });
    }
    let parent = policy::visible(view, parent.unwrap_or(actor.home)).await?.customer_id();
    // The first page is what a page opens with, the others come as one scrolls.
    let limit = if cursor.is_none() { DEFAULT_LIMIT } else { BRANCH_LIMIT };
    let query = CustomerQuery { parent: Some(parent), cursor, limit, ..CustomerQuery::default() };
    let Page { items, next_cursor, total, more } = rows(view, &query).await?;
    let items = nodes(view, items.into_iter().map(|(record, row)| (record, row, true)).collect()).await?;
    Ok(Page { items, next_cursor, total, more })
}

/// What a search or filter finds, at most [`MAX_LIMIT`], with all customers on the way from the top of the caller's
/// reach, in preorder, siblings by name. Total and cursor are those of the hits.
pub async fn find_in_tree(view: &View, query: &CustomerQuery) -> Result<Page<TreeNode>> {
    let query = CustomerQuery { limit: MAX_LIMIT, ..query.clone() };
    let Page { items, next_cursor, total, more } = rows(view, &query).await?;
    let mut known: HashSet<i64> = items.iter().map(|(record, _)| record.id).collect();
    let mut missing = Vec::new();
    for (record, _) in &items {
        missing.extend(view.actor()?.reach(&record.path).filter(|&id| known.insert(id)));
    }
    let mut all: Vec<_> = items.into_iter().map(|(record, row)| (record, row, true)).collect();
    for record in record::by_rows(view, &missing).await? {
        let row = row_of(view, &record)?;
        all.push((record, row, false));
    }
    let names: HashMap<i64, String> = all.iter().map(|(record, ..)| (record.id, record.name_key.clone())).collect();
    all.sort_by(|(a, ..), (b, ..)| preorder(&a.path, &b.path, &names));
    Ok(Page { items: nodes(view, all).await?, next_cursor, total, more })
}

/// Who comes first in the tree: the one above, or the one of whose branches the name, then the id, comes first.
fn preorder(a: &str, b: &str, names: &HashMap<i64, String>) -> Ordering {
    let apart = path::ids(a).zip(path::ids(b)).find(|(a, b)| a != b);
    match apart {
        Some((a, b)) => names.get(&a).cmp(&names.get(&b)).then(a.cmp(&b)),
        None => a.len().cmp(&b.len()),
    }
}

/// Customers as nodes, with their children counted in one statement.
async fn nodes(view: &View, found: Vec<(Record, CustomerRow, bool)>) -> Result<Vec<TreeNode>> {
    let ids: Vec<i64> = found.iter().map(|(record, ..)| record.id).collect();
    let counts = living_children(view, &ids).await?;
    let actor = view.actor()?;
    let node = |(record, row, hit): (Record, CustomerRow, bool)| {
        let children = counts.get(&record.id).map_or(0, |&count| count as u32);
        TreeNode {
            row,
            children: children.min(MAX_TOTAL),
            more: children > MAX_TOTAL,
            level: actor.reach(&record.path).count() as u32,
            hit,
        }
    };
    Ok(found.into_iter().map(node).collect())
}

/// How many living children each of these customers has, counted to one past [`MAX_TOTAL`]. The top of a deletion
/// under way is none of them, and below it nobody is asked about.
async fn living_children(view: &View, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = view.all(&counting(ids), vec![(i64::from(MAX_TOTAL) + 1).into()]).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

fn counting(ids: &[i64]) -> String {
    let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    format!(
        "SELECT p.id, (SELECT count(*) FROM (SELECT 1 AS one FROM customers c
            WHERE c.provider_id = 1 AND c.parent_id = p.id AND c.trash_id IS NULL LIMIT $1) AS counted)
         FROM customers p WHERE p.id IN ({list})"
    )
}

#[cfg(test)]
mod tests {
    use super::counting;
    use crate::Engine;
    use crate::testing::TestBackend;

    #[tokio::test(flavor = "multi_thread")]
    async fn children_are_counted_in_their_index() {
        let test = TestBackend::new(Engine::Sqlite).await;
        test.provider().await;
        let view = test.backend.read(&test.system()).await.expect("a view");
        let plan = format!("EXPLAIN QUERY PLAN {}", counting(&[1, 2]));
        let rows = view.all(&plan, vec![10_001.into()]).await.expect("a plan");
        let steps: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").expect("a step")).collect();
        let wanted = "USING INDEX customers_children (provider_id=? AND parent_id=?)";
        assert!(steps.iter().any(|step| step.contains(wanted)), "{steps:?}");
    }
}
