//! Drafts of long forms, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::drafts::{self, Kind};
use backend::testing::{TestBackend, company, prepared};
use backend::{Caller, Denial, Engine, Error, customers, doctor};
use model::customers::{CustomerForm, NewCustomer, NewCustomerForm};
use model::deletions::NewDeletion;
use model::drafts::{CustomerDraft, DRAFT_MAX};
use model::form::Problem;
use model::people::Role;
use model::time::Timestamp;
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, Statement};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

fn draft(name: &str) -> CustomerDraft {
    let customer = CustomerForm { name: name.to_owned(), vat_number: "not yet".to_owned(), ..CustomerForm::default() };
    CustomerDraft { customer, ..CustomerDraft::default() }
}

async fn save(test: &TestBackend, caller: &Caller, draft: CustomerDraft) -> Result<(), Error> {
    let save = test
        .backend
        .write(caller, move |call| Box::pin(async move { drafts::save(call, Kind::Customer, &draft).await }));
    save.await
}

async fn find(test: &TestBackend, caller: &Caller) -> Option<(CustomerDraft, Timestamp)> {
    let view = test.backend.read(caller).await.unwrap();
    drafts::find(&view, Kind::Customer).await.unwrap()
}

async fn name(test: &TestBackend, caller: &Caller) -> Option<String> {
    find(test, caller).await.map(|(draft, _)| draft.customer.name)
}

async fn count(test: &TestBackend) -> i64 {
    let db = test.backend.connection();
    let query = Statement::from_string(db.get_database_backend(), "SELECT count(*) FROM drafts");
    db.query_one_raw(query).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

async fn create(test: &TestBackend, caller: &Caller, new: NewCustomer, email: &str) -> Result<(), Error> {
    let user = prepared("Vera", email, Role::Admin);
    let done = test.backend.write(caller, move |call| {
        Box::pin(async move { customers::create_from_draft(call, new, Some(user)).await.map(drop) })
    });
    done.await
}

fn new(name: &str) -> NewCustomer {
    NewCustomerForm { customer: company(name), ..NewCustomerForm::default() }.parse().unwrap()
}

#[apply(on_both)]
async fn a_draft_is_its_writers_alone(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let home = test.root().await;
    test.user(home, "editor@provider.example", Role::Editor).await;
    let editor = test.sign_in("editor@provider.example").await;
    assert_eq!(name(&test, &admin).await, None);
    save(&test, &admin, draft("Mine")).await.unwrap();
    save(&test, &editor, draft("Theirs")).await.unwrap();
    test.pass(1000);
    let again = test.sign_in("admin@provider.example").await;
    save(&test, &admin, draft("Mine, later")).await.unwrap();
    let (kept, saved_at) = find(&test, &again).await.unwrap();
    assert_eq!((kept, saved_at), (draft("Mine, later"), test.backend.now()), "in another session of the same person");
    assert_eq!(name(&test, &editor).await.as_deref(), Some("Theirs"));
    test.backend.write(&editor, move |call| Box::pin(drafts::discard(call, Kind::Customer))).await.unwrap();
    assert_eq!(name(&test, &editor).await, None);
    assert_eq!(name(&test, &admin).await.as_deref(), Some("Mine, later"));
}

#[apply(on_both)]
async fn who_may_not_send_the_form_keeps_no_draft(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    test.user(test.root().await, "viewer@provider.example", Role::Viewer).await;
    let viewer = test.sign_in("viewer@provider.example").await;
    assert!(matches!(save(&test, &viewer, draft("X")).await, Err(Error::Forbidden(Denial::Role))));
    assert!(matches!(save(&test, &test.system(), draft("X")).await, Err(Error::NotFound)), "the operator is nobody");
    assert!(matches!(save(&test, &Caller::Anonymous, draft("X")).await, Err(Error::Unauthenticated)));
    assert_eq!(count(&test).await, 0);
}

#[apply(on_both)]
async fn a_draft_is_bounded_and_the_one_before_stays(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    save(&test, &admin, draft("Small")).await.unwrap();
    let large = save(&test, &admin, draft(&"x".repeat(DRAFT_MAX))).await;
    let Err(Error::Invalid(errors)) = large else { panic!("refused: {large:?}") };
    assert_eq!(errors.at("draft"), Some(&Problem::TooLong { max: DRAFT_MAX as u32 }));
    assert_eq!(name(&test, &admin).await.as_deref(), Some("Small"));
    // What the checks would refuse is kept to the byte.
    let wild = draft("\u{0}'; DROP TABLE drafts; --\n\u{202e}🏢");
    save(&test, &admin, wild.clone()).await.unwrap();
    assert_eq!(find(&test, &admin).await.unwrap().0, wild);
    assert_eq!(doctor::check(&test.backend).await.unwrap(), vec![]);
}

#[apply(on_both)]
async fn a_creation_takes_its_draft_along_or_leaves_both(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    save(&test, &admin, draft("Molino")).await.unwrap();
    let refused = create(&test, &admin, new("Molino"), "admin@provider.example").await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "the address is taken");
    assert_eq!(name(&test, &admin).await.as_deref(), Some("Molino"));
    create(&test, &admin, new("Molino"), "vera@molino.example").await.unwrap();
    assert_eq!(count(&test).await, 0);
    // By other doors a creation leaves drafts alone.
    save(&test, &admin, draft("Another")).await.unwrap();
    let plain = new("By REST");
    test.backend.write(&admin, move |call| Box::pin(customers::create(call, plain, None))).await.unwrap();
    assert_eq!(name(&test, &admin).await.as_deref(), Some("Another"));
}

