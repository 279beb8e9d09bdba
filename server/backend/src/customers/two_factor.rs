//! Requiring a second factor of a customer's people and of all below. What counts for someone is whether their customer or
//! any above requires it, asked at every request: a move counts at once, and nobody is signed out.

use super::record::{self, Record};
use super::{facts, policy};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::error::{Error, Result};
use crate::path;
use crate::people;
use crate::policy::{Target, decision, may};
use model::customers::{Customer, TwoFactorPlan, TwoFactorRule};
use model::form::Problem;
use model::ids::CustomerId;
use model::permissions::Action;

/// Most users that are counted exactly.
const COUNTED: i64 = 10_000;

/// The column: by whom it is required here.
pub(super) const NOT: i64 = 0;
const BY_ITS_OWN: i64 = 1;
pub(super) const FROM_ABOVE: i64 = 2;

/// Requires a second factor, or no longer. What was required from above is released from above, and nowhere below who else
/// requires it.
pub async fn require_two_factor(call: &mut Call, id: CustomerId, on: bool, version: Option<u32>) -> Result<Customer> {
    call.lock_tree().await?;
    let record = policy::visible(call, id).await?;
    let actor = call.actor()?;
    let action = if on { Action::CustomerRequireTwoFactor } else { Action::CustomerReleaseTwoFactor };
    let decided = decision(actor, action, &record.path, facts::two_factor(call, &record, Target::default()).await?);
    decided.permitted()?;
    record.check_version(call, version)?;
    if on == (record.require_two_factor != NOT) {
        return record.to_customer(call);
    }
    if decided.obstacle().is_some() {
        return Err(Error::field("require_two_factor", Problem::ReadOnly));
    }
    let by = match (on, record.path == actor.scope) {
        (false, _) => NOT,
        (true, true) => BY_ITS_OWN,
        (true, false) => FROM_ABOVE,
    };
    call.execute(
        "UPDATE customers SET require_two_factor = $1, updated_at = $2, version = version + 1 WHERE id = $3",
        vec![by.into(), call.now.0.into(), record.id.into()],
    )
    .await?;
    let record = record::by_rows(call, &[record.id]).await?.pop().ok_or(Error::NotFound)?;
    let verb = if on { "customer.require_two_factor" } else { "customer.release_two_factor" };
    log(call, verb, Object::Customer(id.0), record.id, Some(!on), Some(on)).await?;
    record.to_customer(call)
}

/// Of whom a second factor would be required who has none yet.
pub async fn two_factor_plan(view: &View, id: CustomerId) -> Result<TwoFactorPlan> {
    let record = policy::visible(view, id).await?;
    let actor = view.actor()?;
    may(actor, Action::CustomerRequireTwoFactor, &record.path)?;
    let lacking = format!(
        "FROM users u JOIN nodes n ON n.id = u.customer_id
         WHERE n.provider_id = 1 AND n.trash = 0 AND n.path >= $1 AND n.path < $2 AND u.trash_id IS NULL
            AND u.disabled_at IS NULL AND u.password_hash IS NOT NULL AND NOT {}",
        people::has_second_factor("u.id")
    );
    let subtree = vec![record.path.clone().into(), path::end(&record.path).into()];
    let counted = format!("SELECT count(*) FROM (SELECT 1 AS one {lacking} LIMIT {}) AS counted", COUNTED + 1);
    let users = view.number(&counted, subtree.clone()).await?;
    let oneself = match &actor.user {
        Some(user) => view.one(&format!("SELECT 1 {lacking} AND u.id = {}", user.row), subtree).await?.is_some(),
        None => false,
    };
    Ok(TwoFactorPlan { users: users.min(COUNTED) as u32, more: users > COUNTED, oneself })
}

/// How it stands with a customer, for its page.
pub(super) async fn rule(view: &View, record: &Record) -> Result<TwoFactorRule> {
    let actor = view.actor()?;
    let on = record.require_two_factor != NOT;
    let action = if on { Action::CustomerReleaseTwoFactor } else { Action::CustomerRequireTwoFactor };
    let target = facts::two_factor(view, record, Target::default()).await?;
    let above = target.required_above.clone();
    Ok(TwoFactorRule { on, above, may: decision(actor, action, &record.path, target).allowed() })
}
