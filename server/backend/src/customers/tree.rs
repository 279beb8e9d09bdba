//! Changes of the tree itself: where a subtree stands.

use crate::call::{Call, View};
use crate::error::{Error, Result};
use crate::path;
use model::customers::MAX_DEPTH;
use model::form::Problem;

/// Customers in a subtree, itself included, counted up to a limit.
pub(crate) async fn size(view: &View, subtree: &str, limit: u32) -> Result<u32> {
    let count = view.number(
        "SELECT count(*) FROM (SELECT 1 AS one FROM nodes
            WHERE provider_id = 1 AND trash = 0 AND path >= $1 AND path < $2 LIMIT $3) AS counted",
        vec![subtree.into(), path::end(subtree).into(), i64::from(limit).into()],
    );
    Ok(count.await? as u32)
}

/// The deepest level below the top of a subtree, living and deleted.
pub(crate) async fn height(view: &View, subtree: &str) -> Result<u32> {
    let deepest = view.one(
        "SELECT max(length(path) - length(replace(path, '/', ''))) FROM nodes
         WHERE provider_id = 1 AND path >= $1 AND path < $2",
        vec![subtree.into(), path::end(subtree).into()],
    );
    let row = deepest.await?.ok_or_else(|| Error::internal("a maximum gives a row"))?;
    let slashes = match view.backend.engine() {
        crate::Engine::Sqlite => row.try_get_by_index::<Option<i64>>(0)?,
        crate::Engine::Postgres => row.try_get_by_index::<Option<i32>>(0)?.map(i64::from),
    };
    Ok(slashes.map_or(0, |slashes| (slashes as u32).saturating_sub(path::depth(subtree) + 2)))
}

/// Refuses a place at which a subtree of this height would be too deep.
pub(crate) fn check_depth(parent: &str, height: u32) -> Result<()> {
    if path::fits(path::depth(parent) + 1 + height) {
        Ok(())
    } else {
        Err(Error::field("parent_id", Problem::TooDeep { max: MAX_DEPTH }))
    }
}

/// Rewrites the paths of a subtree, of the living and of the Trash alike, after its top got another parent.
/// The tree's version rises: whoever read paths before knows that they may be others now.
pub(crate) async fn rewrite_paths(call: &Call, from: &str, to: &str) -> Result<()> {
    call.execute(
        "UPDATE nodes SET path = $1 || substr(path, $2) WHERE provider_id = 1 AND trash IN (0, 1)
            AND path >= $3 AND path < $4",
        vec![to.into(), (from.len() as i32 + 1).into(), from.into(), path::end(from).into()],
    )
    .await?;
    call.execute("UPDATE providers SET tree_version = tree_version + 1 WHERE id = 1", vec![]).await?;
    Ok(())
}
