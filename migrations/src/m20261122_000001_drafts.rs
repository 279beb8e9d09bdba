//! Drafts: what a person has typed into a long form and not sent yet.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000001_drafts"
    }
}

/// One draft a person and kind of form. `body` is JSON of what was typed; it goes with the person.
const TABLE: &str = "CREATE TABLE drafts (
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        updated_at {int} NOT NULL,
        PRIMARY KEY (user_id, kind)
    ) {strict}";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// On SQLite too: a crash in between leaves the database as it was.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &[TABLE]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP TABLE drafts"]).await
    }
}
