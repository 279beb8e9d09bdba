//! The outbox as the provider's admins see it.

use crate::smtp::{Server, Step, Then};
use crate::world::{World, end_of, token};
use backend::mail::{self, deliver_due};
use backend::{Caller, Denial, Engine, Error, LinkEnd, people};
use model::ids::MailId;
use model::mail::{MailKind, MailStatus};
use model::people::{LinkBy, Role};
use model::time::DAY;
use rstest::rstest;

const EVE: &str = "eve@acme.example";

async fn retry(world: &World, by: &Caller, id: MailId) -> Result<(), Error> {
    world.backend().write(by, move |call| Box::pin(mail::retry(call, id))).await
}

async fn discard(world: &World, by: &Caller, id: MailId) -> Result<(), Error> {
    world.backend().write(by, move |call| Box::pin(mail::discard(call, id))).await
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn only_admins_of_the_provider_look_into_it(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = world.backend();
    world.add(EVE, LinkBy::Email).await;
    let id = world.newest(EVE).await.id;
    let root = world.test.root().await;
    world.test.user(root, "editor@provider.example", Role::Editor).await;
    world.test.user(world.acme.id, "admin@acme.example", Role::Admin).await;
    for (email, denial) in [("editor@provider.example", Denial::Role), ("admin@acme.example", Denial::Governed)] {
        let caller = world.test.sign_in(email).await;
        let refused =
            |error: Error| assert!(matches!(error, Error::Forbidden(why) if why == denial), "{email}: {error:?}");
        let view = backend.read(&caller).await.unwrap();
        refused(mail::list(&view, None, None, 50).await.unwrap_err());
        // What is there and what is not are refused alike.
        for id in [id, MailId(1)] {
            refused(backend.write(&caller, move |call| Box::pin(mail::read(call, id))).await.unwrap_err());
            refused(retry(&world, &caller, id).await.unwrap_err());
            refused(discard(&world, &caller, id).await.unwrap_err());
        }
    }
    let nobody = backend.read(&Caller::Anonymous).await.unwrap();
    assert!(matches!(mail::list(&nobody, None, None, 50).await, Err(Error::Unauthenticated)));
    assert!(matches!(retry(&world, &world.admin, MailId(1)).await, Err(Error::NotFound)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn reading_a_letter_is_logged(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.add(EVE, LinkBy::Email).await;
    let read =
        "SELECT count(*) FROM activity WHERE verb = 'mail.read' AND object = 'mail' AND actor_name = 'Provider Admin'";
    assert_eq!(world.number(read).await, 0, "a list shows no text");
    people::activation(world.backend(), &token(&world.link_to(EVE).await)).await.unwrap();
    assert_eq!(world.number(read).await, 1);
    let server = Server::start().await;
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    let id = world.newest(EVE).await.id;
    let sent = world.backend().write(&world.admin, move |call| Box::pin(mail::read(call, id))).await.unwrap();
    assert_eq!((sent.0.status, sent.1), (MailStatus::Sent, None));
    assert_eq!(world.number(read).await, 1, "there was nothing to read");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn the_list_goes_from_the_newest_page_by_page(#[case] engine: Engine) {
    let world = World::new(engine).await;
    for number in 0..7 {
        world.add(&format!("eve{number}@acme.example"), LinkBy::Email).await;
    }
    let id = world.newest("eve3@acme.example").await.id;
    discard(&world, &world.admin, id).await.unwrap();
    let view = world.backend().read(&world.admin).await.unwrap();
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = mail::list(&view, None, cursor.as_deref(), 3).await.unwrap();
        assert_eq!((page.total, page.more), (7, false));
        seen.extend(page.items.into_iter().map(|mail| mail.recipient));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    let expected: Vec<_> = (0..7).rev().map(|number| format!("eve{number}@acme.example")).collect();
    assert_eq!(seen, expected);
    let waiting = mail::list(&view, Some(MailStatus::Waiting), None, 3).await.unwrap();
    assert_eq!(waiting.total, 6);
    let other = mail::list(&view, None, waiting.next_cursor.as_deref(), 3).await;
    assert!(matches!(other, Err(Error::Invalid(_))), "a cursor belongs to its filter");
    assert!(matches!(mail::list(&view, None, None, 0).await, Err(Error::Invalid(_))));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn mail_is_tried_again_or_thrown_away(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    let sender = world.test.with_mail(server.smtp()).await;
    // What waits is tried at once.
    world.add(EVE, LinkBy::Email).await;
    server.plan(Step::Rcpt, Then::Say("450 later".to_owned()));
    deliver_due(&sender).await.unwrap();
    let id = world.newest(EVE).await.id;
    retry(&world, &world.admin, id).await.unwrap();
    server.plan(Step::Rcpt, Then::Say("550 never".to_owned()));
    deliver_due(&sender).await.unwrap();
    assert_eq!(world.newest(EVE).await.status, MailStatus::Failed);
    // What failed is written anew, with a new link, since its text is erased.
    retry(&world, &world.admin, id).await.unwrap();
    assert_eq!(world.states(EVE).await, [MailStatus::Waiting, MailStatus::Failed]);
    deliver_due(&sender).await.unwrap();
    let link = server.only_to(EVE).link();
    people::activation(world.backend(), &token(&link)).await.unwrap();
    let sent = world.newest(EVE).await;
    assert_eq!((sent.status, sent.kind), (MailStatus::Sent, MailKind::Invitation));
    for refused in [retry(&world, &world.admin, sent.id).await, discard(&world, &world.admin, sent.id).await] {
        assert!(matches!(refused, Err(Error::Blocked(_))), "what is sent is sent");
    }
    // Thrown away, it takes its link along.
    world.add("kim@acme.example", LinkBy::Email).await;
    let link = token(&world.link_to("kim@acme.example").await);
    let id = world.newest("kim@acme.example").await.id;
    discard(&world, &world.admin, id).await.unwrap();
    assert_eq!(end_of(people::activation(world.backend(), &link).await), LinkEnd::Revoked);
    deliver_due(&sender).await.unwrap();
    assert_eq!(server.received().len(), 1);
    let told = "SELECT count(*) FROM activity WHERE verb IN ('mail.retry', 'mail.discard')";
    assert_eq!(world.number(told).await, 3);
    // History is kept for a while.
    world.test.pass(91 * DAY);
    deliver_due(&sender).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM outbox").await, 0);
}
