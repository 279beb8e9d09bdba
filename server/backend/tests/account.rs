//! One's own account: name, password, sessions, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::people::{self, SignInFrom, UserChange, UserEdit};
use backend::testing::TestBackend;
use backend::{Caller, Engine, Error, LinkEnd, Result, doctor, tokens};
use model::account::{Everywhere, OwnSession, PasswordChangeForm};
use model::form::Problem;
use model::ids::UserId;
use model::page::MAX_LIMIT;
use model::people::{LinkBy, Role, SignInForm};
use model::time::{DAY, SECOND};
use model::tokens::TokenForm;
use model::users::UserField;
use rstest::rstest;
use rstest_reuse::{apply, template};
use std::net::IpAddr;

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

const EMAIL: &str = "eve@acme.example";
const OLD: &str = "walnut crate sings low";
const NEW: &str = "seven grey herons wade";
const MINUTE: i64 = 60 * SECOND;
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

fn from(user_agent: &str) -> SignInFrom {
    SignInFrom { address: IpAddr::from([192, 0, 2, 1]), user_agent: user_agent.to_owned(), lang: None }
}

async fn enter(test: &TestBackend, password: &str, remember: bool) -> Result<Caller> {
    let form = SignInForm { email: EMAIL.to_owned(), password: password.to_owned(), remember };
    Ok(Caller::session(people::sign_in(&test.backend, &form, from(FIREFOX)).await?.secret.expose()))
}

fn typed(current: &str, new: &str) -> PasswordChangeForm {
    PasswordChangeForm {
        current_password: current.to_owned(),
        password: new.to_owned(),
        password_confirmation: new.to_owned(),
    }
}

async fn change(test: &TestBackend, by: &Caller, current: &str, new: &str) -> Result<people::SignedIn> {
    people::change_password(&test.backend, by, &typed(current, new), from(FIREFOX)).await
}

fn wrong<T: std::fmt::Debug>(outcome: Result<T>, field: &str) -> Problem {
    match outcome {
        Err(Error::Invalid(errors)) => errors.at(field).cloned().unwrap(),
        other => panic!("{other:?}"),
    }
}

/// The provider's admin, and a viewer of a customer with a password.
async fn world(engine: Engine) -> (TestBackend, Caller, UserId) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let id = test.user(acme.id, EMAIL, Role::Viewer).await.user.id;
    let link = test
        .backend
        .write(&admin, move |call| Box::pin(people::reset_password(call, id, LinkBy::Link, None)))
        .await
        .unwrap()
        .unwrap();
    let password = model::people::Password::parse(OLD).unwrap();
    people::reset(&test.backend, link.rsplit('/').next().unwrap(), password, from(FIREFOX)).await.unwrap();
    test.backend.write(&admin, move |call| Box::pin(people::end_sessions(call, id, None))).await.unwrap();
    (test, admin, id)
}

async fn sessions(test: &TestBackend, of: &Caller) -> Vec<OwnSession> {
    let view = test.backend.read(of).await.unwrap();
    people::my_sessions(&view, of).await.unwrap()
}

async fn is_out(test: &TestBackend, caller: &Caller) -> bool {
    matches!(test.backend.read(caller).await, Err(Error::Unauthenticated))
}

async fn token_of(test: &TestBackend, caller: &Caller) -> Caller {
    let new = TokenForm { name: "ci".to_owned(), ..TokenForm::default() }.parse().unwrap();
    let token = test.backend.write(caller, move |call| Box::pin(tokens::create(call, new))).await.unwrap();
    Caller::token(&token.secret)
}

