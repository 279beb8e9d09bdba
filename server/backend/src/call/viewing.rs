//! The bearer of a session: themselves, or the person as whom they view the pages.

use super::{ACTOR, Actor, Duty, View, Viewer, closed_above, may_act, read_actor, standing};
use crate::call::Via;
use crate::error::{Error, Result};
use crate::policy::{self, Target};
use crate::random::SecretHash;
use model::permissions::Action;
use model::time::Timestamp;

/// Who acts, and whether a view as someone else is over that the session still tells of. The right to view is asked anew
/// each time: who has lost it is themselves again.
pub(super) async fn session_actor(view: &View, hash: &SecretHash, duty: Duty) -> Result<(Actor, bool)> {
    let (admin, user, until) = behind(view, hash, duty).await?;
    let Some(until) = until else { return Ok((admin, false)) };
    let viewed = match user {
        Some(user) if until > view.now => viewed(view, &admin, user).await?,
        _ => None,
    };
    let (Some(viewed), Some(user)) = (viewed, admin.user.clone()) else { return Ok((admin, true)) };
    let viewer = Viewer { user, name: admin.name, until };
    Ok((Actor { viewer: Some(viewer), ..viewed }, false))
}

/// The bearer as themselves, and the row of whom they view as, and until when.
pub(super) async fn behind(
    view: &View,
    hash: &SecretHash,
    duty: Duty,
) -> Result<(Actor, Option<i64>, Option<Timestamp>)> {
    let row = view.one(
        &format!(
            "SELECT {ACTOR}, n.path AS user_path, s.view_as_user_id, s.view_as_until
             FROM sessions s JOIN users u ON u.id = s.user_id
             JOIN customers c ON c.id = u.customer_id JOIN nodes n ON n.id = c.id
             WHERE s.token_hash = $1 AND s.expires_at > $2 AND u.trash_id IS NULL AND n.trash = 0"
        ),
        vec![hash.clone().into(), view.now.0.into()],
    );
    let row = row.await?.ok_or(Error::Unauthenticated)?;
    let actor = read_actor(&row, Via::Page)?;
    may_act(view, &row, &actor, duty).await?;
    let until: Option<i64> = row.try_get("", "view_as_until")?;
    Ok((actor, row.try_get("", "view_as_user_id")?, until.map(Timestamp)))
}

/// The person of a row as the admin may see the pages. A second factor that they lack keeps them out, not the admin.
async fn viewed(view: &View, admin: &Actor, user: i64) -> Result<Option<Actor>> {
    let row = view.one(
        &format!(
            "SELECT {ACTOR} FROM users u JOIN customers c ON c.id = u.customer_id JOIN nodes n ON n.id = c.id
             WHERE u.id = $1 AND u.trash_id IS NULL AND n.trash = 0"
        ),
        vec![user.into()],
    );
    let Some(row) = row.await? else { return Ok(None) };
    let actor = read_actor(&row, Via::Page)?;
    let standing = standing(&row, closed_above(view, &actor.scope).await?)?;
    let target = Target {
        oneself: admin.user.as_ref().is_some_and(|admin| admin.row == user),
        activated: standing.activated,
        disabled: !standing.enabled,
        closed: standing.closed,
        ..Target::default()
    };
    let decision = policy::decision(admin, Action::UserViewAs, &actor.scope, target);
    Ok(decision.allowed().then_some(actor))
}
