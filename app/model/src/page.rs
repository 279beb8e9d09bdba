//! A page of a list: keyset pagination with a bounded total.

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

/// Rows of a page when the caller does not say.
pub const DEFAULT_LIMIT: u32 = 50;
/// Most rows of a page.
pub const MAX_LIMIT: u32 = 200;
/// Matches are counted exactly up to here; past it, [`Page::more`] is true.
pub const MAX_TOTAL: u32 = 10_000;

/// Some rows of a list, and where the next ones begin.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    /// The rows, in the order asked for.
    pub items: Vec<T>,
    /// Give this back to get the rows after these; null on the last page. Opaque, bound to filter and sort.
    pub next_cursor: Option<String>,
    /// Matches of the whole filter within the caller's scope, exact to 10,000.
    pub total: u32,
    /// There are more matches than `total`. In JSON it is left out when false.
    #[serde(default)]
    pub more: bool,
}

impl<T: Serialize> Serialize for Page<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Formats without names need every field.
        let with_more = self.more || !serializer.is_human_readable();
        let mut page = serializer.serialize_struct("Page", 3 + usize::from(with_more))?;
        page.serialize_field("items", &self.items)?;
        page.serialize_field("next_cursor", &self.next_cursor)?;
        page.serialize_field("total", &self.total)?;
        if with_more {
            page.serialize_field("more", &self.more)?;
        }
        page.end()
    }
}

impl<T> Page<T> {
    /// A page without rows.
    #[must_use]
    pub const fn empty() -> Self {
        Self { items: Vec::new(), next_cursor: None, total: 0, more: false }
    }

    /// The same page with other rows.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next_cursor: self.next_cursor,
            total: self.total,
            more: self.more,
        }
    }
}
