//! All plans give the same rows, each is taken where it is the short way, and none goes through everything for a page.

use super::plan::{From, gathering, walking};
use super::*;
use crate::Engine;
use crate::sql::Values;
use crate::testing::TestBackend;
use model::people::Role;
use model::people::UserStatus;
use rstest::rstest;
use sea_orm::ConnectionTrait;

async fn sample(engine: Engine) -> TestBackend {
    let test = TestBackend::new(engine).await;
    crate::seed::seed(&test.backend, 300, 5, |_| {}).await.expect("a sample");
    let db = test.backend.connection();
    for change in [
        "UPDATE users SET disabled_at = 7 WHERE id % 7 = 0",
        "UPDATE users SET password_hash = 'x', last_sign_in_at = 1000 + id % 3 WHERE id % 3 = 0",
    ] {
        db.execute_unprepared(change).await.expect("a change");
    }
    test
}

fn queries() -> Vec<UserQuery> {
    let mut queries = Vec::new();
    for sort in UserSort::ALL {
        for q in ["", "admin", "ma", "example bi", "s5 000"] {
            queries.push(UserQuery { q: q.to_owned(), sort, ..UserQuery::default() });
        }
        for status in UserStatus::ALL {
            queries.push(UserQuery { status: Some(status), role: Some(Role::Editor), sort, ..UserQuery::default() });
        }
    }
    queries
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn every_plan_gives_the_same_rows_page_by_page(#[case] engine: Engine) {
    let test = sample(engine).await;
    let view = test.backend.read(&test.system()).await.expect("a view");
    let scope = view.actor().expect("an actor").scope.clone();
    let mut found = 0;
    for query in queries() {
        let filter = Filter::of(&view, &query, scope.clone()).await.expect("a filter");
        let (whole, total) = Plan::Walk.run(&view, &filter, None, 10_000).await.expect("all rows");
        assert_eq!(whole.len(), total as usize);
        found += whole.len();
        let records = in_order(users::by_rows(&view, &whole).await.expect("records"), &whole);
        let sorts_down = query.sort.as_str().starts_with('-');
        let places: Vec<(String, i64)> = records
            .iter()
            .map(|record| match key(record, query.sort) {
                Key::Text(text) => (text, record.id),
                Key::Number(number) => (format!("{number:020}"), record.id),
            })
            .collect();
        assert!(places.is_sorted_by(|a, b| if sorts_down { a > b } else { a < b }), "{query:?}");

        let mut plans = vec![Plan::Walk, Plan::Gather(From::Everyone), Plan::Gather(From::Subtree)];
        plans.extend(
            (0..filter.terms.len()).filter(|&i| filter.terms[i].grams().is_some()).map(From::Word).map(Plan::Gather),
        );
        plans.extend(query.role.map(From::Role).map(Plan::Gather));
        plans.extend(query.status.filter(|s| *s != UserStatus::Active).map(From::Status).map(Plan::Gather));
        for plan in plans {
            let (mut paged, mut after) = (Vec::new(), None);
            loop {
                let (rows, counted) = plan.run(&view, &filter, after.as_ref(), 40).await.expect("a page");
                assert_eq!(counted, total, "{plan:?} {query:?}");
                paged.extend_from_slice(&rows);
                let Some(last) = rows.last().filter(|_| rows.len() == 40) else { break };
                let record = records.iter().find(|record| record.id == *last).expect("a row of the list");
                after = Some((key(record, query.sort), *last));
            }
            assert_eq!(paged, whole, "{plan:?} {query:?}");
        }
    }
    assert!(found > 1_000, "the queries find something: {found}");
}

/// What a search means, told without any database.
#[tokio::test(flavor = "multi_thread")]
async fn words_are_looked_for_in_name_address_and_customer() {
    let test = sample(Engine::Sqlite).await;
    let view = test.backend.read(&test.system()).await.expect("a view");
    let all = |q: &str| UserQuery { q: q.to_owned(), limit: 200, ..UserQuery::default() };
    let everyone = super::all(&view, &all("")).await.expect("everyone").items;
    for q in ["ma", "admin", "ro vi", "example s5"] {
        let fits = |row: &&UserRow| {
            let texts = [&row.user.name, &row.user.email, &row.customer.name]
                .map(|text| format!(" {}", crate::fold::fold(text)));
            q.split(' ').all(|word| {
                let word = if word.len() < 3 { format!(" {word}") } else { word.to_owned() };
                texts.iter().any(|text| text.contains(&word))
            })
        };
        let expected: Vec<UserId> = everyone.iter().filter(fits).map(|row| row.user.id).collect();
        let page = super::all(&view, &all(q)).await.expect("a page");
        assert_eq!(page.items.iter().map(|row| row.user.id).collect::<Vec<_>>(), expected, "{q}");
        for row in page.items {
            let marks = [row.name_marks.len(), row.email_marks.len(), row.customer_marks.len()];
            assert!(marks.iter().sum::<usize>() > 0, "{q} is marked somewhere");
        }
    }
}

/// More users than are gone through whole: of many a page is walked to, of few the index is asked.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn the_short_way_is_taken(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let acme = test.customer("Acme", None).await;
    let small = test.customer("Small", None).await;
    let rare = test.user(acme.id, "rarissima@acme.example", Role::Editor).await.user.id;
    test.user(small.id, "someone@small.example", Role::Admin).await;
    let id = match engine {
        Engine::Sqlite => "randomblob(16)",
        Engine::Postgres => "gen_random_uuid()",
    };
    let db = test.backend.connection();
    let many = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
         INSERT INTO users (public_id, customer_id, name, email, email_key, role, password_hash, created_at, version,
            name_key, search_text)
         SELECT {id}, (SELECT id FROM customers WHERE name = 'Acme'), 'User ' || i, 'u' || i || '@x.example',
            'u' || i || '@x.example', 'viewer', 'x', i, 1, 'user ' || i, ' user ' || i FROM n"
    );
    db.execute_unprepared(&many).await.expect("many users");
    if engine == Engine::Sqlite {
        let trigrams = "INSERT INTO users_trigrams (rowid, text) SELECT id, search_text FROM users WHERE id > 3";
        db.execute_unprepared(trigrams).await.expect("trigrams");
    }
    let view = test.backend.read(&test.system()).await.expect("a view");
    let scope = view.actor().expect("an actor").scope.clone();
    let base = UserQuery::default;
    for (query, plan) in [
        (base(), Plan::Walk),
        (UserQuery { q: "user".into(), ..base() }, Plan::Walk),
        (UserQuery { role: Some(Role::Viewer), ..base() }, Plan::Walk),
        (UserQuery { status: Some(UserStatus::Active), ..base() }, Plan::Walk),
        (UserQuery { q: "rarissima".into(), ..base() }, Plan::Gather(From::Word(0))),
        (UserQuery { q: "x small".into(), ..base() }, Plan::Gather(From::Word(1))),
        (UserQuery { role: Some(Role::Editor), ..base() }, Plan::Gather(From::Role(Role::Editor))),
        (UserQuery { status: Some(UserStatus::Disabled), ..base() }, Plan::Gather(From::Status(UserStatus::Disabled))),
        (UserQuery { under: Some(small.id), ..base() }, Plan::Gather(From::Subtree)),
        (UserQuery { customer: Some(acme.id), ..base() }, Plan::Gather(From::Customer)),
    ] {
        let filter = Filter::of(&view, &query, scope.clone()).await.expect("a filter");
        assert_eq!(Plan::choose(&view, &filter).await.expect("a plan"), plan, "{query:?}");
    }
    let page = all(&view, &base()).await.expect("a page");
    assert_eq!((page.items.len(), page.total, page.more), (50, 10_000, true));
    let page = all(&view, &UserQuery { q: "rarissima".into(), ..base() }).await.expect("a page");
    assert_eq!((page.items[0].user.id, page.total, page.more), (rare, 1, false));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_walked_to_in_its_index() {
    let test = TestBackend::new(Engine::Sqlite).await;
    test.provider().await;
    let view = test.backend.read(&test.system()).await.expect("a view");
    let scope = view.actor().expect("an actor").scope.clone();
    for (sort, same, behind) in [
        (UserSort::Name, "users_by_name (name_key=? AND id>?)", "users_by_name (name_key>?)"),
        (UserSort::NameDescending, "users_by_name (name_key=? AND id<?)", "users_by_name (name_key<?)"),
        (UserSort::Email, "users_email (email_key=? AND rowid>?)", "users_email (email_key>?)"),
        (
            UserSort::CreatedAtDescending,
            "users_by_creation (created_at=? AND id<?)",
            "users_by_creation (created_at<?)",
        ),
        (UserSort::LastSignIn, "users_by_sign_in (sign_in_key=? AND id>?)", "users_by_sign_in (sign_in_key>?)"),
    ] {
        let query = UserQuery { sort, q: "anna".into(), ..UserQuery::default() };
        let filter = Filter::of(&view, &query, scope.clone()).await.expect("a filter");
        let after = match sort {
            UserSort::CreatedAtDescending | UserSort::LastSignIn => Key::Number(5),
            _ => Key::Text("b".to_owned()),
        };
        let mut values = Values::default();
        let sql = walking(&view, &filter, Some(&(after, 5)), 51, &mut values);
        let steps = steps(&view, &sql, values).await;
        for entry in [same, behind] {
            assert!(steps.iter().any(|step| step.contains(entry)), "{entry}: {steps:?}");
        }
        let scans = steps.iter().filter(|step| step.starts_with("SCAN u") || step.starts_with("SCAN n"));
        assert_eq!(scans.count(), 0, "{steps:?}");
        // The two parts of a page, sorted, are no more than two pages.
        assert_eq!(steps.iter().filter(|step| step.contains("B-TREE")).count(), 1, "{steps:?}");
        assert!(!sql.contains("OFFSET"));
    }
    for (from, index) in [
        (From::Subtree, "nodes_path"),
        (From::Word(0), "users_trigrams"),
        (From::Role(Role::Editor), "users_by_role (role=?)"),
        (From::Status(UserStatus::Disabled), "users_disabled"),
        (From::Status(UserStatus::Invited), "users_invited"),
    ] {
        let query = UserQuery { q: "anna".into(), ..UserQuery::default() };
        let filter = Filter::of(&view, &query, scope.clone()).await.expect("a filter");
        let mut values = Values::default();
        let sql = gathering(&view, &filter, from, None, 51, &mut values);
        let steps = steps(&view, &sql, values).await;
        let scans = steps.iter().filter(|step| step.starts_with("SCAN users u") || step.starts_with("SCAN n "));
        assert_eq!(scans.count(), 0, "{steps:?}");
        assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
    }
}

async fn steps(view: &View, sql: &str, values: Values) -> Vec<String> {
    let rows = view.all(&format!("EXPLAIN QUERY PLAN {sql}"), values.0).await.expect("a plan");
    rows.iter().map(|row| row.try_get("", "detail").expect("a step")).collect()
}
