//! Challenges: random numbers for browsers to sign, each for one answer within five minutes. Kept as hashes, in the database, so
//! that any of several servers takes the answer.

use crate::call::Call;
use crate::error::Result;
use crate::random::{self, Secret, SecretHash};
use model::time::SECOND;

/// How long an answer is awaited.
pub(crate) const LASTS: i64 = 5 * 60 * SECOND;
/// Most that wait at once. Whoever asks for more pushes the oldest out, which fills no disk and locks nobody out for long.
const MOST: i64 = 10_000;

/// Whom a new passkey is for, and the session in which it is made; nobody for a sign-in.
type For<'s> = Option<(i64, &'s SecretHash)>;

/// Puts one. A person has one at a time for a new passkey.
pub(super) async fn put(call: &Call, whom: For<'_>) -> Result<Secret> {
    let challenge = Secret::generate();
    let (user, session) = (whom.map(|(user, _)| user), whom.map(|(_, session)| session.clone()));
    if let Some(user) = user {
        call.execute("DELETE FROM passkey_challenges WHERE user_id = $1", vec![user.into()]).await?;
    }
    let row = call.one(
        "INSERT INTO passkey_challenges (challenge_hash, user_id, session_hash, expires_at) VALUES ($1, $2, $3, $4)
         RETURNING id",
        vec![random::hash(challenge.expose()).into(), user.into(), session.into(), (call.now.0 + LASTS).into()],
    );
    let id: i64 = row.await?.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    let over = "DELETE FROM passkey_challenges WHERE expires_at <= $1 OR id <= $2";
    call.execute(over, vec![call.now.0.into(), (id - MOST).into()]).await?;
    Ok(challenge)
}

/// Takes one; whether it was there for this. It is worth nothing from then on.
pub(super) async fn take(call: &Call, challenge: &str, whom: For<'_>) -> Result<bool> {
    let hash = random::hash(challenge);
    let taken = match whom {
        None => call.execute(
            "DELETE FROM passkey_challenges WHERE challenge_hash = $1 AND expires_at > $2 AND user_id IS NULL",
            vec![hash.into(), call.now.0.into()],
        ),
        Some((user, session)) => call.execute(
            "DELETE FROM passkey_challenges
             WHERE challenge_hash = $1 AND expires_at > $2 AND user_id = $3 AND session_hash = $4",
            vec![hash.into(), call.now.0.into(), user.into(), session.clone().into()],
        ),
    };
    Ok(taken.await? > 0)
}
