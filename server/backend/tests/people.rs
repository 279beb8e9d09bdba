//! Signing in, links, the first start and tokens, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::people::{self, SignInFrom};
use backend::testing::TestBackend;
use backend::{Caller, Denial, Engine, Error, customers, tokens};
use model::codes::Email;
use model::customers::{CustomerQuery, Status};
use model::ids::CustomerId;
use model::people::{NewUserForm, Password, Role, Setup, SetupForm, SignInForm, UserStatus};
use model::time::{DAY, HOUR};
use model::tokens::TokenForm;
use rstest::rstest;
use rstest_reuse::{apply, template};
use std::net::IpAddr;

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

const PASSWORD: &str = "walnut crate sings low";

fn from() -> SignInFrom {
    SignInFrom { address: IpAddr::from([192, 0, 2, 1]), user_agent: "test".to_owned(), lang: None }
}

async fn sign_in(test: &TestBackend, email: &str, password: &str) -> Result<Caller, Error> {
    let form = SignInForm { email: email.to_owned(), password: password.to_owned(), remember: false };
    Ok(Caller::session(people::sign_in(&test.backend, &form, from()).await?.secret.expose()))
}

fn setup_form() -> Setup {
    let form = SetupForm {
        provider: "Provider".to_owned(),
        country: "IT".to_owned(),
        name: "Admin".to_owned(),
        email: "Admin@Provider.example".to_owned(),
        password: PASSWORD.to_owned(),
        password_confirmation: PASSWORD.to_owned(),
    };
    form.parse().unwrap()
}

async fn invite(
    test: &TestBackend,
    by: &Caller,
    customer: CustomerId,
    email: &str,
    role: &str,
) -> Result<String, Error> {
    let form = NewUserForm {
        name: "Invited".to_owned(),
        email: email.to_owned(),
        role: role.to_owned(),
        activation: "link".to_owned(),
        ..NewUserForm::default()
    };
    let user = people::prepare(&test.backend, form.parse().unwrap()).await.unwrap();
    let created = test.backend.write(by, move |call| Box::pin(people::create(call, customer, user))).await?;
    assert_eq!(created.user.status, UserStatus::Invited);
    let link = created.activation_link.unwrap();
    Ok(link.strip_prefix("https://canopy.example/activate/").unwrap().to_owned())
}

#[apply(on_both)]
async fn the_first_start_needs_its_link_once(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let backend = &test.backend;
    let old = people::setup_link(backend).await.unwrap().unwrap();
    let link = people::setup_link(backend).await.unwrap().unwrap();
    let token = |link: &str| link.strip_prefix("https://canopy.example/setup/").unwrap().to_owned();
    assert!(matches!(people::setup_open(backend, &token(&old)).await, Err(Error::LinkInvalid(_))), "revoked");
    assert!(matches!(people::setup(backend, "guess", setup_form(), from()).await, Err(Error::LinkInvalid(_))));
    people::setup_open(backend, &token(&link)).await.unwrap();
    let session = people::setup(backend, &token(&link), setup_form(), from()).await.unwrap();
    let view = backend.read(&Caller::session(session.secret.expose())).await.unwrap();
    let me = people::me(&view).await.unwrap();
    assert!(me.of_provider && me.role == Role::Admin);
    assert!(matches!(people::setup(backend, &token(&link), setup_form(), from()).await, Err(Error::LinkInvalid(_))));
    assert_eq!(people::setup_link(backend).await.unwrap(), None);
    assert!(sign_in(&test, "admin@provider.EXAMPLE", PASSWORD).await.is_ok());
}

#[apply(on_both)]
async fn sign_in_answers_alike_whatever_is_wrong(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let customer = test.customer("Acme", None).await;
    let token = invite(&test, &admin, customer.id, "eve@acme.example", "viewer").await.unwrap();
    assert!(matches!(sign_in(&test, "eve@acme.example", PASSWORD).await, Err(Error::SignInFailed)), "invited");
    people::activate(&test.backend, &token, Password::parse(PASSWORD).unwrap(), from()).await.unwrap();
    let caller = sign_in(&test, "eve@acme.example", PASSWORD).await.unwrap();
    assert!(matches!(sign_in(&test, "eve@acme.example", "wrong password").await, Err(Error::SignInFailed)));
    assert!(matches!(sign_in(&test, "nobody@acme.example", PASSWORD).await, Err(Error::SignInFailed)));
    let off = test
        .backend
        .write(&admin, move |call| Box::pin(customers::set_status(call, customer.id, Status::Disabled, None)));
    off.await.unwrap();
    assert!(matches!(sign_in(&test, "eve@acme.example", PASSWORD).await, Err(Error::SignInFailed)), "disabled above");
    assert!(matches!(test.backend.read(&caller).await, Err(Error::Unauthenticated)));
}

#[apply(on_both)]
async fn a_session_ends_by_sign_out_and_by_time(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let other = test.sign_in("admin@provider.example").await;
    people::sign_out(&test.backend, &admin).await.unwrap();
    assert!(matches!(test.backend.read(&admin).await, Err(Error::Unauthenticated)));
    assert!(test.backend.read(&other).await.is_ok());
    test.pass(12 * HOUR);
    assert!(matches!(test.backend.read(&other).await, Err(Error::Unauthenticated)));
}

