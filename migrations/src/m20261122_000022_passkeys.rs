//! Passkeys: public keys of people, and what was put to browsers to be signed.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000022_passkeys"
    }
}

/// `public_key` is as the authenticator wrote it (COSE); `sign_count` how often it says that it was used, 0 where it doesn't
/// count; `syncable` whether it may be on several devices, `synced` whether it was when it was last used.
///
/// A challenge with a user is for a new passkey of theirs, in that session alone; one without is for a sign-in.
const UP: [&str; 5] = [
    "CREATE TABLE passkeys (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        credential_id {bytes} NOT NULL UNIQUE,
        public_key {bytes} NOT NULL,
        sign_count {int} NOT NULL,
        syncable {int} NOT NULL,
        synced {int} NOT NULL,
        name TEXT NOT NULL,
        created_at {int} NOT NULL,
        last_used_at {int}
    ) {strict}",
    "CREATE INDEX passkeys_user ON passkeys (user_id)",
    "CREATE TABLE passkey_challenges (
        id {id},
        challenge_hash {bytes} NOT NULL UNIQUE,
        user_id {int} REFERENCES users (id) ON DELETE CASCADE,
        session_hash {bytes},
        expires_at {int} NOT NULL
    ) {strict}",
    "CREATE INDEX passkey_challenges_user ON passkey_challenges (user_id)",
    "CREATE INDEX passkey_challenges_expires ON passkey_challenges (expires_at)",
];

const DOWN: [&str; 2] = ["DROP TABLE passkey_challenges", "DROP TABLE passkeys"];

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
