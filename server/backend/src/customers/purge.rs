//! Deleting for good: rows go, the log stays without personal data.

use super::record::Record;
use super::{delete::BATCH, policy, restore, tree};
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::error::{Blocker, Error, Result};
use crate::policy::may;
use crate::{Engine, path};
use model::ids::CustomerId;
use model::permissions::Action;

/// Deletes a customer that is in the Trash for good, with all that went with it.
pub async fn purge(call: &mut Call, id: CustomerId, version: Option<u32>) -> Result<()> {
    call.lock_tree().await?;
    let record = policy::reachable(call, id).await?;
    may(call.actor()?, Action::CustomerPurge, &record.path)?;
    record.check_version(call, version)?;
    let Some(deletion) = record.trash_id else {
        return Err(Error::Blocked(vec![Blocker { field: "deletion", value: "not in the Trash".to_owned() }]));
    };
    restore::top_of(call, &record, deletion).await?;
    if record.deletion_status.as_deref() == Some("trashing") {
        return Err(Error::Busy { retry_after: 5 });
    }
    keep_earlier_trash(call, &record, deletion).await?;
    log(call, "customer.purge", Object::Customer(id.0), record.id, None::<()>, None::<()>).await?;
    let query = "UPDATE deletions SET status = 'purging' WHERE id = $1";
    call.execute(query, vec![deletion.into()]).await?;
    batch(call, deletion).await?;
    Ok(())
}

/// What was deleted earlier from within this subtree has a Trash entry of its own and outlives it, one level up.
async fn keep_earlier_trash(call: &Call, record: &Record, deletion: i64) -> Result<()> {
    let parent = record.parent_id.ok_or_else(|| Error::internal("the provider is never deleted"))?;
    let rows = call.all(
        "SELECT c.id, n.path FROM customers p JOIN customers c ON c.parent_id = p.id JOIN nodes n ON n.id = c.id
         WHERE p.trash_id = $1 AND c.trash_id <> $1",
        vec![deletion.into()],
    );
    for row in rows.await? {
        let (id, from): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        tree::rewrite_paths(call, &from, &path::child(path::parent(&record.path), id)).await?;
        let query = "UPDATE customers SET parent_id = $1 WHERE id = $2";
        call.execute(query, vec![parent.into(), id.into()]).await?;
    }
    Ok(())
}

/// Deletes some customers of a deletion, the deepest first; whether any are left.
pub(super) async fn batch(call: &Call, deletion: i64) -> Result<bool> {
    let rows = call.all(
        "SELECT c.id FROM customers c JOIN nodes n ON n.id = c.id WHERE c.trash_id = $1
         ORDER BY n.path DESC LIMIT $2",
        vec![deletion.into(), i64::from(BATCH).into()],
    );
    let rows: Vec<i64> =
        rows.await?.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<_, _>>()?;
    if rows.is_empty() {
        return Ok(false);
    }
    let list = rows.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let users = format!("SELECT id FROM users WHERE customer_id IN ({list})");
    let mut queries = vec![
        format!("UPDATE activity SET before = NULL, after = NULL WHERE provider_id = 1 AND customer_id IN ({list})"),
        format!("UPDATE activity SET actor_name = '', actor_user_id = NULL WHERE actor_user_id IN ({users})"),
    ];
    if call.backend.engine() == Engine::Sqlite {
        queries.push(format!("DELETE FROM nodes_trigrams WHERE rowid IN ({list})"));
        queries.push(format!(
            "DELETE FROM terms_trigrams WHERE rowid IN (SELECT id FROM search_terms WHERE customer_id IN ({list}))"
        ));
        queries.push(format!("DELETE FROM users_trigrams WHERE rowid IN ({users})"));
    }
    queries.push(format!("DELETE FROM tokens WHERE customer_id IN ({list})"));
    queries.push(format!("DELETE FROM contacts WHERE customer_id IN ({list})"));
    queries.push(format!("DELETE FROM users WHERE customer_id IN ({list})"));
    // Nodes, search terms and the deletion go by their foreign keys.
    queries.push(format!("DELETE FROM customers WHERE id IN ({list})"));
    for query in queries {
        call.execute(&query, vec![]).await?;
    }
    Ok(rows.len() == BATCH as usize)
}
