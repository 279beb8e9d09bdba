//! Viewing as someone else: a session holds as whom, and until when.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000021_view_as"
    }
}

/// Without a user but with a time, the user is gone and the view ends at the next request.
const UP: [&str; 3] = [
    "ALTER TABLE sessions ADD COLUMN view_as_user_id {int} REFERENCES users (id) ON DELETE SET NULL",
    "ALTER TABLE sessions ADD COLUMN view_as_until {int}",
    "CREATE INDEX sessions_view_as ON sessions (view_as_user_id)",
];

const DOWN: [&str; 3] = [
    "DROP INDEX sessions_view_as",
    "ALTER TABLE sessions DROP COLUMN view_as_until",
    "ALTER TABLE sessions DROP COLUMN view_as_user_id",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// On SQLite too: a crash in between leaves the database as it was.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &DOWN).await
    }
}
