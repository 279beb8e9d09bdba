//! Signing in.

use super::code_step;
use super::sessions::SignedIn;
use super::user_status;
use super::users::key;
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller, View, closed_among};
use crate::error::{Error, Result};
use crate::{Backend, path};
use model::lang::Lang;
use model::people::{Me, Role, SignInForm, Viewed};
use std::net::IpAddr;
use uuid::Uuid;

/// Where someone signs in from.
#[derive(Clone, Debug)]
pub struct SignInFrom {
    /// The peer's address.
    pub address: IpAddr,
    /// What the browser calls itself.
    pub user_agent: String,
    /// The language of the page.
    pub lang: Option<Lang>,
}

/// Begins a session for who knows the password, or half of one for who has a second factor. Unknown accounts, wrong passwords, disabled and invited users, users
/// of disabled customers answer alike and after the same work.
pub async fn sign_in(backend: &Backend, form: &SignInForm, from: SignInFrom) -> Result<SignedIn> {
    let account = key(&form.email);
    backend.0.limits.count(backend.now(), from.address, &account)?;
    let view = backend.read(&Caller::Anonymous).await?;
    let stored = view.one(
        "SELECT id, password_hash FROM users WHERE email_key = $1 AND trash_id IS NULL AND disabled_at IS NULL",
        vec![account.into()],
    );
    let (user, stored): (i64, Option<String>) = match stored.await? {
        Some(row) => (row.try_get_by_index(0)?, row.try_get_by_index(1)?),
        None => (0, None),
    };
    drop(view);
    if !backend.0.hasher.verify(&form.password, stored.as_deref()).await? {
        return Err(Error::SignInFailed);
    }
    let remember = form.remember;
    backend.write(&Caller::Anonymous, move |call| Box::pin(begin(call, user, stored, remember, from))).await
}

/// Begins the session if all that was checked still holds: the password may have been changed meanwhile.
async fn begin(
    call: &mut Call,
    user: i64,
    verified: Option<String>,
    remember: bool,
    from: SignInFrom,
) -> Result<SignedIn> {
    let query = "SELECT 1 FROM users WHERE id = $1 AND password_hash = $2";
    let holds = call.one(query, vec![user.into(), verified.into()]).await?.is_some();
    if !holds || !may_begin(call, user).await? {
        return Err(Error::SignInFailed);
    }
    let session = code_step::begin(call, user, remember, &from).await?;
    if !session.awaits_code {
        tell(call, user, None::<()>).await?;
    }
    Ok(session)
}

/// Whether a user may sign in as things are: activated, not disabled, and neither is their customer or one above it, nor are these in the Trash.
pub(super) async fn may_begin(call: &Call, user: i64) -> Result<bool> {
    let row = call.one(
        "SELECT n.path FROM users u JOIN nodes n ON n.id = u.customer_id
         WHERE u.id = $1 AND u.password_hash IS NOT NULL AND u.trash_id IS NULL AND u.disabled_at IS NULL",
        vec![user.into()],
    );
    let Some(row) = row.await? else { return Ok(false) };
    let place: String = row.try_get_by_index(0)?;
    let above: Vec<i64> = path::ids(&place).collect();
    Ok(!closed_among(call, &above).await?)
}

/// Writes down who has signed in, and by what besides the password. Who can't, as things are now, doesn't.
pub(super) async fn tell<P: serde::Serialize>(call: &Call, user: i64, proof: Option<P>) -> Result<()> {
    let row = call.one(
        "SELECT u.public_id, u.customer_id, n.path FROM users u JOIN nodes n ON n.id = u.customer_id
         WHERE u.id = $1 AND u.trash_id IS NULL AND u.disabled_at IS NULL",
        vec![user.into()],
    );
    let row = row.await?.ok_or(Error::Unauthenticated)?;
    let place: String = row.try_get_by_index(2)?;
    let above: Vec<i64> = path::ids(&place).collect();
    if closed_among(call, &above).await? {
        return Err(Error::Unauthenticated);
    }
    let id: Uuid = row.try_get_by_index(0)?;
    log(call, "user.sign_in", Object::User(id.as_u128()), row.try_get_by_index(1)?, None::<()>, proof).await
}

/// Who is signed in.
pub async fn me(view: &View) -> Result<Me> {
    let actor = view.actor()?;
    let user = actor.user.as_ref().ok_or(Error::Unauthenticated)?;
    let counts = actor.of_provider && actor.role == Role::Admin;
    let last_admin = counts && user_status::last_admin(view, actor.home_row).await? == Some(user.row);
    Ok(Me {
        id: user.id,
        name: actor.name.clone(),
        email: user.email.clone(),
        role: actor.role,
        customer_id: actor.home,
        customer: actor.home_name.clone(),
        of_provider: actor.of_provider,
        last_admin,
        mails: view.backend().0.mail.smtp.is_some(),
        viewed: actor.viewer.as_ref().map(|viewer| Viewed { by: viewer.name.clone(), until: viewer.until }),
    })
}

/// Remembers the language that the caller has chosen, for mail.
pub async fn speak(call: &mut Call, lang: Lang) -> Result<()> {
    let user = call.actor()?.user.as_ref().ok_or(Error::Unauthenticated)?.row;
    let query = "UPDATE users SET lang = $1 WHERE id = $2";
    call.execute(query, vec![lang.tag().into(), user.into()]).await?;
    Ok(())
}
