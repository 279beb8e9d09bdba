//! The doctor: looks for what must never be, and says what it found. Changes nothing.

mod clock;
mod contacts;
mod index;
mod mail;
mod nodes;
mod people;
mod rule;
mod second_factors;
mod storage;
mod trash;

use crate::Backend;
use crate::call::Caller;
use crate::error::Result;
use serde::Serialize;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// As it should be, worth telling.
    Fine,
    /// Worth a look.
    Warning,
    /// Something is broken.
    Error,
}

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What was looked at, such as `tree.path`.
    pub check: &'static str,
    /// What was found, as a sentence.
    pub message: String,
}

impl Finding {
    /// Something that is as it should be.
    pub fn fine(check: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Fine, check, message: message.into() }
    }

    /// Something worth a look.
    pub fn warning(check: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, check, message: message.into() }
    }

    /// Something that is broken.
    pub fn error(check: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, check, message: message.into() }
    }
}

/// The invariants of what is stored: the tree, its search index, the Trash, the people, their mail. Empty when all is well.
pub async fn check(backend: &Backend) -> Result<Vec<Finding>> {
    let view = &backend.read(&Caller::Anonymous).await?;
    let mut findings = Vec::new();
    nodes::check(view, &mut findings).await?;
    index::check(view, &mut findings).await?;
    trash::check(view, &mut findings).await?;
    people::check(view, &mut findings).await?;
    second_factors::check(view, &mut findings).await?;
    contacts::check(view, &mut findings).await?;
    mail::check(view, &mut findings).await?;
    Ok(findings)
}

/// The engine: its version, its settings, on SQLite the soundness of the file.
pub async fn check_engine(backend: &Backend) -> Result<Vec<Finding>> {
    let view = &backend.read(&Caller::Anonymous).await?;
    let mut findings = Vec::new();
    storage::check(view, &mut findings).await?;
    Ok(findings)
}

/// The clock against what was stored under it.
pub async fn check_clock(backend: &Backend) -> Result<Vec<Finding>> {
    let view = &backend.read(&Caller::Anonymous).await?;
    let mut findings = Vec::new();
    clock::check(view, &mut findings).await?;
    Ok(findings)
}
