//! What can be wrong with a file, and with a row of it.

use super::header::COLUMNS;
use model::form::Problem;
use model::lang::Lang;
use std::borrow::Cow;

/// The file as a whole can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// There is no header.
    #[error("The file is empty.")]
    Empty,
    /// It is not UTF-8.
    #[error("The file is not UTF-8; save it as \"CSV UTF-8\".")]
    Encoding,
    /// Columns that mean nothing here.
    #[error("The header has columns that are not known here: {}. These are: {}.", quoted(.0), COLUMNS.join(", "))]
    Unknown(Vec<String>),
    /// Columns without which there is no customer.
    #[error("The header lacks columns that are required: {}.", .0.join(", "))]
    Missing(Vec<&'static str>),
    /// Columns that stand twice.
    #[error("The header has the same column more than once: {}.", .0.join(", "))]
    Repeated(Vec<&'static str>),
}

fn quoted(names: &[String]) -> String {
    let short = |name: &String| format!("\"{}\"", name.chars().take(60).collect::<String>());
    names.iter().take(10).map(short).collect::<Vec<_>>().join(", ")
}

/// What is wrong with a cell, or with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowProblem {
    /// As in any form.
    Field(Problem),
    /// It has another number of cells than the header.
    Cells {
        /// How many it has.
        found: usize,
        /// How many the header has.
        expected: usize,
    },
    /// Its bytes are not UTF-8.
    Encoding,
    /// A quote is opened and never closed: the rest of the file went into one cell.
    Unclosed,
    /// The customer that it is to be below was refused.
    ParentRefused,
    /// Only admins require a second factor.
    AdminsOnly,
}

impl RowProblem {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Field(problem) => problem.code(),
            Self::Cells { .. } => "cells",
            Self::Encoding => "malformed",
            Self::Unclosed => "unclosed_quote",
            Self::ParentRefused => "parent_refused",
            Self::AdminsOnly => "admins_only",
        }
    }

    /// What is wrong and what to do, as one sentence for a person.
    #[must_use]
    pub fn sentence(&self, lang: Lang) -> Cow<'static, str> {
        match (self, lang) {
            (Self::Field(problem), _) => problem.sentence(lang),
            (Self::Cells { found, expected }, Lang::En) => {
                format!("This row has {found} cells, the header has {expected}.").into()
            }
            (Self::Cells { found, expected }, Lang::It) => {
                format!("Questa riga ha {found} celle, l'intestazione ne ha {expected}.").into()
            }
            (Self::Encoding, Lang::En) => "This is not UTF-8; save the file as \"CSV UTF-8\".".into(),
            (Self::Encoding, Lang::It) => "Non è UTF-8; salva il file come \"CSV UTF-8\".".into(),
            (Self::Unclosed, Lang::En) => "A quotation mark opens here and is never closed.".into(),
            (Self::Unclosed, Lang::It) => "Qui si aprono virgolette che non si chiudono mai.".into(),
            (Self::ParentRefused, Lang::En) => "The row of its parent was refused.".into(),
            (Self::ParentRefused, Lang::It) => "La riga del cliente superiore è stata rifiutata.".into(),
            (Self::AdminsOnly, Lang::En) => "Only admins require two-factor sign-in.".into(),
            (Self::AdminsOnly, Lang::It) => "Solo gli amministratori richiedono l'accesso a due fattori.".into(),
        }
    }
}

impl From<Problem> for RowProblem {
    fn from(problem: Problem) -> Self {
        Self::Field(problem)
    }
}
