//! The e-mail addresses of customers, to find who has one: a new customer may be there already.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000002_customers_email"
    }
}

const INDEX: &str = "CREATE INDEX customers_email ON customers (provider_id, lower(email))
    WHERE email IS NOT NULL AND trash_id IS NULL";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// On SQLite too: a crash in between leaves the database as it was.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &[INDEX]).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &["DROP INDEX customers_email"]).await
    }
}
