//! The second step of signing in. Who knows the password of someone with a second factor gets half a session: a secret of
//! its own, good for five minutes, five tries and one sign-in, and for nothing else.

use super::second_factor::{self, Proof};
use super::sessions::{self, SignedIn};
use super::sign_in::{self, SignInFrom};
use crate::Backend;
use crate::call::{Call, Caller};
use crate::error::{Error, Result};
use crate::random::{self, Secret, SecretHash};
use model::form::Problem;
use model::second_factor::CodeForm;
use model::time::SECOND;

/// How long a code is awaited.
pub(crate) const LASTS: i64 = 5 * 60 * SECOND;
/// How many codes may be tried.
pub(crate) const TRIES: i64 = 5;

/// A session for who needs no code, half of one for who does.
pub(super) async fn begin(call: &Call, user: i64, remember: bool, from: &SignInFrom) -> Result<SignedIn> {
    if !second_factor::is_on(call, user).await? {
        return sessions::begin(call, user, remember, from).await;
    }
    call.execute("DELETE FROM half_sessions WHERE expires_at <= $1", vec![call.now.0.into()]).await?;
    let secret = Secret::generate();
    let expires_at = call.now.plus(LASTS);
    call.execute(
        "INSERT INTO half_sessions (token_hash, user_id, remember, attempts, created_at, expires_at)
         VALUES ($1, $2, $3, 0, $4, $5)",
        vec![
            random::hash(secret.expose()).into(),
            user.into(),
            i64::from(remember).into(),
            call.now.0.into(),
            expires_at.0.into(),
        ],
    )
    .await?;
    Ok(SignedIn { secret, expires_at, remember, awaits_code: true })
}

/// Ends the halves of a user's sessions.
pub(super) async fn end(call: &Call, user: i64) -> Result<()> {
    call.execute("DELETE FROM half_sessions WHERE user_id = $1", vec![user.into()]).await?;
    Ok(())
}

/// Refuses what is no half of a session, or no longer.
pub async fn awaits_code(backend: &Backend, half: &str) -> Result<()> {
    user_of(backend, &random::hash(half)).await.map(drop)
}

async fn user_of(backend: &Backend, half: &SecretHash) -> Result<i64> {
    let view = backend.read(&Caller::Anonymous).await?;
    let query = "SELECT user_id FROM half_sessions WHERE token_hash = $1 AND expires_at > $2 AND attempts < $3";
    let row = view.one(query, vec![half.clone().into(), view.now.0.into(), TRIES.into()]).await?;
    Ok(row.ok_or(Error::Unauthenticated)?.try_get_by_index(0)?)
}

/// Begins the session of a half, by a code of the app or for recovery.
pub async fn enter_code(backend: &Backend, half: &str, form: &CodeForm, from: SignInFrom) -> Result<SignedIn> {
    let code = form.parse()?;
    let half = random::hash(half);
    let user = user_of(backend, &half).await?;
    // Each half has few tries, but who knows the password gets one after the other.
    backend.0.code_limits.count(backend.now(), from.address, &user.to_string())?;
    let entered = backend.write(&Caller::Anonymous, move |call| Box::pin(enter(call, half, code, from)));
    entered.await?.ok_or_else(|| Error::field("code", Problem::CodeWrong))
}

/// A try that fails is counted, so it is no error, which would undo that.
async fn enter(call: &mut Call, half: SecretHash, code: String, from: SignInFrom) -> Result<Option<SignedIn>> {
    let row = call.one(
        "UPDATE half_sessions SET attempts = attempts + 1 WHERE token_hash = $1 AND expires_at > $2 AND attempts < $3
         RETURNING id, user_id, remember",
        vec![half.into(), call.now.0.into(), TRIES.into()],
    );
    let row = row.await?.ok_or(Error::Unauthenticated)?;
    let (id, user, remember): (i64, i64, i64) =
        (row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    let Some(proof) = second_factor::take(call, user, &code).await? else { return Ok(None) };
    if call.execute("DELETE FROM half_sessions WHERE id = $1", vec![id.into()]).await? == 0 {
        return Err(Error::Unauthenticated);
    }
    let session = sessions::begin(call, user, remember != 0, &from).await?;
    sign_in::tell::<Proof>(call, user, Some(proof)).await?;
    Ok(Some(session))
}
