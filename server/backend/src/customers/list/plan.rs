//! The plans of a list and the choice between them.

use super::super::tree;
use super::term::Term;
use super::{Filter, Key};
use crate::call::View;
use crate::error::{Error, Result};
use crate::sql::Values;
use crate::{Engine, path};
use model::customers::{CustomerQuery, CustomerSort};
use model::page::MAX_TOTAL;

/// Up to this many customers a subtree is scanned: 20,000 rows of the covering index cost 5 to 7 ms.
const SCANNED: u32 = 20_000;
/// So few hits of a trigram index are looked up sooner than a subtree is counted.
const FEW: i64 = 3_000;
/// Up to this many hits of a trigram index are looked up and sorted.
const LOOKED_UP: i64 = MAX_TOTAL as i64;

/// How the rows of a list are found.
pub(super) enum Plan {
    /// All that the filter leaves of some candidates is gathered, then sorted.
    Gather(Candidates),
    /// The sort index, for the children of one parent theirs, is walked until the page is full.
    Walk,
}

/// What is looked through.
#[derive(Clone, Copy)]
pub(super) enum Candidates {
    /// The subtree, or a parent's children.
    All,
    /// The trigram hits of the term of this index.
    Term(usize),
    /// What was created from the one moment on and before the other.
    Created((i64, i64)),
}

impl Plan {
    /// Whether what is looked through is small enough to be read from end to end.
    pub fn scans(&self) -> bool {
        matches!(self, Self::Gather(Candidates::All))
    }

    pub async fn choose(view: &View, filter: &Filter<'_>) -> Result<Self> {
        if filter.parent.is_some() && filter.terms.is_empty() && by_name(filter) {
            return Ok(Self::Walk);
        }
        // The longest word has the fewest hits.
        let longest = (0..filter.terms.len())
            .filter(|&i| filter.terms[i].grams().is_some())
            .max_by_key(|&i| filter.terms[i].as_str().len());
        let candidates = match longest {
            Some(index) if filter.parent.is_none() => Some((index, candidates_of(view, &filter.terms[index]).await?)),
            _ => None,
        };
        if let Some((index, 1..=FEW)) = candidates {
            return Ok(Self::Gather(Candidates::Term(index)));
        }
        if filter.parent.is_some() || tree::size(view, &filter.subtree, SCANNED + 1).await? <= SCANNED {
            return Ok(Self::Gather(Candidates::All));
        }
        if let Some((index, 0..=LOOKED_UP)) = candidates {
            return Ok(Self::Gather(Candidates::Term(index)));
        }
        if let Some(days) = days_of(filter)
            && created(view, days).await? <= LOOKED_UP
        {
            return Ok(Self::Gather(Candidates::Created(days)));
        }
        Ok(Self::Walk)
    }

    /// Row ids of the page and the total, counted to one past [`MAX_TOTAL`].
    pub async fn run(
        &self,
        view: &View,
        filter: &Filter<'_>,
        after: Option<&(Key, i64)>,
        limit: usize,
    ) -> Result<(Vec<i64>, u32)> {
        match self {
            Self::Gather(candidates) => gather(view, filter, *candidates, after, limit).await,
            Self::Walk => {
                tokio::try_join!(walk(view, filter, after, limit), count(view, filter))
            }
        }
    }
}

/// Hits of a word's trigrams, counted to one past the cap.
async fn candidates_of(view: &View, term: &Term) -> Result<i64> {
    let mut values = Values::default();
    let found = hits_of(view, term, &mut values, Some(LOOKED_UP + 1));
    view.number(&format!("SELECT count(*) FROM ({found}) AS found"), values.0).await
}

/// A subquery for the ids of customers that may hold a word in their own fields or in a search term.
fn hits_of(view: &View, term: &Term, values: &mut Values, cap: Option<i64>) -> String {
    let limit = cap.map(|cap| format!(" LIMIT {cap}")).unwrap_or_default();
    match view.backend().engine() {
        Engine::Sqlite => {
            let fts = values.add(term.fts().unwrap_or_default());
            format!(
                "SELECT id FROM (SELECT rowid AS id FROM nodes_trigrams WHERE nodes_trigrams MATCH {fts}{limit})
                 UNION SELECT customer_id FROM (SELECT s.customer_id FROM terms_trigrams t
                    JOIN search_terms s ON s.id = t.rowid WHERE terms_trigrams MATCH {fts}{limit})"
            )
        }
        Engine::Postgres => {
            let pattern = values.add(term.pattern());
            format!(
                "(SELECT id FROM nodes WHERE search_text LIKE {pattern}{limit})
                 UNION (SELECT customer_id FROM search_terms WHERE text LIKE {pattern}{limit})"
            )
        }
    }
}

/// The moments from which and before which the customers asked for were created.
fn days_of(filter: &Filter<'_>) -> Option<(i64, i64)> {
    let CustomerQuery { created_from, created_to, .. } = filter.query;
    let days = created_from.is_some() || created_to.is_some();
    days.then(|| (created_from.map_or(i64::MIN, |day| day.start().0), created_to.map_or(i64::MAX, |day| day.end().0)))
}

