//! The one task that writes to SQLite: writes that wait share a transaction and its fsync, each in a savepoint of its own.
//! One by one, FULL durability allows about 180 commits a second; grouped, many thousands.

use crate::error::{Error, Result};
use futures::future::BoxFuture;
use sea_orm::{DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use tokio::sync::{mpsc, oneshot};

/// Most writes in one transaction: bounds how long the first waits for the last.
const GROUP: usize = 64;
/// Writes that may wait before callers have to.
const QUEUE: usize = 1_024;

/// Tells a caller whether the group was committed.
type Reply = Box<dyn FnOnce(Result<()>) + Send>;
/// Runs one write in its savepoint, and gives what is to be told after the commit.
type Job = Box<dyn FnOnce(Result<DatabaseTransaction>) -> BoxFuture<'static, Reply> + Send>;

/// The way to the task.
pub(crate) struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Starts the task on a connection that nothing else uses.
    pub fn start(db: DatabaseConnection) -> Self {
        let (sender, receiver) = mpsc::channel(QUEUE);
        tokio::spawn(run(db, receiver));
        Self(sender)
    }

    /// Runs a write and answers after its commit.
    pub async fn run<T, F, R>(&self, write: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(DatabaseTransaction) -> R + Send + 'static,
        R: Future<Output = (DatabaseTransaction, Result<T>)> + Send,
    {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |savepoint| {
            Box::pin(async move {
                let outcome = match savepoint {
                    Ok(savepoint) => in_savepoint(savepoint, write).await,
                    Err(error) => Err(error),
                };
                Box::new(move |committed: Result<()>| {
                    // A caller that went away wants no answer.
                    let _ = answer.send(outcome.and_then(|value| committed.map(|()| value)));
                }) as Reply
            })
        });
        self.0.send(job).await.map_err(|_| Error::internal("the writer has stopped"))?;
        answered.await.map_err(|_| Error::internal("the writer dropped a write"))?
    }
}

async fn in_savepoint<T, F, R>(savepoint: DatabaseTransaction, write: F) -> Result<T>
where
    F: FnOnce(DatabaseTransaction) -> R,
    R: Future<Output = (DatabaseTransaction, Result<T>)>,
{
    let (savepoint, outcome) = write(savepoint).await;
    match outcome {
        Ok(value) => savepoint.commit().await.map_err(Error::from).map(|()| value),
        Err(error) => {
            savepoint.rollback().await?;
            Err(error)
        }
    }
}

async fn run(db: DatabaseConnection, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.recv().await {
        let options = TransactionOptions {
            // DEFERRED would fail with BUSY when two processes upgrade from reading to writing.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let group = match db.begin_with_options(options).await {
            Ok(group) => group,
            Err(error) => {
                tracing::error!(%error, "no write transaction");
                first(Err(Error::Busy { retry_after: 1 })).await(Ok(()));
                continue;
            }
        };
        let mut replies = vec![first(savepoint(&group).await).await];
        while replies.len() < GROUP {
            let Ok(job) = jobs.try_recv() else { break };
            replies.push(job(savepoint(&group).await).await);
        }
        let committed = group.commit().await.map_err(Error::from);
        for reply in replies {
            reply(match &committed {
                Ok(()) => Ok(()),
                Err(error) => Err(Error::Internal(format!("commit failed: {error}").into())),
            });
        }
    }
}

/// A transaction inside the group's.
async fn savepoint(group: &DatabaseTransaction) -> Result<DatabaseTransaction> {
    Ok(group.begin_with_options(TransactionOptions::default()).await?)
}