#[apply(on_both)]
async fn an_activation_link_works_once_and_a_new_one_revokes_it(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let customer = test.customer("Acme", None).await;
    let old = invite(&test, &admin, customer.id, "eve@acme.example", "viewer").await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    let id = people::list(&view, customer.id, None, 50).await.unwrap().items[0].id;
    let new = test.backend.write(&admin, move |call| Box::pin(people::new_link(call, id))).await.unwrap();
    let new = new.activation_link.unwrap().rsplit('/').next().unwrap().to_owned();
    let password = || Password::parse(PASSWORD).unwrap();
    assert!(matches!(people::activate(&test.backend, &old, password(), from()).await, Err(Error::LinkInvalid(_))));
    for _ in 0..3 {
        assert_eq!(people::activation(&test.backend, &new).await.unwrap().customer, "Acme", "looking consumes nothing");
    }
    let both = tokio::join!(
        people::activate(&test.backend, &new, password(), from()),
        people::activate(&test.backend, &new, password(), from())
    );
    assert!(both.0.is_ok() != both.1.is_ok(), "one of two at the same moment");
    assert!(matches!(people::activation(&test.backend, &new).await, Err(Error::LinkInvalid(_))));
    let late = invite(&test, &admin, customer.id, "late@acme.example", "viewer").await.unwrap();
    test.pass(72 * HOUR);
    assert!(matches!(people::activation(&test.backend, &late).await, Err(Error::LinkInvalid(_))));
}

#[apply(on_both)]
async fn roles_are_given_by_admins_in_scope_and_never_above_their_own(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let other = test.customer("Other", None).await;
    test.user(acme.id, "admin@acme.example", Role::Admin).await;
    test.user(acme.id, "editor@acme.example", Role::Editor).await;
    let admin = test.sign_in("admin@acme.example").await;
    let editor = test.sign_in("editor@acme.example").await;
    assert!(invite(&test, &admin, acme.id, "a1@acme.example", "admin").await.is_ok());
    assert!(matches!(
        invite(&test, &editor, acme.id, "a2@acme.example", "viewer").await,
        Err(Error::Forbidden(Denial::Role))
    ));
    assert!(matches!(invite(&test, &admin, other.id, "a3@acme.example", "viewer").await, Err(Error::NotFound)));
    assert!(matches!(
        invite(&test, &admin, test.root().await, "a4@acme.example", "viewer").await,
        Err(Error::NotFound)
    ));
    let taken = invite(&test, &provider, other.id, "A1@acme.example", "viewer").await;
    assert!(matches!(taken, Err(Error::Invalid(_))), "addresses are the same in any case");
}

#[apply(on_both)]
async fn a_token_has_at_most_its_makers_role_and_reach(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let acme = test.customer("Acme", None).await;
    let below = test.customer("Below", Some(acme.id)).await;
    let other = test.customer("Other", None).await;
    test.user(acme.id, "editor@acme.example", Role::Editor).await;
    let editor = test.sign_in("editor@acme.example").await;
    let make = |form: TokenForm| {
        let new = form.parse().unwrap();
        test.backend.write(&editor, move |call| Box::pin(tokens::create(call, new)))
    };
    let form = TokenForm { name: "ci".to_owned(), ..TokenForm::default() };
    assert!(matches!(make(TokenForm { role: "admin".to_owned(), ..form.clone() }).await, Err(Error::Invalid(_))));
    assert!(matches!(
        make(TokenForm { customer_id: other.id.to_string(), ..form.clone() }).await,
        Err(Error::Invalid(_))
    ));
    let narrow = TokenForm {
        customer_id: below.id.to_string(),
        role: "viewer".to_owned(),
        expires_in_days: "1".to_owned(),
        ..form
    };
    let token = make(narrow).await.unwrap();
    assert!(token.secret.starts_with("cnp_"));
    let caller = Caller::token(&token.secret);
    let view = test.backend.read(&caller).await.unwrap();
    let page = customers::list(&view, &CustomerQuery::default()).await.unwrap();
    assert_eq!(page.items.iter().map(|r| r.customer.name.as_str()).collect::<Vec<_>>(), ["Below"]);
    assert_eq!(view.actor().unwrap().role, Role::Viewer);
    test.pass(DAY);
    assert!(matches!(test.backend.read(&caller).await, Err(Error::Unauthenticated)));
}

#[apply(on_both)]
async fn the_command_line_creates_the_provider_and_voids_the_set_up_link(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let link = people::setup_link(&test.backend).await.unwrap().unwrap();
    let email = Email::parse("Root@provider.example").unwrap();
    let password = Password::parse(PASSWORD).unwrap();
    let created = people::create_admin(&test.backend, email, "ACME Hosting", Some(password)).await.unwrap();
    assert_eq!((created.user.name.as_str(), created.user.role), ("Root", Role::Admin));
    let token = link.rsplit('/').next().unwrap();
    assert!(matches!(people::setup_open(&test.backend, token).await, Err(Error::LinkInvalid(_))));
    let second = Email::parse("second@provider.example").unwrap();
    let second = people::create_admin(&test.backend, second, "ignored", None).await.unwrap();
    assert!(second.activation_link.is_some());
    assert_eq!(second.user.customer_id, created.user.customer_id);
}

#[apply(on_both)]
async fn an_import_before_the_set_up_does_not_take_the_link_away(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let link = people::setup_link(&test.backend).await.unwrap().unwrap();
    assert!(backend::seed::found_provider(&test.backend).await.unwrap());
    let token = link.rsplit('/').next().unwrap();
    let session = people::setup(&test.backend, token, setup_form(), from()).await.unwrap();
    let view = test.backend.read(&Caller::session(session.secret.expose())).await.unwrap();
    let me = people::me(&view).await.unwrap();
    assert_eq!((me.customer.as_str(), me.of_provider), ("Provider", true));
    assert!(matches!(people::setup_open(&test.backend, token).await, Err(Error::LinkInvalid(_))));
}
