//! Invitations that still work, by when they end: the home page tells the next ones.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000024_invitations_by_end"
    }
}

const UP: [&str; 1] =
    ["CREATE INDEX links_activating ON links (expires_at, user_id) WHERE purpose = 'activate' AND ended IS NULL"];

const DOWN: [&str; 1] = ["DROP INDEX links_activating"];

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
