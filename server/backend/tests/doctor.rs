//! The doctor and the sample data, on SQLite and PostgreSQL alike: what the verbs and the loader leave is healthy, and
//! what is broken by hand is found.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use backend::customers::{self, BatchItem};
use backend::doctor::{self, Severity};
use backend::people::contacts;
use backend::seed::seed;
use backend::testing::{TestBackend, company};
use backend::{Engine, Error, people, rankings};
use model::codes::Email;
use model::contacts::ContactQuery;
use model::customers::{Customer, CustomerQuery, CustomerSort, NewCustomer, NewCustomerForm};
use model::ids::RankingId;
use model::people::{Credential, LinkBy, NewUser, NewUserForm, Role};
use model::time::HOUR;
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, FromQueryResult, JsonValue, Statement};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

async fn found(test: &TestBackend) -> Vec<&'static str> {
    let mut checks: Vec<_> =
        doctor::check(&test.backend).await.unwrap().into_iter().map(|finding| finding.check).collect();
    checks.dedup();
    checks
}

/// Ids, and what is made of them.
const NEVER_ALIKE: [&str; 12] = [
    "id",
    "public_id",
    "customer_id",
    "parent_id",
    "ranking_id",
    "default_contact_id",
    "object_id",
    "source_id",
    "user_id",
    "token_hash",
    "path",
    "entry",
];

/// Rows of a table, whole, but for what differs between any two rows.
async fn rows(test: &TestBackend, query: &str) -> Vec<JsonValue> {
    let db = test.backend.connection();
    let statement = Statement::from_string(db.get_database_backend(), query);
    let mut rows = JsonValue::find_by_statement(statement).all(db).await.unwrap();
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        row.retain(|column, _| !NEVER_ALIKE.contains(&column.as_str()));
        for column in ["before", "after"] {
            if let Some(text) = row.get(column).and_then(JsonValue::as_str) {
                let mut json: JsonValue = serde_json::from_str(text).unwrap();
                if let Some(json) = json.as_object_mut() {
                    json.retain(|column, _| !NEVER_ALIKE.contains(&column.as_str()));
                }
                row.insert(column.to_owned(), json);
            }
        }
    }
    rows
}

const TABLES: [&str; 6] = [
    "SELECT * FROM customers ORDER BY id",
    "SELECT * FROM nodes ORDER BY id",
    "SELECT * FROM users ORDER BY id",
    "SELECT * FROM search_terms ORDER BY id",
    "SELECT * FROM links ORDER BY id",
    "SELECT * FROM activity ORDER BY verb, id",
];

fn full_form() -> NewCustomerForm {
    let mut customer = company("Società Bianchi & Söhne 株式会社");
    customer.ref_id = "R-1".into();
    customer.vat_number = "00743110157".into();
    customer.fiscal_code = "RCCMNL83S18D969H".into();
    customer.street = "Via Roma 1".into();
    customer.city = "Forlì".into();
    customer.province = "FC".into();
    customer.postal_code = "47121".into();
    customer.phone = "+39 02 1234567".into();
    customer.email = "Info@Example.com".into();
    customer.website = "https://example.com".into();
    customer.notes = "a\nb".into();
    let user = NewUserForm {
        name: "Anna".into(),
        email: "Anna@Example.com".into(),
        activation: "link".into(),
        ..NewUserForm::default()
    };
    NewCustomerForm { customer, status: "disabled".into(), first_user: Some(user), ..NewCustomerForm::default() }
}

/// A backend with the provider and one tier; the form with that tier.
async fn prepared(engine: Engine) -> (TestBackend, NewCustomer) {
    let test = TestBackend::new(engine).await;
    backend::seed::found_provider(&test.backend).await.unwrap();
    let system = test.system();
    let tier = test.backend.write(&system, |call| Box::pin(rankings::create(call, "Gold".to_owned())));
    let mut new = full_form().parse().unwrap();
    new.data.ranking_id = Some(tier.await.unwrap().id);
    (test, new)
}

async fn create(test: &TestBackend, mut new: NewCustomer) {
    let user = people::prepare(&test.backend, new.first_user.take().unwrap()).await.unwrap();
    test.backend.write(&test.system(), move |call| Box::pin(customers::create(call, new, Some(user)))).await.unwrap();
}

async fn assert_same_rows(one: &TestBackend, other: &TestBackend) {
    for table in TABLES {
        let (one, other) = (rows(one, table).await, rows(other, table).await);
        assert!(!one.is_empty(), "{table}");
        assert_eq!(one, other, "{table}");
    }
}

