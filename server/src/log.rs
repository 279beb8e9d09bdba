//! Logging to stderr. Secrets never get there: see also [`crate::middleware::access_log`].

use crate::config::{Config, ConfigError, LogFormat};
use std::io::IsTerminal;
use tracing::level_filters::LevelFilter;
use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::filter::{FilterExt, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{EnvFilter, Layer, Registry};

/// Libraries that at their finer levels write down what passes through them: headers with cookies and tokens, paths
/// with one-time links, statements.
const TALKATIVE: [&str; 7] = ["h2", "hyper", "hyper_util", "rustls", "sea_orm", "sqlx", "tower_http"];

/// Starts logging for the whole process.
pub fn start(config: &Config) -> Result<(), ConfigError> {
    let subscriber = subscriber(config, std::io::stderr)?;
    // A second start changes nothing.
    let _ = tracing::subscriber::set_global_default(subscriber);
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panicked: {}", panic.payload_as_str().unwrap_or("no message"));
    }));
    Ok(())
}

/// What [`start`] sets, writing elsewhere.
pub fn subscriber<W>(config: &Config, writer: W) -> Result<Box<dyn Subscriber + Send + Sync>, ConfigError>
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let wrong = |error: tracing_subscriber::filter::ParseError| ConfigError::new(format!("log: {error}"));
    let filter = EnvFilter::builder().with_default_directive(LevelFilter::OFF.into());
    // Migrations tell of each start that there are none; who wants to hear it says so.
    let wanted = format!("sea_orm_migration=warn,{}", config.log);
    let filter = filter.parse(&wanted).map_err(wrong)?.and(filter_fn(discreet));
    let layer = tracing_subscriber::fmt::layer().with_writer(writer).with_ansi(std::io::stderr().is_terminal());
    Ok(match config.log_format {
        LogFormat::Text => Box::new(Registry::default().with(layer.with_filter(filter))),
        LogFormat::Json => Box::new(Registry::default().with(layer.json().with_filter(filter))),
    })
}

/// Whatever the filter allows, talkative libraries stay at `info`.
fn discreet(event: &Metadata<'_>) -> bool {
    let library = event.target().split("::").next().unwrap_or_default();
    *event.level() <= Level::INFO || !TALKATIVE.contains(&library)
}
