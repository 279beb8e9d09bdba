//! Invitations by mail of many new users at once: the same rows as inviting them one by one leaves.

use super::invite::{inviter, language_of_writer};
use super::links::HANDED_OVER;
use super::many::{NewLink, NewUserRow};
use crate::bulk::Rows;
use crate::call::Call;
use crate::error::Result;
use crate::mail::{self, Invitation, NewMail, OUTBOX};
use model::lang::Lang;
use model::mail::MailKind;

/// The letters of those who are invited in one write.
pub(crate) struct Invitations {
    lang: Lang,
    by: Option<String>,
    rows: Rows,
}

impl Invitations {
    /// None yet; in the language of who invites, since nobody of them has chosen one.
    pub async fn of(call: &Call) -> Result<Self> {
        Ok(Self { lang: language_of_writer(call).await?, by: inviter(call), rows: Rows::of(OUTBOX) })
    }

    /// Writes to a new user of a customer; the rows of user and link come before the mail's.
    pub fn push(&mut self, call: &Call, to: &NewUserRow, link: &NewLink, customer: &str) -> Result<()> {
        let (name, email) = (&to.user.name, &to.user.email);
        let about = Invitation { name, email, customer, by: self.by.as_deref(), link: &link.url, lasts: HANDED_OVER };
        let letter = mail::invitation(self.lang, &about);
        let new = NewMail {
            user: to.id,
            link: link.row,
            recipient: email,
            kind: MailKind::Invitation,
            lang: self.lang,
            letter: &letter,
            expires_at: call.now.plus(HANDED_OVER),
        };
        mail::push(&mut self.rows, call, &new)
    }

    /// Puts them into the outbox.
    pub async fn insert(self, call: &Call) -> Result<()> {
        self.rows.insert(call).await
    }
}
