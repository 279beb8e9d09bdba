//! The two engines and how they are connected.

use crate::error::{Error, Result};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection};
use std::time::Duration;

/// Where the data is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// One file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Engine {
    /// The engine of a database URL.
    pub fn of(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") {
            Ok(Self::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else {
            Err(Error::internal("a database URL begins with sqlite:// or postgres://"))
        }
    }
}

/// Readers side by side on SQLite, connections on PostgreSQL.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;

/// The oldest SQLite without the WAL-reset corruption.
const SQLITE_OLDEST: (u32, u32, u32) = (3, 51, 3);

/// Other processes on the same file may hold the write lock this long.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);

/// Connects a pool, for reading on SQLite, for everything on PostgreSQL. A missing SQLite file is created.
pub async fn connect(url: &str) -> Result<DatabaseConnection> {
    match Engine::of(url)? {
        Engine::Sqlite => sqlite(url, SQLITE_READERS).await,
        Engine::Postgres => postgres(url).await,
    }
}

/// The one connection that writes on SQLite.
pub(crate) async fn connect_writer(url: &str) -> Result<DatabaseConnection> {
    sqlite(url, 1).await
}

/// Connections stay open. sqlx-core 0.9.0 counts an idle one only after others can take it, so that the count is below
/// zero for a moment; its task that closes old connections then loops over the whole of `usize`: a thread is lost, and
/// with it the one connection that it keeps taking (seen once in some hundred starts). Without an age it has no such task.
fn without_reaper(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.idle_timeout(None::<Duration>).max_lifetime(None::<Duration>);
    options
}

async fn sqlite(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = without_reaper(url);
    options.max_connections(connections).min_connections(1).sqlx_logging(false).acquire_timeout(BUSY_TIMEOUT);
    // FULL: an acknowledged commit survives a power cut. No mmap: it would turn IO errors into crashes.
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory")
            .pragma("case_sensitive_like", "ON")
    });
    let db = patiently(options).await?;
    let row = db.query_one_raw(sea_orm::Statement::from_string(db.get_database_backend(), "SELECT sqlite_version()"));
    let row = row.await?.ok_or_else(|| Error::internal("SQLite tells its version"))?;
    let version: String = row.try_get_by_index(0)?;
    if parse_version(&version) < Some(SQLITE_OLDEST) {
        return Err(Error::Internal(
            format!("SQLite {version} can corrupt its log; 3.51.3 is the oldest allowed").into(),
        ));
    }
    Ok(db)
}

/// Opens the pool. While another connection begins or ends the log, SQLite says "locked" at once, whatever the busy timeout.
async fn patiently(options: ConnectOptions) -> Result<DatabaseConnection> {
    const PAUSE: Duration = Duration::from_millis(20);
    let mut waited = Duration::ZERO;
    loop {
        match Database::connect(options.clone()).await {
            Err(error) if waited < BUSY_TIMEOUT && error.to_string().contains("database is locked") => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            outcome => return Ok(outcome?),
        }
    }
}

fn parse_version(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??, parts.next()??))
}

async fn postgres(url: &str) -> Result<DatabaseConnection> {
    let mut options = without_reaper(url);
    options
        .max_connections(POSTGRES_CONNECTIONS)
        .sqlx_logging(false)
        .acquire_timeout(Duration::from_secs(10))
        .set_application_name("canopy");
    // A transaction that a crashed client left open must not hold its locks for ever. What we ask takes less than compiling it.
    options.map_sqlx_postgres_opts(|options| {
        options.options([("idle_in_transaction_session_timeout", "10s"), ("lock_timeout", "30s"), ("jit", "off")])
    });
    // A connection on which a transaction is still open is not handed out again (sqlx#4393).
    options.map_sqlx_postgres_pool_opts(|options| {
        options.after_release(|connection, _| {
            Box::pin(async move {
                sea_orm::sqlx::query("ROLLBACK").execute(&mut *connection).await?;
                Ok(true)
            })
        })
    });
    Ok(Database::connect(options).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(parse_version("3.51.10") > Some(SQLITE_OLDEST));
        assert!(parse_version("3.9.99") < Some(SQLITE_OLDEST));
        assert_eq!(parse_version("3"), None);
    }

    #[test]
    fn no_connection_has_an_age() {
        let options = without_reaper("sqlite::memory:");
        assert_eq!((options.get_idle_timeout(), options.get_max_lifetime()), (Some(None), Some(None)));
    }

    #[test]
    fn a_url_names_its_engine() {
        assert_eq!(Engine::of("sqlite://data/canopy.db").ok(), Some(Engine::Sqlite));
        assert_eq!(Engine::of("postgresql://localhost/x").ok(), Some(Engine::Postgres));
        assert!(Engine::of("mysql://localhost/x").is_err());
    }
}
