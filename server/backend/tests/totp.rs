//! The second factor and the second step of signing in, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::people::{self, SignInFrom, SignedIn};
use backend::testing::TestBackend;
use backend::{Caller, Engine, Error, Result, SecretKey, customers, doctor, tokens};
use model::customers::Status;
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::people::{LinkBy, Password, Role, SignInForm};
use model::second_factor::{CodeForm, SecondFactor};
use model::time::{DAY, SECOND};
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

const EMAIL: &str = "eve@acme.example";
const PASSWORD: &str = "walnut crate sings low";
const STEP: i64 = 30 * SECOND;

fn from() -> SignInFrom {
    SignInFrom { address: IpAddr::from([192, 0, 2, 1]), user_agent: "test".to_owned(), lang: None }
}

fn typed(code: &str) -> CodeForm {
    CodeForm { code: code.to_owned() }
}

struct World {
    test: TestBackend,
    admin: Caller,
    home: CustomerId,
    id: UserId,
}

impl World {
    async fn new(engine: Engine) -> Self {
        let test = TestBackend::new(engine).await;
        let admin = test.provider().await;
        let home = test.customer("Acme", None).await.id;
        let id = test.user(home, EMAIL, Role::Admin).await.user.id;
        let world = Self { test, admin, home, id };
        world.reset(PASSWORD).await;
        world
    }

    /// Sets a password by a link.
    async fn reset(&self, password: &str) -> SignedIn {
        let id = self.id;
        let link = self
            .test
            .backend
            .write(&self.admin, move |call| Box::pin(people::reset_password(call, id, LinkBy::Link, None)));
        let link = link.await.unwrap().unwrap();
        let password = Password::parse(password).unwrap();
        people::reset(&self.test.backend, link.rsplit('/').next().unwrap(), password, from()).await.unwrap()
    }

    async fn sign_in(&self, remember: bool) -> SignedIn {
        let form = SignInForm { email: EMAIL.to_owned(), password: PASSWORD.to_owned(), remember };
        people::sign_in(&self.test.backend, &form, from()).await.unwrap()
    }

    async fn half(&self) -> String {
        let half = self.sign_in(false).await;
        assert!(half.awaits_code);
        half.secret.expose().to_owned()
    }

    async fn enter(&self, half: &str, code: &str) -> Result<SignedIn> {
        people::enter_code(&self.test.backend, half, &typed(code), from()).await
    }

    async fn session(&self) -> Caller {
        let session = self.sign_in(false).await;
        assert!(!session.awaits_code);
        Caller::session(session.secret.expose())
    }

    async fn state(&self, caller: &Caller) -> SecondFactor {
        people::second_factor(&self.test.backend.read(caller).await.unwrap(), caller).await.unwrap()
    }

    /// The code of the present, or so many steps away.
    fn code(&self, secret: &str, steps: i64) -> String {
        let secret = Secret::try_from_base32(secret).unwrap();
        let totp = Builder::new().with_secret(secret).build().unwrap();
        let seconds = (self.test.backend.now().0 + steps * STEP) / SECOND;
        totp.generate(u64::try_from(seconds).unwrap()).to_string()
    }

    /// Turns it on; the session, the secret and the recovery codes.
    async fn turn_on(&self) -> (Caller, String, Vec<String>) {
        let session = self.session().await;
        let begun = people::begin_second_factor(&self.test.backend, &session, PASSWORD, from()).await.unwrap();
        let code = self.code(&begun.secret, 0);
        let codes = people::confirm_second_factor(&self.test.backend, &session, &typed(&code), from()).await.unwrap();
        self.test.pass(2 * STEP);
        (session, begun.secret, codes)
    }

    async fn is_out(&self, caller: &Caller) -> bool {
        matches!(self.test.backend.read(caller).await, Err(Error::Unauthenticated))
    }

    async fn sound(&self) {
        let findings = doctor::check(&self.test.backend).await.unwrap();
        assert!(findings.is_empty(), "{findings:?}");
    }
}

fn wrong<T: std::fmt::Debug>(outcome: Result<T>) -> Problem {
    match outcome {
        Err(Error::Invalid(errors)) => errors.0[0].problem.clone(),
        other => panic!("{other:?}"),
    }
}

