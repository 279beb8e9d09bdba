//! Rows of the outbox: written sealed, in the transaction of what they tell of; discarded with their link.

use super::texts::Letter;
use crate::bulk::{Id, Kind, Rows, Table};
use crate::call::{Call, View};
use crate::error::{Error, Result};
use crate::random;
use model::ids::MailId;
use model::lang::Lang;
use model::mail::{MailKind, MailStatus};
use model::time::Timestamp;
use uuid::Uuid;

/// What stands for a mail to an account that does not exist: it costs what a real one costs, and is swept away.
const DECOY: &str = "decoy";

/// A mail to be written.
pub(crate) struct NewMail<'a> {
    /// The recipient's row.
    pub user: i64,
    /// The row of the link in it.
    pub link: i64,
    /// Where it goes.
    pub recipient: &'a str,
    pub kind: MailKind,
    pub lang: Lang,
    pub letter: &'a Letter,
    pub expires_at: Timestamp,
}

/// Puts a mail into the outbox.
pub(crate) async fn write(call: &Call, mail: &NewMail<'_>) -> Result<()> {
    insert(call, mail, MailStatus::Waiting.as_str(), Some(mail.user), Some(mail.link)).await
}

/// Does the same work for nobody, and keeps nothing that was typed.
pub(crate) async fn write_decoy(call: &Call, mail: &NewMail<'_>) -> Result<()> {
    insert(call, mail, DECOY, None, None).await
}

async fn insert(call: &Call, mail: &NewMail<'_>, status: &str, user: Option<i64>, link: Option<i64>) -> Result<()> {
    let id = MailId(random::uuid_v7(call.now));
    let letter = text(mail)?;
    let vault = &call.backend.0.outbox;
    call.execute(
        "INSERT INTO outbox (public_id, provider_id, user_id, link_id, recipient, kind, lang, key_id, sealed, status,
            attempts, due_at, created_at, expires_at)
         VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $10, $10, $11)",
        vec![
            Uuid::from_u128(id.0).into(),
            user.into(),
            link.into(),
            mail.recipient.into(),
            mail.kind.as_str().into(),
            mail.lang.tag().into(),
            vault.id().into(),
            vault.seal(&name(id), &letter)?.into(),
            status.into(),
            call.now.0.into(),
            mail.expires_at.0.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Mails that wait, many at a time.
pub(crate) const OUTBOX: Table = Table {
    name: "outbox",
    columns: &[
        ("public_id", Kind::Id),
        ("provider_id", Kind::Int),
        ("user_id", Kind::Int),
        ("link_id", Kind::Int),
        ("recipient", Kind::Text),
        ("kind", Kind::Text),
        ("lang", Kind::Text),
        ("key_id", Kind::Text),
        ("sealed", Kind::Bytes),
        ("status", Kind::Text),
        ("attempts", Kind::Int),
        ("due_at", Kind::Int),
        ("created_at", Kind::Int),
        ("expires_at", Kind::Int),
    ],
};

/// Adds the row of a mail that is to be written with many others.
pub(crate) fn push(rows: &mut Rows, call: &Call, mail: &NewMail<'_>) -> Result<()> {
    let id = MailId(random::uuid_v7(call.now));
    let vault = &call.backend.0.outbox;
    let sealed = vault.seal(&name(id), &text(mail)?)?;
    rows.push(&[
        &Id(id.0),
        &1,
        &mail.user,
        &mail.link,
        &mail.recipient,
        &mail.kind.as_str(),
        &mail.lang.tag(),
        &vault.id(),
        &sealed.as_slice(),
        &MailStatus::Waiting.as_str(),
        &0,
        &call.now.0,
        &call.now.0,
        &mail.expires_at.0,
    ]);
    Ok(())
}

/// What is sealed of a mail.
fn text(mail: &NewMail<'_>) -> Result<Vec<u8>> {
    serde_json::to_vec(mail.letter).map_err(|_| Error::internal("a letter as JSON"))
}

/// The name under which a mail is sealed.
fn name(id: MailId) -> String {
    format!("outbox {id}")
}

/// Opens a sealed letter.
pub(super) fn open(view: &View, id: MailId, sealed: &[u8]) -> Result<Letter> {
    let text = view.backend.0.outbox.open(&name(id), sealed)?;
    serde_json::from_slice(&text).map_err(|_| Error::internal("a stored letter is not one"))
}

/// Discards what still waits with one of a user's live links: of one purpose, or of all (`None`).
pub(crate) async fn discard_of_link(call: &Call, user: i64, purpose: Option<&str>) -> Result<()> {
    call.execute(
        "UPDATE outbox SET status = 'discarded', sealed = NULL
         WHERE status IN ('waiting', 'sending') AND link_id IN (
            SELECT id FROM links WHERE user_id = $1 AND ended IS NULL AND ($2 = '' OR purpose = $2))",
        vec![user.into(), purpose.unwrap_or_default().into()],
    )
    .await?;
    Ok(())
}

/// What waits although its time is over becomes expired; decoys and old history go.
pub(super) async fn tidy(call: &Call, kept_since: Timestamp) -> Result<()> {
    let now = call.now.0;
    call.execute(
        "UPDATE outbox SET status = 'expired', sealed = NULL
         WHERE provider_id = 1 AND status IN ('waiting', 'sending') AND expires_at <= $1
            AND (status = 'waiting' OR due_at <= $1)",
        vec![now.into()],
    )
    .await?;
    let query = format!("DELETE FROM outbox WHERE provider_id = 1 AND status = '{DECOY}'");
    call.execute(&query, vec![]).await?;
    call.execute("DELETE FROM links WHERE user_id IS NULL AND purpose = 'decoy'", vec![]).await?;
    call.execute(
        "DELETE FROM outbox WHERE provider_id = 1 AND status IN ('sent', 'failed', 'expired', 'discarded')
            AND due_at <= $1",
        vec![kept_since.0.into()],
    )
    .await?;
    Ok(())
}

/// Whether [`tidy`] has anything to do.
pub(super) async fn is_untidy(view: &View, kept_since: Timestamp) -> Result<bool> {
    // One after the other, each by its part of the index.
    let mail = "EXISTS (SELECT 1 FROM outbox WHERE provider_id = 1 AND";
    let query = format!(
        "SELECT 1 WHERE {mail} status = '{DECOY}') OR {mail} status = 'waiting' AND expires_at <= $1)
            OR {mail} status = 'sending' AND expires_at <= $1 AND due_at <= $1)
            OR {mail} status IN ('sent', 'failed', 'expired', 'discarded') AND due_at <= $2)"
    );
    Ok(view.one(&query, vec![view.now.0.into(), kept_since.0.into()]).await?.is_some())
}
