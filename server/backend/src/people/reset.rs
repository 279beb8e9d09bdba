//! A forgotten password. Whoever asks gets the same answer after the same work and the same time, whether there is such
//! an account or not.
//!
//! Only active users get mail. Who was invited has no password yet and gets nothing: the invitation is renewed by those
//! who manage the user, so that a stranger can't revoke a link that was handed over.

use super::links::{self, ASKED_FOR, Purpose};
use super::sign_in::SignInFrom;
use super::users::key;
use crate::call::{Call, Caller, closed_among};
use crate::error::Result;
use crate::mail::{self, NewMail, Reset};
use crate::{Backend, path};
use model::lang::Lang;
use model::mail::MailKind;
use std::time::Duration;

/// The answer comes after this time. The work takes a fraction of it, and a tenth longer where a former link has to be
/// revoked: nobody is to measure that.
const PACE: Duration = Duration::from_millis(50);

/// Whom the mail goes to.
struct Person {
    row: i64,
    name: String,
    email: String,
    lang: Option<Lang>,
    /// The rows of the customers from the top down to theirs.
    above: Vec<i64>,
}

/// Sends a link for a new password to the account with this address, if there is one that can sign in.
pub async fn ask_reset(backend: &Backend, email: &str, from: SignInFrom) -> Result<()> {
    let account = key(email);
    backend.0.reset_limits.count(backend.now(), from.address, &account)?;
    let sent = backend.write(&Caller::Anonymous, move |call| Box::pin(send(call, account, from.lang)));
    let (sent, ()) = tokio::join!(sent, tokio::time::sleep(PACE));
    sent
}

async fn send(call: &mut Call, account: String, asked_in: Option<Lang>) -> Result<()> {
    let found = find(call, account).await?;
    let nobody = || Person {
        row: 0,
        name: "Nobody".to_owned(),
        email: "nobody@example.com".to_owned(),
        lang: None,
        above: vec![0],
    };
    let above = found.as_ref().map_or_else(|| vec![0], |person| person.above.clone());
    let found = if closed_among(call, &above).await? { None } else { found };
    let known = found.is_some();
    let person = found.unwrap_or_else(nobody);
    let lang = person.lang.or(asked_in).unwrap_or_default();
    let issued = links::issue(call, known.then_some(person.row), Purpose::Reset, ASKED_FOR).await?;
    let about = Reset { name: &person.name, email: &person.email, by: None, link: &issued.url, lasts: ASKED_FOR };
    let letter = mail::reset(lang, &about);
    let new = NewMail {
        user: person.row,
        link: issued.row,
        recipient: &person.email,
        kind: MailKind::PasswordReset,
        lang,
        letter: &letter,
        expires_at: issued.expires_at,
    };
    if known { mail::write(call, &new).await } else { mail::write_decoy(call, &new).await }
}

async fn find(call: &Call, account: String) -> Result<Option<Person>> {
    let row = call.one(
        "SELECT u.id, u.name, u.email, u.lang, n.path FROM users u JOIN nodes n ON n.id = u.customer_id
         WHERE u.email_key = $1 AND u.trash_id IS NULL AND u.disabled_at IS NULL AND u.password_hash IS NOT NULL",
        vec![account.into()],
    );
    let Some(row) = row.await? else { return Ok(None) };
    let (lang, place): (Option<String>, String) = (row.try_get("", "lang")?, row.try_get("", "path")?);
    Ok(Some(Person {
        row: row.try_get("", "id")?,
        name: row.try_get("", "name")?,
        email: row.try_get("", "email")?,
        lang: lang.and_then(|tag| tag.parse().ok()),
        above: path::ids(&place).collect(),
    }))
}
