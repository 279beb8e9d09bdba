//! Raw statements where the tree needs a plan of its own; the text is the same for both engines, `$1` and all.

use crate::error::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseExecutor, ExecResult, QueryResult, Statement, Value};

/// Runs a statement that returns no rows; gives the number of rows changed.
pub async fn execute(db: &DatabaseExecutor<'_>, sql: &str, values: Vec<Value>) -> Result<u64> {
    let done: ExecResult = db.execute_raw(statement(db, sql, values)).await?;
    Ok(done.rows_affected())
}

/// All rows.
pub async fn all(db: &DatabaseExecutor<'_>, sql: &str, values: Vec<Value>) -> Result<Vec<QueryResult>> {
    Ok(db.query_all_raw(statement(db, sql, values)).await?)
}

/// The first row.
pub async fn one(db: &DatabaseExecutor<'_>, sql: &str, values: Vec<Value>) -> Result<Option<QueryResult>> {
    Ok(db.query_one_raw(statement(db, sql, values)).await?)
}

/// A single number, such as a count.
pub async fn number(db: &DatabaseExecutor<'_>, sql: &str, values: Vec<Value>) -> Result<i64> {
    let row = one(db, sql, values).await?.ok_or_else(|| Error::internal("a count gives a row"))?;
    Ok(row.try_get_by_index(0)?)
}

fn statement(db: &DatabaseExecutor<'_>, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// The values of a statement, numbered `$1`, `$2`, … as they are added.
#[derive(Default)]
pub struct Values(pub Vec<Value>);

impl Values {
    /// Adds a value and gives its placeholder.
    pub fn add(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }
}