#[apply(on_both)]
async fn a_set_up_takes_the_password_and_a_code(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = &world.test.backend;
    let (here, there) = (world.session().await, world.session().await);
    assert_eq!(world.state(&here).await, SecondFactor::Off);
    let guess = people::begin_second_factor(backend, &here, "a guess at it", from()).await;
    assert_eq!(wrong(guess), Problem::PasswordWrong);
    let begun = people::begin_second_factor(backend, &here, PASSWORD, from()).await.unwrap();
    assert_eq!(world.state(&here).await, SecondFactor::Pending(begun.clone()));
    assert_eq!(world.state(&there).await, SecondFactor::Off, "who has taken another session doesn't see the secret");
    assert!(!world.sign_in(false).await.awaits_code, "not before it is confirmed");
    let other = world.code(&begun.secret, 5);
    assert_eq!(wrong(people::confirm_second_factor(backend, &here, &typed(&other), from()).await), Problem::CodeWrong);
    let code = world.code(&begun.secret, -1);
    let elsewhere = people::confirm_second_factor(backend, &there, &typed(&code), from()).await;
    assert!(matches!(elsewhere, Err(Error::NotFound)));
    let codes = people::confirm_second_factor(backend, &here, &typed(&code), from()).await.unwrap();
    assert_eq!(codes.len(), 10);
    assert!(matches!(world.state(&here).await, SecondFactor::On { codes_left: 10, .. }));
    assert!(world.is_out(&there).await, "it began by the password alone");
    let again = people::begin_second_factor(backend, &here, PASSWORD, from()).await;
    assert_eq!(wrong(again), Problem::ReadOnly);
    world.sound().await;

    // Neither secret nor recovery codes can be read in the database.
    let db = backend.connection();
    let query = "SELECT sealed FROM second_factors";
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap().unwrap();
    let sealed: Vec<u8> = row.try_get_by_index(0).unwrap();
    let raw = Secret::try_from_base32(&begun.secret).unwrap();
    assert!(!sealed.windows(20).any(|bytes| bytes == raw.as_bytes()));
}

#[apply(on_both)]
async fn a_set_up_that_nobody_confirms_is_forgotten(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let session = world.session().await;
    let begun = people::begin_second_factor(&world.test.backend, &session, PASSWORD, from()).await.unwrap();
    world.test.pass(15 * 60 * SECOND);
    assert_eq!(world.state(&session).await, SecondFactor::Off);
    let code = world.code(&begun.secret, 0);
    let late = people::confirm_second_factor(&world.test.backend, &session, &typed(&code), from()).await;
    assert!(matches!(late, Err(Error::NotFound)));
    let anew = people::begin_second_factor(&world.test.backend, &session, PASSWORD, from()).await.unwrap();
    assert_ne!(anew.secret, begun.secret);
}

#[apply(on_both)]
async fn half_a_session_opens_nothing_and_a_code_counts_once(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (_, secret, _) = world.turn_on().await;
    let half = world.half().await;
    assert!(world.is_out(&Caller::session(&half)).await);
    people::awaits_code(&world.test.backend, &half).await.unwrap();
    assert_eq!(wrong(world.enter(&half, "").await), Problem::Required);
    assert_eq!(wrong(world.enter(&half, &world.code(&secret, 2)).await), Problem::CodeWrong);
    let code = world.code(&secret, 1);
    let session = world.enter(&half, &format!(" {} {}", &code[..3], &code[3..])).await.unwrap();
    assert!(!world.is_out(&Caller::session(session.secret.expose())).await);
    assert!(matches!(world.enter(&half, &world.code(&secret, 0)).await, Err(Error::Unauthenticated)), "used up");
    let half = world.half().await;
    assert_eq!(wrong(world.enter(&half, &code).await), Problem::CodeWrong, "seen over a shoulder");
    assert_eq!(wrong(world.enter(&half, &world.code(&secret, 0)).await), Problem::CodeWrong, "an earlier one too");
    world.test.pass(STEP);
    world.enter(&half, &world.code(&secret, 1)).await.unwrap();

    // Of two at the same moment one gets in.
    world.test.pass(2 * STEP);
    let (one, two) = (world.half().await, world.half().await);
    let code = world.code(&secret, 0);
    let (first, second) = tokio::join!(world.enter(&one, &code), world.enter(&two, &code));
    assert!(first.is_ok() != second.is_ok(), "{first:?} {second:?}");
    world.sound().await;
}

#[apply(on_both)]
async fn a_half_has_five_tries_and_five_minutes(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (_, secret, _) = world.turn_on().await;
    let half = world.half().await;
    for _ in 0..5 {
        assert_eq!(wrong(world.enter(&half, "000000").await), Problem::CodeWrong);
    }
    assert!(matches!(world.enter(&half, &world.code(&secret, 0)).await, Err(Error::Unauthenticated)));
    assert!(matches!(people::awaits_code(&world.test.backend, &half).await, Err(Error::Unauthenticated)));
    let half = world.half().await;
    world.test.pass(5 * 60 * SECOND);
    assert!(matches!(world.enter(&half, &world.code(&secret, 0)).await, Err(Error::Unauthenticated)));

    // Who knows the password gets one half after the other, but not more tries.
    let mut limited = false;
    for _ in 0..3 {
        let half = world.half().await;
        for _ in 0..5 {
            limited |= matches!(world.enter(&half, "000000").await, Err(Error::TooMany { .. }));
        }
    }
    assert!(limited);
}

