//! One row of a file: its cells checked by the same forms as a page's, and its references to other rows.

use super::header::{COLUMNS, Header};
use super::problem::RowProblem;
use super::reader::Record;
use model::codes::{Email, csv_guard};
use model::customers::{CustomerField, NewCustomer, NewCustomerForm};
use model::form::{FieldErrors, Problem};
use model::people::{LinkBy, NewUserForm};
use model::text;
use model::time::Timestamp;

/// The moments that RFC 3339 can write: years 0001 to 9999.
const WRITABLE: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;

/// What a row says. What is right of it stands here also when other cells are wrong, so that each check is made that
/// can be made.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// The line on which it begins.
    pub line: u64,
    /// The byte at which it begins.
    pub offset: u64,
    /// As written, for the report.
    pub written_ref_id: String,
    /// The customer's id in another system.
    pub ref_id: Option<String>,
    /// The ref ID of the customer that it is to be below.
    pub parent_ref_id: Option<String>,
    /// The name of its tier.
    pub ranking: Option<String>,
    /// The first user's address in the form in which it is unique.
    pub email_key: Option<String>,
    /// When it was created elsewhere.
    pub created_at: Option<Timestamp>,
    /// Whether a second factor is to be required of its people, and of those of all below.
    pub require_two_factor: bool,
    /// The customer, without parent and tier; `None` when a cell is wrong.
    pub new: Option<NewCustomer>,
    /// What is wrong, one problem a column.
    pub problems: Vec<(&'static str, RowProblem)>,
}

impl Row {
    /// Reads a record; `invite` says how its first user is to be invited.
    #[must_use]
    pub fn read(header: &Header, record: &Record, invite: LinkBy) -> Self {
        let mut row = Self { line: record.line, offset: record.offset, ..Self::default() };
        let mut cells = Cells { header, record, problems: &mut row.problems };
        row.written_ref_id = cells.get("ref_id").trim().chars().take(text::REF_ID).collect();
        // Of a row with cells too many or too few nobody knows which cell is which.
        if record.unclosed {
            row.problems = vec![("", RowProblem::Unclosed)];
            return row;
        }
        if record.cells != header.width {
            row.problems = vec![("", RowProblem::Cells { found: record.cells, expected: header.width })];
            return row;
        }
        let mut form = NewCustomerForm::default();
        for field in CustomerField::ALL {
            if field != CustomerField::RankingId {
                *form.customer.get_mut(field) = cells.get(field.as_str());
            }
        }
        form.status = cells.get("status");
        let user = NewUserForm {
            name: cells.get("first_user_name"),
            email: cells.get("first_user_email"),
            activation: invite.as_str().to_owned(),
            ..NewUserForm::default()
        };
        let (parent, ranking, created_at) = (cells.get("parent_ref_id"), cells.get("ranking"), cells.get("created_at"));
        let required = cells.get("require_two_factor");
        row.ref_id = text::line(&form.customer.ref_id, text::REF_ID).unwrap_or_default();
        row.email_key = Email::parse(&user.email).ok().map(|email| email.key());
        row.parent_ref_id = row.take("parent_ref_id", text::line(&parent, text::REF_ID)).flatten();
        row.ranking = row.take("ranking", text::line(&ranking, text::NAME)).flatten();
        row.created_at = row.take("created_at", moment(&created_at)).flatten();
        row.require_two_factor = row.take("require_two_factor", yes_or_no(&required)).unwrap_or_default();
        if !(user.name.trim().is_empty() && user.email.trim().is_empty()) {
            form.first_user = Some(user);
        }
        match form.parse() {
            Ok(new) if row.problems.is_empty() => row.new = Some(new),
            Ok(_) => {}
            Err(errors) => row.add_all(errors),
        }
        row
    }

    /// Adds what a form or a verb found wrong, at the columns.
    pub fn add_all(&mut self, errors: FieldErrors) {
        for error in errors.0 {
            self.add(column_of(&error.field), error.problem.into());
        }
    }

    /// Adds a problem, unless the column already has one.
    pub fn add(&mut self, column: &'static str, problem: RowProblem) {
        if self.problems.iter().all(|(other, _)| *other != column) {
            self.problems.push((column, problem));
        }
    }

    /// Whether a column is wrong, so that checks which depend on it make no sense.
    #[must_use]
    pub fn is_wrong(&self, column: &str) -> bool {
        self.problems.iter().any(|(other, _)| *other == column)
    }

    fn take<T>(&mut self, column: &'static str, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.add(column, problem.into())).ok()
    }
}

/// The column in which a form's field stands.
#[must_use]
pub fn column_of(field: &str) -> &'static str {
    let column = match field {
        "parent_id" => "parent_ref_id",
        "ranking_id" => "ranking",
        "first_user.name" => "first_user_name",
        _ if field.starts_with("first_user") => "first_user_email",
        field => field,
    };
    COLUMNS.into_iter().find(|name| *name == column).unwrap_or_default()
}

fn moment(raw: &str) -> Result<Option<Timestamp>, Problem> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Ok(None);
    }
    let moment: Timestamp = raw.parse().map_err(|_| Problem::Malformed)?;
    if WRITABLE.contains(&moment.0) { Ok(Some(moment)) } else { Err(Problem::Malformed) }
}

fn yes_or_no(raw: &str) -> Result<bool, Problem> {
    match raw.trim().to_ascii_lowercase().as_str() {
        "" | "no" => Ok(false),
        "yes" => Ok(true),
        _ => Err(Problem::Choice { allowed: "yes, no".into() }),
    }
}

struct Cells<'a> {
    header: &'a Header,
    record: &'a Record,
    problems: &'a mut Vec<(&'static str, RowProblem)>,
}

impl Cells<'_> {
    /// A column's text without the quote that guards it; empty where the file has no such column.
    fn get(&mut self, column: &'static str) -> String {
        let Some(cell) = self.header.cell(column) else { return String::new() };
        let problem = if self.record.is_cut(cell) {
            RowProblem::Field(Problem::TooLong { max: longest(column) as u32 })
        } else {
            match std::str::from_utf8(self.record.cell(cell)) {
                Ok(text) => return csv_guard::unguard(text).to_owned(),
                Err(_) => RowProblem::Encoding,
            }
        };
        if self.problems.iter().all(|(other, _)| *other != column) {
            self.problems.push((column, problem));
        }
        String::new()
    }
}

fn longest(column: &str) -> usize {
    match column {
        "name" | "ranking" | "first_user_name" => text::NAME,
        "ref_id" | "parent_ref_id" => text::REF_ID,
        "notes" => text::NOTES,
        _ => text::OTHER,
    }
}
