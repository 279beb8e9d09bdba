//! Many rows in few statements, for imports and sample data.

use crate::Engine;
use crate::call::View;
use crate::error::{Error, Result};
use sea_orm::Value;

/// Most values of one statement: SQLite allows 32,766, PostgreSQL twice as many.
const VALUES: usize = 32_000;

/// Ids that no other row of a table has or will have, in rising order. On SQLite the transaction that asks is the one
/// that writes.
pub(crate) async fn reserve_ids(view: &View, table: &str, count: usize) -> Result<Vec<i64>> {
    if count == 0 {
        return Ok(Vec::new());
    }
    match view.backend.engine() {
        Engine::Sqlite => {
            let row = view.one("SELECT seq FROM sqlite_sequence WHERE name = $1", vec![table.into()]).await?;
            let last: i64 = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or(0);
            Ok((last + 1..=last + count as i64).collect())
        }
        Engine::Postgres => {
            let query = "SELECT nextval(pg_get_serial_sequence($1, 'id')) FROM generate_series(1, $2)";
            let rows = view.all(query, vec![table.into(), (count as i64).into()]).await?;
            let ids: std::result::Result<Vec<i64>, _> = rows.iter().map(|row| row.try_get_by_index(0)).collect();
            let mut ids = ids?;
            ids.sort_unstable();
            Ok(ids)
        }
    }
}

/// Inserts rows. `into` is the table with its columns, as in `users (id, name)`.
pub(crate) async fn insert(view: &View, into: &str, rows: Vec<Vec<Value>>) -> Result<()> {
    let Some(width) = rows.first().map(Vec::len) else { return Ok(()) };
    if width == 0 || rows.iter().any(|row| row.len() != width) {
        return Err(Error::internal("every row has a value for every column"));
    }
    let mut rows = rows.into_iter();
    loop {
        let values: Vec<Value> = rows.by_ref().take(VALUES / width).flatten().collect();
        if values.is_empty() {
            return Ok(());
        }
        view.execute(&statement(view.backend.engine(), into, width, values.len() / width), values).await?;
    }
}

/// On SQLite `$1` is a name, found among all others one by one: thousands of them cost seconds. `?` has none.
fn statement(engine: Engine, into: &str, width: usize, rows: usize) -> String {
    use std::fmt::Write;
    let mut query = format!("INSERT INTO {into} VALUES ");
    for value in 0..width * rows {
        query.push_str(match (value, value % width) {
            (0, _) => "(",
            (_, 0) => "), (",
            _ => ", ",
        });
        match engine {
            Engine::Sqlite => query.push('?'),
            // Writing to a String never fails.
            Engine::Postgres => _ = write!(query, "${}", value + 1),
        }
    }
    query.push(')');
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_row_by_row() {
        let on = |engine| statement(engine, "t (a, b)", 2, 2);
        assert_eq!(on(Engine::Postgres), "INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)");
        assert_eq!(on(Engine::Sqlite), "INSERT INTO t (a, b) VALUES (?, ?), (?, ?)");
    }
}
