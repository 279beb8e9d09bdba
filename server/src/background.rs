//! What happens by itself: scheduled deletions, purges, unfinished batches; when sessions were last used; mail.

use backend::mail::Post;
use backend::{Backend, customers, people};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

/// How often it is looked for work that is due.
const EVERY: Duration = Duration::from_secs(5);
/// How often it is looked for mail that is due: someone may be waiting for it.
const MAIL_EVERY: Duration = Duration::from_secs(2);

/// Runs what is due until `stop` changes or its sender is gone. A failure is logged and tried again next time.
pub async fn run(backend: Backend, stop: watch::Receiver<bool>) {
    // Beside each other: a mail server that hangs must not hold up a deletion, nor a large deletion the mail.
    tokio::join!(work(backend.clone(), stop.clone()), send(backend, stop));
}

async fn work(backend: Backend, mut stop: watch::Receiver<bool>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => return,
            _ = ticks.tick() => {}
        }
        if let Err(error) = customers::run_due(&backend).await {
            tracing::error!(%error, "scheduled work failed");
        }
        if let Err(error) = people::write_seen(&backend).await {
            tracing::error!(%error, "when sessions were last used could not be written");
        }
    }
}

/// Mail under way when the server stops may arrive; what does not is sent again once its lease is over.
async fn send(backend: Backend, mut stop: watch::Receiver<bool>) {
    let mut post = Post::new(backend);
    let mut ticks = tokio::time::interval(MAIL_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            _ = ticks.tick() => {}
            () = post.next_done() => {}
        }
        if let Err(error) = post.start_due().await {
            tracing::error!(%error, "mail could not be looked for");
        }
    }
    post.all_done().await;
}
