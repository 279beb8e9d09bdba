//! When a session was last used. Requests only note it in memory; the server's own round writes what is some minutes newer
//! than what is stored, so that no request waits for it and a busy session is written a few times an hour.

use crate::Backend;
use crate::call::Caller;
use crate::error::Result;
use crate::random::SecretHash;
use model::time::{SECOND, Timestamp};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// How much older than the truth what is stored may be.
const COARSE: i64 = 5 * 60 * SECOND;
/// How often a session that is in use is looked at.
const EVERY: i64 = 60 * SECOND;
/// Most sessions noted; those past it are not noted until the next round.
const MOST: usize = 100_000;

/// What a server process has noted.
#[derive(Default)]
pub(crate) struct Seen(Mutex<HashMap<SecretHash, Noted>>);

#[derive(Clone, Copy)]
struct Noted {
    at: i64,
    /// The moment that was last compared with what is stored.
    compared: i64,
}

impl Seen {
    /// A session was used.
    pub fn note(&self, session: &SecretHash, now: Timestamp) {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = noted.get_mut(session) {
            known.at = known.at.max(now.0);
        } else if noted.len() < MOST {
            noted.insert(session.clone(), Noted { at: now.0, compared: i64::MIN });
        }
    }

    /// What is to be compared with what is stored. What has not been used for a while is forgotten.
    fn take(&self, now: Timestamp) -> Vec<(SecretHash, i64)> {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut due = Vec::new();
        noted.retain(|session, known| {
            if known.at.saturating_sub(known.compared) >= EVERY {
                due.push((session.clone(), known.at));
                known.compared = known.at;
            }
            known.at > now.0 - COARSE
        });
        due
    }
}

/// Writes when the sessions were last used that this process has seen; how many rows that changed.
pub async fn write_seen(backend: &Backend) -> Result<u64> {
    let due = backend.0.seen.take(backend.now());
    if due.is_empty() {
        return Ok(0);
    }
    backend
        .write(&Caller::Anonymous, move |call| {
            Box::pin(async move {
                let mut changed = 0;
                for (session, at) in due {
                    // Another server may have seen it later.
                    let query = "UPDATE sessions SET seen_at = $1 WHERE token_hash = $2 AND seen_at <= $3";
                    changed += call.execute(query, vec![at.into(), session.into(), (at - COARSE).into()]).await?;
                }
                Ok(changed)
            })
        })
        .await
}
