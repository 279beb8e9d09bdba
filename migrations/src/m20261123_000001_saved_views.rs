//! Saved views: searches of customers that a person keeps under names.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261123_000001_saved_views"
    }
}

/// `body` is JSON of what the view shows; a person has one of each name. All go with the person.
const TABLE: &str = "CREATE TABLE saved_views (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        name_key TEXT NOT NULL,
        body TEXT NOT NULL,
        UNIQUE (user_id, name_key)
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
        run(manager, &["DROP TABLE saved_views"]).await
    }
}
