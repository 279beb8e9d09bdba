//! The second factor: secrets of the apps that make codes, recovery codes, and sign-ins that await a code.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000020_second_factor"
    }
}

/// `sealed` is the secret, encrypted with the key that `key_id` names. Until `confirmed_at` it is being set up, by the
/// session `set_up_by` alone. `last_step` is the step of time whose code was accepted last.
///
/// `half_sessions` are of those who knew the password and have yet to give a code.
const UP: [&str; 5] = [
    "CREATE TABLE second_factors (
        user_id {int} NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
        key_id TEXT NOT NULL,
        sealed {bytes} NOT NULL,
        set_up_by {bytes} NOT NULL,
        last_step {int} NOT NULL,
        created_at {int} NOT NULL,
        confirmed_at {int}
    ) {strict}",
    "CREATE TABLE recovery_codes (
        id {id},
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        code_hash {bytes} NOT NULL,
        used_at {int},
        UNIQUE (user_id, code_hash)
    ) {strict}",
    "CREATE TABLE half_sessions (
        id {id},
        token_hash {bytes} NOT NULL UNIQUE,
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        remember {int} NOT NULL,
        attempts {int} NOT NULL,
        created_at {int} NOT NULL,
        expires_at {int} NOT NULL
    ) {strict}",
    "CREATE INDEX half_sessions_user ON half_sessions (user_id)",
    "CREATE INDEX half_sessions_expires ON half_sessions (expires_at)",
];

const DOWN: [&str; 3] = ["DROP TABLE half_sessions", "DROP TABLE recovery_codes", "DROP TABLE second_factors"];

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