#[apply(on_both)]
async fn a_new_customer_is_checked_before_it_is_created(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let mut taken = company("First");
    taken.ref_id = "R-1".to_owned();
    let form = NewCustomerForm { customer: taken, ..NewCustomerForm::default() };
    let wanted = form.parse().unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    customers::check_new(&view, &wanted).await.unwrap();
    let first = wanted.clone();
    test.backend.write(&admin, move |call| Box::pin(customers::create(call, first, None))).await.unwrap();
    let refused = |answer: Result<(), Error>, field: &str, why: Problem| {
        let Err(Error::Invalid(errors)) = answer else { panic!("refused: {answer:?}") };
        assert_eq!(errors.at(field), Some(&why));
    };
    refused(customers::check_new(&view, &wanted).await, "ref_id", Problem::Taken);
    let nowhere = NewCustomer { parent_id: Some(model::ids::CustomerId(7)), ..new("Nowhere") };
    refused(customers::check_new(&view, &nowhere).await, "parent_id", Problem::NotFound);
    test.user(test.root().await, "viewer@provider.example", Role::Viewer).await;
    let viewer = test.sign_in("viewer@provider.example").await;
    let view = test.backend.read(&viewer).await.unwrap();
    assert!(matches!(customers::check_new(&view, &new("X")).await, Err(Error::Forbidden(Denial::Role))));
}

#[apply(on_both)]
async fn a_draft_goes_with_its_writer(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await.id;
    test.user(acme, "eve@acme.example", Role::Admin).await;
    let eve = test.sign_in("eve@acme.example").await;
    save(&test, &eve, draft("Below Acme")).await.unwrap();
    save(&test, &admin, draft("Stays")).await.unwrap();
    let deletion = NewDeletion { at: None, reason: "closed".to_owned(), children: None };
    test.backend.write(&admin, move |call| Box::pin(customers::delete(call, acme, deletion, None))).await.unwrap();
    assert_eq!(count(&test).await, 2, "who comes back from the Trash finds it");
    test.backend.write(&admin, move |call| Box::pin(customers::purge(call, acme, None))).await.unwrap();
    customers::run_due(&test.backend).await.unwrap();
    assert_eq!(count(&test).await, 1);
    assert_eq!(name(&test, &admin).await.as_deref(), Some("Stays"));
}
