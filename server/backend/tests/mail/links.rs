//! Links: one live per user and purpose, looked at without being used, each end told apart.

use crate::world::{World, end_of, from, password, token};
use backend::people;
use backend::{Engine, Error, LinkEnd};
use model::mail::MailStatus;
use model::people::LinkBy;
use model::time::HOUR;
use rstest::rstest;

const EVE: &str = "eve@acme.example";
const LIVE: &str = "SELECT count(*) FROM links WHERE user_id IS NOT NULL AND ended IS NULL";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn every_end_of_a_link_is_told_apart(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = world.backend();
    let eve = world.active(EVE).await;
    let send = |by| backend.write(&world.admin, move |call| Box::pin(people::reset_password(call, eve, by, None)));
    let first = token(&send(LinkBy::Link).await.unwrap().unwrap());
    let second = token(&send(LinkBy::Link).await.unwrap().unwrap());
    assert_eq!(end_of(people::reset_link(backend, "garbled").await), LinkEnd::Unknown);
    assert_eq!(end_of(people::reset_link(backend, &first).await), LinkEnd::Revoked);
    assert_eq!(end_of(people::activation(backend, &second).await), LinkEnd::Unknown, "for another purpose");
    for _ in 0..3 {
        assert_eq!(people::reset_link(backend, &second).await.unwrap().email, EVE, "looking consumes nothing");
    }
    let before = world.test.sign_in(EVE).await;
    let both = tokio::join!(
        people::reset(backend, &second, password(), from()),
        people::reset(backend, &second, password(), from())
    );
    assert!(both.0.is_ok() != both.1.is_ok(), "one of two at the same moment");
    let session = both.0.or(both.1).unwrap();
    assert!(matches!(backend.read(&before).await, Err(Error::Unauthenticated)), "the sessions before have ended");
    backend.read(&backend::Caller::session(session.secret.expose())).await.unwrap();
    assert_eq!(end_of(people::reset_link(backend, &second).await), LinkEnd::Used);
    assert_eq!(end_of(people::reset(backend, &second, password(), from()).await), LinkEnd::Used);
    let late = token(&send(LinkBy::Link).await.unwrap().unwrap());
    world.test.pass(72 * HOUR);
    assert_eq!(end_of(people::reset(backend, &late, password(), from()).await), LinkEnd::Expired);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn however_many_invite_at_once_one_link_lives(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let eve = world.add(EVE, LinkBy::Email).await.user.id;
    let all = futures::future::join_all((0..10).map(|_| world.invite(eve, LinkBy::Email))).await;
    all.into_iter().for_each(|outcome| drop(outcome.unwrap()));
    assert_eq!(world.number(LIVE).await, 1);
    let states = world.states(EVE).await;
    assert_eq!(states.iter().filter(|state| **state == MailStatus::Waiting).count(), 1);
    assert_eq!(states.len(), 11);
    people::activation(world.backend(), &token(&world.link_to(EVE).await)).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn only_the_invited_are_invited_and_only_the_active_get_another_password(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = world.backend();
    let invited = world.add(EVE, LinkBy::Email).await.user.id;
    let active = world.active("kim@acme.example").await;
    assert!(matches!(world.invite(active, LinkBy::Email).await, Err(Error::Invalid(_))));
    let reset = |user, version| {
        let by = LinkBy::Link;
        backend.write(&world.admin, move |call| Box::pin(people::reset_password(call, user, by, version)))
    };
    assert!(matches!(reset(invited, None).await, Err(Error::Invalid(_))));
    assert!(matches!(reset(active, Some(7)).await, Err(Error::Stale(_))));
    reset(active, Some(2)).await.unwrap();
    world.test.sign_in("kim@acme.example").await;
    let kim = world.test.sign_in("kim@acme.example").await;
    let end = backend.write(&world.admin, move |call| Box::pin(people::end_sessions(call, active, None)));
    assert!(end.await.unwrap() >= 2);
    assert!(matches!(backend.read(&kim).await, Err(Error::Unauthenticated)));
}