#[apply(on_both)]
async fn a_recovery_code_stands_in_once_and_remembering_is_carried_through(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (session, _, codes) = world.turn_on().await;
    let half = world.sign_in(true).await;
    let entered = world.enter(half.secret.expose(), &codes[0].to_uppercase()).await.unwrap();
    assert!(entered.remember && entered.expires_at == world.test.backend.now().plus(30 * DAY));
    let half = world.half().await;
    assert_eq!(wrong(world.enter(&half, &codes[0]).await), Problem::CodeWrong);
    let (first, second) = tokio::join!(world.enter(&half, &codes[1]), world.enter(&half, &codes[2]));
    assert!(first.is_ok() != second.is_ok(), "half a session gives one");
    assert!(matches!(world.state(&session).await, SecondFactor::On { codes_left: 8, .. }));

    let backend = &world.test.backend;
    assert_eq!(wrong(people::new_recovery_codes(backend, &session, "a guess", from()).await), Problem::PasswordWrong);
    let fresh = people::new_recovery_codes(backend, &session, PASSWORD, from()).await.unwrap();
    world.test.pass(60 * SECOND);
    let half = world.half().await;
    assert_eq!(wrong(world.enter(&half, &codes[5]).await), Problem::CodeWrong);
    world.enter(&half, &fresh[5]).await.unwrap();
    world.sound().await;
}

#[apply(on_both)]
async fn it_is_turned_off_by_the_password_or_by_an_admin_of_others(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (session, ..) = world.turn_on().await;
    let backend = &world.test.backend;
    let token = TokenForm { name: "ci".to_owned(), ..TokenForm::default() }.parse().unwrap();
    let token = backend.write(&session, move |call| Box::pin(tokens::create(call, token))).await.unwrap();
    let token = Caller::token(&token.secret);
    let id = world.id;
    let reset =
        async |by: &Caller| backend.write(by, move |call| Box::pin(people::reset_second_factor(call, id, None))).await;
    for own in [&session, &token] {
        assert!(matches!(reset(own).await, Err(Error::Forbidden(_))), "one's own needs the password");
    }
    assert!(!world.is_out(&token).await, "tokens are not affected");
    assert_eq!(
        wrong(people::turn_off_second_factor(backend, &session, "a guess", from()).await),
        Problem::PasswordWrong
    );
    people::turn_off_second_factor(backend, &session, PASSWORD, from()).await.unwrap();
    world.session().await;

    let (_, _, codes) = world.turn_on().await;
    let half = world.half().await;
    world.test.user(world.home, "editor@acme.example", Role::Editor).await;
    let editor = world.test.sign_in("editor@acme.example").await;
    assert!(matches!(reset(&editor).await, Err(Error::Forbidden(_))));
    assert!(reset(&world.admin).await.unwrap());
    assert!(!reset(&world.admin).await.unwrap());
    assert!(matches!(world.enter(&half, &codes[0]).await, Err(Error::Unauthenticated)));
    world.session().await;
    world.sound().await;
}

#[apply(on_both)]
async fn no_other_way_in_gets_round_the_code(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (session, _, codes) = world.turn_on().await;
    let before = world.half().await;
    let reset = world.reset(PASSWORD).await;
    assert!(reset.awaits_code, "who reads someone's mail has not their phone");
    assert!(world.is_out(&session).await);
    assert!(matches!(world.enter(&before, &codes[0]).await, Err(Error::Unauthenticated)), "the password was another");
    let home = world.home;
    let switch = async |status| {
        let set = world
            .test
            .backend
            .write(&world.admin, move |call| Box::pin(customers::set_status(call, home, status, None)));
        set.await.unwrap();
    };
    switch(Status::Disabled).await;
    assert!(matches!(world.enter(reset.secret.expose(), &codes[0]).await, Err(Error::Unauthenticated)));
    switch(Status::Enabled).await;
    world.enter(reset.secret.expose(), &codes[0]).await.unwrap();
}

#[apply(on_both)]
async fn with_another_secret_key_recovery_codes_still_work(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let (_, secret, codes) = world.turn_on().await;
    let half = world.half().await;
    let other = world.test.with_key(SecretKey::generate(), None).await;
    let code = typed(&world.code(&secret, 0));
    assert_eq!(wrong(people::enter_code(&other, &half, &code, from()).await), Problem::CodeWrong);
    people::enter_code(&other, &half, &typed(&codes[0]), from()).await.unwrap();
    let findings = doctor::check(&other).await.unwrap();
    assert_eq!(findings.iter().map(|finding| finding.check).collect::<Vec<_>>(), ["second_factors.key"]);
}
