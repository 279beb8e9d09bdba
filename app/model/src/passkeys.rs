//! Passkeys: keys that a device or a password manager keeps, and that sign in instead of password and code.

use crate::form::{FieldErrors, Problem};
use crate::ids::PasskeyId;
use crate::text;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Most passkeys of a person.
pub const MOST: u32 = 20;
/// Longest name of one, in characters.
pub const NAME: usize = 60;

/// A passkey of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// Names it to its owner.
    pub id: PasskeyId,
    /// What its owner calls it.
    pub name: String,
    /// Whether it is kept on more than one device.
    pub synced: bool,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last signed someone in.
    pub last_used_at: Option<Timestamp>,
}

/// One's own passkeys, and what is needed to add one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkeys {
    /// Whether the server has an address for which browsers make any.
    pub available: bool,
    /// They, the oldest first.
    pub all: Vec<Passkey>,
    /// The browser that asks, for a name.
    pub browser: Option<String>,
    /// The system that it runs on.
    pub system: Option<String>,
}

/// The name of a passkey, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasskeyForm {
    /// The name.
    pub name: String,
}

impl PasskeyForm {
    /// Checks it.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        text::required(&self.name, NAME).map_err(|problem: Problem| FieldErrors::one("name", problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passkey_has_a_name_of_one_short_line() {
        let name = |text: &str| PasskeyForm { name: text.to_owned() }.parse();
        assert_eq!(name(" Blue phone "), Ok("Blue phone".to_owned()));
        assert!(name(" ").is_err());
        assert!(name(&"x".repeat(NAME)).is_ok());
        assert!(name(&"x".repeat(NAME + 1)).is_err());
    }
}
