//! What arrives: once, readable, in the recipient's language, and nothing of it stays behind.

use crate::smtp::Server;
use crate::world::{World, from, password, token};
use backend::mail::{self, deliver_due};
use backend::{Engine, SecretKey, people};
use model::mail::{MailKind, MailStatus};
use model::people::LinkBy;
use rstest::rstest;

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_arrives_once_and_its_link_works(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    let created = world.add("eve@acme.example", LinkBy::Email).await;
    assert_eq!(created.activation_link, None, "nobody else gets it");
    let waiting = world.newest("eve@acme.example").await;
    assert_eq!((waiting.kind, waiting.status, waiting.attempts), (MailKind::Invitation, MailStatus::Waiting, 0));
    assert_eq!(waiting.user_id, Some(created.user.id));
    let sender = world.test.with_mail(server.smtp()).await;
    for _ in 0..3 {
        deliver_due(&sender).await.unwrap();
    }
    let mail = server.only_to("eve@acme.example");
    assert_eq!(mail.header("From"), "Canopy <no-reply@canopy.example>");
    assert_eq!(mail.header("To"), "Eve <eve@acme.example>");
    assert_eq!(mail.header("Subject"), "Your access to Canopy for Acme");
    assert_eq!(mail.header("Message-ID"), format!("<{}@canopy.example>", waiting.id));
    assert_eq!(mail.header("Date"), "Sun, 29 Mar 2026 23:00:00 +0000", "our clock, not the machine's");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert!(server.commands().contains(&"EHLO canopy.example".to_owned()), "{:?}", server.commands());
    let text = mail.part("text/plain");
    assert!(text.contains("Provider Admin has invited you to Canopy, for Acme."), "{text}");
    let link = mail.link();
    assert!(link.starts_with("https://canopy.example/activate/"), "{link}");
    assert_eq!(mail.part("text/html").matches(&link).count(), 3);
    let sent = world.newest("eve@acme.example").await;
    assert_eq!((sent.status, sent.attempts, sent.sent_at), (MailStatus::Sent, 1, Some(backend::testing::START)));
    people::activate(world.backend(), &token(&link), password(), from()).await.unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn bodies_are_sealed_in_the_database_and_erased_when_sent(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.add("eve@acme.example", LinkBy::Email).await;
    let secret = token(&world.link_to("eve@acme.example").await);
    let sealed = world.bytes("SELECT sealed FROM outbox").await.remove(0).unwrap();
    let visible = String::from_utf8_lossy(&sealed);
    for word in [secret.as_str(), "canopy.example", "activate", "invited"] {
        assert!(!visible.contains(word), "{word} can be read");
    }
    for column in ["recipient", "kind", "lang", "key_id", "status", "error"] {
        let texts = world.texts(&format!("SELECT {column} FROM outbox")).await;
        assert!(!texts.iter().flatten().any(|text| text.contains(&secret)), "{column}");
    }
    let stored = world.bytes("SELECT token_hash FROM links").await;
    assert!(!stored.iter().flatten().any(|hash| String::from_utf8_lossy(hash).contains(&secret)));
    let activity = world.texts("SELECT after FROM activity").await;
    assert!(!activity.iter().flatten().any(|text| text.contains(&secret)), "the log tells of it without the link");
    let server = Server::start().await;
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    assert_eq!(token(&server.only_to("eve@acme.example").link()), secret);
    assert_eq!(world.bytes("SELECT sealed FROM outbox").await, [None]);
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn two_servers_at_once_send_nothing_twice(#[case] engine: Engine) {
    const MAILS: usize = 40;
    let world = World::new(engine).await;
    let server = Server::start().await;
    for number in 0..MAILS {
        world.add(&format!("eve{number}@acme.example"), LinkBy::Email).await;
    }
    let senders = [world.test.with_mail(server.smtp()).await, world.test.with_mail(server.smtp()).await];
    let sent = futures::future::join_all(senders.iter().map(deliver_due)).await;
    sent.into_iter().for_each(|outcome| outcome.unwrap());
    assert_eq!(server.received().len(), MAILS);
    for number in 0..MAILS {
        server.only_to(&format!("eve{number}@acme.example"));
    }
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE status = 'sent' AND attempts = 1").await, MAILS as i64);
}

#[tokio::test(flavor = "multi_thread")]
async fn names_are_encoded_and_put_nothing_into_the_head() {
    let world = World::new(Engine::Sqlite).await;
    let server = Server::start().await;
    let customer = world.test.customer("Rossi \"&\" Figli, <b>è</b>", None).await;
    let name = "Zoë \"Z\" <z@b.it>, Bcc: all@acme.example";
    world.add_to(customer.id, name, "zoë@acme.example", LinkBy::Email).await;
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    let mail = server.only_to("zoë@acme.example");
    let head = mail.raw.split("\r\n\r\n").next().unwrap();
    assert!(!head.to_lowercase().lines().any(|line| line.starts_with("bcc")), "{head}");
    assert_eq!(server.commands().iter().filter(|line| line.starts_with("RCPT")).count(), 1);
    assert!(server.commands().iter().any(|line| line.starts_with("MAIL FROM") && line.ends_with("SMTPUTF8")));
    let html = mail.part("text/html");
    assert!(html.contains("Rossi &quot;&amp;&quot; Figli, &lt;b&gt;è&lt;/b&gt;"), "{html}");
    assert!(mail.part("text/plain").contains(name));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_language_is_the_recipients_then_the_inviters() {
    use model::lang::Lang;
    let world = World::new(Engine::Sqlite).await;
    let server = Server::start().await;
    world.add("first@acme.example", LinkBy::Email).await;
    // Whoever activates on an Italian page reads Italian from then on.
    let token_of = token(&world.link_to("first@acme.example").await);
    let italian = people::SignInFrom { lang: Some(Lang::It), ..from() };
    people::activate(world.backend(), &token_of, password(), italian).await.unwrap();
    people::ask_reset(world.backend(), "first@acme.example", from()).await.unwrap();
    assert_eq!(world.newest("first@acme.example").await.lang, Lang::It, "the recipient's");
    let first = world.test.sign_in("first@acme.example").await;
    world.backend().write(&first, move |call| Box::pin(people::speak(call, Lang::En))).await.unwrap();
    people::ask_reset(world.backend(), "first@acme.example", people::SignInFrom { lang: Some(Lang::It), ..from() })
        .await
        .unwrap();
    assert_eq!(world.newest("first@acme.example").await.lang, Lang::En, "the one chosen last");
    // The admin is Italian by now; the new person has no language.
    let admin = people::SignInFrom { lang: Some(Lang::It), ..from() };
    people::ask_reset(world.backend(), "admin@provider.example", admin.clone()).await.unwrap();
    assert_eq!(world.newest("admin@provider.example").await.lang, Lang::It, "that of the page, when asked");
    let reset = token(&world.link_to("admin@provider.example").await);
    people::reset(world.backend(), &reset, password(), admin).await.unwrap();
    let world = World { admin: world.test.sign_in("admin@provider.example").await, ..world };
    world.add("second@acme.example", LinkBy::Email).await;
    let mail = world.newest("second@acme.example").await;
    assert_eq!(mail.lang, Lang::It, "the inviter's");
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    let text = server.only_to("second@acme.example").part("text/plain");
    assert!(text.contains("Provider Admin ti ha invitato su Canopy, per Acme."), "{text}");
    assert!(server.only_to("second@acme.example").part("text/html").contains("<html lang=\"it\">"));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn what_another_key_has_sealed_is_left_to_who_has_that_key(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let server = Server::start().await;
    world.add("eve@acme.example", LinkBy::Email).await;
    let other = world.test.with_key(SecretKey::generate(), Some(server.smtp())).await;
    deliver_due(&other).await.unwrap();
    assert!(server.received().is_empty());
    let id = world.newest("eve@acme.example").await.id;
    let read = other.write(&world.admin, move |call| Box::pin(mail::read(call, id))).await.unwrap();
    assert_eq!((read.0.status, read.1), (MailStatus::Waiting, None), "there, but not to be read");
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    server.only_to("eve@acme.example");
}
