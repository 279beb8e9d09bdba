//! The database's schema, step by step, up and down, on SQLite and PostgreSQL. Imports nothing of ours.

mod fold;
mod m20261121_000001_customers;
mod m20261122_000001_drafts;
mod m20261122_000002_customers_email;
mod m20261122_000003_outbox;
mod m20261122_000010_contacts;
mod m20261122_000011_users_search;
mod m20261122_000020_second_factor;
mod m20261122_000021_view_as;
mod m20261122_000022_passkeys;
mod m20261122_000023_require_two_factor;
mod m20261122_000024_invitations_by_end;
mod m20261122_000025_idempotency_headers;
mod m20261123_000001_saved_views;
mod schema;

pub use sea_orm_migration::{MigratorTrait, SchemaManager};

/// All migrations in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn sea_orm_migration::MigrationTrait>> {
        vec![
            Box::new(m20261121_000001_customers::Migration),
            Box::new(m20261122_000001_drafts::Migration),
            Box::new(m20261122_000002_customers_email::Migration),
            Box::new(m20261122_000003_outbox::Migration),
            Box::new(m20261122_000010_contacts::Migration),
            Box::new(m20261122_000011_users_search::Migration),
            Box::new(m20261122_000020_second_factor::Migration),
            Box::new(m20261122_000021_view_as::Migration),
            Box::new(m20261122_000022_passkeys::Migration),
            Box::new(m20261122_000023_require_two_factor::Migration),
            Box::new(m20261122_000024_invitations_by_end::Migration),
            Box::new(m20261122_000025_idempotency_headers::Migration),
            Box::new(m20261123_000001_saved_views::Migration),
        ]
    }
}
