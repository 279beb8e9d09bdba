//! The page of one user: what it tells whom, that it asks little, and that an invitation can be taken back.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::people;
use backend::testing::TestBackend;
use backend::{Caller, Engine, Error, LinkEnd, Result, customers};
use model::customers::Status;
use model::ids::{CustomerId, UserId};
use model::people::{NewUserForm, Role, User, UserStatus};
use model::second_factor::RequiredBy;
use model::users::{UserDetail, UserQuery};
use rstest::rstest;
use rstest_reuse::{apply, template};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

/// The most statements that the page takes: who asks, the user, and what stands around them.
const MOST: u32 = 14;

async fn page(test: &TestBackend, by: &Caller, id: UserId) -> Result<UserDetail> {
    let view = test.backend.read(by).await.unwrap();
    let found = people::user(&view, id).await;
    assert!(view.statements() <= MOST, "{} statements", view.statements());
    found
}

async fn id_of(test: &TestBackend, email: &str) -> UserId {
    let view = test.backend.read(&test.system()).await.unwrap();
    let query = UserQuery { q: email.to_owned(), ..UserQuery::default() };
    people::all(&view, &query).await.unwrap().items[0].user.id
}

async fn set_status(test: &TestBackend, by: &Caller, id: CustomerId, status: Status) {
    test.backend.write(by, move |call| Box::pin(customers::set_status(call, id, status, None))).await.unwrap();
}

async fn invite(test: &TestBackend, by: &Caller, customer: CustomerId, email: &str) -> (UserId, String) {
    let form = NewUserForm {
        name: "Invited".to_owned(),
        email: email.to_owned(),
        role: "viewer".to_owned(),
        activation: "link".to_owned(),
        ..NewUserForm::default()
    };
    let user = people::prepare(&test.backend, form.parse().unwrap()).await.unwrap();
    let created = test.backend.write(by, move |call| Box::pin(people::create(call, customer, user))).await.unwrap();
    (created.user.id, created.activation_link.unwrap().rsplit('/').next().unwrap().to_owned())
}

async fn revoke(test: &TestBackend, by: &Caller, id: UserId) -> Result<User> {
    test.backend.write(by, move |call| Box::pin(people::revoke_invitation(call, id, None))).await
}

#[apply(on_both)]
async fn each_sees_what_is_theirs_to_see(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let below = test.customer("Below", Some(acme.id)).await;
    let other = test.customer("Other", None).await;
    test.user(acme.id, "ann@acme.example", Role::Admin).await;
    test.user(acme.id, "vic@acme.example", Role::Viewer).await;
    test.user(below.id, "bob@below.example", Role::Editor).await;
    test.user(other.id, "oda@other.example", Role::Admin).await;
    let (ann, vic) = (test.sign_in("ann@acme.example").await, test.sign_in("vic@acme.example").await);
    let (bob, oda) = (id_of(&test, "bob@below.example").await, id_of(&test, "oda@other.example").await);

    let told = page(&test, &ann, bob).await.unwrap();
    assert_eq!((told.customer.name.as_str(), told.customer.id, told.manage), ("Below", below.id, true));
    assert_eq!((told.closed, told.last_admin, told.needed_default), (None, false, false));
    let sign_in = told.sign_in.unwrap();
    assert_eq!((sign_in.factor_since, sign_in.required, sign_in.passkeys, sign_in.sessions), (None, None, 0, 0));
    test.sign_in("bob@below.example").await;
    assert_eq!(page(&test, &ann, bob).await.unwrap().sign_in.unwrap().sessions, 1);

    // Who only reads sees how they themselves sign in, and how nobody else does.
    let told = page(&test, &vic, bob).await.unwrap();
    assert!(!told.manage && told.sign_in.is_none());
    let own = page(&test, &vic, id_of(&test, "vic@acme.example").await).await.unwrap();
    assert_eq!(own.sign_in.unwrap().sessions, 1);

    // Someone else's user is the same as one that never was.
    let (foreign, unknown) = (page(&test, &ann, oda).await, page(&test, &ann, UserId(7)).await);
    assert!(matches!((foreign, unknown), (Err(Error::NotFound), Err(Error::NotFound))));

    // What keeps Bob out is told by its name, the topmost of several.
    set_status(&test, &admin, below.id, Status::Disabled).await;
    assert_eq!(page(&test, &ann, bob).await.unwrap().closed.unwrap().name, "Below");
    set_status(&test, &admin, acme.id, Status::Disabled).await;
    let told = page(&test, &admin, bob).await.unwrap();
    assert_eq!((told.closed.unwrap().id, told.user.status), (acme.id, UserStatus::Active));
}