#[apply(on_both)]
async fn a_batch_leaves_the_rows_that_one_creation_leaves(#[case] engine: Engine) {
    let (one, new) = prepared(engine).await;
    create(&one, new).await;
    let (batch, new) = prepared(engine).await;
    let items: Arc<[BatchItem]> = [BatchItem { new, created_at: None, require_two_factor: false }].into();
    let system = batch.system();
    let outcomes = batch.backend.write(&system, move |call| customers::create_batch(call, items));
    assert!(outcomes.await.unwrap().iter().all(Result::is_ok));
    assert_same_rows(&one, &batch).await;
    assert_eq!(found(&one).await, [""; 0]);
    assert_eq!(found(&batch).await, [""; 0]);
}

/// A sample's users were invited long ago: their links are gone.
#[apply(on_both)]
async fn a_sample_is_what_creating_it_one_by_one_would_be(#[case] engine: Engine) {
    let (seeded, one) = (TestBackend::new(engine).await, TestBackend::new(engine).await);
    seed(&seeded.backend, 60, 3, |_| {}).await.unwrap();
    assert_eq!(found(&seeded).await, [""; 0]);
    let root = seeded.root().await;
    backend::seed::found_provider(&one.backend).await.unwrap();
    for tier in ["Bronze", "Silver", "Gold", "Platinum"] {
        let tier = tier.to_owned();
        one.backend.write(&one.system(), move |call| Box::pin(rankings::create(call, tier))).await.unwrap();
    }
    let mut ids = HashMap::from([(root, one.root().await)]);
    let tiers = tiers(&one, &seeded).await;
    let mut query = CustomerQuery { sort: CustomerSort::CreatedAt, limit: 200, ..CustomerQuery::default() };
    let view = seeded.backend.read(&seeded.system()).await.unwrap();
    let customers: Vec<Customer> =
        customers::list(&view, &query).await.unwrap().items.into_iter().map(|row| row.customer).collect();
    assert_eq!(customers.len(), 60);
    for customer in &customers {
        // The form takes every value as it is, check digits included: the sample is valid.
        let form = NewCustomerForm {
            customer: customer.form(),
            status: customer.status.as_str().into(),
            ..Default::default()
        };
        let mut new = form.parse().unwrap_or_else(|errors| panic!("{}: {errors:?}", customer.name));
        new.parent_id = ids.get(&customer.parent_id.unwrap()).copied();
        new.data.ranking_id = new.data.ranking_id.map(|id| tiers[&id]);
        one.clock.store(customer.created_at.0, Ordering::SeqCst);
        let system = one.system();
        let created = one.backend.write(&system, move |call| Box::pin(customers::create(call, new, None)));
        let id = created.await.unwrap().customer.id;
        ids.insert(customer.id, id);
        for user in people::list(&view, customer.id, None, 200).await.unwrap().items {
            let email = Email::parse(&user.email).unwrap();
            let user = NewUser { name: user.name, email, role: user.role, credential: Credential::Link(LinkBy::Link) };
            let user = people::prepare(&one.backend, user).await.unwrap();
            one.backend.write(&one.system(), move |call| Box::pin(people::create(call, id, user))).await.unwrap();
        }
        // The default is the one that came first.
        let mut listed = contacts::list(&view, customer.id, &ContactQuery::default()).await.unwrap().items;
        listed.sort_by_key(|row| !row.contact.default);
        for row in listed {
            let data = row.contact.form().parse().unwrap();
            one.backend.write(&one.system(), move |call| Box::pin(contacts::create(call, id, data))).await.unwrap();
        }
    }
    let created = "SELECT * FROM activity WHERE verb IN ('customer.create', 'user.create', 'contact.create') ORDER BY verb, at, object_id";
    let people = "SELECT * FROM users ORDER BY email";
    let contacts = "SELECT * FROM contacts ORDER BY created_at, name_key, search_text";
    let terms = "SELECT text, kind FROM search_terms ORDER BY kind, text";
    for table in ["SELECT * FROM customers WHERE parent_id IS NOT NULL ORDER BY created_at", people, contacts, terms] {
        assert_eq!(rows(&seeded, table).await, rows(&one, table).await, "{table}");
    }
    let keys =
        "SELECT name_key, search_text, trash, provider_id, length(path) - length(replace(path, '/', '')) AS level
        FROM nodes ORDER BY id";
    assert_eq!(rows(&seeded, keys).await, rows(&one, keys).await);
    assert_eq!(rows(&seeded, created).await.len(), rows(&one, created).await.len());
    let customers = "SELECT * FROM activity WHERE verb = 'customer.create' ORDER BY at";
    assert_eq!(rows(&seeded, customers).await, rows(&one, customers).await);
    assert_eq!(found(&one).await, [""; 0]);
    query.q = "bianchi".to_owned();
    let view = one.backend.read(&one.system()).await.unwrap();
    let hits = customers::list(&view, &query).await.unwrap().total;
    let view = seeded.backend.read(&seeded.system()).await.unwrap();
    assert_eq!(customers::list(&view, &query).await.unwrap().total, hits);
}

