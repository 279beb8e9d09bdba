//! Users across the tree: a sort key and a search text of their own, and an index for each order and each rare state.

use crate::fold::{fold, name_key};
use crate::schema::run;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, Statement};
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000011_users_search"
    }
}

const COLUMNS: [&str; 2] = [
    "ALTER TABLE users ADD COLUMN name_key {path} NOT NULL DEFAULT ''",
    "ALTER TABLE users ADD COLUMN search_text TEXT NOT NULL DEFAULT ''",
];

/// When someone last signed in, as the key of an order: it has no nulls, which each engine sorts elsewhere. SQLite adds such
/// a column only as a virtual one, PostgreSQL stores it.
const SIGN_IN_KEY: &str =
    "ALTER TABLE users ADD COLUMN sign_in_key {int} GENERATED ALWAYS AS (COALESCE(last_sign_in_at, 0))";

const INDEXES: [&str; 6] = [
    "CREATE INDEX users_by_name ON users (name_key, id) WHERE trash_id IS NULL",
    "CREATE INDEX users_by_creation ON users (created_at, id) WHERE trash_id IS NULL",
    "CREATE INDEX users_by_sign_in ON users (sign_in_key, id) WHERE trash_id IS NULL",
    "CREATE INDEX users_by_role ON users (role, id) WHERE trash_id IS NULL",
    "CREATE INDEX users_disabled ON users (id) WHERE disabled_at IS NOT NULL AND trash_id IS NULL",
    "CREATE INDEX users_invited ON users (id) WHERE password_hash IS NULL AND disabled_at IS NULL AND trash_id IS NULL",
];

const SQLITE: &str = "CREATE VIRTUAL TABLE users_trigrams USING fts5 (text, content='', contentless_delete=1, tokenize='trigram', detail=none)";
const POSTGRES: &str = "CREATE INDEX users_trigrams ON users USING gin (search_text gin_trgm_ops)";

/// Users that are folded together.
const AT_ONCE: i64 = 1_000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// On SQLite too: a crash in between leaves the database as it was.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
        run(manager, &COLUMNS).await?;
        let kept = if sqlite { "VIRTUAL" } else { "STORED" };
        run(manager, &[&format!("{SIGN_IN_KEY} {kept}")]).await?;
        run(manager, if sqlite { &[SQLITE] } else { &[] }).await?;
        fold_all(manager, sqlite).await?;
        run(manager, &INDEXES).await?;
        run(manager, if sqlite { &[] } else { &[POSTGRES] }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            run(manager, &["DROP TABLE users_trigrams"]).await?;
        } else {
            run(manager, &["DROP INDEX users_trigrams"]).await?;
        }
        run(
            manager,
            &[
                "DROP INDEX users_by_name",
                "DROP INDEX users_by_creation",
                "DROP INDEX users_by_sign_in",
                "DROP INDEX users_by_role",
                "DROP INDEX users_disabled",
                "DROP INDEX users_invited",
                "ALTER TABLE users DROP COLUMN sign_in_key",
                "ALTER TABLE users DROP COLUMN search_text",
                "ALTER TABLE users DROP COLUMN name_key",
            ],
        )
        .await
    }
}

/// Gives those who are there already what new users get when they are created.
async fn fold_all(manager: &SchemaManager<'_>, sqlite: bool) -> Result<(), DbErr> {
    let (db, engine) = (manager.get_connection(), manager.get_database_backend());
    let mut last = 0_i64;
    loop {
        let query = "SELECT id, name, email FROM users WHERE id > $1 ORDER BY id LIMIT $2";
        let rows =
            db.query_all_raw(Statement::from_sql_and_values(engine, query, [last.into(), AT_ONCE.into()])).await?;
        for row in &rows {
            last = row.try_get_by_index(0)?;
            let (name, email): (String, String) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            let text = [fold(&name), fold(&email)].into_iter().filter(|text| !text.is_empty());
            let text = text.map(|text| format!(" {text}")).collect::<Vec<_>>().join("\n");
            let update = "UPDATE users SET name_key = $1, search_text = $2 WHERE id = $3";
            let values = [name_key(&name).into(), text.clone().into(), last.into()];
            db.execute_raw(Statement::from_sql_and_values(engine, update, values)).await?;
            if sqlite {
                let insert = "INSERT INTO users_trigrams (rowid, text) VALUES ($1, $2)";
                db.execute_raw(Statement::from_sql_and_values(engine, insert, [last.into(), text.into()])).await?;
            }
        }
        if rows.len() < AT_ONCE as usize {
            return Ok(());
        }
    }
}
