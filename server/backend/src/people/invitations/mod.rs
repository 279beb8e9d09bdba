//! Invitations that end next within one's reach. All that still work stand in one index by their end; where there are too many to
//! look at each, those of a small part of the tree are gathered from its users instead.

#[cfg(test)]
mod tests;

use crate::call::View;
use crate::error::Result;
use crate::sql::Values;
use crate::{Engine, customers, path};
use model::customers::Crumb;
use model::ids::{CustomerId, UserId};
use model::time::Timestamp;
use uuid::Uuid;

/// Up to so many are looked at one after the other. Whoever reaches more than [`SCANNED`] customers, but not all, while more
/// than this many wait everywhere, is told of those among the first so many.
const LOOKED_AT: u32 = 10_000;
/// Up to so many customers a part of the tree is gone through whole.
const SCANNED: u32 = 20_000;

/// An invitation that still works.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    /// Until when.
    pub until: Timestamp,
    /// Who is invited.
    pub user: UserId,
    /// What they are called.
    pub name: String,
    /// Where they belong.
    pub customer: Crumb,
}

/// How they are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    /// The index is walked from the soonest on.
    Walk,
    /// The users of a part of the tree are asked.
    Gather,
}

/// The invitations that end before `until`, the soonest first.
pub(crate) async fn ending(view: &View, until: Timestamp, most: usize) -> Result<Vec<Pending>> {
    Plan::choose(view, until).await?.run(view, until, most).await
}

/// The conditions on a link `l` that still works and ends in time; the index holds the first two.
fn living(view: &View, until: Timestamp, values: &mut Values) -> String {
    let (now, until) = (values.add(view.now.0), values.add(until.0));
    format!("l.purpose = 'activate' AND l.ended IS NULL AND l.expires_at > {now} AND l.expires_at <= {until}")
}

impl Plan {
    async fn choose(view: &View, until: Timestamp) -> Result<Self> {
        let mut values = Values::default();
        let living = living(view, until, &mut values);
        let counted = format!(
            "SELECT count(*) FROM (SELECT 1 AS one FROM links l WHERE {living} LIMIT {}) AS counted",
            LOOKED_AT + 1
        );
        if view.number(&counted, values.0).await? <= i64::from(LOOKED_AT) {
            return Ok(Self::Walk);
        }
        let few = customers::size(view, &view.actor()?.scope, SCANNED + 1).await? <= SCANNED;
        Ok(if few { Self::Gather } else { Self::Walk })
    }

    async fn run(self, view: &View, until: Timestamp, most: usize) -> Result<Vec<Pending>> {
        let mut values = Values::default();
        let sql = self.statement(view, until, most, &mut values)?;
        let rows = view.all(&sql, values.0).await?;
        rows.iter()
            .map(|row| {
                let id = CustomerId(row.try_get_by_index::<Uuid>(2)?.as_u128());
                let customer = Crumb { id, name: row.try_get_by_index(3)? };
                let user = UserId(row.try_get_by_index::<Uuid>(4)?.as_u128());
                let (until, name) = (Timestamp(row.try_get_by_index(0)?), row.try_get_by_index(1)?);
                Ok(Pending { until, user, name, customer })
            })
            .collect()
    }

    fn statement(self, view: &View, until: Timestamp, most: usize, values: &mut Values) -> Result<String> {
        let scope = view.actor()?.scope.clone();
        let living = living(view, until, values);
        // On SQLite CROSS JOIN keeps the order of the tables: what is few comes first.
        let join = if view.backend().engine() == Engine::Sqlite { "CROSS JOIN" } else { "JOIN" };
        let from = match self {
            Self::Walk => format!(
                "(SELECT l.id, l.user_id, l.expires_at FROM links l WHERE {living} ORDER BY l.expires_at LIMIT {LOOKED_AT}) AS l
                 {join} users u ON u.id = l.user_id {join} nodes n ON n.id = u.customer_id"
            ),
            Self::Gather => format!(
                "nodes n {join} users u ON u.customer_id = n.id {join} links l ON l.user_id = u.id AND {living}"
            ),
        };
        let (first, end) = (values.add(scope.clone()), values.add(path::end(&scope)));
        let mut sql = format!(
            "SELECT l.expires_at, u.name, c.public_id, c.name, u.public_id FROM {from} {join} customers c ON c.id = n.id
             WHERE u.password_hash IS NULL AND u.disabled_at IS NULL AND u.trash_id IS NULL
                AND n.provider_id = 1 AND n.trash = 0 AND n.path >= {first} AND n.path < {end}"
        );
        for subtree in &view.going {
            let (first, end) = (values.add(subtree.clone()), values.add(path::end(subtree)));
            sql.push_str(&format!(" AND NOT (n.path >= {first} AND n.path < {end})"));
        }
        sql.push_str(&format!(" ORDER BY l.expires_at, l.id LIMIT {most}"));
        Ok(sql)
    }
}
