//! Bringing a customer back from the Trash, with all that went with it.

use super::record::{self, Record};
use super::{delete, policy, tree};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::error::{Blocker, Error, Result};
use crate::path;
use crate::policy::may;
use model::customers::Customer;
use model::ids::CustomerId;
use model::permissions::Action;

/// Most values that a refusal names.
const NAMED: i64 = 20;

/// Restores a customer under its old parent, or under the nearest ancestor that lives. Refused while a ref ID or an
/// e-mail address of what would come back belongs to someone else by now. Children that moved up stay there.
pub async fn restore(call: &mut Call, id: CustomerId, version: Option<u32>) -> Result<Customer> {
    call.lock_tree().await?;
    let record = policy::reachable(call, id).await?;
    may(call.actor()?, Action::CustomerRestore, &record.path)?;
    record.check_version(call, version)?;
    let Some(deletion) = record.trash_id else { return record.to_customer(call) };
    top_of(call, &record, deletion).await?;
    refuse_taken(call, deletion).await?;

    let parent = nearest_living(call, &record).await?;
    let path = path::child(&parent.path, record.id);
    tree::check_depth(&parent.path, tree::height(call, &record.path).await?)?;
    if path != record.path {
        tree::rewrite_paths(call, &record.path, &path).await?;
        let query = "UPDATE customers SET parent_id = $1 WHERE id = $2";
        call.execute(query, vec![parent.id.into(), record.id.into()]).await?;
    }
    for query in [
        "UPDATE nodes SET trash = 0 WHERE id IN (SELECT id FROM customers WHERE trash_id = $1)",
        "UPDATE customers SET trash_id = NULL WHERE trash_id = $1",
        "UPDATE users SET trash_id = NULL WHERE trash_id = $1",
        "UPDATE contacts SET trash_id = NULL WHERE trash_id = $1",
        "DELETE FROM deletions WHERE id = $1",
    ] {
        call.execute(query, vec![deletion.into()]).await?;
    }
    delete::touch(call, record.id).await?;
    let reason = record.deletion_reason.clone();
    log(call, "customer.restore", Object::Customer(id.0), record.id, reason, Some(parent.crumb())).await?;
    delete::reloaded(call, record.id).await
}

/// Refuses what went along with another customer: that one is to be restored.
pub(super) async fn top_of(call: &Call, record: &Record, deletion: i64) -> Result<()> {
    match deleted_with(call, record, deletion).await? {
        Some(value) => Err(Error::Blocked(vec![Blocker { field: "deleted_with", value }])),
        None => Ok(()),
    }
}

/// The name of the customer along with which another one was deleted.
pub(super) async fn deleted_with(view: &View, record: &Record, deletion: i64) -> Result<Option<String>> {
    let row = view.one(
        "SELECT c.id, c.name FROM deletions d JOIN customers c ON c.id = d.customer_id WHERE d.id = $1",
        vec![deletion.into()],
    );
    let row = row.await?.ok_or(Error::NotFound)?;
    if row.try_get_by_index::<i64>(0)? == record.id { Ok(None) } else { Ok(Some(row.try_get_by_index(1)?)) }
}

async fn nearest_living(call: &Call, record: &Record) -> Result<Record> {
    let ids: Vec<i64> = path::ids(path::parent(&record.path)).collect();
    let above = record::by_rows(call, &ids).await?;
    let lives = |r: &Record| !r.is_trashed() && !call.going.iter().any(|subtree| path::is_within(&r.path, subtree));
    above.into_iter().rfind(lives).ok_or_else(|| Error::internal("the provider lives"))
}

async fn refuse_taken(call: &Call, deletion: i64) -> Result<()> {
    let mut blockers = Vec::new();
    for (field, query) in [
        (
            "ref_id",
            "SELECT c.ref_id FROM customers c JOIN customers o ON o.provider_id = c.provider_id AND o.ref_id = c.ref_id
                AND o.trash_id IS NULL
             WHERE c.trash_id = $1 LIMIT $2",
        ),
        (
            "email",
            "SELECT u.email FROM users u JOIN users o ON o.email_key = u.email_key AND o.trash_id IS NULL
             WHERE u.trash_id = $1 LIMIT $2",
        ),
    ] {
        for row in call.all(query, vec![deletion.into(), NAMED.into()]).await? {
            blockers.push(Blocker { field, value: row.try_get_by_index(0)? });
        }
    }
    if blockers.is_empty() { Ok(()) } else { Err(Error::Blocked(blockers)) }
}
