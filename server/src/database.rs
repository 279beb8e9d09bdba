//! From a database URL to a migrated database.

use crate::config::Config;
use crate::secret;
use backend::{Backend, Result};
use migrations::{Migrator, MigratorTrait};
use std::path::Path;
use std::time::Duration;

/// Processes that start together on one new database hinder each other once: the slower ones try again.
const TRIES: u32 = 5;
const PAUSE: Duration = Duration::from_secs(1);

/// Migrates the configured database and opens it; the server listens on `bound`.
pub async fn open(config: &Config, bound: impl std::fmt::Display) -> Result<Backend> {
    migrate(&config.database_url).await?;
    let key = secret::load(config);
    let key = key.map_err(|error| backend::Error::internal(format!("the secret key: {error}")))?;
    Backend::open(config.backend_options(config.public_url_at(bound), key)).await
}

/// Applies every migration that is missing.
pub async fn migrate(url: &str) -> Result<()> {
    make_folder(url).map_err(|error| backend::Error::internal(format!("the database's folder: {error}")))?;
    let db = backend::connect(url).await?;
    let mut tried = 1;
    while let Err(error) = Migrator::up(&db, None).await {
        if tried == TRIES {
            return Err(error.into());
        }
        tried += 1;
        tokio::time::sleep(PAUSE).await;
    }
    Ok(())
}

/// Takes back the last migrations.
pub async fn roll_back(url: &str, steps: u32) -> Result<()> {
    let db = backend::connect(url).await?;
    Ok(Migrator::down(&db, Some(steps)).await?)
}

/// Whether no migration is missing; creates nothing.
pub async fn is_migrated(backend: &Backend) -> Result<bool> {
    Ok(Migrator::get_pending_migrations_read_only(backend.connection()).await?.is_empty())
}

/// SQLite creates its file, but not the folder around it. Nobody else needs to look into a new one.
fn make_folder(url: &str) -> std::io::Result<()> {
    let Some(path) = url.strip_prefix("sqlite:") else {
        return Ok(());
    };
    let path = path.trim_start_matches("//").split('?').next().unwrap_or_default();
    let folder = match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => return Ok(()),
    };
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_missing_folder_is_made_and_migrating_again_changes_nothing() {
        let folder = std::env::temp_dir().join(format!("canopy-database-{}", std::process::id()));
        let url = format!("sqlite://{}/deep/canopy.db", folder.display());
        migrate(&url).await.unwrap();
        migrate(&url).await.unwrap();
        roll_back(&url, 1).await.unwrap();
        migrate(&url).await.unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }
}
