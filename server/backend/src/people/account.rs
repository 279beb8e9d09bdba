//! What people do with their own account: the name, another password, how strong that one would be.

use super::links;
use super::sessions::{self, SignedIn};
use super::sign_in::SignInFrom;
use super::users::{self, key};
use super::{search, user_edit};
use crate::Backend;
use crate::activity::{Object, record as log};
use crate::call::{ActorUser, Call, Caller, View};
use crate::error::{Error, Result};
use crate::random::SecretHash;
use model::account::PasswordChangeForm;
use model::form::Problem;
use model::people::PASSWORD_MAX;
use std::net::IpAddr;

/// The person who asks, by a session: a token or the operator has no account of their own.
pub(super) fn person<'v>(view: &'v View, caller: &Caller) -> Result<(&'v ActorUser, SecretHash)> {
    let actor = view.actor()?;
    // Who views the pages as someone else does not see what is theirs alone.
    actor.in_person()?;
    let user = actor.user.as_ref().ok_or(Error::Unauthenticated)?;
    match caller {
        Caller::Session(hash) | Caller::SettingUp(hash) => Ok((user, hash.clone())),
        _ => Err(Error::Unauthenticated),
    }
}

/// Changes one's own name. Address and role are an admin's to change.
pub async fn rename(call: &mut Call, name: String) -> Result<()> {
    let row = person(call, call.caller())?.0.row;
    let user = users::by_row(call, row).await?;
    if user.name == name {
        return Ok(());
    }
    let (name_key, search_text) = search::keys(&name, &user.email);
    let stored = call.execute(
        "UPDATE users SET name = $1, name_key = $2, search_text = $3, version = version + 1
         WHERE id = $4 AND version = $5",
        vec![name.clone().into(), name_key.into(), search_text.clone().into(), row.into(), user.version.into()],
    );
    if stored.await? == 0 {
        return Err(user_edit::changed_meanwhile());
    }
    search::write_trigrams(call, row, &search_text).await?;
    let object = Object::User(user.public_id.as_u128());
    let told = |name: &str| serde_json::json!({ "name": name });
    log(call, "user.edit", object, user.customer_row, Some(told(&user.name)), Some(told(&name))).await
}

/// Checks the password of the person who asks, as signing in does: after the same limits, so that who has taken a
/// session can't try passwords. Gives the row of the person and the hash that was checked.
pub(super) async fn confirm_password(
    backend: &Backend,
    caller: &Caller,
    password: &str,
    address: IpAddr,
    field: &'static str,
) -> Result<(i64, String)> {
    let view = backend.read(caller).await?;
    let user = person(&view, caller)?.0.clone();
    backend.0.limits.count(backend.now(), address, &key(&user.email))?;
    let row = view.one("SELECT password_hash FROM users WHERE id = $1", vec![user.row.into()]).await?;
    let stored: Option<String> = row.ok_or(Error::Unauthenticated)?.try_get_by_index(0)?;
    drop(view);
    if !backend.0.hasher.verify(password, stored.as_deref()).await? {
        return Err(Error::field(field, Problem::PasswordWrong));
    }
    Ok((user.row, stored.unwrap_or_default()))
}

/// Sets another password for who knows the one until now. All other sessions of the person and the links for a new
/// password end; the session that asks goes on with another secret.
pub async fn change_password(
    backend: &Backend,
    caller: &Caller,
    form: &PasswordChangeForm,
    from: SignInFrom,
) -> Result<SignedIn> {
    let password = form.parse()?;
    let (row, verified) =
        confirm_password(backend, caller, &form.current_password, from.address, "current_password").await?;
    let known = {
        let view = backend.read(caller).await?;
        let actor = view.actor()?;
        (actor.name.clone(), actor.user.as_ref().map(|user| user.email.clone()).unwrap_or_default())
    };
    let hash = backend.0.hasher.hash(&password, &[&known.0, &known.1]).await?;
    backend.write(caller, move |call| Box::pin(store(call, row, verified, hash))).await
}

async fn store(call: &mut Call, row: i64, verified: String, hash: String) -> Result<SignedIn> {
    let (user, session) = person(call, call.caller())?;
    let object = Object::User(user.id.0);
    // The one that was checked may have been changed meanwhile, here or by a link.
    let query = "UPDATE users SET password_hash = $1, version = version + 1 WHERE id = $2 AND password_hash = $3";
    if call.execute(query, vec![hash.into(), row.into(), verified.into()]).await? == 0 {
        return Err(Error::field("current_password", Problem::PasswordWrong));
    }
    links::revoke(call, row, None).await?;
    sessions::end_others(call, row, Some(&session)).await?;
    let home = call.actor()?.home_row;
    log(call, "user.change_password", object, home, None::<()>, None::<()>).await?;
    sessions::rotate(call, &session).await
}

/// How strong a password would be, from 0 to 4; under 2 it is refused. It is weighed and forgotten.
pub async fn weigh_password(backend: &Backend, password: &str, about: &str, address: IpAddr) -> Result<u8> {
    backend.0.weighing.count_address(backend.now(), address)?;
    let password: String = password.chars().take(PASSWORD_MAX as usize).collect();
    let about: String = about.chars().take(2 * model::text::NAME).collect();
    let known: Vec<&str> = about.split_whitespace().collect();
    backend.0.hasher.weigh(password, &known).await
}
