//! What takes a user's access or address away ends the user's links and discards the mail that waits with them, whether
//! it is done to the user or to the contact who signs in as that user.

use crate::smtp::Server;
use crate::world::{World, end_of, token};
use backend::mail::deliver_due;
use backend::people::{self, UserChange, UserEdit, contacts};
use backend::{Engine, Error, LinkEnd};
use model::contacts::ContactForm;
use model::customers::Status;
use model::ids::{ContactId, UserId};
use model::mail::MailStatus;
use model::people::{LinkBy, NewUserForm, User};
use model::users::UserField;
use rstest::rstest;
use rstest_reuse::{apply, template};

const EVE: &str = "eve@acme.example";
const KIM: &str = "kim@acme.example";
const LIVE: &str = "SELECT count(*) FROM links WHERE user_id IS NOT NULL AND ended IS NULL";

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

/// One who is invited and one who gets another password, both by mail that waits, with the links in it.
struct Waiting {
    world: World,
    invited: (UserId, String),
    active: (UserId, String),
}

impl Waiting {
    async fn new(engine: Engine) -> Self {
        let world = World::new(engine).await;
        let eve = world.add(EVE, LinkBy::Email).await.user.id;
        let kim = world.active(KIM).await;
        let reset = world
            .backend()
            .write(&world.admin, move |call| Box::pin(people::reset_password(call, kim, LinkBy::Email, None)));
        reset.await.unwrap();
        let (to_eve, to_kim) = (token(&world.link_to(EVE).await), token(&world.link_to(KIM).await));
        people::activation(world.backend(), &to_eve).await.unwrap();
        people::reset_link(world.backend(), &to_kim).await.unwrap();
        Self { world, invited: (eve, to_eve), active: (kim, to_kim) }
    }

    async fn edit(&self, user: UserId, field: UserField, value: &str) -> User {
        let edit = UserEdit { version: None, changes: vec![UserChange { field, base: None, value: value.to_owned() }] };
        let edited =
            self.world.backend().write(&self.world.admin, move |call| Box::pin(people::edit(call, user, edit)));
        edited.await.unwrap()
    }

    async fn set_status(&self, user: UserId, status: Status) {
        let (backend, admin) = (self.world.backend(), &self.world.admin);
        let set = backend.write(admin, move |call| Box::pin(people::set_status(call, user, status, None)));
        set.await.unwrap();
    }

    /// Both links have ended so, and the mail is gone or discarded, for good.
    async fn is_over(&self, how: LinkEnd) {
        let backend = self.world.backend();
        assert_eq!(end_of(people::activation(backend, &self.invited.1).await), how);
        assert_eq!(end_of(people::reset_link(backend, &self.active.1).await), how);
        assert_eq!(self.world.number(LIVE).await, 0);
        nothing_is_sent(&self.world).await;
    }
}

/// No mail waits, no text of one is left, and nothing reaches the mail server.
async fn nothing_is_sent(world: &World) {
    let server = Server::start().await;
    deliver_due(&world.test.with_mail(server.smtp()).await).await.unwrap();
    assert!(server.received().is_empty());
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE sealed IS NOT NULL").await, 0);
    assert_eq!(world.number("SELECT count(*) FROM outbox WHERE status <> 'discarded'").await, 0);
    let findings = backend::doctor::check(world.backend()).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

#[apply(on_both)]
async fn another_address(#[case] engine: Engine) {
    let waiting = Waiting::new(engine).await;
    for user in [waiting.invited.0, waiting.active.0] {
        waiting.edit(user, UserField::Name, "Another name").await;
    }
    assert_eq!(waiting.world.number(LIVE).await, 2, "another name ends nothing");
    waiting.edit(waiting.invited.0, UserField::Email, "new-eve@acme.example").await;
    waiting.edit(waiting.active.0, UserField::Email, "new-kim@acme.example").await;
    let (eve, kim) = (waiting.world.states(EVE).await, waiting.world.states(KIM).await);
    assert_eq!((eve, kim), (vec![MailStatus::Discarded], vec![MailStatus::Discarded]));
    waiting.is_over(LinkEnd::Revoked).await;
    let view = waiting.world.backend().read(&waiting.world.admin).await.unwrap();
    let found = people::find(&view, waiting.invited.0).await.unwrap();
    assert_eq!(found.user.invited_until, None, "no invitation is open");
    drop(view);
    // Sent again, it goes to the new address.
    waiting.world.invite(waiting.invited.0, LinkBy::Email).await.unwrap();
    assert_eq!(waiting.world.states("new-eve@acme.example").await, [MailStatus::Waiting]);
}

#[apply(on_both)]
async fn disabling_a_user(#[case] engine: Engine) {
    let waiting = Waiting::new(engine).await;
    for user in [waiting.invited.0, waiting.active.0] {
        waiting.set_status(user, Status::Disabled).await;
    }
    let (eve, kim) = (waiting.world.states(EVE).await, waiting.world.states(KIM).await);
    assert_eq!((eve, kim), (vec![MailStatus::Discarded], vec![MailStatus::Discarded]));
    waiting.is_over(LinkEnd::Revoked).await;
    let refused = waiting.world.invite(waiting.invited.0, LinkBy::Link).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "a disabled user is not invited");
    for user in [waiting.invited.0, waiting.active.0] {
        waiting.set_status(user, Status::Enabled).await;
    }
    waiting.is_over(LinkEnd::Revoked).await;
    waiting.world.invite(waiting.invited.0, LinkBy::Email).await.unwrap();
    people::activation(waiting.world.backend(), &token(&waiting.world.link_to(EVE).await)).await.unwrap();
}

