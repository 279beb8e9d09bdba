//! A contact as the policy's facts.

use super::default::is_needed;
use super::record;
use crate::call::View;
use crate::error::Result;
use crate::people::{user_status, users};
use crate::policy::Found;
use model::customers::Status;
use model::ids::ContactId;
use model::permissions::Action;

/// A contact to which something would be done. What an action does not depend on is not looked up.
pub(crate) async fn as_object(view: &View, id: ContactId, action: Action) -> Result<Found> {
    let contact = record::visible(view, id).await?;
    let mut target = contact.facts();
    if matches!(action, Action::ContactDisable | Action::ContactDelete | Action::ContactTakeSignIn)
        && let Some(user) = contact.user_row
    {
        target.last_admin = user_status::is_last_admin(view, &users::by_row(view, user).await?).await?;
    }
    // One that is disabled already has nothing to be refused.
    if action == Action::ContactDelete || (action == Action::ContactDisable && !target.disabled) {
        target.needed_default = is_needed(view, &contact).await?;
    }
    Ok(Found { path: contact.path, name: contact.name, target })
}

/// Whether a user's contact stands in the way of disabling the user: it would be disabled along, and is the default.
pub(in crate::people) async fn holds_default(view: &View, user: i64) -> Result<bool> {
    let row = view.one("SELECT id FROM contacts WHERE user_id = $1", vec![user.into()]).await?;
    let Some(row) = row else { return Ok(false) };
    let contact = record::by_row(view, row.try_get_by_index(0)?).await?;
    Ok(contact.status()? == Status::Enabled && is_needed(view, &contact).await?)
}