/// What was created in the days asked for, counted to one past the cap.
async fn created(view: &View, days: (i64, i64)) -> Result<i64> {
    let mut values = Values::default();
    let found = created_in(days, &mut values);
    let cap = values.add(LOOKED_UP + 1);
    view.number(&format!("SELECT count(*) FROM ({found} LIMIT {cap}) AS found"), values.0).await
}

/// A subquery for the ids of customers that were created in the days asked for.
fn created_in((from, end): (i64, i64), values: &mut Values) -> String {
    let (from, end) = (values.add(from), values.add(end));
    format!(
        "SELECT id FROM customers WHERE provider_id = 1 AND trash_id IS NULL AND created_at >= {from} AND created_at < {end}"
    )
}

/// The conditions on a node `n` and, where asked, its customer `c`.
pub(super) fn conditions(view: &View, filter: &Filter<'_>, values: &mut Values, terms: &[Term]) -> String {
    let (first, end) = (values.add(filter.subtree.clone()), values.add(path::end(&filter.subtree)));
    let from = if filter.below_only { ">" } else { ">=" };
    let mut sql = format!("n.provider_id = 1 AND n.trash = 0 AND n.path {from} {first} AND n.path < {end}");
    for subtree in &view.going {
        let (first, end) = (values.add(subtree.clone()), values.add(path::end(subtree)));
        sql.push_str(&format!(" AND NOT (n.path >= {first} AND n.path < {end})"));
    }
    for term in terms {
        let pattern = values.add(term.pattern());
        sql.push_str(&format!(
            " AND (n.search_text LIKE {pattern} OR EXISTS (SELECT 1 FROM search_terms s
                WHERE s.customer_id = n.id AND s.text LIKE {pattern}))"
        ));
    }
    let query = filter.query;
    if let Some(parent) = filter.parent {
        // Said of the customer too, so that the index of the living children serves.
        let parent = values.add(parent);
        sql.push_str(&format!(" AND c.provider_id = 1 AND c.trash_id IS NULL AND c.parent_id = {parent}"));
    }
    if let Some(ranking) = filter.ranking {
        sql.push_str(&format!(" AND c.ranking_id = {}", values.add(ranking)));
    }
    if let Some(status) = query.status {
        sql.push_str(&format!(" AND c.status = {}", values.add(status.as_str())));
    }
    if let Some(kind) = query.kind {
        sql.push_str(&format!(" AND c.kind = {}", values.add(kind.as_str())));
    }
    if let Some(country) = query.country {
        sql.push_str(&format!(" AND c.country = {}", values.add(country.to_string())));
    }
    if let Some((from, end)) = days_of(filter) {
        sql.push_str(&format!(" AND c.created_at >= {} AND c.created_at < {}", values.add(from), values.add(end)));
    }
    sql
}

/// Whether the conditions or the order ask for the customer's own row beside its node.
fn needs_customer(filter: &Filter<'_>) -> bool {
    let query = filter.query;
    !by_name(filter)
        || filter.parent.is_some()
        || filter.ranking.is_some()
        || query.status.is_some()
        || query.kind.is_some()
        || query.country.is_some()
        || days_of(filter).is_some()
}

pub(super) fn by_name(filter: &Filter<'_>) -> bool {
    matches!(filter.query.sort, CustomerSort::Name | CustomerSort::NameDescending)
}

/// The column of the order where a node comes first: the name stands in its covering index.
pub(super) fn sort_key(filter: &Filter<'_>) -> String {
    let table = if by_name(filter) { "n" } else { "c" };
    format!("{table}.{}", order(filter.query.sort).0)
}

/// The column of the order and whether it descends.
pub(super) fn order(sort: CustomerSort) -> (&'static str, bool) {
    match sort {
        CustomerSort::Name => ("name_key", false),
        CustomerSort::NameDescending => ("name_key", true),
        CustomerSort::CreatedAt => ("created_at", false),
        CustomerSort::CreatedAtDescending => ("created_at", true),
        CustomerSort::UpdatedAt => ("updated_at", false),
        CustomerSort::UpdatedAtDescending => ("updated_at", true),
    }
}

/// The condition that a row comes after the cursor's. Compared as a pair, so that the sort index is entered right there:
/// spelt out with OR, SQLite walks to it from the beginning (0.5 s at the 700,000th customer instead of 3 ms).
fn past(after: Option<&(Key, i64)>, key: &str, id: &str, descending: bool, values: &mut Values) -> String {
    let Some((at, row)) = after else { return "1 = 1".to_owned() };
    let at = match at {
        Key::Text(text) => values.add(text.clone()),
        Key::Number(number) => values.add(*number),
    };
    let (row, beyond) = (values.add(*row), if descending { "<" } else { ">" });
    format!("({key}, {id}) {beyond} ({at}, {row})")
}

