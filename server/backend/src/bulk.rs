//! Many rows in one statement, for imports, sample data and the log. The rows travel as one JSON text: binding each
//! value by itself costs more than storing it (measured: a quarter of all time at a million customers).

use crate::call::View;
use crate::error::{Error, Result};
use crate::{Backend, Engine};
use sea_orm::{ConnectionTrait, Value};
use std::fmt::Write;

/// What many rows end with. PostgreSQL plans by what it knows of its tables: until it has looked, it takes full ones for empty
/// and reads all nodes again for each customer (21,000 of them: a letter is searched for a minute).
/// Without it all is right, and slow until PostgreSQL looks by itself. A few rows don't change what it knows.
pub(crate) async fn settle(backend: &Backend, rows: u64) {
    const LOOK: &str = "ANALYZE customers, nodes, users, contacts, search_terms";
    const MANY: u64 = 1_000;
    if rows >= MANY
        && backend.engine() == Engine::Postgres
        && let Err(error) = backend.connection().execute_unprepared(LOOK).await
    {
        tracing::warn!(%error, "PostgreSQL could not look at its tables anew");
    }
}

/// How a column's values are read from their JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A whole number.
    Int,
    /// Text.
    Text,
    /// A 128-bit id.
    Id,
    /// Bytes.
    Bytes,
}

/// A table with the columns that are filled, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Kind)],
}

/// A value of a row.
pub(crate) trait Cell {
    /// Writes it as JSON.
    fn write(&self, json: &mut String);
}

/// A 128-bit id.
pub(crate) struct Id(pub u128);

// Writing to a String never fails.
impl Cell for i64 {
    fn write(&self, json: &mut String) {
        let _ = write!(json, "{self}");
    }
}

impl Cell for Id {
    fn write(&self, json: &mut String) {
        let _ = write!(json, "\"{:032x}\"", self.0);
    }
}

impl Cell for str {
    fn write(&self, json: &mut String) {
        json.push('"');
        let mut from = 0;
        for (at, byte) in self.bytes().enumerate() {
            // What must be escaped is one byte long in UTF-8.
            if byte >= b' ' && byte != b'"' && byte != b'\\' {
                continue;
            }
            json.push_str(&self[from..at]);
            match byte {
                b'"' => json.push_str("\\\""),
                b'\\' => json.push_str("\\\\"),
                _ => _ = write!(json, "\\u{byte:04x}"),
            }
            from = at + 1;
        }
        json.push_str(&self[from..]);
        json.push('"');
    }
}

impl Cell for String {
    fn write(&self, json: &mut String) {
        self.as_str().write(json);
    }
}

impl Cell for &str {
    fn write(&self, json: &mut String) {
        (**self).write(json);
    }
}

impl Cell for &[u8] {
    fn write(&self, json: &mut String) {
        json.push('"');
        for byte in *self {
            let _ = write!(json, "{byte:02x}");
        }
        json.push('"');
    }
}

impl<T: Cell> Cell for Option<T> {
    fn write(&self, json: &mut String) {
        match self {
            Some(value) => value.write(json),
            None => json.push_str("null"),
        }
    }
}

/// Rows for a table.
#[derive(Debug)]
pub(crate) struct Rows {
    table: Table,
    json: String,
}

impl Rows {
    /// None yet.
    pub fn of(table: Table) -> Self {
        Self { table, json: String::from("[") }
    }

    /// Adds a row: a cell for each column.
    pub fn push(&mut self, cells: &[&dyn Cell]) {
        debug_assert_eq!(cells.len(), self.table.columns.len(), "{}", self.table.name);
        for (index, cell) in cells.iter().enumerate() {
            self.json.push_str(match (index, self.json.len()) {
                (0, 1) => "[",
                (0, _) => ",[",
                _ => ",",
            });
            cell.write(&mut self.json);
        }
        self.json.push(']');
    }

    /// Inserts them all.
    pub async fn insert(mut self, view: &View) -> Result<()> {
        if self.json.len() == 1 {
            return Ok(());
        }
        self.json.push(']');
        view.execute(&statement(view.backend.engine(), self.table), vec![Value::from(self.json)]).await?;
        Ok(())
    }
}

fn statement(engine: Engine, table: Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|(name, _)| *name).collect();
    let cell = |(index, (_, kind)): (usize, &(&str, Kind))| match (engine, kind) {
        (Engine::Sqlite, Kind::Int | Kind::Text) => format!("value ->> {index}"),
        (Engine::Sqlite, Kind::Id | Kind::Bytes) => format!("unhex(value ->> {index})"),
        (Engine::Postgres, Kind::Int) => format!("(value ->> {index})::bigint"),
        (Engine::Postgres, Kind::Text) => format!("value ->> {index}"),
        (Engine::Postgres, Kind::Id) => format!("(value ->> {index})::uuid"),
        (Engine::Postgres, Kind::Bytes) => format!("decode(value ->> {index}, 'hex')"),
    };
    let cells: Vec<String> = table.columns.iter().enumerate().map(cell).collect();
    let from = match engine {
        Engine::Sqlite => "jsonb_each($1)",
        Engine::Postgres => "jsonb_array_elements($1::jsonb) AS rows (value)",
    };
    format!("INSERT INTO {} ({}) SELECT {} FROM {from}", table.name, names.join(", "), cells.join(", "))
}

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
            let mut ids = ids.map_err(Error::from)?;
            ids.sort_unstable();
            Ok(ids)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TABLE: Table = Table { name: "t", columns: &[("a", Kind::Int), ("b", Kind::Id), ("c", Kind::Text)] };

    #[test]
    fn a_statement_takes_any_number_of_rows() {
        let sqlite = "INSERT INTO t (a, b, c) SELECT value ->> 0, unhex(value ->> 1), value ->> 2 FROM jsonb_each($1)";
        assert_eq!(statement(Engine::Sqlite, TABLE), sqlite);
        let mut rows = Rows::of(TABLE);
        rows.push(&[&-1, &Id(255), &"x\"\n"]);
        rows.push(&[&2, &None::<Id>, &Some("é")]);
        let expected = "[[-1,\"000000000000000000000000000000ff\",\"x\\\"\\u000a\"],[2,null,\"é\"]";
        assert_eq!(rows.json, expected);
    }

    proptest! {
        #[test]
        fn text_is_what_json_says(text in "\\PC{0,20}|[\\x00-\\x7f]{0,20}") {
            let mut json = String::new();
            text.write(&mut json);
            prop_assert_eq!(serde_json::from_str::<String>(&json).ok(), Some(text));
        }
    }
}