#[apply(on_both)]
async fn who_requires_a_second_factor_is_told_as_far_as_one_sees(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let below = test.customer("Below", Some(acme.id)).await;
    test.user(below.id, "bob@below.example", Role::Admin).await;
    test.user(below.id, "bea@below.example", Role::Viewer).await;
    let bob = test.sign_in("bob@below.example").await;
    let bea = id_of(&test, "bea@below.example").await;
    let id = acme.id;
    test.backend
        .write(&admin, move |call| Box::pin(customers::require_two_factor(call, id, true, None)))
        .await
        .unwrap();
    let required = page(&test, &admin, bea).await.unwrap().sign_in.unwrap().required;
    assert_eq!(required, Some(RequiredBy::Customer("Acme".to_owned())));
    // Bob waits for his own factor before he sees anything.
    assert!(test.backend.read(&bob).await.is_err());
}

#[apply(on_both)]
async fn the_last_admin_is_known_as_such(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let root = test.root().await;
    let first = id_of(&test, "admin@provider.example").await;
    let last = async |by: &Caller| {
        let me = people::me(&test.backend.read(by).await.unwrap()).await.unwrap().last_admin;
        assert_eq!(page(&test, by, first).await.unwrap().last_admin, me);
        me
    };
    assert!(last(&admin).await);
    let (ida, _) = invite(&test, &admin, root, "ida@provider.example").await;
    assert!(last(&admin).await, "a viewer is no admin");
    let edit = people::UserEdit {
        version: None,
        changes: vec![people::UserChange {
            field: model::users::UserField::Role,
            base: None,
            value: "admin".to_owned(),
        }],
    };
    test.backend.write(&admin, move |call| Box::pin(people::edit(call, ida, edit))).await.unwrap();
    assert!(last(&admin).await, "one who is only invited does not stand in");
    assert!(!page(&test, &admin, ida).await.unwrap().last_admin);
    test.user(root, "second@provider.example", Role::Admin).await;
    assert!(!last(&admin).await);
    let second = test.sign_in("second@provider.example").await;
    test.backend
        .write(&second, move |call| Box::pin(people::set_status(call, first, Status::Disabled, None)))
        .await
        .unwrap();
    assert!(people::me(&test.backend.read(&second).await.unwrap()).await.unwrap().last_admin);
    assert!(!page(&test, &second, first).await.unwrap().last_admin, "who is disabled is none that counts");
}

#[apply(on_both)]
async fn an_invitation_is_taken_back(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let other = test.customer("Other", None).await;
    test.user(acme.id, "vic@acme.example", Role::Viewer).await;
    test.user(other.id, "oda@other.example", Role::Admin).await;
    let (vic, oda) = (test.sign_in("vic@acme.example").await, test.sign_in("oda@other.example").await);
    let (ida, link) = invite(&test, &admin, acme.id, "ida@acme.example").await;
    assert!(matches!(revoke(&test, &vic, ida).await, Err(Error::Forbidden(_))));
    assert!(matches!(revoke(&test, &oda, ida).await, Err(Error::NotFound)));
    assert!(page(&test, &admin, ida).await.unwrap().user.invited_until.is_some());

    let revoked = revoke(&test, &admin, ida).await.unwrap();
    assert_eq!((revoked.invited_until, revoked.status), (None, UserStatus::Invited));
    assert_eq!(page(&test, &admin, ida).await.unwrap().user.invited_until, None);
    let dead = people::activation(&test.backend, &link).await;
    assert!(matches!(dead, Err(Error::LinkInvalid(LinkEnd::Revoked))));
    // Once more changes nothing, and who is active has no invitation.
    revoke(&test, &admin, ida).await.unwrap();
    let active = id_of(&test, "vic@acme.example").await;
    assert!(matches!(revoke(&test, &admin, active).await, Err(Error::Invalid(_))));
    let again = test.backend.write(&admin, move |call| Box::pin(people::new_link(call, ida))).await.unwrap();
    assert!(again.activation_link.is_some() && again.user.invited_until.is_some());
}
