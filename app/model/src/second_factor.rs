//! The second factor: a code from an app on one's phone, or a recovery code, besides the password.

use crate::form::{FieldErrors, Problem};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// What is needed to set up an app that makes codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUpCode {
    /// The secret as text, to be typed in.
    pub secret: String,
    /// The picture to be scanned: modules along each side.
    pub side: u32,
    /// Its dark modules, as the path of an SVG.
    pub path: String,
}

/// How it stands with the second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecondFactor {
    /// There is none.
    Off,
    /// It is being set up: the first code is awaited.
    Pending(SetUpCode),
    /// A code is asked for at every sign-in.
    On {
        /// Since when.
        since: Timestamp,
        /// Recovery codes that were not used yet.
        codes_left: u32,
    },
}

/// Who requires a second factor, as far as the reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequiredBy {
    /// The customer of this name.
    Customer(String),
    /// Someone above the reader's own customer: nothing of it is told.
    Above,
}

impl RequiredBy {
    /// The customer's name, if the reader may know it.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        match self {
            Self::Customer(name) => Some(name.clone()),
            Self::Above => None,
        }
    }
}

/// Whether a second factor is required of someone, and whether they have one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorDuty {
    /// Who requires it.
    pub by: Option<RequiredBy>,
    /// Whether they have one.
    pub met: bool,
}

/// The password once more, for what a session alone may not do.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProofForm {
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for ProofForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ProofForm(…)")
    }
}

/// The second step of signing in, and the first code of a set-up, as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    /// A code of the app, or one for recovery.
    pub code: String,
}

impl std::fmt::Debug for CodeForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeForm(…)")
    }
}

impl CodeForm {
    /// What was typed without what people put between the characters; refused when nothing is left.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        let code: String =
            self.code.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        if code.is_empty() { Err(FieldErrors::one("code", Problem::Required)) } else { Ok(code) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_write_them() {
        let code = |text: &str| CodeForm { code: text.to_owned() }.parse().map_err(|_| ());
        assert_eq!(code(" 123 456 "), Ok("123456".to_owned()));
        assert_eq!(code("ABCD-efgh"), Ok("abcdefgh".to_owned()));
        assert!(code(" - ").is_err());
    }
}
