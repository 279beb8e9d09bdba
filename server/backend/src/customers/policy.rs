//! Who may do what with a customer. The role says what, the place says where: one's own customer and all below.
//! What is governed from above needs a strict ancestor.

use super::record::{self, Record};
use crate::call::{Actor, View};
use crate::error::{Denial, Error, Result};
use crate::path;
use model::customers::Rights;
use model::ids::CustomerId;
use model::people::Role;

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
    if !path::is_within(&record.path, &actor.scope) {
        return Err(Error::NotFound);
    }
    let going = view.going.iter().any(|subtree| path::is_within(&record.path, subtree));
    let purging = record.deletion_status.as_deref() == Some("purging");
    if (going && !record.is_trashed()) || (purging && record.is_trashed()) {
        return Err(Error::NotFound);
    }
    if record.is_trashed() && may_govern(actor, &record.path).is_err() {
        return Err(Error::NotFound);
    }
    Ok(record)
}

/// Whether the caller may change what is the customer's own.
pub(crate) fn may_edit(actor: &Actor, path: &str) -> Result<()> {
    if !path::is_within(path, &actor.scope) {
        return Err(Error::NotFound);
    }
    actor.needs(Role::Editor)
}

/// Whether the caller may change what is governed from above, and move, enable, disable, delete, restore.
pub(crate) fn may_govern(actor: &Actor, path: &str) -> Result<()> {
    may_edit(actor, path)?;
    if path != actor.scope {
        Ok(())
    } else if actor.of_provider {
        Err(Error::Forbidden(Denial::Provider))
    } else {
        Err(Error::Forbidden(Denial::Governed))
    }
}

/// Whether the caller may add and change users of the customer.
pub(crate) fn may_manage_users(actor: &Actor, path: &str) -> Result<()> {
    if !path::is_within(path, &actor.scope) {
        return Err(Error::NotFound);
    }
    actor.needs(Role::Admin)
}

/// The customer whose users are asked for: the caller's own counts too, the provider included.
pub(crate) async fn place_of_users(view: &View, id: CustomerId) -> Result<Record> {
    visible(view, id).await
}

/// What the caller may do with a customer, for pages: the same rules that the verbs enforce.
pub(crate) fn rights(actor: &Actor, record: &Record) -> Rights {
    let path = record.path.as_str();
    Rights {
        edit: may_edit(actor, path).is_ok(),
        govern: may_govern(actor, path).is_ok(),
        add_below: may_edit(actor, path).is_ok(),
        see_users: path::is_within(path, &actor.scope),
        manage_users: may_manage_users(actor, path).is_ok(),
    }
}
