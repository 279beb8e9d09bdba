//! `serve`: migrate, listen, tell the address, and serve until a signal comes.

use super::output::{line, say};
use super::{Failure, Result};
use crate::config::Config;
use crate::serve::Limits;
use crate::{background, database, router, serve};
use backend::people;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

pub(super) async fn run(config: Config) -> Result {
    let listener = TcpListener::bind(&config.addr);
    let listener = listener.await.map_err(|error| Failure::failed(format!("{}: {error}", config.addr)))?;
    let bound = listener.local_addr()?;
    let backend = database::open(&config, bound).await?;
    if config.clock_offset != 0 {
        tracing::warn!(now = %backend.now(), "the clock is moved by CANOPY_CLOCK_OFFSET");
    }
    let router = router::build(&backend, config.api_rate);
    let mut terminate = signal(SignalKind::terminate())?;
    let (stop, stopped) = watch::channel(false);
    let work = tokio::spawn(background::run(backend.clone(), stopped));

    tracing::info!(address = %bound, public_url = backend.public_url(), "listening");
    line(format!("Canopy is on {}", backend.public_url()));
    // To stdout and nowhere else: whoever has the link owns the installation.
    if let Some(link) = people::setup_link(&backend).await? {
        line(format!("Set it up, once, by this link: {link}"));
    }

    let signals = async {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        say("Stopping");
    };
    let limits = Limits::default();
    serve::serve(listener, router, limits, signals).await;
    let _ = stop.send(true);
    // Work that is due comes in small transactions: what is cut off here is taken up at the next start.
    match tokio::time::timeout(limits.grace, work).await {
        Ok(ended) => ended.map_err(Failure::failed),
        Err(_) => Ok(()),
    }
}
