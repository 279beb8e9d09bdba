//! The job that sends: every server runs it. A mail is leased by the server that sends it, so that no other does at the
//! same time; what a server leaves behind when it dies is taken up when its lease is over. Between the mail server's
//! answer and our commit lies a moment in which a crash sends a mail twice; its Message-ID is then the same.

use super::delivery::{Outgoing, Refusal, deliver};
use super::outbox;
use super::texts::Letter;
use crate::call::{Call, Caller, closed_among};
use crate::error::{Error, Result};
use crate::{Backend, Engine, path, random};
use model::ids::MailId;
use model::lang::Lang;
use model::time::{DAY, SECOND, Timestamp};
use sea_orm::QueryResult;
use tokio::task::JoinSet;
use uuid::Uuid;

/// Mails under way at a time: one that hangs takes one place.
const SLOTS: usize = 8;
/// How long a server may be at a mail; longer than all steps of a delivery together may take.
const LEASE: i64 = 600 * SECOND;
/// Attempts before a mail fails for good.
const TRIES: i64 = 16;
/// Pause after the first attempt; it doubles, up to the longest.
const FIRST_PAUSE: i64 = 60 * SECOND;
const LONGEST_PAUSE: i64 = 6 * 3_600 * SECOND;
/// How long the outbox remembers what became of a mail.
const KEPT: i64 = 90 * DAY;
/// How often it is looked for what is out of date.
const TIDY_EVERY: i64 = 60 * SECOND;

/// A mail that this server has leased.
struct Leased {
    row: i64,
    /// Counts leases: what an earlier one says no longer matters.
    attempt: i64,
    id: MailId,
    recipient: String,
    lang: Lang,
    letter: Letter,
    expires_at: Timestamp,
    now: Timestamp,
}

/// One server's post.
pub struct Post {
    backend: Backend,
    under_way: JoinSet<()>,
    tidied: Option<Timestamp>,
}

impl std::fmt::Debug for Post {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Post").field("under_way", &self.under_way.len()).finish_non_exhaustive()
    }
}

impl Post {
    /// The post of a server.
    #[must_use]
    pub fn new(backend: Backend) -> Self {
        Self { backend, under_way: JoinSet::new(), tidied: None }
    }

    /// Begins to send what is due, as far as there is room; waits for none of it.
    pub async fn start_due(&mut self) -> Result<()> {
        while self.under_way.try_join_next().is_some() {}
        self.tidy().await?;
        let Some(smtp) = self.backend.0.mail.smtp.clone() else { return Ok(()) };
        for mail in lease(&self.backend, SLOTS - self.under_way.len()).await? {
            let (backend, smtp) = (self.backend.clone(), smtp.clone());
            self.under_way.spawn(async move {
                let outgoing = Outgoing {
                    id: mail.id,
                    recipient: &mail.recipient,
                    lang: mail.lang,
                    letter: &mail.letter,
                    now: mail.now,
                };
                let outcome = deliver(&backend.0.mail, &smtp, backend.public_url(), &outgoing).await;
                if let Err(error) = settle(&backend, &mail, outcome).await {
                    tracing::error!(%error, mail = %mail.id, "a mail's fate could not be noted; it is sent again");
                }
            });
        }
        Ok(())
    }

    /// Waits until one of the mails under way has arrived or not; for ever when there is none.
    pub async fn next_done(&mut self) {
        if self.under_way.join_next().await.is_none() {
            std::future::pending::<()>().await;
        }
    }

    /// Waits for all that are under way.
    pub async fn all_done(&mut self) {
        while self.under_way.join_next().await.is_some() {}
    }

    async fn tidy(&mut self) -> Result<()> {
        let now = self.backend.now();
        if self.tidied.is_some_and(|last| now < last.plus(TIDY_EVERY) && now >= last) {
            return Ok(());
        }
        let view = self.backend.read(&Caller::Anonymous).await?;
        if outbox::is_untidy(&view, now.plus(-KEPT)).await? {
            drop(view);
            let tidied = self.backend.write(&Caller::Anonymous, move |call| {
                Box::pin(async move { outbox::tidy(call, call.now.plus(-KEPT)).await })
            });
            tidied.await?;
        }
        self.tidied = Some(now);
        Ok(())
    }
}

/// Sends all that is due now and waits for it, for tests and one-off commands.
pub async fn deliver_due(backend: &Backend) -> Result<()> {
    let mut post = Post::new(backend.clone());
    loop {
        post.start_due().await?;
        if post.under_way.is_empty() {
            return Ok(());
        }
        post.next_done().await;
    }
}

const DUE: &str = "provider_id = 1 AND status IN ('waiting', 'sending') AND due_at <= $1 AND expires_at > $1
    AND key_id = $2";

/// Leases what is due. What was sealed with another server's key is left to that server.
async fn lease(backend: &Backend, most: usize) -> Result<Vec<Leased>> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let view = backend.read(&Caller::Anonymous).await?;
    let due = format!("SELECT 1 FROM outbox WHERE {DUE} LIMIT 1");
    if view.one(&due, vec![view.now.0.into(), backend.0.outbox.id().into()]).await?.is_none() {
        return Ok(Vec::new());
    }
    drop(view);
    backend.write(&Caller::Anonymous, move |call| Box::pin(take(call, most))).await
}

