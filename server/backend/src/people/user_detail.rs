//! One user with all that its page shows: where they belong, whether they can sign in, and what keeps whom from what.

use super::directory::customer_of;
use super::users::{self, UserRecord};
use super::{contacts, required, user_status};
use crate::call::View;
use crate::error::Result;
use crate::path;
use crate::policy::may;
use model::customers::Crumb;
use model::ids::{CustomerId, UserId};
use model::permissions::Action;
use model::time::Timestamp;
use model::users::{UserDetail, UserSignIn};
use uuid::Uuid;

/// A user within the caller's reach. How they sign in is for who manages them, and for themselves; who only views the pages as
/// that person doesn't see it.
pub async fn user(view: &View, id: UserId) -> Result<UserDetail> {
    let record = users::visible(view, id).await?;
    let actor = view.actor()?;
    let manage = may(actor, Action::UserEdit, &record.path).is_ok();
    let oneself = actor.viewer.is_none() && actor.user.as_ref().is_some_and(|user| user.row == record.id);
    let enabled = record.disabled_at.is_none();
    let sign_in = if manage || oneself { Some(sign_in(view, &record).await?) } else { None };
    Ok(UserDetail {
        user: record.to_user(),
        customer: customer_of(&record),
        closed: closed(view, &record.path).await?,
        manage,
        last_admin: manage && user_status::is_last_admin(view, &record).await?,
        needed_default: manage && enabled && contacts::holds_default(view, record.id).await?,
        sign_in,
    })
}

/// The customer on a path, the topmost, that is disabled. None of them lies above who asks: else they couldn't.
async fn closed(view: &View, path: &str) -> Result<Option<Crumb>> {
    let list = path::ids(path).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    let query = format!(
        "SELECT c.public_id, c.name FROM customers c JOIN nodes n ON n.id = c.id
         WHERE c.id IN ({list}) AND c.status = 'disabled' ORDER BY length(n.path) LIMIT 1"
    );
    let Some(row) = view.one(&query, vec![]).await? else { return Ok(None) };
    let id = CustomerId(row.try_get_by_index::<Uuid>(0)?.as_u128());
    Ok(Some(Crumb { id, name: row.try_get_by_index(1)? }))
}

async fn sign_in(view: &View, record: &UserRecord) -> Result<UserSignIn> {
    let row = view.one(
        "SELECT (SELECT max(f.confirmed_at) FROM second_factors f WHERE f.user_id = $1),
            (SELECT count(*) FROM passkeys p WHERE p.user_id = $1),
            (SELECT count(*) FROM sessions s WHERE s.user_id = $1 AND s.expires_at > $2)",
        vec![record.id.into(), view.now.0.into()],
    );
    let (mut since, mut passkeys, mut sessions) = (None, 0, 0);
    if let Some(row) = row.await? {
        since = row.try_get_by_index::<Option<i64>>(0)?;
        (passkeys, sessions) = (row.try_get_by_index::<i64>(1)?, row.try_get_by_index::<i64>(2)?);
    }
    Ok(UserSignIn {
        factor_since: since.map(Timestamp),
        required: required::required_by(view, &record.path, &view.actor()?.scope).await?,
        passkeys: u32::try_from(passkeys).unwrap_or(u32::MAX),
        sessions: u32::try_from(sessions).unwrap_or(u32::MAX),
    })
}
