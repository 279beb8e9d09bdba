//! Configuration: defaults, then canopy.toml, then the environment, then flags.

mod values;

use backend::mail::{self, Sender, Smtp};
use backend::{Clock, SecretKey};
use clap::Args;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use values::Values;

/// Read when it is in the working folder.
const FILE: &str = "canopy.toml";

/// Everything that can be set, as in canopy.toml; in the environment as `CANOPY_` and the name in capitals.
const KEYS: [&str; 11] = [
    "addr",
    "api_rate",
    "clock_offset",
    "database_url",
    "log",
    "log_format",
    "mail_from",
    "public_url",
    "secret_key",
    "smtp_url",
    "trash_days",
];

/// What is set on the command line, for every command alike.
#[derive(Args, Clone, Debug, Default)]
pub struct Flags {
    /// The configuration file [default: canopy.toml, if there is one]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// sqlite://… or postgres://… [default: sqlite://data/canopy.db]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// The address to listen on [default: 127.0.0.1:3000]
    #[arg(long, global = true, value_name = "HOST:PORT")]
    pub addr: Option<String>,
    /// The base of every link that leaves the server [default: http://{addr}]
    #[arg(long, global = true, value_name = "URL")]
    pub public_url: Option<String>,
}

/// Text for people, JSON for machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// One line for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The configuration in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The address to listen on.
    pub addr: String,
    /// The base of every link that leaves the server; `None` = `http://` and the address.
    pub public_url: Option<String>,
    /// Where the data is.
    pub database_url: String,
    /// Days in the Trash before a deleted customer is gone for good.
    pub trash_days: u32,
    /// What is logged, as a tracing filter.
    pub log: String,
    /// How it is written.
    pub log_format: LogFormat,
    /// Milliseconds by which "now" is moved.
    pub clock_offset: i64,
    /// Requests a minute that an API token may make; `None` = as many as it likes.
    pub api_rate: Option<NonZeroU32>,
    /// What seals mail in the outbox; `None` = a key that is made and kept beside the data.
    pub secret_key: Option<SecretKey>,
    /// The mail server; `None` = mail stays in the outbox.
    pub smtp: Option<Smtp>,
    /// Whom mail is from; `None` = an address at the host of the public URL.
    pub mail_from: Option<Sender>,
}

/// What is wrong with the configuration, and where it was set.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(String);

impl ConfigError {
    /// In words for the operator.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl Config {
    /// Reads all sources.
    pub fn load(flags: &Flags) -> Result<Self, ConfigError> {
        let (path, wanted) = match &flags.config {
            Some(path) => (path.as_path(), true),
            None => (Path::new(FILE), false),
        };
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if !wanted && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(ConfigError(format!("{}: {error}", path.display()))),
        };
        Self::from_sources(&text, &path.display().to_string(), |name| std::env::var(name).ok(), flags)
    }

    /// The same from given sources.
    fn from_sources(
        file: &str,
        file_name: &str,
        environment: impl Fn(&str) -> Option<String>,
        flags: &Flags,
    ) -> Result<Self, ConfigError> {
        let mut values = Values::default();
        values.add_file(file, file_name)?;
        values.add_environment(environment);
        values.add_flags(flags);
        Ok(Self {
            addr: values.parse("addr", address)?.unwrap_or_else(|| "127.0.0.1:3000".to_owned()),
            public_url: values.parse("public_url", public_url)?,
            database_url: values
                .parse("database_url", database_url)?
                .unwrap_or_else(|| "sqlite://data/canopy.db".to_owned()),
            trash_days: values.parse("trash_days", whole_number)?.unwrap_or(30),
            log: values.parse("log", |text| Ok(text.to_owned()))?.unwrap_or_else(|| "info".to_owned()),
            log_format: values.parse("log_format", log_format)?.unwrap_or(LogFormat::Text),
            clock_offset: values.parse("clock_offset", duration)?.unwrap_or(0),
            api_rate: values.parse("api_rate", rate)?,
            secret_key: values.parse("secret_key", secret_key)?,
            smtp: values.parse("smtp_url", smtp)?,
            mail_from: values.parse("mail_from", sender)?,
        })
    }

    /// The base of every link, when the server listens on `bound`.
    #[must_use]
    pub fn public_url_at(&self, bound: impl std::fmt::Display) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{bound}"))
    }

    /// What the backend is told.
    #[must_use]
    pub fn backend_options(&self, public_url: String, secret_key: SecretKey) -> backend::Options {
        backend::Options {
            database_url: self.database_url.clone(),
            mail: mail::Settings { smtp: self.smtp.clone(), from: self.sender(&public_url) },
            public_url,
            trash_days: self.trash_days,
            clock: Clock::System { offset: self.clock_offset },
            secret_key,
        }
    }

    /// Whom mail is from.
    #[must_use]
    pub fn sender(&self, public_url: &str) -> Sender {
        self.mail_from.clone().unwrap_or_else(|| Sender::at(public_url))
    }
}

