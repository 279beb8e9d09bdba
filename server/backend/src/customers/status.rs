//! Enabling and disabling: a disabled customer's people, and those of its subtree, are out at once.

use super::{policy, record};
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::path;
use crate::policy::may;
use model::customers::{Customer, Status};
use model::ids::CustomerId;
use model::permissions::Action;

/// Enables or disables a customer. Sessions of the whole subtree end when it is disabled; tokens stop by themselves.
pub async fn set_status(call: &mut Call, id: CustomerId, status: Status, version: Option<u32>) -> Result<Customer> {
    call.lock_tree().await?;
    let record = policy::visible(call, id).await?;
    may(call.actor()?, Action::CustomerSetStatus, &record.path)?;
    record.check_version(call, version)?;
    let before = record.status()?;
    if before == status {
        return record.to_customer(call);
    }
    call.execute(
        "UPDATE customers SET status = $1, updated_at = $2, version = version + 1 WHERE id = $3",
        vec![status.as_str().into(), call.now.0.into(), record.id.into()],
    )
    .await?;
    if status == Status::Disabled {
        end_sessions(call, &record.path).await?;
    }
    let record = record::by_rows(call, &[record.id]).await?.pop().ok_or(Error::NotFound)?;
    let after = record.to_customer(call)?;
    let verb = if status == Status::Enabled { "customer.enable" } else { "customer.disable" };
    log(call, verb, Object::Customer(id.0), record.id, Some(before), Some(status)).await?;
    Ok(after)
}

/// Ends the sessions of everyone in a subtree.
pub(super) async fn end_sessions(call: &Call, subtree: &str) -> Result<()> {
    call.execute(
        "DELETE FROM sessions WHERE user_id IN (SELECT u.id FROM users u JOIN nodes n ON n.id = u.customer_id
            WHERE n.provider_id = 1 AND n.trash IN (0, 1) AND n.path >= $1 AND n.path < $2)",
        vec![subtree.into(), path::end(subtree).into()],
    )
    .await?;
    Ok(())
}
