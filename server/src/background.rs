//! What happens by itself: scheduled deletions, purges, unfinished batches.

use backend::{Backend, customers};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

/// How often it is looked for work that is due.
const EVERY: Duration = Duration::from_secs(5);

/// Runs what is due until `stop` changes or its sender is gone. A failure is logged and tried again next time.
pub async fn run(backend: Backend, mut stop: watch::Receiver<bool>) {
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
    }
}
