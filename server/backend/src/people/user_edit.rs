//! Editing a user: name, address and role, one by one in place or together.

use super::{links, search, sessions, user_status, users};
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::customers::{self, TermKind};
use crate::error::{Denial, Error, Result};
use crate::merge;
use crate::policy::may;
use model::form::Problem;
use model::ids::UserId;
use model::people::{Role, User};
use model::permissions::Action;
use model::users::{UserField, UserForm};

/// One field of a user and what it is to be.
pub type UserChange = merge::Change<UserField>;
/// What is to change of a user.
pub type UserEdit = merge::Edit<UserField>;

/// Changes fields of a user. With another address or role the sessions end that began before, but for the one that this is
/// done in. Another address also ends the tokens, and revokes the links that were sent to the one before with the mail
/// that waits with them: who had the address need not be who has it now. Tokens follow another role by themselves.
pub async fn edit(call: &mut Call, id: UserId, edit: UserEdit) -> Result<User> {
    call.lock_tree().await?;
    let user = users::visible(call, id).await?;
    let actor = call.actor()?;
    may(actor, Action::UserEdit, &user.path)?;
    user.check_version(edit.version)?;
    let before = user.to_user();
    let data = merge::merged(before.form(), &edit.changes)?.parse()?;
    let (old, new) = (before.form(), UserForm::from(&data));
    let changed = merge::changed(&old, &new);
    if changed.is_empty() {
        return Ok(before);
    }
    if changed.contains(&UserField::Role) {
        may(actor, Action::UserSetRole, &user.path)?;
        if data.role > actor.role {
            return Err(Error::Forbidden(Denial::Role));
        }
        if data.role != Role::Admin {
            user_status::keep_an_admin(call, &user).await?;
        }
    }
    let email = data.email.as_str();
    if changed.contains(&UserField::Email) {
        let query = "SELECT 1 FROM users WHERE email_key = $1 AND trash_id IS NULL AND id <> $2";
        if call.one(query, vec![users::key(email).into(), user.id.into()]).await?.is_some() {
            return Err(Error::field("email", Problem::Taken));
        }
    }
    let (name_key, search_text) = search::keys(&data.name, email);
    let stored = call.execute(
        "UPDATE users SET name = $1, name_key = $2, email = $3, email_key = $4, role = $5, search_text = $6,
            version = version + 1 WHERE id = $7 AND version = $8",
        vec![
            data.name.clone().into(),
            name_key.into(),
            email.into(),
            users::key(email).into(),
            data.role.as_str().into(),
            search_text.clone().into(),
            user.id.into(),
            user.version.into(),
        ],
    );
    if stored.await? == 0 {
        return Err(changed_meanwhile());
    }
    search::write_trigrams(call, user.id, &search_text).await?;
    if changed.contains(&UserField::Email) {
        customers::forget_term(call, TermKind::UserEmail, user.id).await?;
        customers::index_user_email(call, user.customer_row, user.id, email).await?;
        links::revoke(call, user.id, None).await?;
        end_tokens(call, user.id).await?;
    }
    if changed.contains(&UserField::Email) || changed.contains(&UserField::Role) {
        sessions::end_before_change(call, user.id).await?;
    }
    let (was, is) = (merge::told(&old, &changed), merge::told(&new, &changed));
    log(call, "user.edit", Object::User(id.0), user.customer_row, Some(was), Some(is)).await?;
    Ok(users::by_row(call, user.id).await?.to_user())
}

/// Setting a password and one's own name raise the version too, and take no lock of the tree: tried once more.
pub(super) fn changed_meanwhile() -> Error {
    Error::Internal("40001: the user changed meanwhile".into())
}

/// Ends the tokens of a user, but for the one that this is done with.
async fn end_tokens(call: &Call, user: i64) -> Result<()> {
    let keep = call.actor()?.token_row.unwrap_or_default();
    call.execute("DELETE FROM tokens WHERE user_id = $1 AND id <> $2", vec![user.into(), keep.into()]).await?;
    Ok(())
}
