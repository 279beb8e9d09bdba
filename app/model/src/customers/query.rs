//! What a list of customers is asked for: search, filters, order, place in the list.

use super::{Kind, Status};
use crate::codes::Country;
use crate::form::Problem;
use crate::ids::{CustomerId, RankingId};
use crate::page::DEFAULT_LIMIT;
use crate::time::Date;
use serde::{Deserialize, Serialize};

/// The order of a list; the id decides between equals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CustomerSort {
    /// By folded name.
    #[default]
    Name,
    /// By folded name, last first.
    NameDescending,
    /// Oldest first.
    CreatedAt,
    /// Newest first.
    CreatedAtDescending,
    /// Least recently changed first.
    UpdatedAt,
    /// Most recently changed first.
    UpdatedAtDescending,
}

impl CustomerSort {
    /// All orders.
    pub const ALL: [Self; 6] = [
        Self::Name,
        Self::NameDescending,
        Self::CreatedAt,
        Self::CreatedAtDescending,
        Self::UpdatedAt,
        Self::UpdatedAtDescending,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameDescending => "-name",
            Self::CreatedAt => "created_at",
            Self::CreatedAtDescending => "-created_at",
            Self::UpdatedAt => "updated_at",
            Self::UpdatedAtDescending => "-updated_at",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        let allowed = "name, -name, created_at, -created_at, updated_at, -updated_at";
        super::choose(raw, &Self::ALL, Self::as_str, allowed)
    }
}

/// A list of customers: which, in what order, from where, how many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomerQuery {
    /// Search words; all must match.
    pub q: String,
    /// Only of this status.
    pub status: Option<Status>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only of this country.
    pub country: Option<Country>,
    /// Only with this ranking.
    pub ranking: Option<RankingId>,
    /// Only if created on this day or later, in UTC.
    pub created_from: Option<Date>,
    /// Only if created on this day or before, in UTC.
    pub created_to: Option<Date>,
    /// Only this customer and all below.
    pub under: Option<CustomerId>,
    /// Only the direct children of this customer.
    pub parent: Option<CustomerId>,
    /// The order.
    pub sort: CustomerSort,
    /// Where the page begins, from [`crate::page::Page::next_cursor`].
    pub cursor: Option<String>,
    /// Rows of the page, 1 to [`crate::page::MAX_LIMIT`].
    pub limit: u32,
}

impl Default for CustomerQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            status: None,
            kind: None,
            country: None,
            ranking: None,
            created_from: None,
            created_to: None,
            under: None,
            parent: None,
            sort: CustomerSort::default(),
            cursor: None,
            limit: DEFAULT_LIMIT,
        }
    }
}