async fn take(call: &mut Call, most: usize) -> Result<Vec<Leased>> {
    let skip = if call.backend.engine() == Engine::Postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
    let rows = call.all(
        &format!(
            "WITH due AS MATERIALIZED (SELECT id FROM outbox WHERE {DUE} ORDER BY due_at, id LIMIT $3 {skip})
             UPDATE outbox SET status = 'sending', attempts = attempts + 1, due_at = $4
             WHERE id IN (SELECT id FROM due) RETURNING id"
        ),
        vec![call.now.0.into(), call.backend.0.outbox.id().into(), (most as i64).into(), call.now.plus(LEASE).0.into()],
    );
    let mut leased = Vec::new();
    for row in rows.await? {
        leased.extend(load(call, row.try_get_by_index(0)?).await?);
    }
    Ok(leased)
}

/// A leased mail, if it is still wanted: its link is live and its recipient can sign in.
async fn load(call: &Call, row: i64) -> Result<Option<Leased>> {
    let found = call.one(
        "SELECT o.public_id, o.recipient, o.lang, o.sealed, o.attempts, o.expires_at, n.path,
            CASE WHEN l.ended IS NULL AND u.disabled_at IS NULL AND u.trash_id IS NULL THEN 1 ELSE 0 END AS wanted
         FROM outbox o LEFT JOIN links l ON l.id = o.link_id LEFT JOIN users u ON u.id = o.user_id
         LEFT JOIN nodes n ON n.id = u.customer_id WHERE o.id = $1",
        vec![row.into()],
    );
    let found = found.await?.ok_or_else(|| Error::internal("leased, then gone"))?;
    if !is_wanted(call, &found).await? {
        let query = "UPDATE outbox SET status = 'discarded', sealed = NULL WHERE id = $1";
        call.execute(query, vec![row.into()]).await?;
        return Ok(None);
    }
    let id = MailId(found.try_get::<Uuid>("", "public_id")?.as_u128());
    let sealed: Option<Vec<u8>> = found.try_get("", "sealed")?;
    let Some(Ok(letter)) = sealed.map(|sealed| outbox::open(call, id, &sealed)) else {
        let query =
            "UPDATE outbox SET status = 'failed', sealed = NULL, error = 'its text can not be read' WHERE id = $1";
        call.execute(query, vec![row.into()]).await?;
        return Ok(None);
    };
    let lang: String = found.try_get("", "lang")?;
    Ok(Some(Leased {
        row,
        attempt: found.try_get("", "attempts")?,
        id,
        recipient: found.try_get("", "recipient")?,
        lang: lang.parse().unwrap_or_default(),
        letter,
        expires_at: Timestamp(found.try_get("", "expires_at")?),
        now: call.now,
    }))
}

async fn is_wanted(call: &Call, row: &QueryResult) -> Result<bool> {
    let wanted: i32 = row.try_get("", "wanted")?;
    let place: Option<String> = row.try_get("", "path")?;
    let above: Vec<i64> = place.iter().flat_map(|place| path::ids(place)).collect();
    Ok(wanted == 1 && (above.is_empty() || !closed_among(call, &above).await?))
}

/// Notes what became of a mail, unless someone else has leased or discarded it meanwhile.
async fn settle(backend: &Backend, mail: &Leased, outcome: std::result::Result<(), Refusal>) -> Result<()> {
    let now = backend.now();
    let next = now.plus(pause(mail.attempt, random::bytes()));
    let (status, error, due) = match outcome {
        Ok(()) => ("sent", None, now),
        Err(Refusal::Later(why)) if mail.attempt < TRIES && next < mail.expires_at => ("waiting", Some(why), next),
        Err(Refusal::Later(why) | Refusal::Never(why)) => ("failed", Some(why), now),
    };
    match &error {
        None => tracing::info!(mail = %mail.id, "mail sent"),
        Some(why) => tracing::warn!(mail = %mail.id, status, why, "mail not sent"),
    }
    let sent_at = (status == "sent").then_some(now.0);
    let (row, attempt) = (mail.row, mail.attempt);
    let noted = backend.write(&Caller::Anonymous, move |call| {
        Box::pin(async move {
            call.execute(
                "UPDATE outbox SET status = $1, error = $2, due_at = $3, sent_at = $4,
                    sealed = CASE WHEN $1 = 'waiting' THEN sealed ELSE NULL END
                 WHERE id = $5 AND status = 'sending' AND attempts = $6",
                vec![status.into(), error.into(), due.0.into(), sent_at.into(), row.into(), attempt.into()],
            )
            .await
        })
    });
    noted.await?;
    Ok(())
}

/// The pause after an attempt: doubling, and spread by half, so that what failed together is not tried together.
fn pause(attempt: i64, random: [u8; 2]) -> i64 {
    let doublings = u32::try_from(attempt.clamp(1, 16) - 1).unwrap_or_default();
    let pause = (FIRST_PAUSE << doublings).min(LONGEST_PAUSE);
    pause / 2 + pause * i64::from(u16::from_be_bytes(random)) / i64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_are_spread() {
        assert_eq!(pause(1, [0, 0]), 30 * SECOND);
        assert_eq!(pause(1, [255, 255]), 90 * SECOND);
        assert_eq!(pause(3, [0, 0]), 120 * SECOND);
        for attempt in [12, 16, 1_000_000] {
            assert_eq!(pause(attempt, [0, 0]), LONGEST_PAUSE / 2);
        }
    }
}
