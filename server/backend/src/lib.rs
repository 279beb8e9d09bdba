//! Rules and persistence: every change and every answer comes from a verb here. No http, no leptos.

pub mod activity;
mod bulk;
mod call;
mod clock;
mod cursor;

pub mod customers;
pub mod doctor;
pub mod drafts;
mod engine;
mod error;
pub mod export;
mod fold;
mod home;
pub mod idempotency;
pub mod import;
pub mod mail;
mod merge;
pub mod passwords;
mod path;
pub mod people;
pub mod policy;
pub mod random;
pub mod rankings;
pub mod saved_views;
mod seal;
pub mod seed;
mod sql;
#[cfg(feature = "testing")]
pub mod testing;
pub mod tokens;
mod webauthn;
mod writer;

pub use call::{Actor, Call, Caller, Via, View};
pub use clock::Clock;
pub use engine::{Engine, connect};
pub use error::{Blocker, Denial, Error, FieldConflict, LinkEnd, Result};
pub use home::home;
pub use merge::Change;
pub use seal::{SECRET_KEY_MIN, SecretKey};

use futures::FutureExt;
use futures::future::BoxFuture;
use passwords::Hasher;
use people::limits::SignInLimits;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionOptions, TransactionTrait};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use writer::Writer;

/// What a server is told before it starts.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Base of every link that leaves the server, without a slash at its end.
    pub public_url: String,
    /// Days in the Trash before a deleted customer is gone for good; 0 purges at once.
    pub trash_days: u32,
    /// Where "now" comes from.
    pub clock: Clock,
    /// What seals mail in the outbox; servers on one database share it.
    pub secret_key: SecretKey,
    /// How mail is sent.
    pub mail: mail::Settings,
}

/// The verbs' way to the database; cheap to clone.
#[derive(Clone)]
pub struct Backend(Arc<Inner>);

struct Inner {
    db: DatabaseConnection,
    engine: Engine,
    /// On SQLite, the one task that writes.
    writer: Option<Writer>,
    clock: Clock,
    hasher: Hasher,
    limits: SignInLimits,
    reset_limits: SignInLimits,
    weighing: SignInLimits,
    code_limits: SignInLimits,
    passkey_limits: SignInLimits,
    passkey_suggestions: SignInLimits,
    seen: people::Seen,
    public_url: String,
    trash_days: u32,
    outbox: seal::Vault,
    second_factors: seal::Vault,
    mail: mail::Settings,
}

impl std::fmt::Debug for Backend {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Backend").field("engine", &self.0.engine).finish_non_exhaustive()
    }
}

/// How often a write is tried when the engine asks for another try (serialisation failure, deadlock).
const TRIES: u32 = 5;

impl Backend {
    /// Connects; the schema is migrated beforehand.
    pub async fn open(options: Options) -> Result<Self> {
        let engine = Engine::of(&options.database_url)?;
        let db = connect(&options.database_url).await?;
        let writer = match engine {
            Engine::Sqlite => Some(Writer::start(engine::connect_writer(&options.database_url).await?)),
            Engine::Postgres => None,
        };
        Ok(Self(Arc::new(Inner {
            db,
            engine,
            writer,
            clock: options.clock,
            hasher: Hasher::new()?,
            limits: SignInLimits::default(),
            reset_limits: SignInLimits::for_resets(),
            weighing: SignInLimits::for_weighing(),
            code_limits: SignInLimits::for_codes(),
            passkey_limits: SignInLimits::default(),
            passkey_suggestions: SignInLimits::default(),
            seen: people::Seen::default(),
            public_url: options.public_url,
            trash_days: options.trash_days,
            outbox: options.secret_key.outbox(),
            second_factors: options.secret_key.second_factors(),
            mail: options.mail,
        })))
    }

    /// The connection pool, for health checks and migrations.
    #[must_use]
    pub fn connection(&self) -> &DatabaseConnection {
        &self.0.db
    }

    /// Which engine stores the data.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.0.engine
    }

    /// Now.
    #[must_use]
    pub fn now(&self) -> model::time::Timestamp {
        self.0.clock.now()
    }

    /// Base of every link that leaves the server.
    #[must_use]
    pub fn public_url(&self) -> &str {
        &self.0.public_url
    }

    /// Days in the Trash before a deleted customer is gone for good.
    #[must_use]
    pub fn trash_days(&self) -> u32 {
        self.0.trash_days
    }

    /// Finds out who asks and gives them a view to read by.
    pub async fn read(&self, caller: &Caller) -> Result<View> {
        let view = View::open(self, call::Connection::Pool(self.0.db.clone()), caller).await?;
        if view.view_is_over {
            people::end_view(self, caller).await?;
        }
        Ok(view)
    }

    /// Runs a verb in a transaction in a task of its own: a client that goes away cancels nothing, and no
    /// half-begun transaction returns to the pool. The answer comes after the commit. On SQLite the verb is a
    /// savepoint in the writer's group; on PostgreSQL a transaction that is tried again when the engine asks for it.
    pub async fn write<T, F>(&self, caller: &Caller, verb: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Call) -> BoxFuture<'c, Result<T>> + Clone + Send + 'static,
    {
        if let Some(writer) = &self.0.writer {
            let (backend, caller) = (self.clone(), caller.clone());
            return writer.run(move |transaction| backend.attempt(caller, transaction, verb)).await;
        }
        let (backend, caller) = (self.clone(), caller.clone());
        let task = tokio::spawn(async move {
            let mut tried = 1;
            loop {
                let transaction = backend.0.db.begin_with_options(TransactionOptions::default()).await?;
                let (transaction, outcome) = backend.clone().attempt(caller.clone(), transaction, verb.clone()).await;
                let outcome = match outcome {
                    Ok(value) => transaction.commit().await.map_err(Error::from).map(|()| value),
                    Err(error) => {
                        // The verb's own error matters more than a failed rollback; the pool drops such a connection.
                        let _ = transaction.rollback().await;
                        Err(error)
                    }
                };
                match outcome {
                    Err(error) if tried < TRIES && error.wants_retry() => tried += 1,
                    outcome => return outcome,
                }
            }
        });
        task.await.map_err(|_| Error::internal("a write panicked"))?
    }

    /// One try: who asks, then the verb. The transaction comes back to be committed or rolled back.
    async fn attempt<T, F>(
        self,
        caller: Caller,
        transaction: DatabaseTransaction,
        verb: F,
    ) -> (DatabaseTransaction, Result<T>)
    where
        F: for<'c> FnOnce(&'c mut Call) -> BoxFuture<'c, Result<T>>,
    {
        let transaction = Arc::new(transaction);
        let connection = call::Connection::Transaction(transaction.clone());
        let outcome = AssertUnwindSafe(async move {
            let mut call = Call::open(&self, connection, &caller).await?;
            verb(&mut call).await
        });
        let outcome = outcome.catch_unwind().await.unwrap_or_else(|_| Err(Error::internal("a verb panicked")));
        let transaction = Arc::into_inner(transaction).expect("the call and its clones ended with the verb");
        (transaction, outcome)
    }
}

impl Error {
    /// Whether the same write may succeed when tried again: SQLSTATE 40001 (serialisation) or 40P01 (deadlock).
    fn wants_retry(&self) -> bool {
        matches!(self, Self::Internal(text) if text.contains("40001") || text.contains("40P01")
            || text.contains("could not serialize") || text.contains("deadlock detected"))
    }
}

/// Whether the database answers.
pub async fn ping(backend: &Backend) -> std::result::Result<(), DbErr> {
    backend.0.db.ping().await
}
