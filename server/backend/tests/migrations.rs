//! Migrations on a database that is in use: what was there is found afterwards as if it had always been so.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::seed::seed;
use backend::testing::TestBackend;
use backend::{Engine, doctor, people};
use migrations::{Migrator, MigratorTrait};
use model::users::UserQuery;
use rstest::rstest;
use sea_orm::ConnectionTrait;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn users_who_were_there_before_are_found(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    seed(&test.backend, 1_200, 2, |_| {}).await.unwrap();
    let db = test.backend.connection();
    db.execute_unprepared("UPDATE users SET name = 'Zo\u{eb} Stra\u{df}e', last_sign_in_at = 5 WHERE id = 7")
        .await
        .unwrap();
    // Back to before contacts, the search for users and what came later, and on again.
    let later = Migrator::migrations().iter().rev().position(|one| one.name() == "m20261122_000010_contacts");
    Migrator::down(db, u32::try_from(later.unwrap() + 1).ok()).await.unwrap();
    Migrator::up(db, None).await.unwrap();
    let findings = doctor::check(&test.backend).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    let view = test.backend.read(&test.system()).await.unwrap();
    let query = UserQuery { q: "zoe STRASSE".to_owned(), ..UserQuery::default() };
    let found = people::all(&view, &query).await.unwrap();
    assert_eq!((found.total, found.items[0].user.name.as_str()), (1, "Zo\u{eb} Stra\u{df}e"));
}
