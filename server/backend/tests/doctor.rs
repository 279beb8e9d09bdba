//! The doctor and the sample data, on SQLite and PostgreSQL alike: what the verbs and the loader leave is healthy, and
//! what is broken by hand is found.

use backend::customers::{self, BatchItem};
use backend::doctor::{self, Severity};
use backend::seed::seed;
use backend::testing::{TestBackend, company};
use backend::{Engine, Error};
use model::customers::{CustomerQuery, NewCustomerForm};
use model::people::{NewUserForm, Role};
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, FromQueryResult, JsonValue, Statement};

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

/// Rows of a table, whole, but for what differs between any two rows.
async fn rows(test: &TestBackend, query: &str) -> Vec<JsonValue> {
    let db = test.backend.connection();
    let statement = Statement::from_string(db.get_database_backend(), query);
    let mut rows = JsonValue::find_by_statement(statement).all(db).await.unwrap();
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        for column in ["id", "public_id", "customer_id", "object_id", "source_id", "user_id", "token_hash", "path"] {
            row.remove(column);
        }
        for column in ["before", "after"] {
            if let Some(text) = row.get(column).and_then(JsonValue::as_str) {
                let mut json: JsonValue = serde_json::from_str(text).unwrap();
                if let Some(json) = json.as_object_mut() {
                    json.remove("id");
                    json.remove("customer_id");
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

#[apply(on_both)]
async fn a_batch_leaves_the_rows_that_one_creation_leaves(#[case] engine: Engine) {
    let (one, batch) = (TestBackend::new(engine).await, TestBackend::new(engine).await);
    for test in [&one, &batch] {
        backend::seed::found_provider(&test.backend).await.unwrap();
        let tier = |call| Box::pin(backend::rankings::create(call, "Gold".to_owned())) as _;
        let tier = test.backend.write(&test.system(), tier).await.unwrap();
        let mut new = full_form().parse().unwrap();
        new.data.ranking_id = Some(tier.id);
        if std::ptr::eq(test, &one) {
            let user = backend::people::prepare(&test.backend, new.first_user.take().unwrap()).await.unwrap();
            let create = move |call: &mut _| -> futures::future::BoxFuture<'_, _> { todo_free(call, new, user) };
            test.backend.write(&test.system(), create).await.unwrap();
        } else {
            let items: std::sync::Arc<[BatchItem]> = [BatchItem { new, created_at: None }].into();
            let outcomes = test.backend.write(&test.system(), move |call| customers::create_batch(call, items)).await;
            assert!(outcomes.unwrap().iter().all(Result::is_ok));
        }
        assert_eq!(found(test).await, [""; 0]);
    }
    for table in TABLES {
        let (one, batch) = (rows(&one, table).await, rows(&batch, table).await);
        assert!(!one.is_empty(), "{table}");
        let mut one = one;
        let mut batch = batch;
        for row in one.iter_mut().chain(&mut batch) {
            for at in ["after", "before"] {
                if let Some(json) = row.get_mut(at).and_then(JsonValue::as_object_mut) {
                    ["parent_id", "ranking_id"].map(|column| json.remove(column));
                }
            }
        }
        assert_eq!(one, batch, "{table}");
    }
}
