//! First users of an import who are invited by mail: the letters wait in the outbox, each with the link that works.

use super::{healthy, on_both};
use backend::import::{Event, Options, import};
use backend::people::{self, SignInFrom};
use backend::testing::TestBackend;
use backend::{Engine, mail};
use model::codes::Email;
use model::mail::{Mail, MailStatus};
use model::people::{LinkBy, Password};
use rstest::rstest;
use rstest_reuse::apply;
use std::io::Cursor;

const FILE: &str = "ref_id,parent_ref_id,name,kind,country,first_user_name,first_user_email\n\
    A,,Acme,company,IT,Anna,anna@a.example\nB,A,Below,company,IT,,\nC,A,Cold,company,IT,Carla,carla@c.example\n\
    D,,d,robot,IT,Dino,dino@d.example\n";

async fn outbox(test: &TestBackend) -> Vec<Mail> {
    let view = test.backend.read(&test.system()).await.unwrap();
    let mut all = mail::list(&view, None, None, 200).await.unwrap().items;
    all.sort_by(|a, b| a.recipient.cmp(&b.recipient));
    all
}

async fn link_in(test: &TestBackend, mail: &Mail) -> String {
    let id = mail.id;
    let system = test.system();
    let read = test.backend.write(&system, move |call| Box::pin(mail::read(call, id)));
    let text = read.await.unwrap().1.unwrap().text;
    assert!(text.contains("Acme") || text.contains("Cold"), "{text}");
    text.lines().find(|line| line.starts_with("https://")).unwrap().rsplit('/').next().unwrap().to_owned()
}

#[apply(on_both)]
async fn who_is_invited_by_mail_has_a_letter_with_a_link_that_works(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let mut invited = Vec::new();
    let tell = |event| {
        if let Event::Invited { email, link, .. } = event {
            invited.push((email, link));
        }
    };
    let options = Options { mail: true, ..Options::default() };
    let report = import(&test.backend, &test.system(), Cursor::new(FILE), options, tell).await.unwrap();
    assert_eq!((report.ok, report.bad), (3, 1));
    assert_eq!(invited, [("anna@a.example".to_owned(), None), ("carla@c.example".to_owned(), None)]);
    let mails = outbox(&test).await;
    let told: Vec<_> = mails.iter().map(|mail| (mail.recipient.as_str(), mail.status)).collect();
    let waiting = MailStatus::Waiting;
    assert_eq!(told, [("anna@a.example", waiting), ("carla@c.example", waiting)], "nobody of a row that is refused");
    healthy(&test.backend).await;

    let from = SignInFrom { address: [127, 0, 0, 1].into(), user_agent: String::new(), lang: None };
    let password = Password::parse("correct horse battery staple").unwrap();
    let token = link_in(&test, &mails[0]).await;
    assert_eq!(people::activation(&test.backend, &token).await.unwrap().name, "Anna");
    people::activate(&test.backend, &token, password.clone(), from.clone()).await.unwrap();

    // Another invitation takes the place of this one, and of the letter that waits with it.
    let token = link_in(&test, &mails[1]).await;
    let view = test.backend.read(&test.system()).await.unwrap();
    let id = people::by_email(&view, &Email::parse("carla@c.example").unwrap()).await.unwrap().id;
    drop(view);
    let system = test.system();
    let again = test.backend.write(&system, move |call| Box::pin(people::invite(call, id, LinkBy::Link, None)));
    assert!(again.await.unwrap().activation_link.is_some());
    assert!(people::activate(&test.backend, &token, password, from).await.is_err());
    assert_eq!(outbox(&test).await[1].status, MailStatus::Discarded);
    healthy(&test.backend).await;
}

#[apply(on_both)]
async fn a_dry_run_mails_nobody(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let options = Options { mail: true, dry_run: true };
    import(&test.backend, &test.system(), Cursor::new(FILE), options, |_| {}).await.unwrap();
    assert!(outbox(&test).await.is_empty());
}
