//! What the customers along a path keep people from. Asked at every request, so that a move or a switch above counts at once.

use super::View;
use crate::error::Result;
use crate::path;
use crate::people::{has_second_factor, requirer};
use model::second_factor::RequiredBy;

/// What keeps someone from acting.
#[derive(Debug, Default)]
pub(crate) struct Barriers {
    /// The name of the topmost customer that is disabled or in the Trash.
    pub closed: Option<String>,
    /// Who requires a second factor, the nearest, of a user who has none.
    pub lacks: Option<RequiredBy>,
}

/// What keeps a user from acting at `place`. What is required of them counts along the path of their own customer alone; who reads
/// of it sees down from `scope` and learns no name above. One statement for all of it.
pub(crate) async fn barriers(view: &View, user: i64, own: &str, place: &str, scope: &str) -> Result<Barriers> {
    let ids = list(path::ids(own).chain(path::ids(place)));
    let query = format!(
        "SELECT c.name, n.path,
            CASE WHEN c.status = 'disabled' OR c.trash_id IS NOT NULL THEN 1 ELSE 0 END AS closed,
            CASE WHEN c.require_two_factor > 0 AND NOT {} THEN 1 ELSE 0 END AS required
         FROM customers c JOIN nodes n ON n.id = c.id
         WHERE c.id IN ({ids}) AND (c.status = 'disabled' OR c.trash_id IS NOT NULL OR c.require_two_factor > 0)
         ORDER BY length(n.path)",
        has_second_factor(&user.to_string())
    );
    let mut found = Barriers::default();
    for row in view.all(&query, vec![]).await? {
        let (name, at): (String, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        if row.try_get::<i32>("", "required")? == 1 && path::is_within(own, &at) {
            found.lacks = Some(requirer(name.clone(), &at, scope));
        }
        if row.try_get::<i32>("", "closed")? == 1 {
            found.closed.get_or_insert(name);
        }
    }
    Ok(found)
}

/// The name of the customer on a path, the topmost, that is disabled or in the Trash.
pub(crate) async fn closed_above(view: &View, path: &str) -> Result<Option<String>> {
    let query = format!(
        "SELECT c.name FROM customers c JOIN nodes n ON n.id = c.id
         WHERE c.id IN ({}) AND (c.status = 'disabled' OR c.trash_id IS NOT NULL) ORDER BY length(n.path) LIMIT 1",
        list(path::ids(path))
    );
    Ok(view.one(&query, vec![]).await?.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Whether one of these customers is disabled or in the Trash.
pub(crate) async fn closed_among(view: &View, ids: &[i64]) -> Result<bool> {
    let query = format!(
        "SELECT id FROM customers WHERE id IN ({}) AND (status = 'disabled' OR trash_id IS NOT NULL) LIMIT 1",
        list(ids.iter().copied())
    );
    Ok(view.one(&query, vec![]).await?.is_some())
}

/// Row ids for `IN (…)`.
fn list(ids: impl Iterator<Item = i64>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}