#[apply(on_both)]
async fn another_password_ends_all_but_the_session_that_sets_it(#[case] engine: Engine) {
    let (test, admin, id) = world(engine).await;
    let here = enter(&test, OLD, true).await.unwrap();
    let there = enter(&test, OLD, false).await.unwrap();
    let token = token_of(&test, &here).await;
    let link =
        test.backend.write(&admin, move |call| Box::pin(people::reset_password(call, id, LinkBy::Link, None))).await;
    let link = link.unwrap().unwrap().rsplit('/').next().unwrap().to_owned();

    assert_eq!(wrong(change(&test, &here, "not the password", NEW).await, "current_password"), Problem::PasswordWrong);
    assert_eq!(wrong(change(&test, &here, "", NEW).await, "current_password"), Problem::Required);
    assert_eq!(wrong(change(&test, &here, OLD, "short").await, "password"), Problem::PasswordShort { min: 10 });
    assert_eq!(wrong(change(&test, &here, OLD, "eve@acme.example").await, "password"), Problem::PasswordWeak);
    assert!(!is_out(&test, &there).await, "what was refused changes nothing");

    let rotated = change(&test, &here, OLD, NEW).await.unwrap();
    assert!(rotated.remember && rotated.expires_at == backend::testing::START.plus(30 * DAY));
    assert!(is_out(&test, &here).await && is_out(&test, &there).await, "the secret until now is worth nothing");
    let here = Caller::session(rotated.secret.expose());
    assert_eq!(sessions(&test, &here).await.len(), 1);
    assert!(!is_out(&test, &token).await, "tokens are not affected");
    assert!(matches!(people::reset_link(&test.backend, &link).await, Err(Error::LinkInvalid(LinkEnd::Revoked))));
    assert!(matches!(enter(&test, OLD, false).await, Err(Error::SignInFailed)));
    enter(&test, NEW, false).await.unwrap();
    assert!(doctor::check(&test.backend).await.unwrap().is_empty());
}

#[apply(on_both)]
async fn of_two_changes_at_the_same_moment_one_holds(#[case] engine: Engine) {
    let (test, ..) = world(engine).await;
    let one = enter(&test, OLD, false).await.unwrap();
    let two = enter(&test, OLD, false).await.unwrap();
    let (first, second) =
        tokio::join!(change(&test, &one, OLD, NEW), change(&test, &two, OLD, "a quiet forest of tall words"));
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    let kept = first.or(second).unwrap();
    assert_eq!(sessions(&test, &Caller::session(kept.secret.expose())).await.len(), 1);
}

#[apply(on_both)]
async fn who_has_taken_a_session_cannot_try_passwords(#[case] engine: Engine) {
    let (test, ..) = world(engine).await;
    let session = enter(&test, OLD, false).await.unwrap();
    let mut refused = false;
    for _ in 0..10 {
        refused |= matches!(change(&test, &session, "a guess at it", NEW).await, Err(Error::TooMany { .. }));
    }
    assert!(refused, "signing in has taken one of ten");
    assert!(matches!(change(&test, &session, OLD, NEW).await, Err(Error::TooMany { .. })));
    test.pass(MINUTE);
    change(&test, &session, OLD, NEW).await.unwrap();
}

#[apply(on_both)]
async fn sessions_are_listed_and_ended_by_their_owner_alone(#[case] engine: Engine) {
    let (test, admin, _) = world(engine).await;
    let here = enter(&test, OLD, false).await.unwrap();
    let there = enter(&test, OLD, false).await.unwrap();
    let mine = sessions(&test, &here).await;
    assert_eq!(mine.iter().map(|session| session.current).collect::<Vec<_>>(), [true, false]);
    assert_eq!((mine[0].browser.as_deref(), mine[0].system.as_deref()), (Some("Firefox"), Some("Linux")));
    let id = mine[1].id.clone();
    let foreign = id.clone();
    let ended = test.backend.write(&admin, move |call| Box::pin(people::end_my_session(call, foreign))).await;
    assert!(matches!(ended, Err(Error::NotFound)), "not even an admin by this way");
    assert!(!test.backend.write(&here, move |call| Box::pin(people::end_my_session(call, id))).await.unwrap());
    assert!(is_out(&test, &there).await && !is_out(&test, &here).await);

    let there = enter(&test, OLD, false).await.unwrap();
    let everywhere = |which| test.backend.write(&here, move |call| Box::pin(people::sign_out_everywhere(call, which)));
    assert_eq!(everywhere(Everywhere::Else).await.unwrap(), 1);
    assert!(is_out(&test, &there).await && !is_out(&test, &here).await && !is_out(&test, &admin).await);
    assert_eq!(everywhere(Everywhere::Here).await.unwrap(), 1);
    assert!(is_out(&test, &here).await);

    // A token has no account of its own to look at.
    let here = enter(&test, OLD, false).await.unwrap();
    let token = token_of(&test, &here).await;
    let view = test.backend.read(&token).await.unwrap();
    assert!(matches!(people::my_sessions(&view, &token).await, Err(Error::Unauthenticated)));
    let renamed = test.backend.write(&token, |call| Box::pin(people::rename(call, "Robot".to_owned()))).await;
    assert!(matches!(renamed, Err(Error::Unauthenticated)));
}