/// Tiers of one backend by the ids of the same tiers in the other.
async fn tiers(one: &TestBackend, seeded: &TestBackend) -> HashMap<RankingId, RankingId> {
    let ours = rankings::list(&one.backend.read(&one.system()).await.unwrap()).await.unwrap();
    let theirs = rankings::list(&seeded.backend.read(&seeded.system()).await.unwrap()).await.unwrap();
    theirs.into_iter().zip(ours).map(|(theirs, ours)| (theirs.id, ours.id)).collect()
}

#[apply(on_both)]
async fn the_same_seed_gives_the_same_sample_and_no_other_is_twice_the_same(#[case] engine: Engine) {
    let (one, two) = (TestBackend::new(engine).await, TestBackend::new(engine).await);
    seed(&one.backend, 2_500, 7, |_| {}).await.unwrap();
    seed(&two.backend, 2_500, 7, |_| {}).await.unwrap();
    assert_eq!(found(&one).await, [""; 0]);
    let ids = "SELECT c.public_id, c.name, c.ref_id, c.created_at, n.path FROM customers c JOIN nodes n ON n.id = c.id
        WHERE c.parent_id IS NOT NULL ORDER BY c.id";
    let names = |test| rows(test, ids);
    assert_eq!(names(&one).await, names(&two).await);
    match seed(&one.backend, 10, 7, |_| {}).await {
        Err(Error::Invalid(_)) => {}
        other => panic!("{other:?}"),
    }
    seed(&one.backend, 100, 8, |_| {}).await.unwrap();
    assert_eq!(found(&one).await, [""; 0]);
    let query = CustomerQuery::default();
    let view = one.backend.read(&one.system()).await.unwrap();
    assert_eq!(customers::total_of(&view, &query).await.unwrap(), 2_600);
}

/// What is broken by hand, and the check that finds it.
const BREAKS: [(&str, &str); 27] = [
    ("UPDATE nodes SET path = '/1/zz/' WHERE id = 3", "tree.path"),
    ("UPDATE customers SET parent_id = 3 WHERE id = 2", "tree.path"),
    ("DELETE FROM nodes WHERE id = 5", "tree.node"),
    ("UPDATE nodes SET name_key = 'x' WHERE id = 4", "tree.name_key"),
    ("UPDATE nodes SET search_text = ' x' WHERE id = 4", "tree.search_text"),
    ("UPDATE nodes SET trash = 1 WHERE id = 4", "tree.trash"),
    ("UPDATE customers SET parent_id = NULL WHERE id = 2", "tree.provider"),
    ("UPDATE customers SET trash_id = 99 WHERE id = 4", "trash.deletion"),
    ("UPDATE users SET trash_id = 99 WHERE id = 1", "trash.users"),
    ("UPDATE users SET email_key = 'x' WHERE id = 1", "users.email_key"),
    ("UPDATE users SET role = 'king' WHERE id = 1", "users.role"),
    ("UPDATE customers SET kind = 'robot' WHERE id = 4", "customers.values"),
    ("DELETE FROM search_terms WHERE id = 1", "search.missing"),
    ("UPDATE search_terms SET text = ' x' WHERE id = 1", "search.text"),
    ("UPDATE search_terms SET customer_id = 1 WHERE id = 1", "search.orphan"),
    ("UPDATE users SET name_key = 'x' WHERE id = 1", "users.search_text"),
    ("UPDATE users SET search_text = ' x' WHERE id = 1", "users.search_text"),
    ("UPDATE contacts SET name_key = 'x' WHERE id = 1", "contacts.search_text"),
    ("UPDATE contacts SET trash_id = 99 WHERE id = 1", "trash.contacts"),
    ("UPDATE contacts SET status = 'asleep' WHERE id = 1", "contacts.values"),
    ("UPDATE contacts SET customer_id = 1 WHERE id = 1", "contacts.foreign"),
    ("UPDATE customers SET default_contact_id = NULL WHERE default_contact_id = 1", "contacts.default"),
    ("UPDATE customers SET default_contact_id = 1 WHERE id = 1", "contacts.default"),
    ("UPDATE contacts SET status = 'disabled', user_id = (SELECT min(id) FROM users) WHERE id = 1", "contacts.user"),
    ("UPDATE customers SET kind = 'individual' WHERE default_contact_id = 1", "contacts.company"),
    ("UPDATE search_terms SET text = ' x' WHERE kind = 'contact'", "contacts.search_text"),
    (
        "INSERT INTO deletions (provider_id, customer_id, status, at, reason, by_name, created_at)
        VALUES (1, 4, 'trashed', 0, 'x', 'x', 0)",
        "trash.top",
    ),
];

