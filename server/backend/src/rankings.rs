//! Rankings: tiers that the provider defines and customers are given.

use crate::activity::{Object, record as log};
use crate::call::{Actor, Call, View};
use crate::error::{Blocker, Error, Result};
use crate::fold::name_key;
use crate::policy;
use crate::random;
use model::form::Problem;
use model::ids::RankingId;
use model::permissions::Action;
use model::rankings::Ranking;
use sea_orm::{QueryResult, Value};
use uuid::Uuid;

/// Most rankings of an installation; a list of tiers has no pages.
pub(crate) const MOST: i64 = 200;

fn read(row: &QueryResult) -> Result<Ranking> {
    Ok(Ranking {
        id: RankingId(row.try_get::<Uuid>("", "public_id")?.as_u128()),
        name: row.try_get("", "name")?,
        version: row.try_get::<i64>("", "version")? as u32,
    })
}

/// Only admins of the provider define tiers (product §4).
pub fn may_define(actor: &Actor) -> Result<()> {
    policy::may_here(actor, Action::RankingsEdit)
}

/// All tiers by name.
pub async fn list(view: &View) -> Result<Vec<Ranking>> {
    view.actor()?;
    let query = "SELECT public_id, name, version FROM rankings WHERE provider_id = 1 ORDER BY name_key, id";
    view.all(query, vec![]).await?.iter().map(read).collect()
}

/// One tier.
pub async fn find(view: &View, id: RankingId) -> Result<Ranking> {
    view.actor()?;
    Ok(stored(view, id).await?.1)
}

async fn stored(view: &View, id: RankingId) -> Result<(i64, Ranking)> {
    let query = "SELECT id, public_id, name, version FROM rankings WHERE provider_id = 1 AND public_id = $1";
    let row = view.one(query, vec![Uuid::from_u128(id.0).into()]).await?.ok_or(Error::NotFound)?;
    Ok((row.try_get("", "id")?, read(&row)?))
}

/// The row of the tier that a customer is to have.
pub(crate) async fn row_of(view: &View, id: Option<RankingId>) -> Result<Option<i64>> {
    let Some(id) = id else { return Ok(None) };
    match stored(view, id).await {
        Ok((row, _)) => Ok(Some(row)),
        Err(Error::NotFound) => Err(Error::field("ranking_id", Problem::NotFound)),
        Err(error) => Err(error),
    }
}

async fn refuse_taken(call: &Call, name: &str, except: i64) -> Result<()> {
    let query = "SELECT 1 FROM rankings WHERE provider_id = 1 AND name_key = $1 AND id <> $2";
    let taken = call.one(query, vec![name_key(name).into(), except.into()]).await?;
    if taken.is_some() { Err(Error::field("name", Problem::Taken)) } else { Ok(()) }
}

/// The tier of this name, if there is one; names are the same when they fold alike.
pub async fn by_name(view: &View, name: &str) -> Result<Option<Ranking>> {
    let query = "SELECT public_id, name, version FROM rankings WHERE provider_id = 1 AND name_key = $1";
    view.one(query, vec![name_key(name).into()]).await?.as_ref().map(read).transpose()
}

/// Defines a tier.
pub async fn create(call: &mut Call, name: String) -> Result<Ranking> {
    call.lock_tree().await?;
    may_define(call.actor()?)?;
    refuse_taken(call, &name, 0).await?;
    if call.number("SELECT count(*) FROM rankings WHERE provider_id = 1", vec![]).await? >= MOST {
        return Err(Error::Blocked(vec![Blocker { field: "rankings", value: MOST.to_string() }]));
    }
    let values: Vec<Value> =
        vec![Uuid::from_u128(random::uuid_v7(call.now)).into(), name.clone().into(), name_key(&name).into()];
    let row = call.one(
        "INSERT INTO rankings (public_id, provider_id, name, name_key, version) VALUES ($1, 1, $2, $3, 1)
         RETURNING public_id, name, version",
        values,
    );
    let ranking = read(&row.await?.ok_or_else(|| Error::internal("an insert returns its row"))?)?;
    let home = call.actor()?.home_row;
    log(call, "ranking.create", Object::Ranking(ranking.id.0), home, None::<()>, Some(&ranking)).await?;
    Ok(ranking)
}

/// Gives a tier another name.
pub async fn rename(call: &mut Call, id: RankingId, name: String, version: Option<u32>) -> Result<Ranking> {
    call.lock_tree().await?;
    let (row, before) = stored(call, id).await?;
    may_define(call.actor()?)?;
    check_version(&before, version)?;
    refuse_taken(call, &name, row).await?;
    call.execute(
        "UPDATE rankings SET name = $1, name_key = $2, version = version + 1 WHERE id = $3",
        vec![name.clone().into(), name_key(&name).into(), row.into()],
    )
    .await?;
    let after = stored(call, id).await?.1;
    let home = call.actor()?.home_row;
    log(call, "ranking.rename", Object::Ranking(id.0), home, Some(&before), Some(&after)).await?;
    Ok(after)
}

/// Deletes a tier that no customer has, in the Trash neither.
pub async fn delete(call: &mut Call, id: RankingId, version: Option<u32>) -> Result<()> {
    call.lock_tree().await?;
    let (row, before) = stored(call, id).await?;
    may_define(call.actor()?)?;
    check_version(&before, version)?;
    let users = call.all("SELECT name FROM customers WHERE ranking_id = $1 LIMIT 20", vec![row.into()]);
    let mut blockers = Vec::new();
    for user in users.await? {
        blockers.push(Blocker { field: "customer", value: user.try_get_by_index(0)? });
    }
    if !blockers.is_empty() {
        return Err(Error::Blocked(blockers));
    }
    call.execute("DELETE FROM rankings WHERE id = $1", vec![row.into()]).await?;
    let home = call.actor()?.home_row;
    log(call, "ranking.delete", Object::Ranking(id.0), home, Some(&before), None::<()>).await
}

fn check_version(current: &Ranking, version: Option<u32>) -> Result<()> {
    if version.is_none_or(|version| version == current.version) {
        return Ok(());
    }
    let current = serde_json::to_value(current).map_err(|_| Error::internal("a ranking as JSON"))?;
    Err(Error::Stale(Box::new(current)))
}
