//! A forgotten password: who asks learns nothing about who has an account.

use crate::smtp::Server;
use crate::world::{World, end_of, from, password, token};
use backend::mail::deliver_due;
use backend::people::{self, SignInFrom};
use backend::{Engine, Error, LinkEnd, customers};
use model::customers::Status;
use model::deletions::NewDeletion;
use model::mail::{MailKind, MailStatus};
use model::people::{LinkBy, Role};
use model::time::{HOUR, SECOND};
use rstest::rstest;
use std::net::IpAddr;

const EVE: &str = "eve@acme.example";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn who_forgot_gets_a_link_that_sets_a_password(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    world.active(EVE).await;
    let before = world.test.sign_in(EVE).await;
    people::ask_reset(world.backend(), " EVE@acme.example ", from()).await.unwrap();
    world.backend().read(&before).await.unwrap();
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    let mail = server.only_to(EVE);
    assert_eq!(mail.header("Subject"), "A new password for Canopy");
    let link = mail.link();
    assert!(link.starts_with("https://canopy.example/reset/"));
    people::reset(world.backend(), &token(&link), password(), from()).await.unwrap();
    assert!(matches!(world.backend().read(&before).await, Err(Error::Unauthenticated)));
    people::ask_reset(world.backend(), EVE, from()).await.unwrap();
    let late = token(&world.link_to(EVE).await);
    world.test.pass(HOUR);
    assert_eq!(end_of(people::reset_link(world.backend(), &late).await), LinkEnd::Expired);
}

/// The same answer, and the same rows written, whoever is asked for: what for nobody is swept away.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn it_is_alike_for_every_account(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = world.backend();
    world.active(EVE).await;
    world.add("invited@acme.example", LinkBy::Email).await;
    let closed = world.test.customer("Closed", None).await.id;
    world.test.user(closed, "closed@closed.example", Role::Admin).await;
    let off =
        backend.write(&world.admin, move |call| Box::pin(customers::set_status(call, closed, Status::Disabled, None)));
    off.await.unwrap();
    let gone = world.test.customer("Gone", None).await.id;
    world.test.user(gone, "gone@gone.example", Role::Admin).await;
    let deletion = NewDeletion { at: None, reason: "test".to_owned(), children: None };
    backend.write(&world.admin, move |call| Box::pin(customers::delete(call, gone, deletion, None))).await.unwrap();
    let accounts = [
        (EVE, 1),
        ("nobody@acme.example", 0),
        ("invited@acme.example", 0),
        ("closed@closed.example", 0),
        ("gone@gone.example", 0),
        ("no address at all", 0),
        ("", 0),
    ];
    let reset_mail =
        |mails: &[model::mail::Mail]| mails.iter().filter(|mail| mail.kind == MailKind::PasswordReset).count();
    for (account, mails) in accounts {
        let (before, seen) = (counts(&world).await, reset_mail(&world.outbox().await));
        let activity = world.number("SELECT count(*) FROM activity").await;
        people::ask_reset(backend, account, from()).await.unwrap();
        assert_eq!(counts(&world).await, (before.0 + 1, before.1 + 1), "{account}: the same rows");
        assert_eq!(reset_mail(&world.outbox().await) - seen, mails, "{account}: as the outbox shows it");
        assert_eq!(world.number("SELECT count(*) FROM activity").await, activity, "{account}");
    }
    assert_eq!(world.states("invited@acme.example").await, [MailStatus::Waiting], "the invitation stays as it is");
    let sizes: Vec<_> = world.bytes("SELECT sealed FROM outbox WHERE kind = 'password_reset'").await;
    assert!(sizes.iter().all(|sealed| sealed.as_ref().is_some_and(|sealed| sealed.len() > 400)), "sealed alike");
    let typed = world.texts("SELECT recipient FROM outbox WHERE status = 'decoy'").await;
    assert!(typed.iter().all(|text| text.as_deref() == Some("nobody@example.com")), "nothing typed is kept");
    let server = Server::start().await;
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    let mut to: Vec<_> = server.received().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, [EVE, "invited@acme.example"]);
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE status = 'decoy'").await, 0, "swept");
    assert_eq!(world.number("SELECT count(*) FROM links WHERE user_id IS NULL").await, 0);
}

async fn counts(world: &World) -> (i64, i64) {
    (world.number("SELECT count(*) FROM outbox").await, world.number("SELECT count(*) FROM links").await)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn however_often_it_is_asked_at_once_one_link_lives(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.active(EVE).await;
    let all = futures::future::join_all((0..5).map(|_| people::ask_reset(world.backend(), EVE, from()))).await;
    all.into_iter().for_each(|outcome| outcome.unwrap());
    let live = "SELECT count(*) FROM links WHERE purpose = 'reset' AND ended IS NULL";
    assert_eq!(world.number(live).await, 1);
    let states = world.states(EVE).await;
    assert_eq!(states.iter().filter(|state| **state == MailStatus::Waiting).count(), 1);
    assert_eq!(states.len(), 5);
    people::reset_link(world.backend(), &token(&world.link_to(EVE).await)).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobodys_mailbox_is_filled_and_nobody_asks_about_thousands() {
    let world = World::new(Engine::Sqlite).await;
    world.active(EVE).await;
    for account in [EVE, "nobody@acme.example"] {
        for _ in 0..5 {
            people::ask_reset(world.backend(), account, from()).await.unwrap();
        }
        let refused = people::ask_reset(world.backend(), account, from()).await;
        assert!(matches!(refused, Err(Error::TooMany { retry_after: 301 })), "{account}: {refused:?}");
    }
    // From one address, whatever the account.
    let other = SignInFrom { address: IpAddr::from([192, 0, 2, 7]), ..from() };
    let mut asked = 0;
    while people::ask_reset(world.backend(), &format!("a{asked}@acme.example"), other.clone()).await.is_ok() {
        asked += 1;
    }
    assert_eq!(asked, 30);
    // Signing in is counted by itself.
    let form = model::people::SignInForm {
        email: EVE.to_owned(),
        password: crate::world::PASSWORD.to_owned(),
        remember: false,
    };
    people::sign_in(world.backend(), &form, from()).await.unwrap();
    world.test.pass(301 * SECOND);
    people::ask_reset(world.backend(), EVE, from()).await.unwrap();
}
