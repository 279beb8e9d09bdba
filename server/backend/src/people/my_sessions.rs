//! One's own sessions: which there are, and ending them.

use super::account::person;
use super::device;
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller, View};
use crate::error::{Error, Result};
use crate::random::{self, SecretHash};
use model::account::{Everywhere, OwnSession};
use model::time::Timestamp;
use sea_orm::FromQueryResult;

/// Most sessions that are listed; the newest.
const MOST: i64 = 100;

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    token_hash: SecretHash,
    created_at: i64,
    seen_at: i64,
    user_agent: Option<String>,
}

/// What names a session to its owner: made of the stored hash, by which nobody gets in, so that rows need no other name.
fn name_of(hash: &SecretHash) -> String {
    let hash = random::hash(&hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn rows(view: &View, user: i64) -> Result<Vec<Row>> {
    let query = "SELECT id, token_hash, created_at, seen_at, user_agent FROM sessions
                 WHERE user_id = $1 AND expires_at > $2 ORDER BY id DESC LIMIT $3";
    let rows = view.all(query, vec![user.into(), view.now.0.into(), MOST.into()]).await?;
    Ok(rows.iter().map(|row| Row::from_query_result(row, "")).collect::<std::result::Result<_, _>>()?)
}

/// The sessions of the person who asks: the one that asks first, then the newest.
pub async fn my_sessions(view: &View, caller: &Caller) -> Result<Vec<OwnSession>> {
    let (user, current) = person(view, caller)?;
    let rows = rows(view, user.row).await?;
    let mut sessions: Vec<OwnSession> = rows
        .into_iter()
        .map(|row| {
            let device = device::of(row.user_agent.as_deref().unwrap_or_default());
            OwnSession {
                id: name_of(&row.token_hash),
                browser: device.browser.map(str::to_owned),
                system: device.system.map(str::to_owned),
                created_at: Timestamp(row.created_at),
                seen_at: Timestamp(row.seen_at),
                current: row.token_hash == current,
            }
        })
        .collect();
    sessions.sort_by_key(|session| !session.current);
    Ok(sessions)
}

/// Ends one session of the person who asks; whether that was the one that asks.
pub async fn end_my_session(call: &mut Call, id: String) -> Result<bool> {
    let (user, current) = person(call, call.caller())?;
    let (row, object) = (user.row, Object::User(user.id.0));
    let session = rows(call, row).await?.into_iter().find(|session| name_of(&session.token_hash) == id);
    let session = session.ok_or(Error::NotFound)?;
    call.execute("DELETE FROM sessions WHERE id = $1", vec![session.id.into()]).await?;
    let home = call.actor()?.home_row;
    log(call, "user.end_session", object, home, None::<()>, None::<()>).await?;
    Ok(session.token_hash == current)
}

/// Signs the person who asks out everywhere else, or here too; how many sessions that were.
pub async fn sign_out_everywhere(call: &mut Call, which: Everywhere) -> Result<u64> {
    let (user, current) = person(call, call.caller())?;
    let (row, object) = (user.row, Object::User(user.id.0));
    let keep = (which == Everywhere::Else).then_some(&current);
    let ended = super::sessions::end_others(call, row, keep).await?;
    let home = call.actor()?.home_row;
    log(call, "user.end_sessions", object, home, None::<()>, Some(ended)).await?;
    Ok(ended)
}
