//! The second factor as a duty: of whom it is required, by whom, and who has none yet.

use super::account::person;
use crate::call::{Caller, View};
use crate::error::Result;
use crate::path;
use model::second_factor::{FactorDuty, RequiredBy};

/// Whether a user has a second factor, as a condition on a row id in SQL; it counts everywhere: for sessions, tokens,
/// explanations and counts. A passkey is none: beside it the password alone would still lead in.
pub(crate) fn has_second_factor(user: &str) -> String {
    format!("EXISTS (SELECT 1 FROM second_factors f WHERE f.user_id = {user} AND f.confirmed_at IS NOT NULL)")
}

/// Who requires a second factor along a path, the nearest; who reads sees down from `scope`.
pub(crate) async fn required_by(view: &View, path: &str, scope: &str) -> Result<Option<RequiredBy>> {
    let list = path::ids(path).map(|id| id.to_string()).collect::<Vec<_>>().join(",");
    if list.is_empty() {
        return Ok(None);
    }
    let query = format!(
        "SELECT c.name, n.path FROM customers c JOIN nodes n ON n.id = c.id
         WHERE c.id IN ({list}) AND c.require_two_factor > 0 ORDER BY length(n.path) DESC LIMIT 1"
    );
    let Some(row) = view.one(&query, vec![]).await? else { return Ok(None) };
    Ok(Some(requirer(row.try_get_by_index(0)?, &row.try_get_by_index::<String>(1)?, scope)))
}

/// The customer at `place` that requires it, as told to who sees down from `scope`: no name above that is learnt.
pub(crate) fn requirer(name: String, place: &str, scope: &str) -> RequiredBy {
    if path::is_within(place, scope) { RequiredBy::Customer(name) } else { RequiredBy::Above }
}

/// Whether a second factor is required of the person who asks, and whether they have one.
pub async fn factor_duty(view: &View, caller: &Caller) -> Result<FactorDuty> {
    let row = person(view, caller)?.0.row;
    let scope = &view.actor()?.scope;
    let query = format!("SELECT 1 WHERE {}", has_second_factor("$1"));
    let met = view.one(&query, vec![row.into()]).await?.is_some();
    Ok(FactorDuty { by: required_by(view, scope, scope).await?, met })
}
