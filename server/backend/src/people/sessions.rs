//! Sessions: a random secret in a cookie, its hash in the database.

use super::code_step;
use super::sign_in::SignInFrom;
use crate::Backend;
use crate::call::{Call, Caller};
use crate::error::{Error, Result};
use crate::random::{self, Secret, SecretHash};
use model::time::{DAY, HOUR, Timestamp};

/// How long a session lasts without and with "remember me".
const SHORT: i64 = 12 * HOUR;
const LONG: i64 = 30 * DAY;
/// Longest user agent that is kept, in characters.
const USER_AGENT: usize = 200;

/// A session that has just begun.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// What the cookie holds.
    pub secret: Secret,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether the cookie outlives the browser.
    pub remember: bool,
    /// The secret is half a session's only, as long as no code of the second factor was given.
    pub awaits_code: bool,
}

/// Begins a session with a secret of its own: whatever cookie the browser had before is worth nothing.
/// Who has no language yet gets the page's, for mail.
pub(super) async fn begin(call: &Call, user: i64, remember: bool, from: &SignInFrom) -> Result<SignedIn> {
    let secret = Secret::generate();
    let expires_at = call.now.plus(if remember { LONG } else { SHORT });
    let user_agent: String = from.user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT).collect();
    call.execute(
        "INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at, user_agent)
         VALUES ($1, $2, $3, $3, $4, $5)",
        vec![
            random::hash(secret.expose()).into(),
            user.into(),
            call.now.0.into(),
            expires_at.0.into(),
            user_agent.into(),
        ],
    )
    .await?;
    call.execute("DELETE FROM sessions WHERE user_id = $1 AND expires_at <= $2", vec![user.into(), call.now.0.into()])
        .await?;
    let lang = from.lang.map(model::lang::Lang::tag);
    let query = "UPDATE users SET last_sign_in_at = $1, lang = COALESCE(lang, $2) WHERE id = $3";
    call.execute(query, vec![call.now.0.into(), lang.into(), user.into()]).await?;
    Ok(SignedIn { secret, expires_at, remember, awaits_code: false })
}

/// Ends the sessions of a user, but for one, and those that await a code; how many sessions that were.
pub(super) async fn end_others(call: &Call, user: i64, keep: Option<&SecretHash>) -> Result<u64> {
    code_step::end(call, user).await?;
    let query = "DELETE FROM sessions WHERE user_id = $1 AND token_hash <> $2";
    call.execute(query, vec![user.into(), keep.cloned().unwrap_or_default().into()]).await
}

/// The same when who someone is or what they may do has changed: the sessions end that began before, but for the one that
/// this is done in.
pub(super) async fn end_before_change(call: &Call, user: i64) -> Result<u64> {
    let keep = match call.caller() {
        Caller::Session(hash) => Some(hash),
        _ => None,
    };
    end_others(call, user, keep).await
}

/// Gives a session another secret; what its cookie held until now is worth nothing.
pub(super) async fn rotate(call: &Call, session: &SecretHash) -> Result<SignedIn> {
    let secret = Secret::generate();
    let row = call.one(
        "UPDATE sessions SET token_hash = $1 WHERE token_hash = $2 RETURNING created_at, expires_at",
        vec![random::hash(secret.expose()).into(), session.clone().into()],
    );
    let row = row.await?.ok_or(Error::Unauthenticated)?;
    let (began, expires_at): (i64, i64) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
    Ok(SignedIn { secret, expires_at: Timestamp(expires_at), remember: expires_at - began > SHORT, awaits_code: false })
}

/// Ends the caller's session; nothing happens when there is none.
pub async fn sign_out(backend: &Backend, caller: &Caller) -> Result<()> {
    let Caller::Session(hash) = caller.clone() else { return Ok(()) };
    super::end_view(backend, caller).await?;
    backend
        .write(&Caller::Anonymous, move |call| {
            Box::pin(async move {
                call.execute("DELETE FROM sessions WHERE token_hash = $1", vec![hash.into()]).await?;
                Ok(())
            })
        })
        .await
}

/// A session without a password, for tests.
#[cfg(feature = "testing")]
pub(crate) async fn session_for(call: &mut Call, email: String) -> Result<SignedIn> {
    let query = "SELECT id FROM users WHERE email_key = $1 AND trash_id IS NULL";
    let row = call.one(query, vec![super::email_key(&email).into()]).await?;
    let row = row.ok_or(Error::SignInFailed)?;
    let from = SignInFrom { address: [192, 0, 2, 1].into(), user_agent: "test".to_owned(), lang: None };
    begin(call, row.try_get_by_index(0)?, false, &from).await
}
