//! Drafts: what the caller has typed into a long form and not sent yet. One a person and form, for that person alone;
//! no activity tells of them.

use crate::call::{Actor, Call, View};
use crate::error::{Error, Result};
use crate::policy;
use model::drafts::DRAFT_MAX;
use model::form::Problem;
use model::permissions::Action;
use model::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The form that a draft is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A new customer, a [`model::drafts::CustomerDraft`].
    Customer,
}

impl Kind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
        }
    }

    /// Who may not send the form has no draft of it either.
    const fn action(self) -> Action {
        match self {
            Self::Customer => Action::CustomerCreateBelow,
        }
    }
}

/// The person who calls; the operator and the server type nothing.
fn person(actor: &Actor) -> Result<i64> {
    actor.person().ok_or(Error::NotFound)
}

/// Keeps a draft in place of the one before. What is too large is refused at the field `draft`.
pub async fn save<T: Serialize + Sync>(call: &mut Call, kind: Kind, draft: &T) -> Result<()> {
    let actor = call.actor()?;
    policy::may_here(actor, kind.action())?;
    let body = serde_json::to_string(draft).map_err(|_| Error::internal("a draft as JSON"))?;
    if body.len() > DRAFT_MAX {
        return Err(Error::field("draft", Problem::TooLong { max: DRAFT_MAX as u32 }));
    }
    call.execute(
        "INSERT INTO drafts (user_id, kind, body, updated_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, kind) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at",
        vec![person(actor)?.into(), kind.as_str().into(), body.into(), call.now.0.into()],
    )
    .await?;
    Ok(())
}

/// The caller's draft and when it was kept. One that an earlier version wrote and nobody can read is none.
pub async fn find<T: DeserializeOwned>(view: &View, kind: Kind) -> Result<Option<(T, Timestamp)>> {
    // Who views as someone else is shown nothing that is theirs alone.
    if view.actor()?.in_person().is_err() {
        return Ok(None);
    }
    let query = "SELECT body, updated_at FROM drafts WHERE user_id = $1 AND kind = $2";
    let row = view.one(query, vec![person(view.actor()?)?.into(), kind.as_str().into()]);
    let Some(row) = row.await? else { return Ok(None) };
    let body: String = row.try_get_by_index(0)?;
    let saved_at = Timestamp(row.try_get_by_index(1)?);
    Ok(serde_json::from_str(&body).ok().map(|draft| (draft, saved_at)))
}

/// Throws the caller's draft away, if there is one.
pub async fn discard(call: &mut Call, kind: Kind) -> Result<()> {
    let user = person(call.actor()?)?;
    let query = "DELETE FROM drafts WHERE user_id = $1 AND kind = $2";
    call.execute(query, vec![user.into(), kind.as_str().into()]).await?;
    Ok(())
}
