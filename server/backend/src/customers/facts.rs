//! A customer as the policy's facts.

use super::{policy, restore};
use crate::call::View;
use crate::error::Result;
use crate::policy::{Found, Target};
use model::customers::Kind;
use model::ids::CustomerId;

/// A customer to which something would be done, be it in the Trash.
pub(crate) async fn as_object(view: &View, id: CustomerId) -> Result<Found> {
    let record = policy::reachable(view, id).await?;
    let deleted_with = match record.trash_id {
        Some(deletion) => restore::deleted_with(view, &record, deletion).await?,
        None => None,
    };
    let individual = record.kind != Kind::Company.as_str();
    let target = Target { trashed: record.is_trashed(), deleted_with, individual, ..Target::default() };
    Ok(Found { path: record.path, name: record.name, target })
}
