//! A user as the policy's facts: as one who would act, and as one to whom something would be done.

use super::{contacts, user_status, users};
use crate::call::{View, barriers, closed_above, read_role};
use crate::error::Result;
use crate::path;
use crate::policy::{self, Found, Person, Standing, Target, Who};
use model::ids::UserId;
use model::permissions::Action;

/// A user who would act. Only admins ask about anybody but themselves.
pub(crate) async fn as_actor(view: &View, id: UserId) -> Result<Person> {
    let user = users::visible(view, id).await?;
    let actor = view.actor()?;
    let oneself = actor.user.as_ref().is_some_and(|user| user.id == id);
    let target = Target { oneself, ..user.facts() };
    policy::decision(actor, Action::PermissionsRead, &user.path, target).permitted()?;
    let found = barriers(view, user.id, &user.path, &user.path, &actor.scope).await?;
    let who = Who {
        role: read_role(&user.role)?,
        of_provider: path::depth(&user.path) == 0,
        by_token: false,
        standing: Standing {
            activated: user.password_hash.is_some(),
            enabled: user.disabled_at.is_none(),
            closed: found.closed,
            lacks: found.lacks,
        },
    };
    Ok(Person { id: Some(id), name: user.name, customer: user.customer_name, scope: user.path, who })
}

/// A user to whom something would be done. What an action does not depend on is not looked up.
pub(crate) async fn as_object(view: &View, id: UserId, action: Action) -> Result<Found> {
    let user = users::visible(view, id).await?;
    let mut target = user.facts();
    match action {
        Action::UserViewAs => target.closed = closed_above(view, &user.path).await?,
        Action::UserSetRole | Action::UserDelete => target.last_admin = user_status::is_last_admin(view, &user).await?,
        Action::UserDisable => {
            target.last_admin = user_status::is_last_admin(view, &user).await?;
            target.needed_default = contacts::holds_default(view, user.id).await?;
        }
        _ => {}
    }
    Ok(Found { path: user.path, name: user.name, target })
}
