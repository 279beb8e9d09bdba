//! What the server does by itself: deletions whose time has come, the Trash's retention, batches left unfinished.

use super::delete::{self, BATCH, flip, nodes_of, to_trash};
use super::{policy, purge};
use crate::Backend;
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller, Via};
use crate::error::{Error, Result};
use crate::policy::may;
use model::deletions::Children;
use model::ids::CustomerId;
use model::permissions::Action;
use model::time::DAY;
use sea_orm::QueryResult;
use uuid::Uuid;

/// Most deletions looked at in one round; the rest follows in the next.
const ROUND: i64 = 100;

/// One round of due work. Several servers may run it beside each other: the lock row decides who does what.
pub async fn run_due(backend: &Backend) -> Result<()> {
    let caller = Caller::system(Via::Job);
    let view = match backend.read(&caller).await {
        // Before the set-up there is nothing to do.
        Err(Error::Unauthenticated) => return Ok(()),
        view => view?,
    };
    let oldest = view.now.plus(-(i64::from(backend.trash_days()) * DAY));
    let rows = view.all(
        "SELECT d.id, d.status, c.public_id FROM deletions d JOIN customers c ON c.id = d.customer_id
         WHERE d.provider_id = 1 AND (d.status IN ('trashing', 'purging')
            OR (d.status = 'scheduled' AND d.at <= $1) OR (d.status = 'trashed' AND d.at <= $2))
         ORDER BY d.at, d.id LIMIT $3",
        vec![view.now.0.into(), oldest.0.into(), ROUND.into()],
    );
    let rows = rows.await?;
    drop(view);
    for row in &rows {
        if let Err(error) = carry_on(backend, &caller, row).await {
            tracing::error!(%error, "a due deletion failed; it is tried again");
        }
    }
    Ok(())
}

async fn carry_on(backend: &Backend, caller: &Caller, row: &QueryResult) -> Result<()> {
    let deletion: i64 = row.try_get_by_index(0)?;
    let status: String = row.try_get_by_index(1)?;
    let id = CustomerId(row.try_get_by_index::<Uuid>(2)?.as_u128());
    match status.as_str() {
        "scheduled" => {
            backend.write(caller, move |call| Box::pin(carry_out(call, id, deletion))).await?;
            finish_trashing(backend, caller, id, deletion).await
        }
        "trashing" => finish_trashing(backend, caller, id, deletion).await,
        "trashed" => {
            backend.write(caller, move |call| Box::pin(purge(call, id, None))).await?;
            finish_purging(backend, caller, deletion).await
        }
        _ => finish_purging(backend, caller, deletion).await,
    }
}

/// A planned deletion at its time; the rules are checked again.
async fn carry_out(call: &mut Call, id: CustomerId, deletion: i64) -> Result<()> {
    call.lock_tree().await?;
    let planned = call.one(
        "SELECT children, reason FROM deletions WHERE id = $1 AND status = 'scheduled' AND at <= $2",
        vec![deletion.into(), call.now.0.into()],
    );
    // Cancelled, put off or done by another server meanwhile.
    let Some(planned) = planned.await? else { return Ok(()) };
    let record = policy::visible(call, id).await?;
    may(call.actor()?, Action::CustomerDelete, &record.path)?;
    let children: Option<String> = planned.try_get_by_index(0)?;
    // Who planned it without a word on children had none then: those that came since are kept.
    let children = if children.as_deref() == Some("delete") { Children::Delete } else { Children::MoveUp };
    delete::touch(call, record.id).await?;
    to_trash(call, &record, deletion, children).await?;
    let reason: String = planned.try_get_by_index(1)?;
    log(call, "customer.delete", Object::Customer(id.0), record.id, None::<()>, Some(reason)).await
}

async fn finish_trashing(backend: &Backend, caller: &Caller, id: CustomerId, deletion: i64) -> Result<()> {
    while backend.write(caller, move |call| Box::pin(trash_batch(call, id, deletion))).await? {}
    Ok(())
}

/// Takes the next customers of a deletion under way; whether any are left.
async fn trash_batch(call: &mut Call, id: CustomerId, deletion: i64) -> Result<bool> {
    call.lock_tree().await?;
    let query = "SELECT 1 FROM deletions WHERE id = $1 AND status = 'trashing'";
    if call.one(query, vec![deletion.into()]).await?.is_none() {
        return Ok(false);
    }
    let record = super::record::by_id(call, id).await?.ok_or(Error::NotFound)?;
    let rows = nodes_of(call, &record.path, BATCH).await?;
    flip(call, &rows, deletion).await?;
    if rows.len() == BATCH as usize {
        return Ok(true);
    }
    let query = "UPDATE deletions SET status = 'trashed' WHERE id = $1";
    call.execute(query, vec![deletion.into()]).await?;
    Ok(false)
}

async fn finish_purging(backend: &Backend, caller: &Caller, deletion: i64) -> Result<()> {
    while backend.write(caller, move |call| Box::pin(purge_batch(call, deletion))).await? {}
    Ok(())
}

async fn purge_batch(call: &mut Call, deletion: i64) -> Result<bool> {
    call.lock_tree().await?;
    purge::batch(call, deletion).await
}
