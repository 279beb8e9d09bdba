//! Saved views, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::saved_views::{delete, list, save};
use backend::testing::TestBackend;
use backend::{Caller, Denial, Engine, Error, customers, doctor, people};
use model::customers::{CustomerQuery, CustomerSort, Status};
use model::deletions::NewDeletion;
use model::form::Problem;
use model::ids::{CustomerId, SavedViewId};
use model::people::Role;
use model::saved_views::{MOST, SavedView, Shown};
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, Statement};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

fn search(q: &str) -> Shown {
    Shown { query: CustomerQuery { q: q.to_owned(), ..CustomerQuery::default() }, tree: false }
}

async fn keep(test: &TestBackend, caller: &Caller, name: &str, shown: Shown) -> Result<SavedView, Error> {
    let name = name.to_owned();
    test.backend.write(caller, move |call| Box::pin(async move { save(call, name, shown).await })).await
}

async fn forget(test: &TestBackend, caller: &Caller, id: SavedViewId) -> Result<(), Error> {
    test.backend.write(caller, move |call| Box::pin(delete(call, id))).await
}

async fn kept(test: &TestBackend, caller: &Caller) -> Vec<SavedView> {
    let view = test.backend.read(caller).await.unwrap();
    list(&view).await.unwrap()
}

async fn names(test: &TestBackend, caller: &Caller) -> Vec<String> {
    kept(test, caller).await.into_iter().map(|view| view.name).collect()
}

async fn run(test: &TestBackend, sql: &str) {
    test.backend.connection().execute_unprepared(sql).await.unwrap();
}

async fn count(test: &TestBackend) -> i64 {
    let db = test.backend.connection();
    let query = Statement::from_string(db.get_database_backend(), "SELECT count(*) FROM saved_views");
    db.query_one_raw(query).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[apply(on_both)]
async fn a_view_is_its_keepers_alone(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let home = test.root().await;
    test.user(home, "viewer@provider.example", Role::Viewer).await;
    let viewer = test.sign_in("viewer@provider.example").await;
    let mine = keep(&test, &admin, "Mine", search("bianchi")).await.unwrap();
    keep(&test, &viewer, "Theirs", search("rossi")).await.unwrap();
    assert_eq!(kept(&test, &test.sign_in("admin@provider.example").await).await, vec![mine.clone()]);
    assert_eq!(names(&test, &viewer).await, ["Theirs"]);
    assert!(matches!(forget(&test, &viewer, mine.id).await, Err(Error::NotFound)));
    assert!(
        matches!(keep(&test, &test.system(), "X", search("x")).await, Err(Error::NotFound)),
        "the operator is nobody"
    );
    assert!(matches!(keep(&test, &Caller::Anonymous, "X", search("x")).await, Err(Error::Unauthenticated)));
    forget(&test, &admin, mine.id).await.unwrap();
    assert!(matches!(forget(&test, &admin, mine.id).await, Err(Error::NotFound)));
    assert_eq!((names(&test, &admin).await.len(), count(&test).await), (0, 1));
}

#[apply(on_both)]
async fn a_view_keeps_what_is_shown_from_its_first_row_on(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let query = CustomerQuery {
        q: "\"böse\" & 'gut' 🏢".to_owned(),
        status: Some(Status::Disabled),
        under: Some(CustomerId(7)),
        created_from: "2024-02-29".parse().ok(),
        sort: CustomerSort::CreatedAtDescending,
        cursor: Some("somewhere".to_owned()),
        ..CustomerQuery::default()
    };
    let wanted = Shown { query: CustomerQuery { cursor: None, ..query.clone() }, tree: true };
    let saved = keep(&test, &admin, "Odd", Shown { query, tree: true }).await.unwrap();
    assert_eq!(saved.shown, wanted);
    assert_eq!(kept(&test, &admin).await, vec![saved]);
}

#[apply(on_both)]
async fn the_same_name_is_the_same_view(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let first = keep(&test, &admin, "Città", search("a")).await.unwrap();
    keep(&test, &admin, "Zona", search("z")).await.unwrap();
    keep(&test, &admin, "alba", search("b")).await.unwrap();
    let again = keep(&test, &admin, "CITTÀ", search("c")).await.unwrap();
    assert_eq!((again.id, again.name.as_str()), (first.id, "CITTÀ"));
    let views = kept(&test, &admin).await;
    assert_eq!(views.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["alba", "CITTÀ", "Zona"]);
    assert_eq!(views[1].shown, search("c"));
}

#[apply(on_both)]
async fn views_are_bounded(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    for at in 0..MOST {
        keep(&test, &admin, &format!("View {at}"), search("x")).await.unwrap();
    }
    let refused = |answer: Result<SavedView, Error>, field: &str, why: Problem| {
        let Err(Error::Invalid(errors)) = answer else { panic!("refused: {answer:?}") };
        assert_eq!(errors.at(field), Some(&why));
    };
    refused(keep(&test, &admin, "One more", search("x")).await, "name", Problem::TooMany { max: MOST });
    keep(&test, &admin, "view 7", search("another")).await.unwrap();
    refused(
        keep(&test, &admin, "View 7", search(&"x".repeat(4_000))).await,
        "address",
        Problem::TooLong { max: 4_000 },
    );
    assert_eq!(kept(&test, &admin).await.len(), MOST as usize);
    // What nobody can read any more is not in the way of the others.
    run(&test, "UPDATE saved_views SET body = '{' WHERE name = 'View 8'").await;
    assert_eq!(kept(&test, &admin).await.len(), MOST as usize - 1);
    assert_eq!(doctor::check(&test.backend).await.unwrap(), vec![]);
}

#[apply(on_both)]
async fn views_go_with_their_keeper_and_are_not_shown_to_who_views_as_them(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await.id;
    let eve = test.user(acme, "eve@acme.example", Role::Admin).await.user.id;
    let as_eve = test.sign_in("eve@acme.example").await;
    keep(&test, &as_eve, "Eve's", search("x")).await.unwrap();
    keep(&test, &admin, "Stays", search("y")).await.unwrap();
    let looking = test.sign_in("admin@provider.example").await;
    test.backend.write(&looking, move |call| Box::pin(people::view_as(call, eve))).await.unwrap();
    assert_eq!(kept(&test, &looking).await, vec![]);
    assert!(matches!(keep(&test, &looking, "X", search("x")).await, Err(Error::Forbidden(Denial::Viewing))));
    let deletion = NewDeletion { at: None, reason: "closed".to_owned(), children: None };
    test.backend.write(&admin, move |call| Box::pin(customers::delete(call, acme, deletion, None))).await.unwrap();
    assert_eq!(count(&test).await, 2, "who comes back from the Trash finds them");
    test.backend.write(&admin, move |call| Box::pin(customers::restore(call, acme, None))).await.unwrap();
    test.backend.write(&admin, move |call| Box::pin(people::delete(call, eve, None))).await.unwrap();
    assert_eq!((count(&test).await, names(&test, &admin).await), (1, vec!["Stays".to_owned()]));
}