#[apply(on_both)]
async fn when_a_session_was_last_used_is_known_to_some_minutes(#[case] engine: Engine) {
    let (test, ..) = world(engine).await;
    let here = enter(&test, OLD, false).await.unwrap();
    let seen = async || sessions(&test, &here).await[0].seen_at.0 - backend::testing::START.0;
    test.pass(3 * MINUTE);
    seen().await;
    assert_eq!(people::write_seen(&test.backend).await.unwrap(), 0, "not worth a write yet");
    test.pass(3 * MINUTE);
    assert_eq!(seen().await, 0, "reading writes nothing");
    assert_eq!(people::write_seen(&test.backend).await.unwrap(), 1);
    assert_eq!(seen().await, 6 * MINUTE);
    assert_eq!(people::write_seen(&test.backend).await.unwrap(), 0);
    // Another server that saw it earlier changes nothing.
    let other = test.another().await;
    other.read(&here).await.unwrap();
    assert_eq!(people::write_seen(&other).await.unwrap(), 0);
}

#[apply(on_both)]
async fn another_address_or_role_ends_what_began_before(#[case] engine: Engine) {
    let (test, admin, id) = world(engine).await;
    let edit = async |by: &Caller, id: UserId, field: UserField, value: &str| {
        let change = UserChange { field, base: None, value: value.to_owned() };
        let edit = UserEdit { version: None, changes: vec![change] };
        test.backend.write(by, move |call| Box::pin(people::edit(call, id, edit))).await.unwrap()
    };
    let session = enter(&test, OLD, false).await.unwrap();
    let token = token_of(&test, &session).await;
    edit(&admin, id, UserField::Name, "Eve").await;
    assert!(!is_out(&test, &session).await, "a name is not a way in");
    edit(&admin, id, UserField::Role, "editor").await;
    assert!(is_out(&test, &session).await && !is_out(&test, &token).await);
    let session = enter(&test, OLD, false).await.unwrap();
    edit(&admin, id, UserField::Email, "other@acme.example").await;
    assert!(is_out(&test, &session).await && is_out(&test, &token).await, "the address is someone else's now");

    // Who changes their own stays signed in where they do it.
    let elsewhere = test.sign_in("admin@provider.example").await;
    let view = test.backend.read(&admin).await.unwrap();
    let own = people::me(&view).await.unwrap().id;
    drop(view);
    edit(&admin, own, UserField::Email, "root@provider.example").await;
    assert!(!is_out(&test, &admin).await && is_out(&test, &elsewhere).await);
}

#[apply(on_both)]
async fn a_viewer_changes_the_own_name_and_is_found_by_it(#[case] engine: Engine) {
    let (test, admin, id) = world(engine).await;
    let session = enter(&test, OLD, false).await.unwrap();
    let rename =
        |name: &'static str| test.backend.write(&session, move |call| Box::pin(people::rename(call, name.to_owned())));
    rename("Eva Bruni").await.unwrap();
    rename("Eva Bruni").await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    let query = model::users::UserQuery { q: "bruni".to_owned(), limit: MAX_LIMIT, ..Default::default() };
    let found = people::all(&view, &query).await.unwrap();
    assert_eq!(found.items.iter().map(|row| row.user.id).collect::<Vec<_>>(), [id]);
    assert!(doctor::check(&test.backend).await.unwrap().is_empty());
}

#[apply(on_both)]
async fn a_password_is_weighed_with_what_is_known_of_the_person(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let address = IpAddr::from([192, 0, 2, 1]);
    let weigh =
        async |text: &str| people::weigh_password(&test.backend, text, "Eve Bruni eve@acme.example", address).await;
    assert_eq!(weigh("").await.unwrap(), 0);
    assert!(weigh("eve@acme.example").await.unwrap() < 2);
    assert_eq!(weigh(OLD).await.unwrap(), 4);
    let mut refused = false;
    for _ in 0..200 {
        refused |= weigh("x").await.is_err();
    }
    assert!(refused, "it takes a core's time");
}
