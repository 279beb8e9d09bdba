//! Viewing the pages as a user: an admin above sees what the user sees and changes nothing. It belongs to the admin's
//! session, ends by itself, and the admin's right is asked again at every request.

use super::facts::as_object;
use super::users;
use crate::Backend;
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller};
use crate::error::{Error, Result};
use crate::policy::{self, Target};
use model::form::Problem;
use model::ids::UserId;
use model::permissions::Action;
use model::time::{SECOND, Timestamp};
use uuid::Uuid;

/// How long it lasts at most.
const LASTS: i64 = 30 * 60 * SECOND;

/// From now on the caller's session shows what this user sees.
pub async fn view_as(call: &mut Call, id: UserId) -> Result<Timestamp> {
    call.lock_tree().await?;
    let found = as_object(call, id, Action::UserViewAs).await?;
    let actor = call.actor()?;
    let oneself = actor.user.as_ref().is_some_and(|user| user.id == id);
    let target = Target { oneself, ..found.target };
    let decision = policy::decision(actor, Action::UserViewAs, &found.path, target);
    decision.permitted()?;
    if decision.obstacle().is_some() {
        return Err(Error::field("status", Problem::ReadOnly));
    }
    // Only pages have a session; a program acts as itself.
    let session = call.session().ok_or(Error::NotFound)?;
    let user = users::visible(call, id).await?;
    let until = call.now.plus(LASTS);
    let query = "UPDATE sessions SET view_as_user_id = $1, view_as_until = $2 WHERE token_hash = $3";
    call.execute(query, vec![user.id.into(), until.0.into(), session.into()]).await?;
    log(call, "user.view_as", Object::User(id.0), user.customer_row, None::<()>, Some(until)).await?;
    Ok(until)
}

/// Ends the view of the caller's session and tells as whom it was; nothing happens when there is none. The entry in the log is
/// the admin's.
pub async fn end_view(backend: &Backend, caller: &Caller) -> Result<Option<UserId>> {
    let Caller::Session(hash) = caller else { return Ok(None) };
    let behind = Caller::Behind(hash.clone());
    match backend.write(&behind, |call| Box::pin(end(call))).await {
        // Who is out has no view either.
        Err(Error::Unauthenticated) => Ok(None),
        outcome => outcome,
    }
}

async fn end(call: &mut Call) -> Result<Option<UserId>> {
    let Some(session) = call.session() else { return Ok(None) };
    let row = call.one(
        "SELECT u.public_id, u.customer_id FROM sessions s LEFT JOIN users u ON u.id = s.view_as_user_id
         WHERE s.token_hash = $1 AND s.view_as_until IS NOT NULL",
        vec![session.clone().into()],
    );
    let Some(row) = row.await? else { return Ok(None) };
    let query = "UPDATE sessions SET view_as_user_id = NULL, view_as_until = NULL WHERE token_hash = $1";
    call.execute(query, vec![session.into()]).await?;
    // A user who is gone meanwhile has no place in the log any more.
    let (Some(id), Some(customer)) = (row.try_get_by_index::<Option<Uuid>>(0)?, row.try_get_by_index(1)?) else {
        return Ok(None);
    };
    log(call, "user.end_view_as", Object::User(id.as_u128()), customer, None::<()>, None::<()>).await?;
    Ok(Some(UserId(id.as_u128())))
}
