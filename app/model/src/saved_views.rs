//! Saved views (product §2): a search of customers, with its filters and its order, kept under a name by one person for
//! themselves.

use crate::customers::CustomerQuery;
use crate::form::{FieldErrors, Problem};
use crate::ids::SavedViewId;
use crate::text;
use serde::{Deserialize, Serialize};

/// Most views of one person: a list that is read at a glance has no pages.
pub const MOST: u32 = 50;

/// Most characters of a name.
const NAME: usize = 80;

/// What a view shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Shown {
    /// Which customers in what order; from the first on.
    pub query: CustomerQuery,
    /// As the tree instead of the list.
    pub tree: bool,
}

/// A view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "nothing to add")]
pub struct SavedView {
    pub id: SavedViewId,
    pub name: String,
    pub shown: Shown,
}

/// A view as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedViewForm {
    /// Its name. One of the same name is replaced.
    pub name: String,
    /// What is shown, as the end of the list's address.
    pub address: String,
}

impl SavedViewForm {
    /// Checks the name.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        text::required(&self.name, NAME).map_err(|problem: Problem| FieldErrors::one("name", problem))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(raw: &str) -> Result<String, Problem> {
        let form = SavedViewForm { name: raw.to_owned(), ..SavedViewForm::default() };
        form.parse().map_err(|errors| errors.at("name").cloned().unwrap_or(Problem::Unknown))
    }

    #[test]
    fn a_view_has_a_name_that_fits_into_a_line() {
        assert_eq!(name("  Disabled in Italy "), Ok("Disabled in Italy".to_owned()));
        assert_eq!(name(" "), Err(Problem::Required));
        assert_eq!(name(&"x".repeat(81)), Err(Problem::TooLong { max: 80 }));
        assert_eq!(name("a\u{0}b"), Err(Problem::ControlCharacter));
    }
}