#[apply(on_both)]
async fn deleting_a_user(#[case] engine: Engine) {
    let waiting = Waiting::new(engine).await;
    for user in [waiting.invited.0, waiting.active.0] {
        let (backend, admin) = (waiting.world.backend(), &waiting.world.admin);
        backend.write(admin, move |call| Box::pin(people::delete(call, user, None))).await.unwrap();
    }
    waiting.is_over(LinkEnd::Unknown).await;
    assert_eq!(waiting.world.number("SELECT count(*) FROM outbox").await, 0, "the address too");
}

/// What is done to a contact who signs in.
#[derive(Clone, Copy, Debug)]
enum Way {
    Disable,
    Delete,
    Take,
}

/// A contact who is let in by a mailed invitation, and the link in it.
async fn let_in(world: &World) -> (ContactId, String) {
    let (backend, admin, acme) = (world.backend(), &world.admin, world.acme.id);
    let mut made = Vec::new();
    for name in ["Default", "Eve"] {
        let data = ContactForm { name: name.to_owned(), ..ContactForm::default() }.parse().unwrap();
        made.push(backend.write(admin, move |call| Box::pin(contacts::create(call, acme, data))).await.unwrap().id);
    }
    let id = made[1];
    let form = NewUserForm {
        name: "Eve".to_owned(),
        email: EVE.to_owned(),
        role: "viewer".to_owned(),
        activation: LinkBy::Email.as_str().to_owned(),
        ..NewUserForm::default()
    };
    let user = people::prepare(backend, form.parse().unwrap()).await.unwrap();
    let given = backend.write(admin, move |call| Box::pin(contacts::give_sign_in(call, id, user, None)));
    assert_eq!(given.await.unwrap().activation_link, None, "it is in the mail alone");
    assert_eq!(world.states(EVE).await, [MailStatus::Waiting]);
    let link = token(&world.link_to(EVE).await);
    assert_eq!(people::activation(backend, &link).await.unwrap().email, EVE);
    (id, link)
}

#[apply(on_both)]
async fn the_same_asked_of_a_contact(#[case] engine: Engine) {
    for way in [Way::Disable, Way::Delete, Way::Take] {
        let world = World::new(engine).await;
        let (backend, admin) = (world.backend(), &world.admin);
        let (id, link) = let_in(&world).await;
        let done = backend.write(admin, move |call| {
            Box::pin(async move {
                match way {
                    Way::Disable => contacts::set_status(call, id, Status::Disabled, None).await.map(drop),
                    Way::Delete => contacts::delete(call, id, None).await,
                    Way::Take => contacts::take_sign_in(call, id, None).await.map(drop),
                }
            })
        });
        done.await.unwrap();
        let how = if matches!(way, Way::Disable) { LinkEnd::Revoked } else { LinkEnd::Unknown };
        assert_eq!(end_of(people::activation(backend, &link).await), how, "{way:?}");
        assert_eq!(world.number(LIVE).await, 0, "{way:?}");
        nothing_is_sent(&world).await;
    }
}