#[apply(on_both)]
async fn what_is_broken_is_found(#[case] engine: Engine) {
    for (breaks, check) in BREAKS {
        let test = TestBackend::new(engine).await;
        seed(&test.backend, 12, 1, |_| {}).await.unwrap();
        test.backend.connection().execute_unprepared(breaks).await.unwrap();
        let found = doctor::check(&test.backend).await.unwrap();
        assert!(found.iter().any(|finding| finding.check == check), "{check}: {found:?}");
        assert!(found.iter().all(|finding| finding.severity == Severity::Error), "{found:?}");
    }
}

/// What is broken in the outbox, and the check that finds it.
const MAIL_BREAKS: [(&str, &str); 7] = [
    ("UPDATE outbox SET status = 'lost'", "outbox.values"),
    ("UPDATE outbox SET status = 'sent'", "outbox.erased"),
    ("UPDATE outbox SET sealed = NULL", "outbox.text"),
    ("UPDATE links SET ended = 'revoked'", "outbox.link"),
    ("UPDATE links SET ended = 'lost'", "links.ended"),
    ("UPDATE outbox SET status = 'failed', sealed = NULL", "outbox.failed"),
    ("UPDATE outbox SET key_id = 'other'", "outbox.key"),
];

#[apply(on_both)]
async fn what_is_broken_in_the_outbox_is_found(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let root = test_root(&test).await;
    let email = Email::parse("eve@a.example").unwrap();
    let credential = Credential::Link(LinkBy::Email);
    let user = NewUser { name: "Eve".to_owned(), email, role: Role::Viewer, credential };
    let user = people::prepare(&test.backend, user).await.unwrap();
    test.backend.write(&test.system(), move |call| Box::pin(people::create(call, root, user))).await.unwrap();
    assert_eq!(found(&test).await, [""; 0]);
    let db = test.backend.connection();
    db.execute_unprepared("CREATE TABLE kept_outbox AS SELECT * FROM outbox").await.unwrap();
    for (breaks, check) in MAIL_BREAKS {
        db.execute_unprepared(breaks).await.unwrap();
        assert!(found(&test).await.contains(&check), "{check}");
        db.execute_unprepared(
            "UPDATE links SET ended = NULL; UPDATE outbox SET status = 'waiting',
                sealed = (SELECT sealed FROM kept_outbox), key_id = (SELECT key_id FROM kept_outbox)",
        )
        .await
        .unwrap();
        assert_eq!(found(&test).await, [""; 0], "mended after {check}");
    }
}

#[tokio::test]
async fn what_sqlites_own_index_lacks_is_found() {
    for (breaks, check) in [
        ("DELETE FROM nodes_trigrams WHERE rowid = 4", "search.nodes"),
        ("INSERT INTO nodes_trigrams (rowid, text) VALUES (99, ' nobody')", "search.nodes"),
        ("DELETE FROM terms_trigrams WHERE rowid = 1", "search.terms"),
        ("DELETE FROM users_trigrams WHERE rowid = 1", "search.users"),
        ("INSERT INTO users_trigrams (rowid, text) VALUES (99, ' nobody')", "search.users"),
        ("INSERT OR REPLACE INTO nodes_trigrams (rowid, text) VALUES (4, ' other')", "search.trigrams"),
    ] {
        let test = TestBackend::new(Engine::Sqlite).await;
        seed(&test.backend, 12, 1, |_| {}).await.unwrap();
        test.backend.connection().execute_unprepared(breaks).await.unwrap();
        assert!(found(&test).await.contains(&check), "{check}");
    }
}

#[apply(on_both)]
async fn engine_and_clock_are_looked_at(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    seed(&test.backend, 5, 1, |_| {}).await.unwrap();
    let errors =
        |findings: Vec<doctor::Finding>| findings.into_iter().filter(|f| f.severity == Severity::Error).count();
    assert_eq!(errors(doctor::check_engine(&test.backend).await.unwrap()), 0);
    assert_eq!(errors(doctor::check_clock(&test.backend).await.unwrap()), 0);
    test.customer("later", None).await;
    test.pass(-2 * HOUR);
    let findings = doctor::check_clock(&test.backend).await.unwrap();
    assert!(findings.iter().any(|f| f.check == "clock.back" && f.severity == Severity::Warning), "{findings:?}");
    test.clock.store(0, Ordering::SeqCst);
    assert_eq!(errors(doctor::check_clock(&test.backend).await.unwrap()), 1);
}

#[tokio::test]
async fn an_empty_database_is_healthy() {
    let test = TestBackend::new(Engine::Sqlite).await;
    assert_eq!(found(&test).await, [""; 0]);
    assert_eq!(test.user(test_root(&test).await, "a@a.example", Role::Viewer).await.user.email, "a@a.example");
    assert_eq!(found(&test).await, [""; 0]);
}

async fn test_root(test: &TestBackend) -> model::ids::CustomerId {
    test.provider().await;
    test.root().await
}
