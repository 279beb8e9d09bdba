//! Viewing the pages as a user: who may, what is seen, that nothing is changed, and how it ends.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers::{self, Change, Edit};
use backend::testing::{TestBackend, prepared};
use backend::{Caller, Denial, Engine, Error, drafts, mail, people, rankings, tokens};
use model::customers::{CustomerField, Status};
use model::drafts::CustomerDraft;
use model::ids::{CustomerId, UserId};
use model::people::{LinkBy, Role};
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, Statement};

const MINUTE: i64 = 60 * model::time::SECOND;

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

struct World {
    test: TestBackend,
    top: Caller,
    home: CustomerId,
    below: CustomerId,
    /// An admin of home, signed in.
    admin: Caller,
    admin_id: UserId,
    /// An editor of what is below.
    editor: UserId,
}

async fn world(engine: Engine) -> World {
    let test = TestBackend::new(engine).await;
    let top = test.provider().await;
    let home = test.customer("Home", None).await.id;
    let below = test.customer("Below", Some(home)).await.id;
    let admin_id = test.user(home, "admin@home.example", Role::Admin).await.user.id;
    let admin = test.sign_in("admin@home.example").await;
    let editor = test.user(below, "editor@below.example", Role::Editor).await.user.id;
    World { test, top, home, below, admin, admin_id, editor }
}

impl World {
    async fn begin(&self, by: &Caller, user: UserId) -> Result<(), Error> {
        self.test.backend.write(by, move |call| Box::pin(people::view_as(call, user))).await.map(drop)
    }

    async fn who(&self, by: &Caller) -> String {
        people::me(&self.test.backend.read(by).await.unwrap()).await.unwrap().email
    }

    async fn rename(&self, by: &Caller, id: CustomerId) -> Result<(), Error> {
        let change = Change { field: CustomerField::City, base: None, value: "Roma".to_owned() };
        let edit = Edit { version: None, changes: vec![change] };
        self.test.backend.write(by, move |call| Box::pin(customers::edit(call, id, edit))).await.map(drop)
    }

    /// Verb and actor of every entry about viewing, in order.
    async fn log(&self) -> Vec<(String, String)> {
        let db = self.test.backend.connection();
        let query = "SELECT verb, actor_name FROM activity WHERE verb LIKE '%view_as' AND object = 'user' ORDER BY id";
        let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
        rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
    }

    async fn begun_and_ended(&self) {
        let by = |verb: &str| (verb.to_owned(), "admin@home.example".to_owned());
        assert_eq!(self.log().await, [by("user.view_as"), by("user.end_view_as")]);
    }
}

fn views(outcome: &Result<(), Error>) -> bool {
    matches!(outcome, Err(Error::Forbidden(Denial::Viewing)))
}

#[apply(on_both)]
async fn an_admin_sees_what_the_user_sees_and_changes_nothing(#[case] engine: Engine) {
    let world = world(engine).await;
    let backend = &world.test.backend;
    world.begin(&world.admin, world.editor).await.unwrap();
    let view = backend.read(&world.admin).await.unwrap();
    let me = people::me(&view).await.unwrap();
    assert_eq!((me.email.as_str(), me.role, me.customer_id), ("editor@below.example", Role::Editor, world.below));
    let viewed = me.viewed.unwrap();
    assert_eq!((viewed.by.as_str(), viewed.until), ("admin@home.example", view.now.plus(30 * MINUTE)));
    // The user's reach, not the admin's.
    assert!(matches!(customers::find(&view, world.home).await, Err(Error::NotFound)));
    assert!(customers::detail(&view, world.below).await.unwrap().rights.edit);
    // Another session of the admin, and the user's own, are as they were.
    assert_eq!(world.who(&world.test.sign_in("admin@home.example").await).await, "admin@home.example");
    let own = world.test.sign_in("editor@below.example").await;
    assert!(people::me(&backend.read(&own).await.unwrap()).await.unwrap().viewed.is_none());
    world.rename(&own, world.below).await.unwrap();

    // Nothing is written, neither what the user may nor what the admin may.
    assert!(views(&world.rename(&world.admin, world.below).await));
    assert!(views(&world.rename(&world.admin, world.home).await));
    let (editor, admin) = (world.editor, world.admin_id);
    for id in [editor, admin] {
        assert!(views(&world.begin(&world.admin, id).await), "one view at a time");
    }
    assert!(views(&backend.write(&world.admin, move |call| Box::pin(people::delete(call, editor, None))).await));
    let spoken = backend.write(&world.admin, |call| Box::pin(people::speak(call, model::lang::Lang::It))).await;
    assert!(views(&spoken));
    let draft = CustomerDraft::default();
    let kept = backend.write(&world.admin, move |call| {
        Box::pin(async move { drafts::save(call, drafts::Kind::Customer, &draft).await })
    });
    assert!(views(&kept.await));

    assert_eq!(people::end_view(backend, &world.admin).await.unwrap(), Some(world.editor));
    assert_eq!(people::end_view(backend, &world.admin).await.unwrap(), None);
    assert_eq!(world.who(&world.admin).await, "admin@home.example");
    world.rename(&world.admin, world.below).await.unwrap();
    world.begun_and_ended().await;
}

