//! Links that an admin has sent: the invitation, again or for the first time, and a link for a new password.

use super::links::{self, HANDED_OVER, Purpose};
use super::sessions;
use super::users::{self, UserRecord};
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::mail::{self, Invitation, NewMail, Reset};
use crate::policy::{self, Decision, Target};
use model::form::Problem;
use model::ids::UserId;
use model::lang::Lang;
use model::mail::MailKind;
use model::people::{CreatedUser, LinkBy, User};
use model::permissions::{Action, Rule};

/// A link of this purpose for a user: mailed, or given back to be handed over. The one before is revoked, and what was
/// waiting to be sent with it is discarded.
async fn give(call: &Call, user: &UserRecord, purpose: Purpose, by: LinkBy) -> Result<Option<String>> {
    let issued = links::issue(call, Some(user.id), purpose, HANDED_OVER).await?;
    if by == LinkBy::Link {
        return Ok(Some(issued.url));
    }
    let lang = language(call, user).await?;
    let inviter = inviter(call);
    let (name, email, link) = (&user.name, &user.email, &issued.url);
    let by = inviter.as_deref();
    let (kind, letter) = match purpose {
        Purpose::Activate => {
            let about = Invitation { name, email, customer: &user.customer_name, by, link, lasts: HANDED_OVER };
            (MailKind::Invitation, mail::invitation(lang, &about))
        }
        Purpose::Reset => {
            (MailKind::PasswordReset, mail::reset(lang, &Reset { name, email, by, link, lasts: HANDED_OVER }))
        }
    };
    let new = NewMail {
        user: user.id,
        link: issued.row,
        recipient: email,
        kind,
        lang,
        letter: &letter,
        expires_at: issued.expires_at,
    };
    mail::write(call, &new).await?;
    Ok(None)
}

/// A first link, or another one, for a user who has not activated yet.
pub(super) async fn activate(call: &Call, user: &mut UserRecord, by: LinkBy) -> Result<Option<String>> {
    let link = give(call, user, Purpose::Activate, by).await?;
    user.invited_until = Some(call.now.plus(HANDED_OVER).0);
    Ok(link)
}

/// The recipient's language, else that of who writes, else English.
async fn language(call: &Call, user: &UserRecord) -> Result<Lang> {
    if let Some(lang) = user.lang.as_deref().and_then(|tag| tag.parse().ok()) {
        return Ok(lang);
    }
    language_of_writer(call).await
}

/// Who writes, as the letter names them: the operator has no name that would tell the recipient anything.
pub(super) fn inviter(call: &Call) -> Option<String> {
    call.actor().ok().filter(|actor| actor.user.is_some()).map(|actor| actor.name.clone())
}

/// The language of who writes, else English.
pub(super) async fn language_of_writer(call: &Call) -> Result<Lang> {
    let Some(writer) = call.actor().ok().and_then(|actor| actor.user.as_ref()) else { return Ok(Lang::default()) };
    let row = call.one("SELECT lang FROM users WHERE id = $1", vec![writer.row.into()]).await?;
    let tag: Option<String> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    Ok(tag.and_then(|tag| tag.parse().ok()).unwrap_or_default())
}

/// Invites a user who has not activated yet once more.
pub async fn invite(call: &mut Call, id: UserId, by: LinkBy, version: Option<u32>) -> Result<CreatedUser> {
    let mut record = invitable(call, id, version).await?;
    let activation_link = activate(call, &mut record, by).await?;
    log(call, "user.invite", Object::User(id.0), record.customer_row, None::<()>, Some(by)).await?;
    Ok(CreatedUser { user: record.to_user(), activation_link })
}

/// A new activation link to hand over.
pub async fn new_link(call: &mut Call, id: UserId) -> Result<CreatedUser> {
    invite(call, id, LinkBy::Link, None).await
}

/// Takes back the invitation of a user who has not activated yet: the link no longer works, mail that waits with it is not
/// sent. Where none is open nothing happens.
pub async fn revoke_invitation(call: &mut Call, id: UserId, version: Option<u32>) -> Result<User> {
    let mut record = invitable(call, id, version).await?;
    if record.invited_until.take().is_some() {
        links::revoke(call, record.id, Some(Purpose::Activate)).await?;
        log(call, "user.revoke_invitation", Object::User(id.0), record.customer_row, None::<()>, None::<()>).await?;
    }
    Ok(record.to_user())
}

/// A user who has not activated yet, and whom the caller may invite.
async fn invitable(call: &mut Call, id: UserId, version: Option<u32>) -> Result<UserRecord> {
    let record = managed(call, Action::UserInvite, id, version).await?;
    match decide(call, Action::UserInvite, &record)?.obstacle() {
        None => Ok(record),
        Some(Rule::NotActivated) => Err(Error::field("activation", Problem::ReadOnly)),
        // The link would begin to work when the user is enabled: disabling has to have ended them all.
        Some(_) => Err(Error::field("status", Problem::ReadOnly)),
    }
}

/// Sends an active user a link for a new password, or gives it back to be handed over. Until it is used nothing
/// changes.
pub async fn reset_password(call: &mut Call, id: UserId, by: LinkBy, version: Option<u32>) -> Result<Option<String>> {
    let record = managed(call, Action::UserSendReset, id, version).await?;
    if decide(call, Action::UserSendReset, &record)?.obstacle().is_some() {
        return Err(Error::field("status", Problem::ReadOnly));
    }
    let link = give(call, &record, Purpose::Reset, by).await?;
    log(call, "user.send_reset", Object::User(id.0), record.customer_row, None::<()>, Some(by)).await?;
    Ok(link)
}

/// Signs a user out everywhere; how many sessions that were. API tokens stay.
pub async fn end_sessions(call: &mut Call, id: UserId, version: Option<u32>) -> Result<u64> {
    let record = managed(call, Action::UserEndSessions, id, version).await?;
    let query = "SELECT count(*) FROM sessions WHERE user_id = $1 AND expires_at > $2";
    let ended = call.number(query, vec![record.id.into(), call.now.0.into()]).await?;
    sessions::end_others(call, record.id, None).await?;
    log(call, "user.end_sessions", Object::User(id.0), record.customer_row, None::<()>, Some(ended)).await?;
    Ok(u64::try_from(ended).unwrap_or_default())
}

/// Writes a mail of this kind anew, with a new link.
pub(crate) async fn write_again(call: &mut Call, id: UserId, kind: MailKind) -> Result<()> {
    match kind {
        MailKind::Invitation => invite(call, id, LinkBy::Email, None).await.map(drop),
        MailKind::PasswordReset => reset_password(call, id, LinkBy::Email, None).await.map(drop),
    }
}

/// A user whom the caller manages. Giving access is a grant: it waits for changes of the tree and looks again.
pub(super) async fn managed(call: &mut Call, action: Action, id: UserId, version: Option<u32>) -> Result<UserRecord> {
    call.lock_tree().await?;
    let record = users::visible(call, id).await?;
    decide(call, action, &record)?.permitted()?;
    record.check_version(version)?;
    Ok(record)
}

/// What the policy says of it, the user's own state included.
fn decide(call: &Call, action: Action, record: &UserRecord) -> Result<Decision> {
    let actor = call.actor()?;
    let oneself = actor.user.as_ref().is_some_and(|user| user.row == record.id);
    Ok(policy::decision(actor, action, &record.path, Target { oneself, ..record.facts() }))
}
