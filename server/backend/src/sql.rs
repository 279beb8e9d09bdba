//! Raw statements where the tree needs a plan of its own; the text is the same for both engines, `$1` and all.

use crate::call::View;
use crate::error::{Error, Result};
use sea_orm::{ConnectionTrait, DatabaseExecutor, QueryResult, Statement, Value};

impl View {
    /// Runs a statement that returns no rows; gives the number of rows changed.
    pub(crate) fn execute<'v>(
        &'v self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<u64>> + Send + use<'v> {
        let (db, statement) = self.prepare(sql, values);
        async move { Ok(db.execute_raw(statement).await?.rows_affected()) }
    }

    /// All rows.
    pub(crate) fn all<'v>(
        &'v self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Vec<QueryResult>>> + Send + use<'v> {
        let (db, statement) = self.prepare(sql, values);
        async move { Ok(db.query_all_raw(statement).await?) }
    }

    /// The first row.
    pub(crate) fn one<'v>(
        &'v self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<Option<QueryResult>>> + Send + use<'v> {
        let (db, statement) = self.prepare(sql, values);
        async move { Ok(db.query_one_raw(statement).await?) }
    }

    /// A single number, such as a count.
    pub(crate) fn number<'v>(
        &'v self,
        sql: &str,
        values: Vec<Value>,
    ) -> impl Future<Output = Result<i64>> + Send + use<'v> {
        let row = self.one(sql, values);
        async move {
            let row = row.await?.ok_or_else(|| Error::internal("a count gives a row"))?;
            Ok(row.try_get_by_index(0)?)
        }
    }

    fn prepare(&self, sql: &str, values: Vec<Value>) -> (DatabaseExecutor<'_>, Statement) {
        #[cfg(feature = "testing")]
        self.statements.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let db = self.db();
        let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
        (db, statement)
    }
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
