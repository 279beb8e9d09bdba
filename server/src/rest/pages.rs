//! Pages of lists that are short enough to be read whole.

use model::form::{FieldErrors, Problem};
use model::page::Page;
use std::fmt::Display;

/// All rows as one page.
#[must_use]
pub fn whole<T>(items: Vec<T>) -> Page<T> {
    let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
    Page { items, next_cursor: None, total, more: false }
}

/// A page of rows that are all there. The cursor names the last row that was given and its place, so that paging goes
/// on where that row has gone meanwhile.
pub fn page<T, I: Display>(
    rows: Vec<T>,
    cursor: Option<&str>,
    limit: u32,
    id: impl Fn(&T) -> I,
) -> Result<Page<T>, FieldErrors> {
    let start = match cursor {
        None => 0,
        Some(cursor) => {
            let garbled = || FieldErrors::one("cursor", Problem::Cursor);
            let (place, last) = cursor.split_once('.').ok_or_else(garbled)?;
            let place: usize = place.parse().map_err(|_| garbled())?;
            rows.iter().position(|row| id(row).to_string() == last).map_or(place, |found| found + 1)
        }
    };
    let total = rows.len();
    let items: Vec<T> = rows.into_iter().skip(start).take(limit as usize).collect();
    let end = start.saturating_add(items.len());
    let next_cursor = items.last().filter(|_| end < total).map(|row| format!("{end}.{}", id(row)));
    Ok(Page { items, next_cursor, total: u32::try_from(total).unwrap_or(u32::MAX), more: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_follow_each_other_and_survive_a_row_that_goes() {
        let rows = || vec!["a", "b", "c", "d", "e"];
        let first = page(rows(), None, 2, |row| *row).unwrap();
        assert_eq!((first.items, first.total), (vec!["a", "b"], 5));
        let cursor = first.next_cursor.unwrap();
        let second = page(rows(), Some(&cursor), 2, |row| *row).unwrap();
        assert_eq!(second.items, ["c", "d"]);
        assert_eq!(page(vec!["a", "c", "d", "e"], Some(&cursor), 9, |row| *row).unwrap().items, ["d", "e"]);
        let last = page(rows(), second.next_cursor.as_deref(), 2, |row| *row).unwrap();
        assert_eq!((last.items, last.next_cursor), (vec!["e"], None));
    }

    #[test]
    fn garbled_cursors_are_refused() {
        for cursor in ["", "x", "x.y", "-1.a", "99999999999999999999999.a"] {
            assert!(page(vec!["a"], Some(cursor), 1, |row| *row).is_err(), "{cursor}");
        }
    }
}