#[apply(on_both)]
async fn what_is_the_users_alone_is_not_shown(#[case] engine: Engine) {
    let world = world(engine).await;
    let backend = &world.test.backend;
    let own = world.test.sign_in("editor@below.example").await;
    let draft = CustomerDraft::default();
    let kept = backend
        .write(&own, move |call| Box::pin(async move { drafts::save(call, drafts::Kind::Customer, &draft).await }));
    kept.await.unwrap();
    world.begin(&world.admin, world.editor).await.unwrap();
    let view = backend.read(&world.admin).await.unwrap();
    assert!(drafts::find::<CustomerDraft>(&view, drafts::Kind::Customer).await.unwrap().is_none());
    assert!(matches!(tokens::list(&view).await, Err(Error::Forbidden(Denial::Viewing))));
    // Lists that are everyone's go on.
    rankings::list(&view).await.unwrap();
    // As an admin of the provider, too, one reads no mail through someone else's eyes.
    let other = prepared("Other", "other@provider.example", Role::Admin);
    let (root, system) = (world.test.root().await, world.test.system());
    let other = backend.write(&system, move |call| Box::pin(people::create(call, root, other))).await.unwrap().user.id;
    world.begin(&world.top, other).await.unwrap();
    let view = backend.read(&world.top).await.unwrap();
    assert!(matches!(mail::list(&view, None, None, 50).await, Err(Error::Forbidden(Denial::Viewing))));
}

#[apply(on_both)]
async fn only_admins_above_view_and_not_everyone_can_be_viewed(#[case] engine: Engine) {
    let world = world(engine).await;
    let (test, backend) = (&world.test, &world.test.backend);
    let system = test.system();
    for (role, email) in [(Role::Viewer, "v@home.example"), (Role::Editor, "e@home.example")] {
        test.user(world.home, email, role).await;
        let refused = world.begin(&test.sign_in(email).await, world.editor).await;
        assert!(matches!(refused, Err(Error::Forbidden(Denial::Role))), "{refused:?}");
    }
    let refused = world.begin(&world.admin, world.admin_id).await;
    assert!(matches!(refused, Err(Error::Forbidden(Denial::Oneself))), "{refused:?}");
    // Of the provider, and beside.
    let top = people::me(&backend.read(&world.top).await.unwrap()).await.unwrap().id;
    let beside = test.customer("Beside", None).await.id;
    let beside = test.user(beside, "b@beside.example", Role::Viewer).await.user.id;
    for user in [top, beside] {
        assert!(matches!(world.begin(&world.admin, user).await, Err(Error::NotFound)));
    }
    // Who can't act can't be viewed either.
    let invited = people::PreparedUser {
        secret: people::PreparedSecret::Link(LinkBy::Link),
        ..prepared("I", "i@below.example", Role::Viewer)
    };
    let below = world.below;
    let invited = backend.write(&system, move |call| Box::pin(people::create(call, below, invited))).await.unwrap();
    let off = test.user(below, "off@below.example", Role::Viewer).await.user.id;
    let disabled = Status::Disabled;
    backend.write(&system, move |call| Box::pin(people::set_status(call, off, disabled, None))).await.unwrap();
    for user in [invited.user.id, off] {
        assert!(matches!(world.begin(&world.admin, user).await, Err(Error::Invalid(_))));
    }
    backend.write(&system, move |call| Box::pin(customers::set_status(call, below, disabled, None))).await.unwrap();
    assert!(matches!(world.begin(&world.admin, world.editor).await, Err(Error::Invalid(_))));
    // A program has no pages to view.
    let secret = backend.write(&world.admin, |call| {
        Box::pin(tokens::create(
            call,
            model::tokens::TokenForm { name: "t".to_owned(), ..Default::default() }.parse().unwrap(),
        ))
    });
    let token = Caller::token(&secret.await.unwrap().secret);
    let peer = test.user(world.home, "peer@home.example", Role::Admin).await.user.id;
    assert!(matches!(world.begin(&token, peer).await, Err(Error::NotFound)));
    assert_eq!(world.log().await, []);
}

