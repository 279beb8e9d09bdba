//! Moving a customer, with all below, under another parent.

use super::record::{self, Record};
use super::{policy, tree};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::error::{Error, Result};
use crate::path;
use model::customers::{Crumb, Customer, MovePlan};
use model::form::Problem;
use model::ids::CustomerId;

/// Most customers of a subtree that a plan counts exactly.
const COUNTED: u32 = 100_000;

/// What a move would change; refuses what the move would refuse.
pub async fn move_plan(view: &View, id: CustomerId, parent: CustomerId) -> Result<MovePlan> {
    let (record, to) = checked(view, id, parent).await?;
    let actor = view.actor()?;
    let from = path::parent(&record.path);
    let shared = path::ids(from).zip(path::ids(&to.path)).take_while(|(a, b)| a == b).count();
    let losing: Vec<i64> = path::ids(from).skip(shared).collect();
    let gaining: Vec<i64> = path::ids(&to.path).skip(shared).collect();
    Ok(MovePlan {
        customers: tree::size(view, &record.path, COUNTED).await?,
        from: record.parent_crumb(view)?,
        to: to.crumb(),
        losing: crumbs(view, &losing, &actor.scope).await?,
        gaining: crumbs(view, &gaining, &actor.scope).await?,
    })
}

/// Links to customers along a path, the nearest first, those outside the scope left out.
async fn crumbs(view: &View, ids: &[i64], scope: &str) -> Result<Vec<Crumb>> {
    let records = record::by_rows(view, ids).await?;
    Ok(records.iter().rev().filter(|r| path::is_within(&r.path, scope)).map(Record::crumb).collect())
}

/// Moves a customer. It needs the right over the customer and reach over both parents; a place below itself is refused.
pub async fn relocate(call: &mut Call, id: CustomerId, parent: CustomerId, version: Option<u32>) -> Result<Customer> {
    call.lock_tree().await?;
    let (record, to) = checked(call, id, parent).await?;
    record.check_version(call, version)?;
    if record.parent_id == Some(to.id) {
        return record.to_customer(call);
    }
    let before = record.parent_crumb(call)?;
    call.execute(
        "UPDATE customers SET parent_id = $1, updated_at = $2, version = version + 1 WHERE id = $3",
        vec![to.id.into(), call.now.0.into(), record.id.into()],
    )
    .await?;
    tree::rewrite_paths(call, &record.path, &path::child(&to.path, record.id)).await?;
    let record = record::by_rows(call, &[record.id]).await?.pop().ok_or(Error::NotFound)?;
    log(call, "customer.move", Object::Customer(id.0), record.id, before, Some(to.crumb())).await?;
    record.to_customer(call)
}

/// The customer and its parent to be, when the move is allowed.
async fn checked(view: &View, id: CustomerId, parent: CustomerId) -> Result<(Record, Record)> {
    let record = policy::visible(view, id).await?;
    let actor = view.actor()?;
    policy::may_govern(actor, &record.path)?;
    let to = match policy::visible(view, parent).await {
        Err(Error::NotFound) => return Err(Error::field("parent_id", Problem::NotFound)),
        to => to?,
    };
    policy::may_edit(actor, &to.path)?;
    if path::is_within(&to.path, &record.path) {
        return Err(Error::field("parent_id", Problem::Cycle));
    }
    tree::check_depth(&to.path, tree::height(view, &record.path).await?)?;
    Ok((record, to))
}
