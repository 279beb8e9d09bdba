//! What of a file is stored already: ref IDs, users' addresses, tiers.

use crate::call::View;
use crate::error::Result;
use crate::fold::name_key;
use crate::sql::Values;
use crate::{path, rankings};
use model::ids::{CustomerId, RankingId};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Most values of one query.
const AT_ONCE: usize = 500;

/// A living customer that has a ref ID.
#[derive(Clone, Copy, Debug)]
pub struct Stored {
    /// Its id and level, if it is within the scope; `None` where only the ref ID is known to be taken.
    pub place: Option<(CustomerId, u32)>,
}

/// Which of these ref IDs customers have that are not deleted, also outside the scope: they are unique everywhere.
pub async fn customers(view: &View, scope: &str, ref_ids: &[&str]) -> Result<HashMap<String, Stored>> {
    let mut found = HashMap::new();
    for some in ref_ids.chunks(AT_ONCE) {
        let mut values = Values::default();
        let list = some.iter().map(|&ref_id| values.add(ref_id)).collect::<Vec<_>>().join(",");
        let query = format!(
            "SELECT c.ref_id, c.public_id, n.path FROM customers c JOIN nodes n ON n.id = c.id
             WHERE c.provider_id = 1 AND c.trash_id IS NULL AND c.ref_id IN ({list})"
        );
        for row in view.all(&query, values.0).await? {
            let (id, path): (Uuid, String) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            let going = view.going.iter().any(|subtree| path::is_within(&path, subtree));
            let reached = path::is_within(&path, scope) && !going;
            let place = reached.then(|| (CustomerId(id.as_u128()), path::depth(&path)));
            found.insert(row.try_get_by_index(0)?, Stored { place });
        }
    }
    Ok(found)
}

/// Which of these addresses users have that are not deleted.
pub async fn emails(view: &View, keys: &[&str]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for some in keys.chunks(AT_ONCE) {
        let mut values = Values::default();
        let list = some.iter().map(|&key| values.add(key)).collect::<Vec<_>>().join(",");
        let query = format!("SELECT email_key FROM users WHERE trash_id IS NULL AND email_key IN ({list})");
        for row in view.all(&query, values.0).await? {
            found.insert(row.try_get_by_index(0)?);
        }
    }
    Ok(found)
}

/// All tiers by the key in which their names are unique.
pub async fn rankings(view: &View) -> Result<HashMap<String, RankingId>> {
    let all = rankings::list(view).await?;
    Ok(all.into_iter().map(|ranking| (name_key(&ranking.name), ranking.id)).collect())
}
