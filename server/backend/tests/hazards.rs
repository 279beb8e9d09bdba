//! Holes that systems like this one have had, each tried here.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::testing::{TestBackend, company, prepared};
use backend::{Caller, Engine, Error, Via, customers, people, tokens};
use model::codes::Email;
use model::customers::{CustomerQuery, NewCustomerForm};
use model::deletions::{Children, NewDeletion};
use model::ids::CustomerId;
use model::people::{NewUserForm, Role};
use model::time::DAY;
use model::tokens::TokenForm;
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, Statement};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

async fn number(test: &TestBackend, query: &str) -> i64 {
    let db = test.backend.connection();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

async fn delete_for_good(test: &TestBackend, id: CustomerId) {
    let system = test.system();
    let new = NewDeletion { at: None, reason: "test".to_owned(), children: Some(Children::Delete) };
    test.backend.write(&system, move |call| Box::pin(customers::delete(call, id, new, None))).await.unwrap();
    test.backend.write(&system, move |call| Box::pin(customers::purge(call, id, None))).await.unwrap();
}

/// zitadel CVE-2026-55670: an id handed out again belonged to the old owner.
#[apply(on_both)]
async fn row_ids_are_never_handed_out_twice(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let first = test.customer("First", None).await;
    let row = number(&test, "SELECT max(id) FROM customers").await;
    delete_for_good(&test, first.id).await;
    test.customer("Second", None).await;
    assert!(number(&test, "SELECT max(id) FROM customers").await > row);
}

/// A deleted customer's people are gone from every door at once: session, token, link.
#[apply(on_both)]
async fn a_deleted_customers_people_are_out_by_every_door(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let acme = test.customer("Acme", None).await;
    test.user(acme.id, "admin@acme.example", Role::Admin).await;
    let session = test.sign_in("admin@acme.example").await;
    let new = TokenForm { name: "ci".to_owned(), ..TokenForm::default() }.parse().unwrap();
    let token = test.backend.write(&session, move |call| Box::pin(tokens::create(call, new))).await.unwrap();
    let token = Caller::token(&token.secret);
    let form = NewUserForm {
        name: "Invited".to_owned(),
        email: "invited@acme.example".to_owned(),
        activation: "link".to_owned(),
        ..NewUserForm::default()
    };
    let invited = people::prepare(&test.backend, form.parse().unwrap()).await.unwrap();
    let link =
        test.backend.write(&session, move |call| Box::pin(people::create(call, acme.id, invited))).await.unwrap();
    let link = link.activation_link.unwrap().rsplit('/').next().unwrap().to_owned();
    assert!(test.backend.read(&token).await.is_ok());

    let new = NewDeletion { at: None, reason: "test".to_owned(), children: None };
    test.backend.write(&provider, move |call| Box::pin(customers::delete(call, acme.id, new, None))).await.unwrap();
    for caller in [&session, &token] {
        assert!(matches!(test.backend.read(caller).await, Err(Error::Unauthenticated)));
    }
    assert!(matches!(people::activation(&test.backend, &link).await, Err(Error::LinkInvalid(_))));
}

/// CVE-2026-43913: someone invited acted before confirming.
#[apply(on_both)]
async fn an_invited_user_gets_no_token(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let acme = test.customer("Acme", None).await;
    let form = NewUserForm {
        name: "Invited".to_owned(),
        email: "invited@acme.example".to_owned(),
        activation: "link".to_owned(),
        ..NewUserForm::default()
    };
    let invited = people::prepare(&test.backend, form.parse().unwrap()).await.unwrap();
    let system = test.system();
    test.backend.write(&system, move |call| Box::pin(people::create(call, acme.id, invited))).await.unwrap();
    let email = Email::parse("invited@acme.example").unwrap();
    let new = TokenForm { name: "ci".to_owned(), ..TokenForm::default() }.parse().unwrap();
    let made =
        test.backend.write(&system, move |call| Box::pin(async move { tokens::create_for(call, &email, new).await }));
    assert!(matches!(made.await, Err(Error::Invalid(_))));
}

/// A demoted or moved maker takes the token down with them (CVE-2026-9796: check, then use).
#[apply(on_both)]
async fn a_token_never_reaches_past_its_maker(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let below = test.customer("Below", Some(acme.id)).await;
    let other = test.customer("Other", None).await;
    test.user(acme.id, "admin@acme.example", Role::Admin).await;
    let session = test.sign_in("admin@acme.example").await;
    let form = TokenForm { name: "ci".to_owned(), customer_id: below.id.to_string(), ..TokenForm::default() };
    let new = form.parse().unwrap();
    let token = test.backend.write(&session, move |call| Box::pin(tokens::create(call, new))).await.unwrap();
    let token = Caller::token(&token.secret);
    assert!(test.backend.read(&token).await.is_ok());
    let (id, to) = (below.id, other.id);
    test.backend.write(&provider, move |call| Box::pin(customers::relocate(call, id, to, None))).await.unwrap();
    assert!(matches!(test.backend.read(&token).await, Err(Error::Unauthenticated)));
}

/// twenty PR#17159, zitadel#10058: an address was blocked by a deleted account.
#[apply(on_both)]
async fn what_is_deleted_blocks_nothing_new(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    for _ in 0..3 {
        let mut form = company("Acme");
        form.ref_id = "R1".to_owned();
        let new = NewCustomerForm { customer: form, ..NewCustomerForm::default() }.parse().unwrap();
        let user = prepared("Ada", "ada@acme.example", Role::Admin);
        let made =
            test.backend.write(&admin, move |call| Box::pin(customers::create(call, new, Some(user)))).await.unwrap();
        let new = NewDeletion { at: None, reason: "test".to_owned(), children: None };
        let id = made.customer.id;
        test.backend.write(&admin, move |call| Box::pin(customers::delete(call, id, new, None))).await.unwrap();
    }
}

/// Every verb writes its row, and what is purged leaves no personal data in the log.
#[apply(on_both)]
async fn the_log_knows_every_change_and_forgets_the_purged(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let acme = test.customer("Acme Secretive", None).await;
    test.user(acme.id, "ada@acme.example", Role::Admin).await;
    let row = number(&test, "SELECT max(id) FROM customers").await;
    let told = format!("SELECT count(*) FROM activity WHERE customer_id = {row} AND after LIKE '%cme%'");
    assert_eq!(number(&test, &told).await, 2);
    delete_for_good(&test, acme.id).await;
    let entries = number(&test, &format!("SELECT count(*) FROM activity WHERE customer_id = {row}")).await;
    assert_eq!(entries, 4, "create, add user, delete, purge");
    assert_eq!(number(&test, &told).await, 0);
    assert_eq!(number(&test, "SELECT count(*) FROM users WHERE email LIKE '%acme%'").await, 0);
}

/// With no days in the Trash a deletion is final at the next round.
#[apply(on_both)]
async fn the_trash_is_emptied_by_time(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let acme = test.customer("Acme", None).await;
    let system = Caller::system(Via::Cli);
    let new = NewDeletion { at: None, reason: "test".to_owned(), children: None };
    test.backend.write(&system, move |call| Box::pin(customers::delete(call, acme.id, new, None))).await.unwrap();
    test.pass(30 * DAY - 1);
    customers::run_due(&test.backend).await.unwrap();
    let view = test.backend.read(&system).await.unwrap();
    assert!(customers::find(&view, acme.id).await.is_ok());
    test.pass(1);
    customers::run_due(&test.backend).await.unwrap();
    let view = test.backend.read(&system).await.unwrap();
    assert!(matches!(customers::find(&view, acme.id).await, Err(Error::NotFound)));
    assert_eq!(customers::list(&view, &CustomerQuery::default()).await.unwrap().total, 0);
}
