//! A customer as the policy's facts.

use super::record::Record;
use super::{policy, restore, two_factor::FROM_ABOVE};
use crate::call::View;
use crate::error::Result;
use crate::policy::{Found, Target};
use crate::{path, people};
use model::customers::Kind;
use model::ids::CustomerId;
use model::permissions::Action;

/// A customer to which something would be done, be it in the Trash. What an action does not depend on is not looked up.
pub(crate) async fn as_object(view: &View, id: CustomerId, action: Action) -> Result<Found> {
    let record = policy::reachable(view, id).await?;
    let deleted_with = match record.trash_id {
        Some(deletion) => restore::deleted_with(view, &record, deletion).await?,
        None => None,
    };
    let individual = record.kind != Kind::Company.as_str();
    let mut target = Target { trashed: record.is_trashed(), deleted_with, individual, ..Target::default() };
    if action == Action::CustomerReleaseTwoFactor {
        target = two_factor(view, &record, target).await?;
    }
    Ok(Found { path: record.path, name: record.name, target })
}

/// With what counts where a second factor is required: who set it, and who above the customer requires it.
pub(super) async fn two_factor(view: &View, record: &Record, target: Target) -> Result<Target> {
    let set_from_above = record.require_two_factor == FROM_ABOVE;
    let scope = &view.actor()?.scope;
    let required_above = people::required_by(view, path::parent(&record.path), scope).await?;
    Ok(Target { set_from_above, required_above, ..target })
}
