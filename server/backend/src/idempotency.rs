//! Idempotency keys: a request that is sent again is answered again, not done again.
//!
//! A key is claimed in a transaction of its own, so that a second request finds out at once that the first is still
//! under way. The answer is then stored in the transaction of the effect: after a crash there are both or neither, and
//! a claim without an answer is void after a while. A request that was refused did nothing and leaves its key free.
//!
//! Answers may hold an activation link or a token. They are sealed with a key that is derived from the caller's own
//! token, of which only a hash is stored: who reads the database can open none of them.

use crate::Backend;
use crate::call::{Call, Caller};
use crate::error::{Error, Result};
pub use crate::seal::Vault;
use futures::future::BoxFuture;
use model::time::{HOUR, SECOND, Timestamp};
use serde::{Deserialize, Serialize};

/// How long an answer is kept.
const KEPT: i64 = 24 * HOUR;
/// How long a claim holds without an answer; its transaction can no longer store one after that.
const CLAIMED: i64 = 60 * SECOND;

/// An answer as it goes out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Names and values of headers.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

fn seal(once: &Once, answer: &Answer) -> Result<Vec<u8>> {
    let text = serde_json::to_vec(answer).map_err(|_| Error::internal("an answer as JSON"))?;
    once.vault.seal(&once.name(), &text)
}

fn open(once: &Once, stored: &[u8]) -> Result<Answer> {
    let text = once.vault.open(&once.name(), stored)?;
    serde_json::from_slice(&text).map_err(|_| Error::internal("a stored answer is not one"))
}

/// One request that is to be done once.
#[derive(Clone, Debug)]
pub struct Once {
    /// The token's vault.
    pub vault: Vault,
    /// Method and path.
    pub route: String,
    /// The key that the caller chose.
    pub key: String,
    /// Query and body: with the same key they have to be the same.
    pub request: Vec<u8>,
}

impl Once {
    fn name(&self) -> String {
        format!("{}\n{}", self.route, self.key)
    }
}

/// What a claim found.
enum Claim {
    /// The key is ours until then; do it.
    Ours(i64),
    /// It has been done.
    Done(Answer),
}

/// Does a write once: under a key that was answered before, gives that answer again. The whole runs in a task of its
/// own, so that a client that goes away leaves no claim behind.
pub async fn run<F>(backend: &Backend, caller: &Caller, once: Once, verb: F) -> Result<Answer>
where
    F: for<'c> FnOnce(&'c mut Call) -> BoxFuture<'c, Result<Answer>> + Clone + Send + 'static,
{
    let (backend, caller) = (backend.clone(), caller.clone());
    let task = tokio::spawn(async move {
        let asked = once.clone();
        let claim = match backend.write(&caller, move |call| Box::pin(claim(call, asked))).await? {
            Claim::Done(answer) => return Ok(answer),
            Claim::Ours(claim) => claim,
        };
        let done = backend.write(&caller, move |call| Box::pin(perform(call, once, claim, verb))).await;
        if done.is_err() {
            // A claim that can't be released now is void after a while.
            let _ = backend.write(&caller, move |call| Box::pin(release(call, claim))).await;
        }
        done
    });
    task.await.map_err(|_| Error::internal("an idempotent write panicked"))?
}

async fn claim(call: &mut Call, once: Once) -> Result<Claim> {
    let token = token_row(call)?;
    sweep(call, token, &once).await?;
    // Bodies may hold passwords: without the token a fingerprint can't be tried against guesses.
    let fingerprint = once.vault.fingerprint(&once.request);
    let claimed = call.one(
        "INSERT INTO idempotency (token_id, route, key, body_hash, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (token_id, route, key) DO NOTHING RETURNING id",
        vec![
            token.into(),
            once.route.clone().into(),
            once.key.clone().into(),
            fingerprint.clone().into(),
            call.now.0.into(),
        ],
    );
    if let Some(row) = claimed.await? {
        return Ok(Claim::Ours(row.try_get_by_index(0)?));
    }
    let former = call.one(
        "SELECT body_hash, body FROM idempotency WHERE token_id = $1 AND route = $2 AND key = $3",
        vec![token.into(), once.route.clone().into(), once.key.clone().into()],
    );
    // A claim that was released between the two statements was in flight a moment ago.
    let former = former.await?.ok_or(Error::KeyInFlight)?;
    if former.try_get::<Vec<u8>>("", "body_hash")? != fingerprint {
        return Err(Error::KeyReused);
    }
    let stored: Option<Vec<u8>> = former.try_get("", "body")?;
    let answer = open(&once, &stored.ok_or(Error::KeyInFlight)?)?;
    Ok(Claim::Done(answer))
}

/// Drops what is too old: all of the token's answers, and this key's claim.
async fn sweep(call: &Call, token: i64, once: &Once) -> Result<()> {
    call.execute(
        "DELETE FROM idempotency WHERE token_id = $1 AND created_at <= $2",
        vec![token.into(), before(call.now, KEPT).into()],
    )
    .await?;
    call.execute(
        "DELETE FROM idempotency WHERE token_id = $1 AND route = $2 AND key = $3 AND body IS NULL AND created_at <= $4",
        vec![token.into(), once.route.clone().into(), once.key.clone().into(), before(call.now, CLAIMED).into()],
    )
    .await?;
    Ok(())
}

async fn perform<F>(call: &mut Call, once: Once, claim: i64, verb: F) -> Result<Answer>
where
    F: for<'c> FnOnce(&'c mut Call) -> BoxFuture<'c, Result<Answer>>,
{
    let answer = verb(call).await?;
    let sealed = seal(&once, &answer)?;
    let stored = call.execute(
        "UPDATE idempotency SET status = $1, body = $2 WHERE id = $3 AND body IS NULL",
        vec![i64::from(answer.status).into(), sealed.into(), claim.into()],
    );
    // Our claim was void and someone else's is under way: theirs counts, ours is rolled back.
    if stored.await? == 1 { Ok(answer) } else { Err(Error::KeyInFlight) }
}

async fn release(call: &mut Call, claim: i64) -> Result<()> {
    call.execute("DELETE FROM idempotency WHERE id = $1 AND body IS NULL", vec![claim.into()]).await?;
    Ok(())
}

fn before(now: Timestamp, milliseconds: i64) -> i64 {
    now.plus(-milliseconds).0
}

fn token_row(call: &Call) -> Result<i64> {
    call.actor()?.token_row.ok_or_else(|| Error::internal("idempotency keys belong to tokens"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn once(vault: Vault) -> Once {
        Once { vault, route: "POST /tokens".into(), key: "k".into(), request: b"{}".to_vec() }
    }

    #[test]
    fn only_the_same_token_opens_an_answer_and_only_under_its_key() {
        let answer = Answer { status: 201, headers: vec![], body: "cnp_secret".into() };
        let mine = once(Vault::of("cnp_mine"));
        let sealed = seal(&mine, &answer).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("cnp_secret"));
        assert_eq!(open(&mine, &sealed).unwrap(), answer);
        assert!(open(&once(Vault::of("cnp_other")), &sealed).is_err());
        assert!(open(&Once { key: "l".into(), ..mine.clone() }, &sealed).is_err());
        assert!(open(&mine, &sealed[..10]).is_err());
    }

    #[test]
    fn a_fingerprint_needs_the_token() {
        assert_ne!(Vault::of("a").fingerprint(b"x"), Vault::of("b").fingerprint(b"x"));
        assert_ne!(Vault::of("a").fingerprint(b"x"), Vault::of("a").fingerprint(b"y"));
    }
}
