//! Deleting to the Trash, now or later, and calling off what was to come.

use super::record::{self, Record};
use super::{policy, status, tree};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::error::{Error, Result};
use crate::path;
use crate::policy::may;
use model::customers::{Customer, DeletionPlan};
use model::deletions::{Children, NewDeletion};
use model::form::Problem;
use model::ids::CustomerId;
use model::permissions::Action;
use serde::Serialize;

/// Most customers that go to the Trash in one transaction; more go in batches behind a tombstone, so that no
/// deletion holds SQLite's writer for seconds.
pub(super) const BATCH: u32 = 500;

/// What a deletion would take along.
pub async fn deletion_plan(view: &View, id: CustomerId) -> Result<DeletionPlan> {
    let record = policy::visible(view, id).await?;
    may(view.actor()?, Action::CustomerDelete, &record.path)?;
    let (users, subtree_users) = people_of(view, &record, "users").await?;
    let (contacts, subtree_contacts) = people_of(view, &record, "contacts").await?;
    Ok(DeletionPlan {
        children: living_children(view, record.id).await?,
        descendants: tree::size(view, &record.path, u32::MAX).await?.saturating_sub(1),
        users,
        subtree_users,
        contacts,
        subtree_contacts,
    })
}

/// How many users or contacts a customer has, and how many its whole subtree.
async fn people_of(view: &View, record: &Record, table: &str) -> Result<(u32, u32)> {
    let query = format!(
        "SELECT count(*) AS below, COALESCE(sum(CASE WHEN o.customer_id = $1 THEN 1 ELSE 0 END), 0) AS own
         FROM {table} o JOIN nodes n ON n.id = o.customer_id
         WHERE n.provider_id = 1 AND n.trash = 0 AND n.path >= $2 AND n.path < $3 AND o.trash_id IS NULL"
    );
    let values = vec![record.id.into(), record.path.clone().into(), path::end(&record.path).into()];
    let row = view.one(&query, values).await?.ok_or_else(|| Error::internal("a count gives a row"))?;
    Ok((row.try_get::<i64>("", "own")? as u32, row.try_get::<i64>("", "below")? as u32))
}

async fn living_children(view: &View, id: i64) -> Result<u32> {
    let query = "SELECT count(*) FROM customers WHERE provider_id = 1 AND parent_id = $1 AND trash_id IS NULL";
    Ok(view.number(query, vec![id.into()]).await? as u32)
}

/// What the log says of a deletion.
#[derive(Serialize)]
struct Told<'a> {
    reason: &'a str,
    children: Option<Children>,
    at: model::time::Timestamp,
}

/// Deletes a customer: now, or at a time that the server keeps. Customers below move up or go along.
pub async fn delete(call: &mut Call, id: CustomerId, new: NewDeletion, version: Option<u32>) -> Result<Customer> {
    call.lock_tree().await?;
    let record = policy::visible(call, id).await?;
    may(call.actor()?, Action::CustomerDelete, &record.path)?;
    record.check_version(call, version)?;
    if new.at.is_some_and(|at| at < call.now) {
        return Err(Error::field("at", Problem::Past));
    }
    if new.children.is_none() && living_children(call, record.id).await? > 0 {
        return Err(Error::field("children", Problem::Required));
    }
    let at = new.at.unwrap_or(call.now);
    let by = call.actor()?.name.clone();
    let user = call.actor()?.user.as_ref().map(|user| user.row);
    let deletion = call.one("INSERT INTO deletions (provider_id, customer_id, status, at, reason, by_name, by_user_id, children, created_at)
         VALUES (1, $1, 'scheduled', $2, $3, $4, $5, $6, $7)
         ON CONFLICT (customer_id) DO UPDATE SET at = excluded.at, reason = excluded.reason,
            by_name = excluded.by_name, by_user_id = excluded.by_user_id, children = excluded.children
         RETURNING id",
        vec![
            record.id.into(),
            at.0.into(),
            new.reason.clone().into(),
            by.into(),
            user.into(),
            new.children.map(Children::as_str).into(),
            call.now.0.into(),
        ],
    );
    let deletion: i64 =
        deletion.await?.ok_or_else(|| Error::internal("an insert returns its row"))?.try_get_by_index(0)?;
    touch(call, record.id).await?;
    let told = Told { reason: &new.reason, children: new.children, at };
    let later = new.at.is_some();
    if !later {
        to_trash(call, &record, deletion, new.children.unwrap_or(Children::MoveUp)).await?;
    }
    let verb = if later { "customer.schedule_deletion" } else { "customer.delete" };
    log(call, verb, Object::Customer(id.0), record.id, None::<()>, Some(told)).await?;
    reloaded(call, record.id).await
}