/// One statement gives the page and the total: the candidates are gathered once, in a materialised CTE, so that
/// PostgreSQL's planner does not walk the sort index over everything instead.
async fn gather(
    view: &View,
    filter: &Filter<'_>,
    candidates: Candidates,
    after: Option<&(Key, i64)>,
    limit: usize,
) -> Result<(Vec<i64>, u32)> {
    let mut values = Values::default();
    let (_, descending) = order(filter.query.sort);
    let key = sort_key(filter);
    let customer = if needs_customer(filter) { "JOIN customers c ON c.id = n.id" } else { "" };
    let found = match candidates {
        Candidates::All => None,
        Candidates::Term(term) => Some(hits_of(view, &filter.terms[term], &mut values, None)),
        Candidates::Created(days) => Some(created_in(days, &mut values)),
    };
    // On SQLite CROSS JOIN keeps the order of the tables: what is few comes first.
    let nodes = match (view.backend().engine(), found) {
        // The children of one parent are found by their own index; the subtree is only a condition on them.
        (Engine::Sqlite, _) if filter.parent.is_some() => "customers c CROSS JOIN nodes n ON n.id = c.id".to_owned(),
        (Engine::Sqlite, Some(found)) => format!("({found}) AS found CROSS JOIN nodes n ON n.id = found.id {customer}"),
        (Engine::Sqlite, None) => format!("nodes n INDEXED BY nodes_covering {customer}"),
        (Engine::Postgres, Some(found)) => format!("nodes n JOIN ({found}) AS found ON found.id = n.id {customer}"),
        (Engine::Postgres, None) => format!("nodes n {customer}"),
    };
    let conditions = conditions(view, filter, &mut values, &filter.terms);
    let past = past(after, "sort_key", "id", descending, &mut values);
    let direction = if descending { "DESC" } else { "ASC" };
    let limit = values.add(limit as i64);
    let query = format!(
        "WITH hits AS MATERIALIZED (SELECT n.id, {key} AS sort_key FROM {nodes} WHERE {conditions})
         SELECT id, (SELECT count(*) FROM hits) AS total FROM hits WHERE {past}
         ORDER BY sort_key {direction}, id {direction} LIMIT {limit}"
    );
    let rows = view.all(&query, values.0).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<Vec<i64>, _>>()?;
    let total = match rows.first() {
        Some(row) => row.try_get_by_index::<i64>(1)?,
        // Past the last row there is no row to tell the total.
        None if after.is_some() => i64::from(count(view, filter).await?),
        None => 0,
    };
    Ok((ids, u32::try_from(total).map_err(|_| Error::internal("a total that no list has"))?))
}

/// Walks the sort index; what the filter keeps is met soon, or the list is short anyway.
pub(super) async fn walk(
    view: &View,
    filter: &Filter<'_>,
    after: Option<&(Key, i64)>,
    limit: usize,
) -> Result<Vec<i64>> {
    let mut values = Values::default();
    let (key, descending) = order(filter.query.sort);
    let column = format!("c.{key}");
    let conditions = conditions(view, filter, &mut values, &filter.terms);
    let past = past(after, &column, "c.id", descending, &mut values);
    let direction = if descending { "DESC" } else { "ASC" };
    let limit = values.add(limit as i64);
    let tables = match view.backend().engine() {
        Engine::Sqlite => "customers c CROSS JOIN nodes n ON n.id = c.id",
        // OFFSET 0 keeps the planner from reading the nodes in another order than the walk's.
        Engine::Postgres => "customers c CROSS JOIN LATERAL (SELECT * FROM nodes WHERE id = c.id OFFSET 0) n",
    };
    let query = format!(
        "SELECT c.id FROM {tables} WHERE c.provider_id = 1 AND c.trash_id IS NULL AND {past} AND {conditions}
         ORDER BY {column} {direction}, c.id {direction} LIMIT {limit}"
    );
    let rows = view.all(&query, values.0).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// Matches, counted to one past [`MAX_TOTAL`]. Those in the customers' own fields are counted first: each that isn't one would
/// be looked up among the search terms, and a letter has more than enough of them (a third of the time at 100,000 customers).
async fn count(view: &View, filter: &Filter<'_>) -> Result<u32> {
    if !filter.terms.is_empty() {
        let mut values = Values::default();
        let mut own = conditions(view, filter, &mut values, &[]);
        for term in &filter.terms {
            own.push_str(&format!(" AND n.search_text LIKE {}", values.add(term.pattern())));
        }
        let found = count_where(view, filter, &own, values).await?;
        if found > MAX_TOTAL {
            return Ok(found);
        }
    }
    let mut values = Values::default();
    let conditions = conditions(view, filter, &mut values, &filter.terms);
    count_where(view, filter, &conditions, values).await
}

async fn count_where(view: &View, filter: &Filter<'_>, conditions: &str, mut values: Values) -> Result<u32> {
    let tables = match view.backend().engine() {
        Engine::Sqlite if filter.parent.is_some() => "customers c CROSS JOIN nodes n ON n.id = c.id",
        _ if needs_customer(filter) => "nodes n JOIN customers c ON c.id = n.id",
        _ => "nodes n",
    };
    let limit = values.add(i64::from(MAX_TOTAL) + 1);
    let query =
        format!("SELECT count(*) FROM (SELECT 1 AS one FROM {tables} WHERE {conditions} LIMIT {limit}) AS counted");
    Ok(view.number(&query, values.0).await? as u32)
}
