//! Contacts: the people at a company, some of whom can sign in; each company with contacts has one default.

use crate::schema::run;
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000010_contacts"
    }
}

/// The default is a column of the customer: there can't be two. `user_id` is who the contact signs in as.
const UP: [&str; 4] = [
    "CREATE TABLE contacts (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        customer_id {int} NOT NULL REFERENCES customers (id),
        user_id {int} UNIQUE REFERENCES users (id) ON DELETE SET NULL,
        name TEXT NOT NULL,
        name_key {path} NOT NULL,
        email TEXT,
        phone TEXT,
        job_title TEXT,
        search_text TEXT NOT NULL,
        status TEXT NOT NULL,
        created_at {int} NOT NULL,
        updated_at {int} NOT NULL,
        version {int} NOT NULL,
        trash_id {int}
    ) {strict}",
    "ALTER TABLE customers ADD COLUMN default_contact_id {int}",
    "CREATE INDEX contacts_customer ON contacts (customer_id, name_key, id)",
    "CREATE INDEX contacts_trash ON contacts (trash_id) WHERE trash_id IS NOT NULL",
];

const DOWN: [&str; 3] = [
    "DELETE FROM search_terms WHERE kind = 'contact'",
    "ALTER TABLE customers DROP COLUMN default_contact_id",
    "DROP TABLE contacts",
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
        if manager.get_database_backend() == DbBackend::Sqlite {
            let trigrams =
                "DELETE FROM terms_trigrams WHERE rowid IN (SELECT id FROM search_terms WHERE kind = 'contact')";
            run(manager, &[trigrams]).await?;
        }
        run(manager, &DOWN).await
    }
}
