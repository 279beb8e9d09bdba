//! Moving a customer, with all below, under another parent.

use super::record::{self, Record};
use super::{policy, tree};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::error::{Error, Result};
use crate::path;
use crate::policy::may;
use model::customers::{Customer, MovePlan, Onlooker};
use model::form::Problem;
use model::ids::CustomerId;
use model::permissions::Action;
use std::collections::HashMap;

/// Most customers of a subtree that a plan counts exactly.
const COUNTED: u32 = 100_000;

/// What a move would change; refuses what the move would refuse.
pub async fn move_plan(view: &View, id: CustomerId, parent: CustomerId) -> Result<MovePlan> {
    let (record, to) = checked(view, id, parent).await?;
    let from = path::parent(&record.path);
    let shared = path::ids(from).zip(path::ids(&to.path)).take_while(|(a, b)| a == b).count();
    let losing: Vec<i64> = path::ids(from).skip(shared).collect();
    let gaining: Vec<i64> = path::ids(&to.path).skip(shared).collect();
    let users = active_users(view, &[losing.as_slice(), gaining.as_slice()].concat()).await?;
    Ok(MovePlan {
        customers: tree::size(view, &record.path, COUNTED).await?,
        from: record.parent_crumb(view)?,
        to: to.crumb(),
        losing: onlookers(view, &losing, &users).await?,
        gaining: onlookers(view, &gaining, &users).await?,
    })
}

/// Customers along a path with their people, the nearest first, those outside the scope left out.
async fn onlookers(view: &View, ids: &[i64], users: &HashMap<i64, i64>) -> Result<Vec<Onlooker>> {
    let scope = &view.actor()?.scope;
    let records = record::by_rows(view, ids).await?;
    let seen = records.iter().rev().filter(|record| path::is_within(&record.path, scope));
    let onlooker = |record: &Record| {
        let users = users.get(&record.id).map_or(0, |&users| users as u32);
        Onlooker { id: record.customer_id(), name: record.name.clone(), users }
    };
    Ok(seen.map(onlooker).collect())
}

/// How many people of each of these customers can sign in.
async fn active_users(view: &View, ids: &[i64]) -> Result<HashMap<i64, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let list = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let query = format!(
        "SELECT customer_id, count(*) FROM users WHERE customer_id IN ({list})
            AND trash_id IS NULL AND disabled_at IS NULL AND password_hash IS NOT NULL GROUP BY customer_id"
    );
    let rows = view.all(&query, vec![]).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
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
    may(actor, Action::CustomerMove, &record.path)?;
    let to = match policy::visible(view, parent).await {
        Err(Error::NotFound) => return Err(Error::field("parent_id", Problem::NotFound)),
        to => to?,
    };
    may(actor, Action::CustomerCreateBelow, &to.path)?;
    if path::is_within(&to.path, &record.path) {
        return Err(Error::field("parent_id", Problem::Cycle));
    }
    tree::check_depth(&to.path, tree::height(view, &record.path).await?)?;
    Ok((record, to))
}
