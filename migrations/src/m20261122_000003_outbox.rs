//! Mail: what is to be sent, how links end, and the language of a person.

use crate::schema::run;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261122_000003_outbox"
    }
}

/// `sealed` is subject and bodies, which hold live links, encrypted with the key that `key_id` names; NULL once nobody
/// needs them. `due_at` is the next attempt of what waits, and the end of the lease of what is being sent.
///
/// `links.ended` says how a link ended: used or revoked. A person has one link that has not, for each purpose.
const UP: [&str; 8] = [
    "ALTER TABLE users ADD COLUMN lang TEXT",
    "ALTER TABLE links ADD COLUMN ended TEXT",
    "CREATE UNIQUE INDEX links_live ON links (user_id, purpose) WHERE ended IS NULL AND user_id IS NOT NULL",
    "CREATE TABLE outbox (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        provider_id {int} NOT NULL REFERENCES providers (id),
        user_id {int} REFERENCES users (id) ON DELETE CASCADE,
        link_id {int} REFERENCES links (id) ON DELETE SET NULL,
        recipient TEXT NOT NULL,
        kind TEXT NOT NULL,
        lang TEXT NOT NULL,
        key_id TEXT NOT NULL,
        sealed {bytes},
        status TEXT NOT NULL,
        attempts {int} NOT NULL,
        due_at {int} NOT NULL,
        error TEXT,
        created_at {int} NOT NULL,
        expires_at {int} NOT NULL,
        sent_at {int}
    ) {strict}",
    "CREATE INDEX outbox_due ON outbox (provider_id, status, due_at, id)",
    "CREATE INDEX outbox_newest ON outbox (provider_id, id)",
    "CREATE INDEX outbox_user ON outbox (user_id) WHERE user_id IS NOT NULL",
    "CREATE INDEX outbox_link ON outbox (link_id) WHERE link_id IS NOT NULL",
];

const DOWN: [&str; 5] = [
    "DROP TABLE outbox",
    "DROP INDEX links_live",
    // Whoever knows nothing of ended links would take them for live ones.
    "DELETE FROM links WHERE ended IS NOT NULL OR purpose NOT IN ('activate', 'setup')",
    "ALTER TABLE links DROP COLUMN ended",
    "ALTER TABLE users DROP COLUMN lang",
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