/// What a value should have been.
type Expected = &'static str;

fn address(text: &str) -> Result<String, Expected> {
    let port =
        text.rsplit_once(':').filter(|(host, _)| !host.is_empty()).and_then(|(_, port)| port.parse::<u16>().ok());
    port.map(|_| text.to_owned()).ok_or("an address and port, such as 127.0.0.1:3000")
}

/// Scheme and host only, in the form in which browsers send origins: small letters, no default port, no slash.
fn public_url(text: &str) -> Result<String, Expected> {
    const EXPECTED: Expected = "http:// or https:// with a host and nothing after it, such as https://crm.example.com";
    let text = text.to_ascii_lowercase();
    let (scheme, rest) = text.split_once("://").ok_or(EXPECTED)?;
    let default_port = match scheme {
        "http" => ":80",
        "https" => ":443",
        _ => return Err(EXPECTED),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let host = rest.strip_suffix(default_port).unwrap_or(rest);
    let authority: axum::http::uri::Authority = host.parse().map_err(|_| EXPECTED)?;
    if authority.host().is_empty() || host.contains('@') {
        return Err(EXPECTED);
    }
    Ok(format!("{scheme}://{host}"))
}

fn database_url(text: &str) -> Result<String, Expected> {
    backend::Engine::of(text).map(|_| text.to_owned()).map_err(|_| "sqlite://… or postgres://…")
}

fn whole_number(text: &str) -> Result<u32, Expected> {
    text.parse().map_err(|_| "a whole number from 0")
}

fn rate(text: &str) -> Result<NonZeroU32, Expected> {
    text.parse().map_err(|_| "a whole number from 1")
}

fn secret_key(text: &str) -> Result<SecretKey, Expected> {
    SecretKey::parse(text).ok_or("at least 32 characters")
}

fn smtp(text: &str) -> Result<Smtp, Expected> {
    text.parse().map_err(|_| "smtp(s)://user:password@host:port, user and password percent-encoded")
}

fn sender(text: &str) -> Result<Sender, Expected> {
    text.parse().map_err(|_| "an address, or a name with one: Example CRM <crm@example.com>")
}

fn log_format(text: &str) -> Result<LogFormat, Expected> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("text or json"),
    }
}

/// `+40d`, `-90m` and so on, in milliseconds.
fn duration(text: &str) -> Result<i64, Expected> {
    const EXPECTED: Expected = "a sign, a number and s, m, h or d, such as +40d";
    let unit = match text.chars().last() {
        Some('s') => 1_000,
        Some('m') => 60_000,
        Some('h') => 3_600_000,
        Some('d') => 86_400_000,
        _ => return Err(EXPECTED),
    };
    let number: i64 = text[..text.len() - 1].parse().map_err(|_| EXPECTED)?;
    number.checked_mul(unit).ok_or(EXPECTED)
}

#[cfg(test)]
mod tests;
