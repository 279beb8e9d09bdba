//! Customers, their tree and their search index; users, sessions, links and tokens; rankings; deletions; activity.

use crate::schema::run;
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::{DbErr, MigrationName, MigrationTrait, SchemaManager, async_trait};

/// The migration.
#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m20261121_000001_customers"
    }
}

/// `providers` is the lock row of the tree. Times are milliseconds since 1970 UTC. `*_key` is text folded by us.
/// `trash_id` on customers and users is the deletion that holds them; unique values hold among the others.
/// `nodes.trash` is 0 for the living and 1 in the Trash, each a forest of its own with true paths.
const TABLES: [&str; 13] = [
    "CREATE TABLE providers (
        id {id},
        tree_version {int} NOT NULL
    ) {strict}",
    "CREATE TABLE rankings (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        provider_id {int} NOT NULL REFERENCES providers (id),
        name TEXT NOT NULL,
        name_key {path} NOT NULL,
        version {int} NOT NULL,
        UNIQUE (provider_id, name_key)
    ) {strict}",
    "CREATE TABLE customers (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        provider_id {int} NOT NULL REFERENCES providers (id),
        parent_id {int} REFERENCES customers (id),
        name TEXT NOT NULL,
        name_key {path} NOT NULL,
        kind TEXT NOT NULL,
        ref_id TEXT,
        vat_number TEXT,
        fiscal_code TEXT,
        ranking_id {int} REFERENCES rankings (id),
        status TEXT NOT NULL,
        country TEXT NOT NULL,
        street TEXT,
        city TEXT,
        province TEXT,
        postal_code TEXT,
        phone TEXT,
        email TEXT,
        website TEXT,
        notes TEXT,
        created_at {int} NOT NULL,
        updated_at {int} NOT NULL,
        version {int} NOT NULL,
        trash_id {int}
    ) {strict}",
    "CREATE TABLE nodes (
        id {int} PRIMARY KEY REFERENCES customers (id) ON DELETE CASCADE,
        provider_id {int} NOT NULL REFERENCES providers (id),
        trash {int} NOT NULL,
        path {path} NOT NULL,
        name_key {path} NOT NULL,
        search_text TEXT NOT NULL
    ) {strict}",
    "CREATE TABLE search_terms (
        id {id},
        customer_id {int} NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        source_id {int} NOT NULL,
        text TEXT NOT NULL
    ) {strict}",
    "CREATE TABLE users (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        customer_id {int} NOT NULL REFERENCES customers (id),
        name TEXT NOT NULL,
        email TEXT NOT NULL,
        email_key {path} NOT NULL,
        role TEXT NOT NULL,
        password_hash TEXT,
        disabled_at {int},
        last_sign_in_at {int},
        created_at {int} NOT NULL,
        version {int} NOT NULL,
        trash_id {int}
    ) {strict}",
    "CREATE TABLE sessions (
        id {id},
        token_hash {bytes} NOT NULL UNIQUE,
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        created_at {int} NOT NULL,
        seen_at {int} NOT NULL,
        expires_at {int} NOT NULL,
        user_agent TEXT
    ) {strict}",
    "CREATE TABLE links (
        id {id},
        token_hash {bytes} NOT NULL UNIQUE,
        user_id {int} REFERENCES users (id) ON DELETE CASCADE,
        purpose TEXT NOT NULL,
        created_at {int} NOT NULL,
        expires_at {int} NOT NULL
    ) {strict}",
    "CREATE TABLE tokens (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        token_hash {bytes} NOT NULL UNIQUE,
        user_id {int} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
        customer_id {int} NOT NULL REFERENCES customers (id),
        name TEXT NOT NULL,
        role TEXT NOT NULL,
        created_at {int} NOT NULL,
        expires_at {int},
        last_used_at {int}
    ) {strict}",
    "CREATE TABLE idempotency (
        id {id},
        token_id {int} NOT NULL REFERENCES tokens (id) ON DELETE CASCADE,
        route TEXT NOT NULL,
        key TEXT NOT NULL,
        body_hash {bytes} NOT NULL,
        status {int},
        headers TEXT,
        body {bytes},
        created_at {int} NOT NULL,
        UNIQUE (token_id, route, key)
    ) {strict}",
    "CREATE TABLE deletions (
        id {id},
        provider_id {int} NOT NULL REFERENCES providers (id),
        customer_id {int} NOT NULL REFERENCES customers (id) ON DELETE CASCADE,
        status TEXT NOT NULL,
        at {int} NOT NULL,
        reason TEXT NOT NULL,
        by_name TEXT NOT NULL,
        by_user_id {int} REFERENCES users (id) ON DELETE SET NULL,
        children TEXT,
        created_at {int} NOT NULL
    ) {strict}",
    "CREATE TABLE activity (
        id {id},
        public_id {uuid} NOT NULL UNIQUE,
        provider_id {int} NOT NULL REFERENCES providers (id),
        at {int} NOT NULL,
        actor_user_id {int},
        actor_name TEXT NOT NULL,
        via TEXT NOT NULL,
        verb TEXT NOT NULL,
        object TEXT NOT NULL,
        object_id {uuid} NOT NULL,
        customer_id {int} NOT NULL,
        before TEXT,
        after TEXT
    ) {strict}",
    "INSERT INTO providers (tree_version) VALUES (1)",
];

