//! The values that are set, each with its source, before anybody has read them.

use super::{ConfigError, Expected, Flags, KEYS};
use std::collections::BTreeMap;

/// A value and where it was set, for error messages.
struct Value {
    text: String,
    source: String,
}

/// What is set by the sources so far; a later source replaces an earlier one.
#[derive(Default)]
pub(super) struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// canopy.toml. A key that nobody knows is a mistake that would otherwise go unnoticed.
    pub fn add_file(&mut self, text: &str, name: &str) -> Result<(), ConfigError> {
        let table: toml::Table = text
            .parse()
            .map_err(|error: toml::de::Error| ConfigError(format!("{name}: {}", error.to_string().trim())))?;
        let mut unknown = Vec::new();
        for (key, value) in table {
            let Some(known) = KEYS.into_iter().find(|known| *known == key) else {
                unknown.push(key);
                continue;
            };
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Integer(number) => number.to_string(),
                _ => {
                    return Err(ConfigError(format!("{name}: {key} is neither text nor a whole number")));
                }
            };
            self.0.insert(known, Value { text, source: name.to_owned() });
        }
        if unknown.is_empty() {
            return Ok(());
        }
        let (unknown, known) = (unknown.join(", "), KEYS.join(", "));
        Err(ConfigError(format!("{name}: unknown: {unknown}. There are: {known}")))
    }

    /// `CANOPY_…`; an empty variable counts as not set.
    pub fn add_environment(&mut self, environment: impl Fn(&str) -> Option<String>) {
        let mut add = |key, name: &str| {
            if let Some(text) = environment(name).filter(|text| !text.is_empty()) {
                self.0.insert(key, Value { text, source: name.to_owned() });
            }
        };
        add("database_url", "DATABASE_URL");
        for key in KEYS {
            add(key, &format!("CANOPY_{}", key.to_ascii_uppercase()));
        }
    }

    /// The command line.
    pub fn add_flags(&mut self, flags: &Flags) {
        let flags = [("addr", &flags.addr), ("database_url", &flags.database_url), ("public_url", &flags.public_url)];
        for (key, value) in flags {
            if let Some(text) = value {
                self.0.insert(key, Value { text: text.clone(), source: format!("--{}", key.replace('_', "-")) });
            }
        }
    }

    /// One value, if it is set. A database URL may hold a password, so values are not repeated in the message.
    pub fn parse<T>(
        &self,
        key: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Expected>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(value) = self.0.get(key) else {
            return Ok(None);
        };
        let wrong = |expected| ConfigError(format!("{}: {key} has to be {expected}", value.source));
        parse(&value.text).map(Some).map_err(wrong)
    }
}
