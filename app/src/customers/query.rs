//! The list's query as it stands in the address: only what differs from the plain list.

use crate::routes::{self, escape};
use crate::ui::nav::{Nav, Query};
use leptos::prelude::*;
use model::codes::Country;
use model::customers::{CustomerQuery, CustomerSort, Kind, Status};
use model::ids::CustomerId;

/// Reads the address; what can't be read is as if it weren't there.
pub fn read(map: &Query) -> CustomerQuery {
    let text = |name: &str| map.get(name).filter(|value| !value.trim().is_empty());
    CustomerQuery {
        q: text("q").unwrap_or_default(),
        status: text("status").and_then(|value| Status::parse(&value).ok()),
        kind: text("kind").and_then(|value| Kind::parse(&value).ok()),
        country: text("country").and_then(|value| Country::parse(&value).ok()),
        ranking: text("ranking").and_then(|value| value.parse().ok()),
        created_from: text("created_from").and_then(|value| value.parse().ok()),
        created_to: text("created_to").and_then(|value| value.parse().ok()),
        under: text("under").and_then(|value| value.parse().ok()),
        parent: text("parent").and_then(|value| value.parse().ok()),
        sort: text("sort").and_then(|value| CustomerSort::parse(&value).ok()).unwrap_or_default(),
        cursor: text("cursor"),
        ..CustomerQuery::default()
    }
}

/// Whether the address asks for the tree instead of the list.
#[must_use]
pub fn is_tree(map: &Query) -> bool {
    map.get("view").as_deref() == Some("tree")
}

/// Whether a query asks for some customers only, wherever in the tree they are.
#[must_use]
pub fn narrows(query: &CustomerQuery) -> bool {
    let all =
        CustomerQuery { under: query.under, sort: query.sort, cursor: query.cursor.clone(), ..Default::default() };
    *query != all
}

/// The tree from its top.
#[must_use]
pub fn whole_tree() -> String {
    routes::with(routes::CUSTOMERS, "view", "tree")
}

/// What is below a customer, as a tree.
#[must_use]
pub fn branch(id: CustomerId) -> String {
    routes::with(&whole_tree(), "under", &id.to_string())
}

/// The same, from a place among its children on.
#[must_use]
pub fn branch_from(parent: Option<CustomerId>, cursor: &str) -> String {
    routes::with(&parent.map_or_else(whole_tree, branch), "cursor", cursor)
}

/// The whole address, of the list or of the tree.
#[must_use]
pub fn address(query: &CustomerQuery, tree: bool) -> String {
    format!("{}{}", routes::CUSTOMERS, write_as(query, tree))
}

/// The parts of a query that aren't the plain list's, by their names in the address.
fn parts(query: &CustomerQuery) -> Vec<(&'static str, String)> {
    let mut parts = Vec::new();
    let mut add = |name, value: Option<String>| {
        if let Some(value) = value {
            parts.push((name, value));
        }
    };
    add("q", Some(query.q.clone()).filter(|q| !q.is_empty()));
    add("status", query.status.map(|status| status.as_str().to_owned()));
    add("kind", query.kind.map(|kind| kind.as_str().to_owned()));
    add("country", query.country.map(|country| country.to_string()));
    add("ranking", query.ranking.map(|id| id.to_string()));
    add("created_from", query.created_from.map(|day| day.to_string()));
    add("created_to", query.created_to.map(|day| day.to_string()));
    add("under", query.under.map(|id| id.to_string()));
    add("parent", query.parent.map(|id| id.to_string()));
    add("sort", Some(query.sort).filter(|sort| *sort != CustomerSort::default()).map(|sort| sort.as_str().to_owned()));
    add("cursor", query.cursor.clone());
    parts
}

/// The query as the end of an address, with its question mark; empty for the plain list.
pub fn write(query: &CustomerQuery) -> String {
    // A tree stays a tree, whatever else changes.
    write_as(query, use_context::<Nav>().is_some_and(|nav| nav.query.with_untracked(is_tree)))
}

/// The same, of the list or of the tree.
pub fn write_as(query: &CustomerQuery, tree: bool) -> String {
    let mut search = String::new();
    let view = tree.then(|| ("view", "tree".to_owned()));
    for (name, value) in view.into_iter().chain(parts(query)) {
        search.push(if search.is_empty() { '?' } else { '&' });
        search.push_str(name);
        search.push('=');
        search.push_str(&escape(&value));
    }
    search
}

/// The same, from the list's first row.
pub fn write_from_start(query: &CustomerQuery) -> String {
    write(&CustomerQuery { cursor: None, ..query.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_reads_what_it_writes() {
        let query = CustomerQuery {
            q: "böse & \"gut\"".to_owned(),
            status: Some(Status::Disabled),
            country: Some(Country::IT),
            created_from: "2024-02-29".parse().ok(),
            created_to: "2026-12-31".parse().ok(),
            sort: CustomerSort::CreatedAtDescending,
            ..CustomerQuery::default()
        };
        let mut map = Query::default();
        for (name, value) in parts(&query) {
            map.insert(name, value);
        }
        assert_eq!(read(&map), query);
        assert_eq!(write(&CustomerQuery::default()), "");
    }

    #[test]
    fn nonsense_is_as_if_it_were_not_there() {
        let mut map = Query::default();
        for name in ["status", "kind", "country", "ranking", "created_from", "created_to", "sort"] {
            map.insert(name, "nonsense".to_owned());
        }
        assert_eq!(read(&map), CustomerQuery::default());
    }
}
