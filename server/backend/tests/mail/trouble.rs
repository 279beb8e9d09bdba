//! What does not arrive at once: refusals, dropped lines, servers that hang, crashes, mail that is too late.

use crate::smtp::{STEPS, Server, Step, Then};
use crate::world::{World, end_of, token};
use backend::mail::{Post, deliver_due};
use backend::{Engine, LinkEnd, customers, people};
use model::customers::Status;
use model::deletions::NewDeletion;
use model::mail::MailStatus;
use model::people::LinkBy;
use model::time::{HOUR, SECOND};
use rstest::rstest;
use std::time::Duration;

const EVE: &str = "eve@acme.example";

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_now_is_tried_again_at_every_step(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    let sender = world.test.with_mail(server.smtp()).await;
    world.add(EVE, LinkBy::Email).await;
    for (number, step) in (1..).zip(STEPS) {
        server.plan(step, Then::Say("451 4.3.0 not now".to_owned()));
        deliver_due(&sender).await.unwrap();
        let mail = world.newest(EVE).await;
        assert_eq!((mail.status, mail.attempts), (MailStatus::Waiting, number), "{step:?}");
        assert!(mail.error.as_ref().unwrap().contains("not now"), "{:?}", mail.error);
        let next = mail.next_attempt_at.unwrap();
        assert!(next > world.backend().now(), "{step:?}");
        // Not before its time.
        deliver_due(&sender).await.unwrap();
        assert_eq!(world.newest(EVE).await.attempts, number);
        world.test.pass(next.0 - world.backend().now().0);
    }
    deliver_due(&sender).await.unwrap();
    server.only_to(EVE);
    let mail = world.newest(EVE).await;
    assert_eq!((mail.status, mail.error), (MailStatus::Sent, None));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_for_good_fails_at_once_when_it_is_about_the_recipient(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    let sender = world.test.with_mail(server.smtp()).await;
    for step in STEPS {
        let address = format!("{step:?}@acme.example").to_lowercase();
        world.add(&address, LinkBy::Email).await;
        server.plan(step, Then::Say("550 5.1.1 no such user".to_owned()));
        deliver_due(&sender).await.unwrap();
        let mail = world.newest(&address).await;
        let about_recipient = matches!(step, Step::Rcpt | Step::Data | Step::Text);
        let expected = if about_recipient { MailStatus::Failed } else { MailStatus::Waiting };
        assert_eq!(mail.status, expected, "{step:?}");
        assert!(mail.error.unwrap().contains("no such user"));
        assert_eq!(mail.next_attempt_at.is_none(), about_recipient);
    }
    assert!(server.received().is_empty());
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE sealed IS NULL").await, 3, "erased when failed");
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL").await, 3);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_line_is_tried_again(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    let sender = world.test.with_mail(server.smtp()).await;
    world.add(EVE, LinkBy::Email).await;
    for step in STEPS.into_iter().filter(|step| *step != Step::Text) {
        server.plan(step, Then::Drop);
        deliver_due(&sender).await.unwrap();
        assert_eq!(world.newest(EVE).await.status, MailStatus::Waiting, "{step:?}");
        world.test.pass(HOUR);
    }
    deliver_due(&sender).await.unwrap();
    server.only_to(EVE);
    // Nobody listens at all.
    let nobody = world.test.with_mail("smtp://127.0.0.1:9".parse().unwrap()).await;
    world.add("bea@acme.example", LinkBy::Email).await;
    deliver_due(&nobody).await.unwrap();
    let mail = world.newest("bea@acme.example").await;
    assert_eq!(mail.status, MailStatus::Waiting);
    assert!(mail.error.unwrap().starts_with("connecting: "));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn one_that_hangs_holds_up_no_other_and_is_left_after_a_while(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    server.plan_for(EVE, Step::Rcpt, Then::Hang);
    let sender = world.test.with_mail(server.smtp()).await;
    world.add(EVE, LinkBy::Email).await;
    let mut post = Post::new(sender);
    for number in 0..20 {
        world.add(&format!("other{number}@acme.example"), LinkBy::Email).await;
    }
    // Rounds as the server runs them; none waits for the one that hangs.
    let rounds = async {
        while server.received().len() < 20 {
            post.start_due().await.unwrap();
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(15), rounds).await.expect("the others are sent");
    assert_eq!(world.newest(EVE).await.status, MailStatus::Sending);
    drop(post);
    // Its lease over, a server with less patience gives up on it and tries later.
    world.test.pass(600 * SECOND);
    for step in STEPS {
        server.forget_plans();
        server.plan(step, Then::Hang);
        let short = world.test.with_mail(server.smtp().with_patience(Duration::from_millis(100))).await;
        deliver_due(&short).await.unwrap();
        let mail = world.newest(EVE).await;
        assert_eq!(mail.status, MailStatus::Waiting, "{step:?}");
        assert!(mail.error.unwrap().contains("no answer"), "{step:?}");
        world.test.pass(2 * HOUR);
    }
}

/// At least once: the mail server has it, we crash before we know. It is sent again, and can be told by its id.
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_sending_and_noting_sends_again_after_the_lease(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    server.plan(Step::Text, Then::Hang);
    world.add(EVE, LinkBy::Email).await;
    let mut post = Post::new(world.test.with_mail(server.smtp()).await);
    post.start_due().await.unwrap();
    server.until(1).await;
    drop(post);
    let second = world.test.with_mail(server.smtp()).await;
    world.test.pass(599 * SECOND);
    deliver_due(&second).await.unwrap();
    assert_eq!(server.received().len(), 1, "the lease holds");
    world.test.pass(SECOND);
    deliver_due(&second).await.unwrap();
    let ids: Vec<_> = server.received().iter().map(|mail| mail.header("Message-ID").to_owned()).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
    assert_eq!(world.newest(EVE).await.status, MailStatus::Sent);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_earlier_lease_says_no_longer_counts() {
    let world = World::new(Engine::Sqlite).await;
    let server = Server::start().await;
    // The first attempt hangs until its patience is over; meanwhile the lease ends and the second one succeeds.
    server.plan(Step::Mail, Then::Hang);
    world.add(EVE, LinkBy::Email).await;
    let slow = world.test.with_mail(server.smtp().with_patience(Duration::from_secs(1))).await;
    let mut first = Post::new(slow);
    first.start_due().await.unwrap();
    while !server.commands().iter().any(|line| line.starts_with("MAIL")) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    world.test.pass(600 * SECOND);
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    first.all_done().await;
    let mail = world.newest(EVE).await;
    assert_eq!((mail.status, mail.attempts), (MailStatus::Sent, 2));
    server.only_to(EVE);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn mail_is_given_up_after_many_tries_or_when_its_link_expires(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    server.plan_for(EVE, Step::Rcpt, Then::Say("450 greylisted".to_owned()));
    let sender = world.test.with_mail(server.smtp()).await;
    world.add(EVE, LinkBy::Email).await;
    let mut pauses = Vec::new();
    loop {
        deliver_due(&sender).await.unwrap();
        let mail = world.newest(EVE).await;
        let Some(next) = mail.next_attempt_at else {
            assert_eq!(mail.status, MailStatus::Failed);
            assert!((12..=16).contains(&mail.attempts), "{} attempts", mail.attempts);
            assert!(mail.error.unwrap().contains("greylisted"), "visible");
            break;
        };
        pauses.push(next.0 - world.backend().now().0);
        world.test.pass(next.0 - world.backend().now().0);
    }
    assert!(pauses[0] <= 90 * SECOND && pauses[9] > 3 * HOUR / 2, "they grow: {pauses:?}");
    assert!(pauses.iter().all(|pause| *pause <= 9 * HOUR));
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL").await, 0);
    // Without a mail server it waits until then.
    let world = World { admin: world.test.sign_in("admin@provider.example").await, ..world };
    world.add("kim@acme.example", LinkBy::Email).await;
    deliver_due(world.backend()).await.unwrap();
    assert_eq!(world.newest("kim@acme.example").await.status, MailStatus::Waiting);
    world.test.pass(72 * HOUR);
    deliver_due(world.backend()).await.unwrap();
    let mail = world.newest("kim@acme.example").await;
    assert_eq!((mail.status, mail.attempts), (MailStatus::Expired, 0));
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL").await, 0);
    deliver_due(&sender).await.unwrap();
    assert!(server.received().is_empty());
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_with_its_link(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    let sender = world.test.with_mail(server.smtp()).await;
    // Displayed instead: the mailed link is revoked.
    let eve = world.add(EVE, LinkBy::Email).await.user.id;
    let mailed = token(&world.link_to(EVE).await);
    let shown = world.invite(eve, LinkBy::Link).await.unwrap().activation_link.unwrap();
    assert_eq!(world.states(EVE).await, [MailStatus::Discarded]);
    assert_eq!(end_of(people::activation(world.backend(), &mailed).await), LinkEnd::Revoked);
    people::activation(world.backend(), &token(&shown)).await.unwrap();
    // Sent again: the former mail is not.
    world.invite(eve, LinkBy::Email).await.unwrap();
    world.invite(eve, LinkBy::Email).await.unwrap();
    assert_eq!(world.states(EVE).await, [MailStatus::Waiting, MailStatus::Discarded, MailStatus::Discarded]);
    assert_eq!(end_of(people::activation(world.backend(), &token(&shown)).await), LinkEnd::Revoked);
    // The customer is disabled before the mail goes out.
    let acme = world.acme.id;
    let set = |status| {
        world.backend().write(&world.admin, move |call| Box::pin(customers::set_status(call, acme, status, None)))
    };
    set(Status::Disabled).await.unwrap();
    deliver_due(&sender).await.unwrap();
    assert_eq!(world.newest(EVE).await.status, MailStatus::Discarded);
    set(Status::Enabled).await.unwrap();
    assert!(server.received().is_empty());
    // Used before it was sent: the provider's admin had read it out.
    world.invite(eve, LinkBy::Email).await.unwrap();
    let told = token(&world.link_to(EVE).await);
    people::activate(world.backend(), &told, crate::world::password(), crate::world::from()).await.unwrap();
    assert_eq!(world.newest(EVE).await.status, MailStatus::Discarded);
    deliver_due(&sender).await.unwrap();
    assert!(server.received().is_empty());
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL").await, 0);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn mail_goes_with_its_recipient(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    world.add(EVE, LinkBy::Email).await;
    let link = token(&world.link_to(EVE).await);
    let acme = world.acme.id;
    let deletion = NewDeletion { at: None, reason: "test".to_owned(), children: None };
    let delete =
        world.backend().write(&world.admin, move |call| Box::pin(customers::delete(call, acme, deletion, None)));
    delete.await.unwrap();
    assert_eq!(end_of(people::activation(world.backend(), &link).await), LinkEnd::Revoked);
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    assert_eq!(world.newest(EVE).await.status, MailStatus::Discarded);
    world.backend().write(&world.admin, move |call| Box::pin(customers::purge(call, acme, None))).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM outbox").await, 0, "the address too");
    assert_eq!(end_of(people::activation(world.backend(), &link).await), LinkEnd::Unknown);
    assert!(server.received().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_repeats_what_it_refuses_puts_no_link_into_the_error() {
    let world = World::new(Engine::Sqlite).await;
    let server = Server::start().await;
    world.add(EVE, LinkBy::Email).await;
    let link = world.link_to(EVE).await;
    server.plan(Step::Text, Then::Say(format!("554 spam: {link}")));
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    let error = world.newest(EVE).await.error.unwrap();
    assert!(error.contains("554") && error.contains("spam") && !error.contains(&token(&link)), "{error}");
}
