//! Saved views: searches of customers that the caller keeps under names, for that person alone; no activity tells of them.
//! What a view shows is asked for within the caller's reach each time it is opened.

use crate::call::{Actor, Call, View};
use crate::error::{Error, Result};
use crate::fold::name_key;
use crate::random;
use model::customers::CustomerQuery;
use model::form::Problem;
use model::ids::SavedViewId;
use model::saved_views::{MOST, SavedView, Shown};
use uuid::Uuid;

/// Most bytes of what a view shows, as JSON.
const BODY_MAX: usize = 4_000;

/// The person who calls; the operator and the server keep no views.
fn person(actor: &Actor) -> Result<i64> {
    actor.person().ok_or(Error::NotFound)
}

/// The caller's views by name. One that an earlier version wrote and nobody can read is none.
pub async fn list(view: &View) -> Result<Vec<SavedView>> {
    let actor = view.actor()?;
    // Who views as someone else is shown nothing that is theirs alone.
    if actor.in_person().is_err() {
        return Ok(Vec::new());
    }
    let query = "SELECT public_id, name, body FROM saved_views WHERE user_id = $1 ORDER BY name_key, id";
    let mut views = Vec::new();
    for row in view.all(query, vec![person(actor)?.into()]).await? {
        let body: String = row.try_get_by_index(2)?;
        if let Ok(shown) = serde_json::from_str(&body) {
            let id = SavedViewId(row.try_get_by_index::<Uuid>(0)?.as_u128());
            views.push(SavedView { id, name: row.try_get_by_index(1)?, shown });
        }
    }
    Ok(views)
}

/// Keeps a view under a checked name, in place of one whose name folds alike. One more than [`MOST`] is refused at the
/// field `name`.
pub async fn save(call: &mut Call, name: String, shown: Shown) -> Result<SavedView> {
    let user = person(call.actor()?)?;
    let key = name_key(&name);
    let others = "SELECT count(*) FROM saved_views WHERE user_id = $1 AND name_key <> $2";
    if call.number(others, vec![user.into(), key.clone().into()]).await? >= i64::from(MOST) {
        return Err(Error::field("name", Problem::TooMany { max: MOST }));
    }
    let shown = Shown { query: CustomerQuery { cursor: None, ..shown.query }, ..shown };
    let body = serde_json::to_string(&shown).map_err(|_| Error::internal("a view as JSON"))?;
    if body.len() > BODY_MAX {
        return Err(Error::field("address", Problem::TooLong { max: BODY_MAX as u32 }));
    }
    let id = Uuid::from_u128(random::uuid_v7(call.now));
    let row = call.one(
        "INSERT INTO saved_views (public_id, user_id, name, name_key, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, name_key) DO UPDATE SET name = excluded.name, body = excluded.body
         RETURNING public_id",
        vec![id.into(), user.into(), name.clone().into(), key.into(), body.into()],
    );
    let row = row.await?.ok_or_else(|| Error::internal("an insert returns its row"))?;
    Ok(SavedView { id: SavedViewId(row.try_get_by_index::<Uuid>(0)?.as_u128()), name, shown })
}

/// Deletes one of the caller's views.
pub async fn delete(call: &mut Call, id: SavedViewId) -> Result<()> {
    let user = person(call.actor()?)?;
    let query = "DELETE FROM saved_views WHERE user_id = $1 AND public_id = $2";
    let gone = call.execute(query, vec![user.into(), Uuid::from_u128(id.0).into()]).await?;
    if gone == 0 { Err(Error::NotFound) } else { Ok(()) }
}
