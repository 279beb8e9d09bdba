//! A customer may require a second factor of its people, and of those of all below.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000023_require_two_factor"
    }
}

/// 0 = not required here, 1 = by its own people, 2 = by who manages it from above: those alone take that off.
const UP: [&str; 1] = ["ALTER TABLE customers ADD COLUMN require_two_factor {int} NOT NULL DEFAULT 0"];

const DOWN: [&str; 1] = ["ALTER TABLE customers DROP COLUMN require_two_factor"];

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
