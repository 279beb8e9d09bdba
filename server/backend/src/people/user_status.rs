//! Enabling, disabling and deleting users. A contact that signs in as a user shares that user's status, and the provider
//! keeps an admin who can sign in, whichever way someone is about to take the last one away.

use super::users::{self, UserRecord};
use super::{contacts, links, search, sessions};
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::customers::{self, TermKind};
use crate::error::{Blocker, Error, Result};
use crate::path;
use crate::policy::may;
use model::customers::Status;
use model::ids::UserId;
use model::people::{Role, User};
use model::permissions::Action;

/// Enables or disables a user. Sessions, links and waiting mail of a disabled one end at once, tokens stop by
/// themselves.
pub async fn set_status(call: &mut Call, id: UserId, status: Status, version: Option<u32>) -> Result<User> {
    call.lock_tree().await?;
    let user = users::visible(call, id).await?;
    let action = if status == Status::Enabled { Action::UserEnable } else { Action::UserDisable };
    may(call.actor()?, action, &user.path)?;
    user.check_version(version)?;
    contacts::follow_user(call, user.id, status).await?;
    change(call, &user, status).await?;
    Ok(users::by_row(call, user.id).await?.to_user())
}

/// The same for the user behind a contact, asked of the contact.
pub(super) async fn switch(call: &Call, row: i64, status: Status) -> Result<()> {
    contacts::follow_user(call, row, status).await?;
    change(call, &users::by_row(call, row).await?, status).await
}

async fn change(call: &Call, user: &UserRecord, status: Status) -> Result<()> {
    let is = if user.disabled_at.is_some() { Status::Disabled } else { Status::Enabled };
    if is == status {
        return Ok(());
    }
    let disabled_at = (status == Status::Disabled).then_some(call.now.0);
    if disabled_at.is_some() {
        keep_an_admin(call, user).await?;
        sessions::end_others(call, user.id, None).await?;
        links::revoke(call, user.id, None).await?;
    }
    let query = "UPDATE users SET disabled_at = $1, version = version + 1 WHERE id = $2";
    call.execute(query, vec![disabled_at.into(), user.id.into()]).await?;
    let verb = if status == Status::Enabled { "user.enable" } else { "user.disable" };
    let object = Object::User(user.public_id.as_u128());
    log(call, verb, object, user.customer_row, Some(is), Some(status)).await
}

/// Deletes a user for good, with sessions, links, mail, tokens and drafts. A contact that signed in as the user stays.
pub async fn delete(call: &mut Call, id: UserId, version: Option<u32>) -> Result<()> {
    call.lock_tree().await?;
    let user = users::visible(call, id).await?;
    may(call.actor()?, Action::UserDelete, &user.path)?;
    user.check_version(version)?;
    remove(call, user.id).await
}

/// The same for the user behind a contact, asked of the contact.
pub(super) async fn remove(call: &Call, row: i64) -> Result<()> {
    let user = users::by_row(call, row).await?;
    keep_an_admin(call, &user).await?;
    links::revoke(call, row, None).await?;
    customers::forget_term(call, TermKind::UserEmail, row).await?;
    search::forget_trigrams(call, row).await?;
    let query = "UPDATE contacts SET user_id = NULL, updated_at = $1, version = version + 1 WHERE user_id = $2";
    call.execute(query, vec![call.now.0.into(), row.into()]).await?;
    call.execute("DELETE FROM users WHERE id = $1", vec![row.into()]).await?;
    let object = Object::User(user.public_id.as_u128());
    log(call, "user.delete", object, user.customer_row, Some(user.to_user()), None::<()>).await
}

/// Refuses what would leave the provider without an admin who can sign in. Whoever calls holds the tree's lock: of two who
/// take one another's role at the same moment the second is refused.
pub(super) async fn keep_an_admin(call: &Call, user: &UserRecord) -> Result<()> {
    if is_last_admin(call, user).await? {
        return Err(Error::Blocked(vec![Blocker { field: "last_admin", value: user.name.clone() }]));
    }
    Ok(())
}

/// Whether the provider would be left without an admin who can sign in.
pub(super) async fn is_last_admin(view: &View, user: &UserRecord) -> Result<bool> {
    let counts = path::depth(&user.path) == 0 && user.role == Role::Admin.as_str() && user.disabled_at.is_none();
    Ok(counts && last_admin(view, user.customer_row).await? == Some(user.id))
}

/// The row of the provider's last admin, if one is the last. Someone who is only invited does not stand in for someone who
/// can sign in.
pub(super) async fn last_admin(view: &View, provider: i64) -> Result<Option<i64>> {
    let query = "SELECT id, CASE WHEN password_hash IS NULL THEN 1 ELSE 0 END AS invited FROM users
        WHERE customer_id = $1 AND role = 'admin' AND disabled_at IS NULL AND trash_id IS NULL ORDER BY invited LIMIT 2";
    let rows = view.all(query, vec![provider.into()]).await?;
    let admins = rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?)));
    let admins: Vec<(i64, i32)> = admins.collect::<Result<_>>()?;
    Ok(match admins[..] {
        [(only, _)] => Some(only),
        [(first, 0), (_, 1)] => Some(first),
        _ => None,
    })
}
