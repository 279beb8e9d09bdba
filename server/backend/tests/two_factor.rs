//! A second factor that a customer requires: who sets it, whom it keeps out until they have one, on both engines.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::people::{self, SignInFrom};
use backend::testing::TestBackend;
use backend::{Caller, Denial, Engine, Error, Result, customers, policy, tokens};
use model::customers::{Customer, Status, TwoFactorPlan, TwoFactorRule};
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::people::{LinkBy, Password, Role, SignInForm};
use model::permissions::{Action, Rule};
use model::second_factor::{CodeForm, FactorDuty, RequiredBy, SecondFactor};
use model::time::SECOND;
use model::tokens::TokenForm;
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, Statement};
use std::net::IpAddr;
use totp_rs::{Builder, Secret};

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

/// Acme, with a division below it, each with an admin; the provider's admin above both.
struct World {
    test: TestBackend,
    provider: Caller,
    acme: CustomerId,
    below: CustomerId,
    ann: UserId,
    bob: UserId,
}

const ANN: &str = "ann@acme.example";
const BOB: &str = "bob@below.example";

impl World {
    async fn new(engine: Engine) -> Self {
        let test = TestBackend::new(engine).await;
        let provider = test.provider().await;
        let acme = test.customer("Acme", None).await.id;
        let below = test.customer("Below", Some(acme)).await.id;
        let ann = test.user(acme, ANN, Role::Admin).await.user.id;
        let bob = test.user(below, BOB, Role::Admin).await.user.id;
        Self { test, provider, acme, below, ann, bob }
    }

    async fn set(&self, caller: &Caller, id: CustomerId, on: bool) -> Result<Customer> {
        let verb =
            self.test.backend.write(caller, move |call| Box::pin(customers::require_two_factor(call, id, on, None)));
        verb.await
    }

    async fn rule(&self, caller: &Caller, id: CustomerId) -> TwoFactorRule {
        customers::detail(&self.test.backend.read(caller).await.unwrap(), id).await.unwrap().two_factor
    }

    async fn plan(&self, caller: &Caller, id: CustomerId) -> Result<TwoFactorPlan> {
        customers::two_factor_plan(&self.test.backend.read(caller).await?, id).await
    }

    async fn duty(&self, caller: &Caller) -> FactorDuty {
        let caller = caller.setting_up();
        people::factor_duty(&self.test.backend.read(&caller).await.unwrap(), &caller).await.unwrap()
    }