/// Calls off a deletion whose time has not come.
pub async fn cancel_deletion(call: &mut Call, id: CustomerId, version: Option<u32>) -> Result<Customer> {
    call.lock_tree().await?;
    let record = policy::visible(call, id).await?;
    may(call.actor()?, Action::CustomerDelete, &record.path)?;
    record.check_version(call, version)?;
    let query = "DELETE FROM deletions WHERE customer_id = $1 AND status = 'scheduled'";
    if call.execute(query, vec![record.id.into()]).await? > 0 {
        touch(call, record.id).await?;
        let was = record.deletion_reason.clone();
        log(call, "customer.cancel_deletion", Object::Customer(id.0), record.id, was, None::<()>).await?;
    }
    reloaded(call, record.id).await
}

/// Raises a customer's version.
pub(crate) async fn touch(call: &Call, id: i64) -> Result<()> {
    let query = "UPDATE customers SET updated_at = $1, version = version + 1 WHERE id = $2";
    call.execute(query, vec![call.now.0.into(), id.into()]).await?;
    Ok(())
}

pub(super) async fn reloaded(call: &Call, id: i64) -> Result<Customer> {
    record::by_rows(call, &[id]).await?.pop().ok_or(Error::NotFound)?.to_customer(call)
}

/// Takes a customer to the Trash at this moment: all at once when it is small, behind a tombstone when it is not.
pub(super) async fn to_trash(call: &Call, record: &Record, deletion: i64, children: Children) -> Result<()> {
    if children == Children::MoveUp {
        move_children_up(call, record).await?;
    }
    let whole = tree::size(call, &record.path, BATCH + 1).await? <= BATCH;
    let state = if whole { "trashed" } else { "trashing" };
    let query = "UPDATE deletions SET status = $1, at = $2 WHERE id = $3";
    call.execute(query, vec![state.into(), call.now.0.into(), deletion.into()]).await?;
    status::end_sessions(call, &record.path).await?;
    if whole {
        let rows = nodes_of(call, &record.path, BATCH + 1).await?;
        flip(call, &rows, deletion).await
    } else {
        // The top first: from now on nobody of the subtree acts and no list shows it.
        flip(call, &[record.id], deletion).await
    }
}

/// The living customers of a subtree, the deepest first of each branch.
pub(super) async fn nodes_of(call: &Call, subtree: &str, limit: u32) -> Result<Vec<i64>> {
    let rows = call.all(
        "SELECT id FROM nodes WHERE provider_id = 1 AND trash = 0 AND path >= $1 AND path < $2
         ORDER BY path DESC LIMIT $3",
        vec![subtree.into(), path::end(subtree).into(), i64::from(limit).into()],
    );
    rows.await?.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Marks customers, their users and their contacts as held by a deletion. Deletions that were planned for them are off.
pub(super) async fn flip(call: &Call, rows: &[i64], deletion: i64) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let list = rows.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    for query in [
        format!("UPDATE customers SET trash_id = $1 WHERE id IN ({list})"),
        format!("UPDATE users SET trash_id = $1 WHERE customer_id IN ({list}) AND trash_id IS NULL"),
        format!("UPDATE contacts SET trash_id = $1 WHERE customer_id IN ({list}) AND trash_id IS NULL"),
        format!("DELETE FROM deletions WHERE id <> $1 AND customer_id IN ({list}) AND status = 'scheduled'"),
    ] {
        call.execute(&query, vec![deletion.into()]).await?;
    }
    call.execute(&format!("UPDATE nodes SET trash = 1 WHERE id IN ({list})"), vec![]).await?;
    Ok(())
}

/// Puts the living children of a customer under its parent, each with all below it.
async fn move_children_up(call: &Call, record: &Record) -> Result<()> {
    let parent = record.parent_id.ok_or_else(|| Error::internal("the provider is never deleted"))?;
    let children = call.all(
        "SELECT id FROM customers WHERE provider_id = 1 AND parent_id = $1 AND trash_id IS NULL",
        vec![record.id.into()],
    );
    let children = children.await?;
    if children.is_empty() {
        return Ok(());
    }
    let above = path::parent(&record.path);
    let (first, end) = (record.path.clone(), path::end(&record.path));
    // The living below move in one statement; what lies in the Trash below them follows child by child.
    let query = "UPDATE nodes SET path = $1 || substr(path, $2)
                 WHERE provider_id = 1 AND trash = 0 AND path > $3 AND path < $4";
    let values = vec![above.into(), (record.path.len() as i32 + 1).into(), first.clone().into(), end.clone().into()];
    call.execute(query, values).await?;
    let query = "SELECT count(*) FROM nodes WHERE provider_id = 1 AND trash = 1 AND path > $1 AND path < $2";
    if call.number(query, vec![first.into(), end.into()]).await? > 0 {
        for child in &children {
            let id: i64 = child.try_get_by_index(0)?;
            tree::rewrite_paths(call, &path::child(&record.path, id), &path::child(above, id)).await?;
        }
    }
    call.execute(
        "UPDATE customers SET parent_id = $1, updated_at = $2, version = version + 1
         WHERE provider_id = 1 AND parent_id = $3 AND trash_id IS NULL",
        vec![parent.into(), call.now.0.into(), record.id.into()],
    )
    .await?;
    call.execute("UPDATE providers SET tree_version = tree_version + 1 WHERE id = 1", vec![]).await?;
    Ok(())
}
