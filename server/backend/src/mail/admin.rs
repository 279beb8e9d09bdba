//! The outbox, for admins of the provider: what waits, what became of it. A letter holds a live link, so reading one is
//! an entry in the log.

use super::outbox;
use crate::activity::{Object, record as log};
use crate::call::{Actor, Call, View};
use crate::cursor::Cursor;
use crate::error::{Blocker, Error, Result};
use crate::people;
use crate::policy;
use crate::sql::Values;
use model::form::Problem;
use model::ids::{MailId, UserId};
use model::mail::{Mail, MailKind, MailStatus, MailText};
use model::page::{MAX_LIMIT, MAX_TOTAL, Page};
use model::permissions::Action;
use model::time::Timestamp;
use sea_orm::{FromQueryResult, QueryResult};
use uuid::Uuid;

/// Whether the caller may look into the outbox: it holds mail to people of every customer.
pub fn may_read(actor: &Actor) -> Result<()> {
    actor.in_person()?;
    policy::may_here(actor, Action::MailRead)
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    public_id: Uuid,
    user_row: Option<i64>,
    user_id: Option<Uuid>,
    customer_row: Option<i64>,
    link_id: Option<i64>,
    kind: String,
    recipient: String,
    lang: String,
    status: String,
    attempts: i64,
    due_at: i64,
    error: Option<String>,
    created_at: i64,
    expires_at: i64,
    sent_at: Option<i64>,
    key_id: String,
    sealed: Option<Vec<u8>>,
}

/// Decoys are no mail.
const SELECT: &str =
    "SELECT o.id, o.public_id, u.id AS user_row, u.public_id AS user_id, u.customer_id AS customer_row,
    o.link_id, o.kind, o.recipient, o.lang, o.status, o.attempts, o.due_at, o.error, o.created_at, o.expires_at,
    o.sent_at, o.key_id, o.sealed
    FROM outbox o LEFT JOIN users u ON u.id = o.user_id WHERE o.provider_id = 1 AND o.status <> 'decoy'";

impl Row {
    fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self::from_query_result(row, "")?)
    }

    fn kind(&self) -> Result<MailKind> {
        MailKind::parse(&self.kind).map_err(|_| Error::internal("an unknown kind of mail is stored"))
    }

    fn status(&self) -> Result<MailStatus> {
        MailStatus::parse(&self.status).map_err(|_| Error::internal("an unknown status of mail is stored"))
    }

    fn id(&self) -> MailId {
        MailId(self.public_id.as_u128())
    }

    fn to_mail(&self) -> Result<Mail> {
        let status = self.status()?;
        Ok(Mail {
            id: self.id(),
            kind: self.kind()?,
            recipient: self.recipient.clone(),
            user_id: self.user_id.map(|id| UserId(id.as_u128())),
            lang: self.lang.parse().unwrap_or_default(),
            status,
            attempts: u32::try_from(self.attempts).unwrap_or(u32::MAX),
            next_attempt_at: (status == MailStatus::Waiting).then_some(Timestamp(self.due_at)),
            error: self.error.clone(),
            created_at: Timestamp(self.created_at),
            expires_at: Timestamp(self.expires_at),
            sent_at: self.sent_at.map(Timestamp),
        })
    }

    /// What does not go with the state that the mail is in.
    fn refused(&self) -> Error {
        Error::Blocked(vec![Blocker { field: "status", value: self.status.clone() }])
    }
}

async fn stored(view: &View, id: MailId) -> Result<Row> {
    may_read(view.actor()?)?;
    let row = view.one(&format!("{SELECT} AND o.public_id = $1"), vec![Uuid::from_u128(id.0).into()]);
    Row::read(&row.await?.ok_or(Error::NotFound)?)
}

async fn told(call: &Call, verb: &str, row: &Row) -> Result<()> {
    // Mail without a person belongs to the log of the provider itself.
    let customer = match row.customer_row {
        Some(customer) => customer,
        None => call.actor()?.home_row,
    };
    log(call, verb, Object::Mail(row.id().0), customer, None::<()>, Some(&row.recipient)).await
}