const INDEXES: [&str; 21] = [
    "CREATE INDEX customers_children ON customers (provider_id, parent_id, name_key, id) WHERE trash_id IS NULL",
    "CREATE INDEX customers_parent ON customers (parent_id)",
    "CREATE INDEX customers_name ON customers (provider_id, name_key, id) WHERE trash_id IS NULL",
    "CREATE INDEX customers_created ON customers (provider_id, created_at, id) WHERE trash_id IS NULL",
    "CREATE INDEX customers_updated ON customers (provider_id, updated_at, id) WHERE trash_id IS NULL",
    "CREATE UNIQUE INDEX customers_ref_id ON customers (provider_id, ref_id) WHERE trash_id IS NULL",
    "CREATE INDEX customers_trash ON customers (trash_id) WHERE trash_id IS NOT NULL",
    "CREATE INDEX customers_disabled ON customers (id) WHERE status = 'disabled'",
    "CREATE INDEX customers_ranking ON customers (ranking_id) WHERE ranking_id IS NOT NULL",
    "CREATE UNIQUE INDEX users_email ON users (email_key) WHERE trash_id IS NULL",
    "CREATE INDEX users_customer ON users (customer_id)",
    "CREATE INDEX users_trash ON users (trash_id) WHERE trash_id IS NOT NULL",
    "CREATE INDEX sessions_user ON sessions (user_id)",
    "CREATE INDEX links_user ON links (user_id, purpose)",
    "CREATE INDEX tokens_user ON tokens (user_id)",
    "CREATE UNIQUE INDEX deletions_customer ON deletions (customer_id)",
    "CREATE INDEX deletions_status ON deletions (provider_id, status, at)",
    "CREATE INDEX search_terms_customer ON search_terms (customer_id)",
    "CREATE INDEX search_terms_source ON search_terms (kind, source_id)",
    "CREATE INDEX activity_customer ON activity (provider_id, customer_id, id)",
    "CREATE INDEX activity_actor ON activity (actor_user_id) WHERE actor_user_id IS NOT NULL",
];

/// SQLite keeps path, name key and search text together in a covering index, and trigrams in FTS5 tables without
/// content of their own: `detail=none` is a quarter of the size, hits are checked against the text itself.
const SQLITE: [&str; 4] = [
    "CREATE UNIQUE INDEX nodes_path ON nodes (provider_id, trash, path)",
    "CREATE INDEX nodes_covering ON nodes (provider_id, trash, path, name_key, search_text)",
    "CREATE VIRTUAL TABLE nodes_trigrams USING fts5 (text, content='', contentless_delete=1, tokenize='trigram', detail=none)",
    "CREATE VIRTUAL TABLE terms_trigrams USING fts5 (text, content='', contentless_delete=1, tokenize='trigram', detail=none)",
];

const POSTGRES: [&str; 4] = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE UNIQUE INDEX nodes_path ON nodes (provider_id, trash, path) INCLUDE (name_key, search_text)",
    "CREATE INDEX nodes_trigrams ON nodes USING gin (search_text gin_trgm_ops)",
    "CREATE INDEX terms_trigrams ON search_terms USING gin (text gin_trgm_ops)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// On SQLite too: a crash in between leaves the database as it was.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        run(manager, &TABLES).await?;
        run(manager, &INDEXES).await?;
        match manager.get_database_backend() {
            DbBackend::Sqlite => run(manager, &SQLITE).await,
            _ => run(manager, &POSTGRES).await,
        }
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            run(manager, &["DROP TABLE nodes_trigrams", "DROP TABLE terms_trigrams"]).await?;
        }
        run(
            manager,
            &[
                "DROP TABLE activity",
                "DROP TABLE deletions",
                "DROP TABLE idempotency",
                "DROP TABLE tokens",
                "DROP TABLE links",
                "DROP TABLE sessions",
                "DROP TABLE users",
                "DROP TABLE search_terms",
                "DROP TABLE nodes",
                "DROP TABLE customers",
                "DROP TABLE rankings",
                "DROP TABLE providers",
            ],
        )
        .await
    }
}
