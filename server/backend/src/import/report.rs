//! What came of an import.

use super::header::COLUMNS;
use super::problem::RowProblem;
use super::row::Row;
use model::lang::Lang;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// One problem of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowError {
    /// The line of the file on which the row begins; the header's is 1.
    pub line: u64,
    /// The row's ref ID as written; empty if it has none.
    pub ref_id: String,
    /// The column; empty when the row as a whole is wrong.
    pub field: &'static str,
    /// What is wrong.
    pub problem: RowProblem,
}

impl RowError {
    pub(super) const fn new(line: u64, ref_id: String, field: &'static str, problem: RowProblem) -> Self {
        Self { line, ref_id, field, problem }
    }

    /// A row's problems.
    pub(super) fn of_row(row: Row, errors: &mut Vec<Self>) {
        let Row { line, written_ref_id, problems, .. } = row;
        errors.extend(
            problems.into_iter().map(|(field, problem)| Self::new(line, written_ref_id.clone(), field, problem)),
        );
    }

    /// Place in the report: by line, then by column.
    pub(super) fn order(&self) -> (u64, usize) {
        (self.line, COLUMNS.iter().position(|column| *column == self.field).map_or(0, |index| index + 1))
    }
}

impl Serialize for RowError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut json = serializer.serialize_struct("RowError", 5)?;
        json.serialize_field("line", &self.line)?;
        json.serialize_field("ref_id", &self.ref_id)?;
        json.serialize_field("field", self.field)?;
        json.serialize_field("code", self.problem.code())?;
        json.serialize_field("message", &self.problem.sentence(Lang::En))?;
        json.end()
    }
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Rows of the file, without the header.
    pub rows: u64,
    /// Rows that are in, or would be.
    pub ok: u64,
    /// Rows that were refused.
    pub bad: u64,
    /// Why, by line.
    pub errors: Vec<RowError>,
}