/// A page of the outbox, the newest first; of one state or of all.
pub async fn list(view: &View, status: Option<MailStatus>, cursor: Option<&str>, limit: u32) -> Result<Page<Mail>> {
    may_read(view.actor()?)?;
    if !(1..=MAX_LIMIT).contains(&limit) {
        return Err(Error::field("limit", Problem::Choice { allowed: "1 to 200".into() }));
    }
    let bound = Cursor::bind(&("outbox", status.map(MailStatus::as_str)));
    let mut values = Values::default();
    let mut condition = String::new();
    if let Some(status) = status {
        condition = format!(" AND o.status = {}", values.add(status.as_str()));
    }
    let counted = format!("SELECT count(*) FROM ({SELECT}{condition} LIMIT {}) AS counted", MAX_TOTAL + 1);
    let total = view.number(&counted, values.0.clone()).await?;
    if let Some(cursor) = cursor {
        condition.push_str(&format!(" AND o.id < {}", values.add(bound.read::<i64>(cursor)?)));
    }
    let wanted = limit as usize;
    let query = format!("{SELECT}{condition} ORDER BY o.id DESC LIMIT {}", values.add(i64::from(limit) + 1));
    let rows = view.all(&query, values.0).await?;
    let mut rows = rows.iter().map(Row::read).collect::<Result<Vec<_>>>()?;
    let next = rows.len() > wanted;
    rows.truncate(wanted);
    let next_cursor = rows.last().filter(|_| next).map(|last| bound.write(&last.id)).transpose()?;
    let items = rows.iter().map(Row::to_mail).collect::<Result<_>>()?;
    let most = i64::from(MAX_TOTAL);
    Ok(Page { items, next_cursor, total: total.min(most) as u32, more: total > most })
}

/// A mail and, while it has not been sent, its text. The log says who has read it.
pub async fn read(call: &mut Call, id: MailId) -> Result<(Mail, Option<MailText>)> {
    let row = stored(call, id).await?;
    let ours = row.key_id == call.backend.0.outbox.id();
    let text = match &row.sealed {
        Some(sealed) if ours => {
            let letter = outbox::open(call, id, sealed)?;
            told(call, "mail.read", &row).await?;
            Some(MailText { text: letter.text(), subject: letter.subject })
        }
        _ => None,
    };
    Ok((row.to_mail()?, text))
}

/// Tries a waiting mail again at once. One that failed or expired is written anew, with a new link.
pub async fn retry(call: &mut Call, id: MailId) -> Result<()> {
    let row = stored(call, id).await?;
    match (row.status()?, row.user_row) {
        (MailStatus::Waiting, _) => {
            let query = "UPDATE outbox SET due_at = $1 WHERE id = $2 AND status = 'waiting'";
            call.execute(query, vec![call.now.0.into(), row.id.into()]).await?;
        }
        (MailStatus::Failed | MailStatus::Expired, Some(_)) => {
            let user = row.user_id.map(|id| UserId(id.as_u128())).ok_or_else(|| row.refused())?;
            people::write_again(call, user, row.kind()?).await?;
        }
        _ => return Err(row.refused()),
    }
    told(call, "mail.retry", &row).await
}

/// Throws a waiting mail away, and the link in it.
pub async fn discard(call: &mut Call, id: MailId) -> Result<()> {
    let row = stored(call, id).await?;
    let query = "UPDATE outbox SET status = 'discarded', sealed = NULL
                 WHERE id = $1 AND status IN ('waiting', 'sending')";
    if call.execute(query, vec![row.id.into()]).await? == 0 {
        return Err(row.refused());
    }
    if let Some(link) = row.link_id {
        let query = "UPDATE links SET ended = 'revoked' WHERE id = $1 AND ended IS NULL";
        call.execute(query, vec![link.into()]).await?;
    }
    told(call, "mail.discard", &row).await
}
