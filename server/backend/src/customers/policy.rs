//! Which customers the caller finds, and what pages offer for them. The rules are in `policy`.

use super::record::{self, Record};
use crate::call::{Actor, View};
use crate::error::{Error, Result};
use crate::path;
use crate::policy::{Target, decision, may};
use model::customers::Rights;
use model::ids::CustomerId;
use model::permissions::Action;

/// The living customer of an id within the caller's scope. Foreign, deleted and nonexistent are the same.
pub(crate) async fn visible(view: &View, id: CustomerId) -> Result<Record> {
    let record = reachable(view, id).await?;
    if record.is_trashed() { Err(Error::NotFound) } else { Ok(record) }
}

/// The same for the living and, where the caller may restore, the deleted. What a deletion under way has not reached
/// yet is neither.
pub(crate) async fn reachable(view: &View, id: CustomerId) -> Result<Record> {
    let actor = view.actor()?;
    let record = record::by_id(view, id).await?.ok_or(Error::NotFound)?;
    let object = Target { trashed: record.is_trashed(), ..Target::default() };
    decision(actor, Action::CustomerRead, &record.path, object).permitted()?;
    let going = view.going.iter().any(|subtree| path::is_within(&record.path, subtree));
    let purging = record.deletion_status.as_deref() == Some("purging");
    if (going && !record.is_trashed()) || (purging && record.is_trashed()) {
        return Err(Error::NotFound);
    }
    Ok(record)
}

/// The customer whose users are asked for: the caller's own counts too, the provider included.
pub(crate) async fn place_of_users(view: &View, id: CustomerId) -> Result<Record> {
    visible(view, id).await
}

/// What the caller may do with a customer, for pages: the same decision that the verbs ask for.
pub(crate) fn rights(actor: &Actor, record: &Record) -> Rights {
    let may = |action| may(actor, action, &record.path).is_ok();
    Rights {
        edit: may(Action::CustomerEdit),
        set_governed: may(Action::CustomerEditGoverned),
        govern: may(Action::CustomerDelete),
        add_below: may(Action::CustomerCreateBelow),
        see_users: may(Action::UserRead),
        manage_users: may(Action::UserCreate),
    }
}
