//! Lists of a tree so large that they are not scanned: every plan finds what the rule says, in its order.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::seed::seed;
use backend::testing::TestBackend;
use backend::{Engine, customers};
use model::customers::{CustomerQuery, CustomerSort};
use model::page::MAX_TOTAL;
use model::time::Timestamp;
use rstest::rstest;
use sea_orm::{ConnectionTrait, Statement};

/// More than a subtree that is scanned may have.
const CUSTOMERS: u32 = 21_000;

struct Known {
    ref_id: String,
    /// Folded, each word after a space.
    own: String,
    /// Folded addresses of users and contacts.
    terms: String,
    created: Timestamp,
}

/// All customers below the provider, by name.
async fn known(test: &TestBackend) -> Vec<Known> {
    let db = test.backend.connection();
    let join = if test.backend.engine() == Engine::Sqlite { "group_concat(text, '')" } else { "string_agg(text, '')" };
    let query = format!(
        "SELECT c.ref_id, n.search_text, coalesce(s.text, ''), c.created_at FROM customers c JOIN nodes n ON n.id = c.id
         LEFT JOIN (SELECT customer_id, {join} AS text FROM search_terms GROUP BY customer_id) s ON s.customer_id = c.id
         WHERE c.parent_id IS NOT NULL ORDER BY c.name_key, c.id"
    );
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
    let text = |row: &sea_orm::QueryResult, at: usize| row.try_get_by_index::<String>(at).unwrap();
    let created = |row: &sea_orm::QueryResult| Timestamp(row.try_get_by_index(3).unwrap());
    let known = |row| Known { ref_id: text(row, 0), own: text(row, 1), terms: text(row, 2), created: created(row) };
    rows.iter().map(known).collect()
}

/// The rule of product search: every word is in it, words of one or two letters at the beginning of one.
fn matches(known: &Known, q: &str) -> bool {
    q.split(' ').all(|word| {
        let word = if word.chars().count() < 3 { format!(" {word}") } else { word.to_owned() };
        known.own.contains(&word) || known.terms.contains(&word)
    })
}

/// The rule of typos: one edit or swap makes the beginning of a word of what was typed.
fn is_near(known: &Known, typed: &str) -> bool {
    let typed: Vec<char> = typed.chars().collect();
    known.own.split([' ', '\n']).any(|word| {
        let letters: Vec<char> = word.chars().collect();
        (typed.len() - 1..=typed.len() + 1)
            .any(|end| letters.get(..end).is_some_and(|word| distance(&typed, word) <= 1))
    })
}

/// Edits and swaps of neighbours, by the book.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            if i == 0 || j == 0 {
                table[i][j] = i + j;
                continue;
            }
            let edit = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            table[i][j] = edit.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                table[i][j] = table[i][j].min(table[i - 2][j - 2] + 1);
            }
        }
    }
    table[a.len()][b.len()]
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn every_plan_finds_what_the_rule_says(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    seed(&test.backend, CUSTOMERS, 5, |_| {}).await.unwrap();
    let known = known(&test).await;
    assert_eq!(known.len(), CUSTOMERS as usize);
    let view = test.backend.read(&test.system()).await.unwrap();
    let exact = ["", "b", "q", "bi", "mo", "bianchi", "s r l", "s1 000", "roma bianchi", "gmbh b"];
    let typos = ["bianxhi", "bianhci", "rossti", "zzzzzz"];
    for q in exact.into_iter().chain(typos) {
        let mut expected: Vec<&Known> = known.iter().filter(|known| matches(known, q)).collect();
        if typos.contains(&q) {
            assert!(expected.is_empty(), "{q} is no typo here");
            expected = known.iter().filter(|known| is_near(known, q)).collect();
        }
        let total = u32::try_from(expected.len()).unwrap();
        for sort in [CustomerSort::Name, CustomerSort::NameDescending] {
            let mut expected: Vec<&str> = expected.iter().map(|known| known.ref_id.as_str()).collect();
            if sort == CustomerSort::NameDescending {
                expected.reverse();
            }
            let mut query = CustomerQuery { q: q.to_owned(), sort, limit: 200, ..CustomerQuery::default() };
            let mut found = Vec::new();
            // Three pages show that the next one begins where the last ended.
            for _ in 0..3 {
                let page = customers::list(&view, &query).await.unwrap();
                assert_eq!((page.total, page.more), (total.min(MAX_TOTAL), total > MAX_TOTAL), "{q:?} {sort:?}");
                found.extend(page.items.into_iter().map(|row| row.customer.ref_id.unwrap()));
                query.cursor = page.next_cursor;
                if query.cursor.is_none() {
                    break;
                }
            }
            expected.truncate(600);
            assert_eq!(found, expected, "{q:?} {sort:?}");
        }
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn days_of_creation_narrow_by_every_plan(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    seed(&test.backend, CUSTOMERS, 5, |_| {}).await.unwrap();
    let known = known(&test).await;
    let view = test.backend.read(&test.system()).await.unwrap();
    let mut days: Vec<_> = known.iter().map(|known| known.created).collect();
    days.sort_unstable();
    let day = |at: usize| Some(days[at].date());
    // Few, from their index; many, by walking; with words, whose hits are fewer; and the one day of somebody.
    let ranges = [(day(10_000), day(10_300)), (day(300), None), (None, day(20_000)), (None, day(50)), (day(7), day(7))];
    for (from, to) in ranges {
        for (q, sort) in [("", CustomerSort::Name), ("bianchi", CustomerSort::Name), ("b", CustomerSort::CreatedAt)] {
            let within = |known: &&Known| {
                from.is_none_or(|day| known.created >= day.start()) && to.is_none_or(|day| known.created < day.end())
            };
            let mut expected: Vec<&Known> = known.iter().filter(within).filter(|k| matches(k, q)).collect();
            if sort == CustomerSort::CreatedAt {
                expected.sort_by_key(|known| known.created);
            }
            let query = CustomerQuery {
                q: q.to_owned(),
                sort,
                created_from: from,
                created_to: to,
                limit: 200,
                ..CustomerQuery::default()
            };
            let page = customers::list(&view, &query).await.unwrap();
            let total = u32::try_from(expected.len()).unwrap();
            assert_eq!((page.total, page.more), (total.min(MAX_TOTAL), total > MAX_TOTAL), "{q:?} {from:?} {to:?}");
            let found: Vec<_> = page.items.into_iter().map(|row| row.customer.created_at).collect();
            let expected: Vec<_> = expected.iter().take(200).map(|known| known.created).collect();
            assert_eq!(found, expected, "{q:?} {sort:?} {from:?} {to:?}");
        }
    }
}
