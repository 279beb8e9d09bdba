//! The search index: every address is a search term, every text has its trigrams, and nothing else has.

use super::Finding;
use super::rule::{self, Rule};
use crate::Engine;
use crate::call::View;
use crate::error::Result;
use crate::fold::fold;
use std::collections::BTreeSet;

const AT_ONCE: i64 = 5_000;
/// Rows of each trigram table whose trigrams are looked up: all of a small table, some of a large one, where each look-up
/// reads long lists.
const SAMPLE: i64 = 1_000;
const SAMPLE_OF_MANY: i64 = 100;
const MANY: i64 = 100_000;

const TERMS: [Rule; 3] = [
    Rule {
        check: "search.orphan",
        wrong: "search terms belong to no user or contact, or to another customer than theirs",
        query: "SELECT s.id FROM search_terms s LEFT JOIN users u ON u.id = s.source_id
                LEFT JOIN contacts k ON k.id = s.source_id
                WHERE s.kind NOT IN ('user_email', 'contact')
                    OR (s.kind = 'user_email' AND (u.id IS NULL OR u.customer_id <> s.customer_id))
                    OR (s.kind = 'contact' AND (k.id IS NULL OR k.customer_id <> s.customer_id))",
        error: true,
    },
    Rule {
        check: "search.missing",
        wrong: "users are not findable by exactly one search term",
        query: "SELECT u.id FROM users u WHERE 1 <> (SELECT count(*) FROM search_terms s
                WHERE s.kind = 'user_email' AND s.source_id = u.id)",
        error: true,
    },
    Rule {
        check: "search.missing",
        wrong: "contacts are not findable by exactly one search term",
        query: "SELECT k.id FROM contacts k WHERE 1 <> (SELECT count(*) FROM search_terms s
                WHERE s.kind = 'contact' AND s.source_id = k.id)",
        error: true,
    },
];

/// FTS5 keeps one row of `…_docsize` for every text that it has trigrams of.
const TRIGRAMS: [Rule; 6] = [
    Rule {
        check: "search.nodes",
        wrong: "customers have no trigrams",
        query: "SELECT n.id FROM nodes n WHERE n.id NOT IN (SELECT id FROM nodes_trigrams_docsize)",
        error: true,
    },
    Rule {
        check: "search.nodes",
        wrong: "trigrams are of no customer",
        query: "SELECT d.id FROM nodes_trigrams_docsize d WHERE d.id NOT IN (SELECT id FROM nodes)",
        error: true,
    },
    Rule {
        check: "search.terms",
        wrong: "search terms have no trigrams",
        query: "SELECT s.id FROM search_terms s WHERE s.id NOT IN (SELECT id FROM terms_trigrams_docsize)",
        error: true,
    },
    Rule {
        check: "search.terms",
        wrong: "trigrams are of no search term",
        query: "SELECT d.id FROM terms_trigrams_docsize d WHERE d.id NOT IN (SELECT id FROM search_terms)",
        error: true,
    },
    Rule {
        check: "search.users",
        wrong: "users have no trigrams",
        query: "SELECT u.id FROM users u WHERE u.id NOT IN (SELECT id FROM users_trigrams_docsize)",
        error: true,
    },
    Rule {
        check: "search.users",
        wrong: "trigrams are of no user",
        query: "SELECT d.id FROM users_trigrams_docsize d WHERE d.id NOT IN (SELECT id FROM users)",
        error: true,
    },
];

pub(super) async fn check(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    rule::check(view, &TERMS, findings).await?;
    terms(view, findings).await?;
    // PostgreSQL keeps its trigram indexes by itself.
    if view.backend.engine() == Engine::Sqlite {
        rule::check(view, &TRIGRAMS, findings).await?;
        trigrams(view, "nodes", "search_text", "nodes_trigrams", findings).await?;
        trigrams(view, "search_terms", "text", "terms_trigrams", findings).await?;
        trigrams(view, "users", "search_text", "users_trigrams", findings).await?;
    }
    Ok(())
}

/// The text of every term is its user's address, folded.
async fn terms(view: &View, findings: &mut Vec<Finding>) -> Result<()> {
    let (mut last, mut wrong, mut example) = (0_i64, 0_u64, 0_i64);
    loop {
        let rows = view.all(
            "SELECT s.id, s.text, u.email FROM search_terms s JOIN users u ON u.id = s.source_id
             WHERE s.kind = 'user_email' AND s.id > $1 ORDER BY s.id LIMIT $2",
            vec![last.into(), AT_ONCE.into()],
        );
        let rows = rows.await?;
        for row in &rows {
            last = row.try_get_by_index(0)?;
            let (text, email): (String, String) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
            if text != format!(" {}", fold(&email)) {
                (wrong, example) = (wrong + 1, last);
            }
        }
        if rows.len() < AT_ONCE as usize {
            break;
        }
    }
    if wrong > 0 {
        let message = format!("{wrong} search terms are not their user's address (such as {example})");
        findings.push(Finding::error("search.text", message));
    }
    Ok(())
}

/// Texts are found by all of their trigrams. What is found too much is harmless: hits are checked against the text.
async fn trigrams(view: &View, table: &str, column: &str, index: &str, findings: &mut Vec<Finding>) -> Result<()> {
    let last = view.number(&format!("SELECT COALESCE(max(id), 0) FROM {table}"), vec![]).await?;
    let sample = if last > MANY { SAMPLE_OF_MANY } else { SAMPLE };
    let stride = (last / sample).max(1);
    let query = format!("SELECT id, {column} FROM {table} WHERE id % {stride} = 0 LIMIT {sample}");
    let lookup = format!("SELECT 1 FROM {index} WHERE rowid = $1 AND {index} MATCH $2");
    for row in view.all(&query, vec![]).await? {
        let (id, text): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
        let letters: Vec<char> = text.chars().collect();
        let grams: BTreeSet<String> =
            letters.windows(3).map(|gram| format!("\"{}\"", gram.iter().collect::<String>())).collect();
        if grams.is_empty() {
            continue;
        }
        let all = grams.into_iter().collect::<Vec<_>>().join(" AND ");
        if view.one(&lookup, vec![id.into(), all.into()]).await?.is_none() {
            let message = format!("row {id} of {table} is not found by its own text; a wider look is needed");
            findings.push(Finding::error("search.trigrams", message));
            return Ok(());
        }
    }
    Ok(())
}
