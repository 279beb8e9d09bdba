//! One's own account: the name, another password, the sessions.

use crate::form::{FieldErrors, Problem};
use crate::people::{Password, confirmed};
use crate::text;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Another password as typed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordChangeForm {
    /// The password until now: a session alone changes nothing.
    pub current_password: String,
    /// The new one.
    pub password: String,
    /// The same again.
    pub password_confirmation: String,
}

impl PasswordChangeForm {
    /// Checks all but whether the password until now is the right one.
    pub fn parse(&self) -> Result<Password, FieldErrors> {
        let mut errors = FieldErrors::default();
        if self.current_password.is_empty() {
            errors.add("current_password", Problem::Required);
        }
        let password = confirmed(&mut errors, &self.password, &self.password_confirmation);
        password.filter(|_| errors.is_empty()).ok_or(errors)
    }
}

/// Secrets never reach a log.
impl std::fmt::Debug for PasswordChangeForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordChangeForm(…)")
    }
}

/// One's own name as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnNameForm {
    /// The name.
    pub name: String,
}

impl OwnNameForm {
    /// Checks it as an admin's form does.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        let mut errors = FieldErrors::default();
        errors.take("name", text::required(&self.name, text::NAME)).ok_or(errors)
    }
}

/// A session of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Names it to its owner.
    pub id: String,
    /// The browser, as far as it says.
    pub browser: Option<String>,
    /// The system that the browser runs on.
    pub system: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, give or take some minutes.
    pub seen_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Which sessions are to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Everywhere {
    /// All but the one that asks.
    Else,
    /// That one too.
    Here,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_needs_the_password_until_now_and_the_new_one_twice() {
        let form = |current: &str, again: &str| PasswordChangeForm {
            current_password: current.to_owned(),
            password: "walnut crate sings low".to_owned(),
            password_confirmation: again.to_owned(),
        };
        assert!(form("old", "walnut crate sings low").parse().is_ok());
        let errors = form("", "walnut").parse().unwrap_err();
        assert_eq!(errors.at("current_password"), Some(&Problem::Required));
        assert_eq!(errors.at("password_confirmation"), Some(&Problem::PasswordMismatch));
        assert_eq!(format!("{:?}", form("old", "x")), "PasswordChangeForm(…)");
    }
}