/// Whatever takes the right away ends the view at the next request, and the log tells.
#[apply(on_both)]
async fn a_view_ends_when_its_time_or_the_right_is_over(#[case] engine: Engine) {
    for how in 0..4 {
        let world = world(engine).await;
        let (backend, system) = (&world.test.backend, world.test.system());
        world.begin(&world.admin, world.editor).await.unwrap();
        world.test.pass(29 * MINUTE);
        assert_eq!(world.who(&world.admin).await, "editor@below.example");
        let (editor, below) = (world.editor, world.below);
        match how {
            0 => world.test.pass(2 * MINUTE),
            1 => {
                let off = Status::Disabled;
                backend
                    .write(&system, move |call| Box::pin(people::set_status(call, editor, off, None)))
                    .await
                    .unwrap();
            }
            2 => {
                let root = world.test.root().await;
                backend
                    .write(&system, move |call| Box::pin(customers::relocate(call, below, root, None)))
                    .await
                    .unwrap();
            }
            _ => {
                let off = Status::Disabled;
                backend
                    .write(&system, move |call| Box::pin(customers::set_status(call, below, off, None)))
                    .await
                    .unwrap();
            }
        }
        // A page that still believes to view does not suddenly write as the admin.
        assert!(views(&world.rename(&world.admin, world.home).await), "{how}");
        assert_eq!(world.who(&world.admin).await, "admin@home.example", "{how}");
        world.begun_and_ended().await;
        // It does not come back with the right.
        assert_eq!(world.who(&world.admin).await, "admin@home.example", "{how}");
        world.rename(&world.admin, world.home).await.unwrap();
    }
}

#[apply(on_both)]
async fn who_is_out_views_no_more(#[case] engine: Engine) {
    let world = world(engine).await;
    let (backend, system) = (&world.test.backend, world.test.system());
    world.begin(&world.admin, world.editor).await.unwrap();
    let (admin, off) = (world.admin_id, Status::Disabled);
    backend.write(&system, move |call| Box::pin(people::set_status(call, admin, off, None))).await.unwrap();
    assert!(matches!(backend.read(&world.admin).await, Err(Error::Unauthenticated)));
    people::end_view(backend, &world.admin).await.unwrap();

    // Signing out ends the view and the admin's session, not the user's.
    let on = Status::Enabled;
    backend.write(&system, move |call| Box::pin(people::set_status(call, admin, on, None))).await.unwrap();
    let (again, own) =
        (world.test.sign_in("admin@home.example").await, world.test.sign_in("editor@below.example").await);
    world.begin(&again, world.editor).await.unwrap();
    people::sign_out(backend, &again).await.unwrap();
    assert!(matches!(backend.read(&again).await, Err(Error::Unauthenticated)));
    assert_eq!(world.log().await.last().unwrap().0, "user.end_view_as");
    assert_eq!(world.who(&own).await, "editor@below.example");

    // A user who is deleted meanwhile is viewed no more.
    let another = world.test.sign_in("admin@home.example").await;
    world.begin(&another, world.editor).await.unwrap();
    let editor = world.editor;
    backend.write(&system, move |call| Box::pin(people::delete(call, editor, None))).await.unwrap();
    assert_eq!(world.who(&another).await, "admin@home.example");
    world.rename(&another, world.home).await.unwrap();
}

/// Another role ends the admin's sessions, and the views in them.
#[apply(on_both)]
async fn who_gets_another_role_signs_in_again(#[case] engine: Engine) {
    let world = world(engine).await;
    world.begin(&world.admin, world.editor).await.unwrap();
    let change = people::UserChange { field: model::users::UserField::Role, base: None, value: "editor".to_owned() };
    let (admin, edit) = (world.admin_id, people::UserEdit { version: None, changes: vec![change] });
    let system = world.test.system();
    world.test.backend.write(&system, move |call| Box::pin(people::edit(call, admin, edit))).await.unwrap();
    assert!(matches!(world.test.backend.read(&world.admin).await, Err(Error::Unauthenticated)));
}
