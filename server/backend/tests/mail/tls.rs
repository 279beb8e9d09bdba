//! Encryption and passwords on the way to the mail server.

use crate::smtp::{Encrypts, Server, Step, Then};
use crate::world::World;
use backend::Engine;
use backend::mail::{self, Smtp, deliver_due};
use model::mail::MailStatus;
use model::people::LinkBy;
use model::time::HOUR;

const EVE: &str = "eve@acme.example";
const CA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/certificate/ca.pem");

async fn invited() -> World {
    let world = World::new(Engine::Sqlite).await;
    world.add(EVE, LinkBy::Email).await;
    world
}

/// Sends once; the state of the mail, and why it has not been sent.
async fn send(world: &World, url: &str) -> (MailStatus, String) {
    let smtp: Smtp = url.parse().unwrap();
    deliver_due(&world.test.with_mail(smtp).await).await.unwrap();
    let mail = world.newest(EVE).await;
    (mail.status, mail.error.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_and_password_go_encrypted_from_the_first_byte_or_when_asked() {
    for (encrypts, scheme, query) in [
        (Encrypts::Always, "smtps", ""),
        (Encrypts::Asked, "smtp", "tls=required&"),
        (Encrypts::Asked, "smtp", "tls=offered&"),
    ] {
        let world = invited().await;
        let server = Server::that(encrypts).await;
        server.accept_login("canopy", "hunter2");
        let url = format!("{scheme}://canopy:hunter2@localhost:{}?{query}ca={CA}", server.port);
        assert_eq!(send(&world, &url).await, (MailStatus::Sent, String::new()), "{scheme} {query}");
        server.only_to(EVE);
        let commands = server.commands();
        let at = |word: &str| commands.iter().position(|line| line.starts_with(word));
        assert!(at("AUTH").is_some() && at("AUTH") > at("STARTTLS"), "{commands:?}");
        assert_eq!(at("STARTTLS").is_some(), encrypts == Encrypts::Asked);
        mail::probe(&url.parse().unwrap(), "https://canopy.example").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_the_server_gets_neither_password_nor_mail() {
    for (encrypts, scheme) in [(Encrypts::Always, "smtps"), (Encrypts::Asked, "smtp")] {
        let world = invited().await;
        let server = Server::that(encrypts).await;
        server.accept_login("canopy", "hunter2");
        let tls = if encrypts == Encrypts::Asked { "tls=required&" } else { "" };
        let port = server.port;
        for (end, reason) in [
            (format!("localhost:{port}?{tls}ca=/nowhere.pem"), "/nowhere.pem"),
            (format!("127.0.0.1:{port}?{tls}ca={CA}"), "not valid for name"),
            (format!("localhost:{port}?{tls}").trim_end_matches(['?', '&']).to_owned(), "UnknownIssuer"),
        ] {
            let (status, why) = send(&world, &format!("{scheme}://canopy:hunter2@{end}")).await;
            assert_eq!(status, MailStatus::Waiting, "{end}: {why}");
            assert!(why.contains(reason) && !why.contains("hunter2"), "{end}: {why}");
            world.test.pass(HOUR);
        }
        assert!(server.received().is_empty());
        assert!(!server.commands().iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_password_and_no_mail_goes_out_where_encryption_is_required_and_not_offered() {
    let world = invited().await;
    let server = Server::start().await;
    server.accept_login("canopy", "hunter2");
    let url = format!("smtp://canopy:hunter2@127.0.0.1:{}?tls=required", server.port);
    let (status, why) = send(&world, &url).await;
    assert_eq!((status, server.received().len()), (MailStatus::Waiting, 0));
    assert!(why.starts_with("STARTTLS: "), "{why}");
    assert!(!server.commands().iter().any(|line| line.starts_with("AUTH") || line.starts_with("MAIL")));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_to_log_in_does_and_says_no_password_in_errors() {
    let world = invited().await;
    let server = Server::start().await;
    server.accept_login("canopy", "hunter2");
    server.plan(Step::Auth, Then::Say("535 canopy may not use wrong-password".to_owned()));
    let wrong = format!("smtp://canopy:wrong-password@127.0.0.1:{}", server.port);
    let (status, why) = send(&world, &wrong).await;
    assert_eq!(status, MailStatus::Waiting, "a wrong password is repaired, the mail waits");
    assert!(why.starts_with("AUTH: ") && why.contains("535") && !why.contains("wrong-password"), "{why}");
    assert!(mail::probe(&wrong.parse().unwrap(), "https://canopy.example").await.is_err());
    world.test.pass(HOUR);
    let right = format!("smtp://canopy:hunter2@127.0.0.1:{}", server.port);
    mail::probe(&right.parse().unwrap(), "https://canopy.example").await.unwrap();
    assert_eq!(send(&world, &right).await.0, MailStatus::Sent);
    server.only_to(EVE);
}