    async fn acts(&self, caller: &Caller) -> bool {
        match self.test.backend.read(caller).await {
            Ok(_) => true,
            Err(Error::Forbidden(Denial::SecondFactor)) => false,
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Sets a password by a link.
    async fn password(&self, id: UserId) {
        let system = self.test.system();
        let link = self
            .test
            .backend
            .write(&system, move |call| Box::pin(people::reset_password(call, id, LinkBy::Link, None)));
        let link = link.await.unwrap().unwrap();
        let password = Password::parse(PASSWORD).unwrap();
        people::reset(&self.test.backend, link.rsplit('/').next().unwrap(), password, from()).await.unwrap();
    }
}

#[apply(on_both)]
async fn who_lacks_it_signs_in_and_sets_it_up(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = &world.test.backend;
    world.password(world.bob).await;
    let before = world.test.sign_in(BOB).await;
    assert!(world.set(&world.provider, world.acme, true).await.unwrap().require_two_factor);
    assert!(!world.acts(&before).await, "nobody is signed out, and nobody goes on without");

    let form = SignInForm { email: BOB.to_owned(), password: PASSWORD.to_owned(), remember: false };
    let session = people::sign_in(backend, &form, from()).await.unwrap();
    assert!(!session.awaits_code);
    let bob = Caller::session(session.secret.expose());
    assert!(!world.acts(&bob).await);
    let written = backend.write(&bob, |call| Box::pin(people::rename(call, "Robert".to_owned()))).await;
    assert!(matches!(written, Err(Error::Forbidden(Denial::SecondFactor))), "{written:?}");
    assert_eq!(world.duty(&bob).await, FactorDuty { by: Some(RequiredBy::Above), met: false });

    let begun = people::begin_second_factor(backend, &bob, PASSWORD, from()).await.unwrap();
    let setting_up = bob.setting_up();
    let state = people::second_factor(&backend.read(&setting_up).await.unwrap(), &setting_up).await.unwrap();
    assert_eq!(state, SecondFactor::Pending(begun.clone()));
    assert!(!world.acts(&bob).await, "not before it is confirmed");
    let totp = Builder::new().with_secret(Secret::try_from_base32(&begun.secret).unwrap()).build().unwrap();
    let code = totp.generate(u64::try_from(backend.now().0 / SECOND).unwrap()).to_string();
    people::confirm_second_factor(backend, &bob, &CodeForm { code }, from()).await.unwrap();
    assert!(world.acts(&bob).await);
    assert!(world.duty(&bob).await.met);

    let off = people::turn_off_second_factor(backend, &bob, PASSWORD, from()).await;
    assert!(matches!(off, Err(Error::Forbidden(Denial::SecondFactor))), "{off:?}");
    let reset =
        backend.write(&world.provider, move |call| Box::pin(people::reset_second_factor(call, world.bob, None)));
    assert!(reset.await.unwrap());
    assert!(!world.acts(&bob).await, "who has lost it sets up another one");
    world.set(&world.provider, world.acme, false).await.unwrap();
    assert!(world.acts(&bob).await);
}

#[apply(on_both)]
async fn tokens_wait_with_the_person_who_made_them(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = &world.test.backend;
    let form = TokenForm { name: "t".to_owned(), ..TokenForm::default() };
    let new = form.parse().unwrap();
    let ann = world.test.sign_in(ANN).await;
    let made = backend.write(&ann, move |call| Box::pin(tokens::create(call, new))).await.unwrap();
    let token = Caller::token(&made.secret);
    assert!(world.acts(&token).await);
    world.set(&world.provider, world.acme, true).await.unwrap();
    assert!(!world.acts(&token).await);
    assert!(!world.acts(&token.setting_up()).await, "a token sets nothing up");
    world.test.second_factor(world.ann).await;
    assert!(world.acts(&token).await && world.acts(&ann).await);
}

#[apply(on_both)]
async fn what_is_set_from_above_is_released_from_above(#[case] engine: Engine) {
    let world = World::new(engine).await;
    for user in [world.ann, world.bob] {
        world.test.second_factor(user).await;
    }
    let (ann, bob) = (world.test.sign_in(ANN).await, world.test.sign_in(BOB).await);

    // Their own: on and off again.
    let own = world.set(&bob, world.below, true).await.unwrap();
    assert_eq!((own.require_two_factor, own.version), (true, 2));
    assert_eq!(world.set(&bob, world.below, true).await.unwrap().version, 2, "nothing changes twice");
    assert_eq!(world.rule(&bob, world.below).await, TwoFactorRule { on: true, above: None, may: true });
    assert!(!world.set(&bob, world.below, false).await.unwrap().require_two_factor);

    // Set by who manages it.
    world.set(&ann, world.below, true).await.unwrap();
    let refused = world.set(&bob, world.below, false).await;
    assert!(matches!(refused, Err(Error::Forbidden(Denial::Governed))), "{refused:?}");
    assert_eq!(world.rule(&bob, world.below).await, TwoFactorRule { on: true, above: None, may: false });
    assert!(world.rule(&ann, world.below).await.may);

    // Below who requires it nobody takes it off, nor learns who that is unless they see them.
    world.set(&ann, world.acme, true).await.unwrap();
    let refused = world.set(&ann, world.below, false).await;
    let Err(Error::Invalid(wrong)) = refused else { panic!("{refused:?}") };
    assert_eq!((wrong.0[0].field.as_ref(), &wrong.0[0].problem), ("require_two_factor", &Problem::ReadOnly));
    let named = TwoFactorRule { on: true, above: Some(RequiredBy::Customer("Acme".to_owned())), may: false };
    assert_eq!(world.rule(&ann, world.below).await, named);
    let unnamed = TwoFactorRule { above: Some(RequiredBy::Above), ..named };
    assert_eq!(world.rule(&bob, world.below).await, unnamed);

    let view = world.test.backend.read(&bob).await.unwrap();
    let object = world.below.to_string();
    let told = policy::explain(&view, None, Ok(Action::CustomerReleaseTwoFactor), Some(&object)).await.unwrap();
    let broken: Vec<_> = told.reasons.iter().filter(|reason| !reason.holds).map(|reason| reason.rule).collect();
    assert_eq!(broken, [Rule::NotSetFromAbove, Rule::NotRequiredAbove]);
    assert!(told.reasons.iter().all(|reason| reason.found.as_deref() != Some("Acme")), "{told:?}");

    // The provider can require it of its own people, and is above nobody.
    let root = world.test.root().await;
    world.set(&world.provider, root, true).await.unwrap();
    assert!(!world.acts(&world.provider).await, "of oneself too");
}

#[apply(on_both)]
async fn a_move_counts_at_once_and_so_does_its_way_back(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let bob = world.test.sign_in(BOB).await;
    let strict = world.test.customer("Strict", None).await.id;
    world.set(&world.provider, strict, true).await.unwrap();
    assert!(world.acts(&bob).await);
    let (id, acme) = (world.below, world.acme);
    let moved =
        world.test.backend.write(&world.provider, move |call| Box::pin(customers::relocate(call, id, strict, None)));
    moved.await.unwrap();
    assert!(!world.acts(&bob).await);

    // A customer that requires it and is disabled: out is out.
    let set = |status| {
        world
            .test
            .backend
            .write(&world.provider, move |call| Box::pin(customers::set_status(call, strict, status, None)))
    };
    set(Status::Disabled).await.unwrap();
    assert!(matches!(world.test.backend.read(&bob).await, Err(Error::Unauthenticated)));
    set(Status::Enabled).await.unwrap();
    let bob = world.test.sign_in(BOB).await;
    assert!(!world.acts(&bob).await);
    let back =
        world.test.backend.write(&world.provider, move |call| Box::pin(customers::relocate(call, id, acme, None)));
    back.await.unwrap();
    assert!(world.acts(&bob).await);
}

#[apply(on_both)]
async fn the_plan_counts_who_has_none(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let count = |users, oneself| TwoFactorPlan { users, more: false, oneself };
    assert_eq!(world.plan(&world.provider, world.acme).await.unwrap(), count(2, false));
    let ann = world.test.sign_in(ANN).await;
    assert_eq!(world.plan(&ann, world.acme).await.unwrap(), count(2, true));
    assert_eq!(world.plan(&ann, world.below).await.unwrap(), count(1, false));
    world.test.second_factor(world.ann).await;
    assert_eq!(world.plan(&ann, world.acme).await.unwrap(), count(1, false));
    let (bob, off) = (world.bob, Status::Disabled);
    let disabled = world.test.backend.write(&ann, move |call| Box::pin(people::set_status(call, bob, off, None)));
    disabled.await.unwrap();
    assert_eq!(world.plan(&ann, world.acme).await.unwrap(), count(0, false));
    let vera = world.test.user(world.acme, "vera@acme.example", Role::Viewer).await.user.id;
    assert_ne!(vera, bob);
    let viewer = world.test.sign_in("vera@acme.example").await;
    assert!(matches!(world.plan(&viewer, world.acme).await, Err(Error::Forbidden(Denial::Role))));
    let root = world.test.root().await;
    assert!(matches!(world.plan(&ann, root).await, Err(Error::NotFound)));
}

#[apply(on_both)]
async fn an_admin_looks_through_who_lacks_it(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.set(&world.provider, world.acme, true).await.unwrap();
    let bob = world.bob;
    world.test.backend.write(&world.provider, move |call| Box::pin(people::view_as(call, bob))).await.unwrap();
    let view = world.test.backend.read(&world.provider).await.unwrap();
    assert_eq!(view.actor().unwrap().home, world.below);
    people::end_view(&world.test.backend, &world.provider).await.unwrap();

    // Why someone can't act is told to who asks about them.
    let view = world.test.backend.read(&world.provider).await.unwrap();
    let (who, object) = (bob.to_string(), world.below.to_string());
    let told = policy::explain(&view, Some(&who), Ok(Action::CustomerEdit), Some(&object)).await.unwrap();
    let broken = told.reasons.iter().find(|reason| !reason.holds).unwrap();
    assert_eq!((broken.rule, broken.found.as_deref()), (Rule::SecondFactor, Some("Acme")));
}

#[apply(on_both)]
async fn it_is_written_down(#[case] engine: Engine) {
    let world = World::new(engine).await;
    world.set(&world.provider, world.acme, true).await.unwrap();
    world.set(&world.provider, world.acme, false).await.unwrap();
    let db = world.test.backend.connection();
    let query = "SELECT verb, before, after FROM activity WHERE verb LIKE 'customer.re%' ORDER BY id";
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap();
    let told: Vec<(String, String, String)> = rows
        .iter()
        .map(|row| (0..3).map(|at| row.try_get_by_index(at).unwrap()).collect::<Vec<String>>())
        .map(|row| (row[0].clone(), row[1].clone(), row[2].clone()))
        .collect();
    let told: Vec<_> = told.iter().map(|(v, b, a)| (v.as_str(), b.as_str(), a.as_str())).collect();
    let on = ("customer.require_two_factor", "false", "true");
    assert_eq!(told, [on, ("customer.release_two_factor", "true", "false")]);
}
