//! Server functions: the outbox.
#![expect(missing_docs, reason = "the arguments of a server function become fields, which have its documentation")]

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::ids::MailId;
use model::mail::{Mail, MailText};
use model::page::Page;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request;
#[cfg(feature = "ssr")]
use backend::mail;
#[cfg(feature = "ssr")]
use model::mail::MailStatus;

/// A mail and, while it has not been sent, its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// The mail.
    pub mail: Mail,
    /// None once it was sent, thrown away or too old, or when another secret key has sealed it.
    pub text: Option<MailText>,
}

/// A page of the outbox, the newest first; `status` names a state, anything else all of them.
#[server(protocol = Wire)]
pub async fn list_outbox(#[server(default)] status: String, cursor: Option<String>) -> Result<Page<Mail>, AppError> {
    let view = request::view().await?;
    let status = MailStatus::parse(&status).ok();
    mail::list(&view, status, cursor.as_deref(), model::page::DEFAULT_LIMIT).await.map_err(request::refuse)
}

/// A mail with its text. The log says who has read it.
#[server(protocol = Wire)]
pub async fn read_mail(mail: MailId) -> Result<Letter, AppError> {
    let (mail, text) = request::write(move |call| Box::pin(mail::read(call, mail))).await?;
    Ok(Letter { mail, text })
}

/// Tries a mail again at once; one that failed or is too old is written anew.
#[server(protocol = Wire)]
pub async fn retry_mail(mail: MailId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(mail::retry(call, mail))).await?;
    request::stay();
    Ok(())
}

/// Throws a waiting mail away, and the link in it.
#[server(protocol = Wire)]
pub async fn discard_mail(mail: MailId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(mail::discard(call, mail))).await?;
    request::stay();
    Ok(())
}
