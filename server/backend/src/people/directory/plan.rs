//! The plans of the list of users and the choice between them.

use super::{Filter, Key};
use crate::call::View;
use crate::customers::{self, Term};
use crate::error::{Error, Result};
use crate::sql::Values;
use crate::{Engine, path};
use model::page::MAX_TOTAL;
use model::people::{Role, UserStatus};
use model::users::UserSort;

/// Up to this many customers, and users, a part of the tree is gone through whole.
const SCANNED: u32 = 20_000;
/// Up to this many users of an index are looked up and sorted.
const LOOKED_UP: i64 = MAX_TOTAL as i64;

/// How the rows of a list are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// Few candidates are gathered, filtered and sorted.
    Gather(From),
    /// The sort index is walked until the page is full.
    Walk,
}

/// Where candidates come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// The users of one customer.
    Customer,
    /// The users of a part of the tree.
    Subtree,
    /// All users there are.
    Everyone,
    /// What the trigrams say of this word.
    Word(usize),
    /// The index of those who are disabled, or invited.
    Status(UserStatus),
    /// The index of a role.
    Role(Role),
}

impl Plan {
    pub async fn choose(view: &View, filter: &Filter<'_>) -> Result<Self> {
        if filter.customer.is_some() {
            return Ok(Self::Gather(From::Customer));
        }
        let few = i64::from(SCANNED);
        if at_most(view, "SELECT 1 AS one FROM users WHERE trash_id IS NULL", Values::default(), few).await? {
            return Ok(Self::Gather(From::Everyone));
        }
        if customers::size(view, &filter.subtree, SCANNED + 1).await? <= SCANNED {
            let mut values = Values::default();
            let (first, end) = (values.add(filter.subtree.clone()), values.add(path::end(&filter.subtree)));
            let users = format!(
                "SELECT 1 AS one FROM nodes n JOIN users u ON u.customer_id = n.id
                 WHERE n.provider_id = 1 AND n.trash = 0 AND n.path >= {first} AND n.path < {end}"
            );
            if at_most(view, &users, values, few).await? {
                return Ok(Self::Gather(From::Subtree));
            }
        }
        for from in sources(filter) {
            if is_short(view, filter, from).await? {
                return Ok(Self::Gather(from));
            }
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
        let mut values = Values::default();
        let sql = match self {
            Self::Gather(from) => gathering(view, filter, *from, after, limit, &mut values),
            Self::Walk => walking(view, filter, after, limit, &mut values),
        };
        let rows = view.all(&sql, values.0).await?;
        let ids = rows.iter().map(|row| row.try_get_by_index(0)).collect::<std::result::Result<Vec<i64>, _>>()?;
        let total = match (self, rows.first()) {
            (Self::Gather(_), Some(row)) => row.try_get_by_index(1)?,
            // A first page that is not full tells the total by itself.
            _ if after.is_none() && ids.len() < limit => ids.len() as i64,
            // Past the last row there is no row to tell the total.
            _ => count(view, filter).await?,
        };
        Ok((ids, u32::try_from(total).map_err(|_| Error::internal("a total that no list has"))?))
    }
}

/// Indexes that may hold few users, the most promising first.
fn sources(filter: &Filter<'_>) -> Vec<From> {
    let words = (0..filter.terms.len()).filter(|&word| filter.terms[word].grams().is_some());
    // The longest word has the fewest hits.
    let longest = words.max_by_key(|&word| filter.terms[word].as_str().len()).map(From::Word);
    let status = filter.query.status.filter(|status| *status != UserStatus::Active).map(From::Status);
    longest.into_iter().chain(status).chain(filter.query.role.map(From::Role)).collect()
}

/// Whether a query gives at most so many rows; no more than that are counted.
async fn at_most(view: &View, query: &str, values: Values, most: i64) -> Result<bool> {
    let counted = format!("SELECT count(*) FROM ({query} LIMIT {}) AS counted", most + 1);
    Ok(view.number(&counted, values.0).await? <= most)
}

async fn is_short(view: &View, filter: &Filter<'_>, from: From) -> Result<bool> {
    let mut values = Values::default();
    if let From::Word(word) = from {
        // Those of both parts: customers whose name has the word bring all their users along.
        for part in hits_of(view, &filter.terms[word], &mut values) {
            if !at_most(view, &part, Values(values.0.clone()), LOOKED_UP).await? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let query = candidates(view, filter, from, &mut values);
    at_most(view, &query, values, LOOKED_UP).await
}

/// Queries for the users who may hold a word themselves, and for the customers that may.
fn hits_of(view: &View, term: &Term, values: &mut Values) -> [String; 2] {
    match view.backend().engine() {
        Engine::Sqlite => {
            let fts = values.add(term.fts().unwrap_or_default());
            ["users_trigrams", "nodes_trigrams"]
                .map(|index| format!("SELECT rowid AS id FROM {index} WHERE {index} MATCH {fts}"))
        }
        Engine::Postgres => {
            let pattern = values.add(term.pattern());
            ["users", "nodes"].map(|table| format!("SELECT id FROM {table} WHERE search_text LIKE {pattern}"))
        }
    }
}

/// A subquery for the ids of users among whom all matches are.
fn candidates(view: &View, filter: &Filter<'_>, from: From, values: &mut Values) -> String {
    match from {
        From::Customer => {
            let customer = values.add(filter.customer.unwrap_or(0));
            format!("SELECT id FROM users WHERE customer_id = {customer}")
        }
        From::Subtree => {
            let (first, end) = (values.add(filter.subtree.clone()), values.add(path::end(&filter.subtree)));
            format!(
                "SELECT o.id FROM nodes m JOIN users o ON o.customer_id = m.id
                 WHERE m.provider_id = 1 AND m.trash = 0 AND m.path >= {first} AND m.path < {end}"
            )
        }
        From::Everyone => "SELECT id FROM users WHERE trash_id IS NULL".to_owned(),
        From::Word(word) => {
            let [own, customers] = hits_of(view, &filter.terms[word], values);
            format!("SELECT id FROM ({own}) AS own UNION SELECT id FROM users WHERE customer_id IN ({customers})")
        }
        From::Status(UserStatus::Invited) => {
            "SELECT id FROM users WHERE password_hash IS NULL AND disabled_at IS NULL AND trash_id IS NULL".to_owned()
        }
        From::Status(_) => "SELECT id FROM users WHERE disabled_at IS NOT NULL AND trash_id IS NULL".to_owned(),
        From::Role(role) => {
            let role = values.add(role.as_str());
            format!("SELECT id FROM users WHERE role = {role} AND trash_id IS NULL")
        }
    }
}

/// The conditions on a user `u` and the node `n` of its customer.
fn conditions(view: &View, filter: &Filter<'_>, values: &mut Values) -> String {
    let (first, end) = (values.add(filter.subtree.clone()), values.add(path::end(&filter.subtree)));
    let mut sql =
        format!("u.trash_id IS NULL AND n.provider_id = 1 AND n.trash = 0 AND n.path >= {first} AND n.path < {end}");
    for subtree in &view.going {
        let (first, end) = (values.add(subtree.clone()), values.add(path::end(subtree)));
        sql.push_str(&format!(" AND NOT (n.path >= {first} AND n.path < {end})"));
    }
    for term in &filter.terms {
        let pattern = values.add(term.pattern());
        sql.push_str(&format!(" AND (u.search_text LIKE {pattern} OR ' ' || n.name_key LIKE {pattern})"));
    }
    if let Some(customer) = filter.customer {
        sql.push_str(&format!(" AND u.customer_id = {}", values.add(customer)));
    }
    if let Some(role) = filter.query.role {
        sql.push_str(&format!(" AND u.role = {}", values.add(role.as_str())));
    }
    sql.push_str(match filter.query.status {
        None => "",
        Some(UserStatus::Disabled) => " AND u.disabled_at IS NOT NULL",
        Some(UserStatus::Invited) => " AND u.disabled_at IS NULL AND u.password_hash IS NULL",
        Some(UserStatus::Active) => " AND u.disabled_at IS NULL AND u.password_hash IS NOT NULL",
    });
    sql
}

/// The key of the order, its index, and whether it descends.
fn order(sort: UserSort) -> (&'static str, &'static str, bool) {
    match sort {
        UserSort::Name => ("u.name_key", "users_by_name", false),
        UserSort::NameDescending => ("u.name_key", "users_by_name", true),
        UserSort::Email => ("u.email_key", "users_email", false),
        UserSort::EmailDescending => ("u.email_key", "users_email", true),
        UserSort::CreatedAt => ("u.created_at", "users_by_creation", false),
        UserSort::CreatedAtDescending => ("u.created_at", "users_by_creation", true),
        UserSort::LastSignIn => ("u.sign_in_key", "users_by_sign_in", false),
        UserSort::LastSignInDescending => ("u.sign_in_key", "users_by_sign_in", true),
    }
}

/// The condition that a row comes after the cursor's, as a pair, so that the sort index is entered right there.
fn past(after: Option<&(Key, i64)>, key: &str, id: &str, descending: bool, values: &mut Values) -> String {
    let Some((at, row)) = after else { return "1 = 1".to_owned() };
    let at = match at {
        Key::Text(text) => values.add(text.clone()),
        Key::Number(number) => values.add(*number),
    };
    let (row, beyond) = (values.add(*row), if descending { "<" } else { ">" });
    format!("({key}, {id}) {beyond} ({at}, {row})")
}

/// One statement gives the page and the total: the candidates are gathered once, in a materialised CTE.
pub(super) fn gathering(
    view: &View,
    filter: &Filter<'_>,
    from: From,
    after: Option<&(Key, i64)>,
    limit: usize,
    values: &mut Values,
) -> String {
    let (key, _, descending) = order(filter.query.sort);
    let found = candidates(view, filter, from, values);
    let join = if view.backend().engine() == Engine::Sqlite { "CROSS JOIN" } else { "JOIN" };
    let conditions = conditions(view, filter, values);
    let past = past(after, "sort_key", "id", descending, values);
    let direction = if descending { "DESC" } else { "ASC" };
    let limit = values.add(limit as i64);
    format!(
        "WITH found AS MATERIALIZED ({found}), hits AS MATERIALIZED (SELECT u.id, {key} AS sort_key
            FROM found {join} users u ON u.id = found.id {join} nodes n ON n.id = u.customer_id WHERE {conditions})
         SELECT id, (SELECT count(*) FROM hits) AS total FROM hits WHERE {past}
         ORDER BY sort_key {direction}, id {direction} LIMIT {limit}"
    )
}

/// Walks the sort index; what the filter keeps is met soon, or it would have been gathered. Past a cursor it is entered
/// twice, among those of the same key and behind them: a pair is entered by its key alone in SQLite, and of those who never
/// signed in there may be a million (90 ms to get past 460,000 of them).
pub(super) fn walking(
    view: &View,
    filter: &Filter<'_>,
    after: Option<&(Key, i64)>,
    limit: usize,
    values: &mut Values,
) -> String {
    let (key, index, descending) = order(filter.query.sort);
    let tables = match view.backend().engine() {
        Engine::Sqlite => format!("users u INDEXED BY {index} CROSS JOIN nodes n ON n.id = u.customer_id"),
        Engine::Postgres => "users u JOIN nodes n ON n.id = u.customer_id".to_owned(),
    };
    let conditions = conditions(view, filter, values);
    let (direction, beyond) = if descending { ("DESC", "<") } else { ("ASC", ">") };
    let limit = values.add(limit as i64);
    let part = |from: &str| {
        format!(
            "SELECT u.id, {key} AS sort_key FROM {tables} WHERE {conditions} AND {from}
             ORDER BY {key} {direction}, u.id {direction} LIMIT {limit}"
        )
    };
    let Some((at, row)) = after else { return part("1 = 1") };
    let at = match at {
        Key::Text(text) => values.add(text.clone()),
        Key::Number(number) => values.add(*number),
    };
    let row = values.add(*row);
    let same = part(&format!("{key} = {at} AND u.id {beyond} {row}"));
    let behind = part(&format!("{key} {beyond} {at}"));
    format!(
        "SELECT id FROM (SELECT * FROM ({same}) AS same UNION ALL SELECT * FROM ({behind}) AS behind) AS page
         ORDER BY sort_key {direction}, id {direction} LIMIT {limit}"
    )
}

/// Matches, counted to one past [`MAX_TOTAL`].
async fn count(view: &View, filter: &Filter<'_>) -> Result<i64> {
    let mut values = Values::default();
    let conditions = conditions(view, filter, &mut values);
    let limit = values.add(i64::from(MAX_TOTAL) + 1);
    let join = if view.backend().engine() == Engine::Sqlite { "CROSS JOIN" } else { "JOIN" };
    let query = format!(
        "SELECT count(*) FROM (SELECT 1 AS one FROM users u {join} nodes n ON n.id = u.customer_id
         WHERE {conditions} LIMIT {limit}) AS counted"
    );
    view.number(&query, values.0).await
}
