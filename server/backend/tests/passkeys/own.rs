//! One's own passkeys: added, used, named, removed, and who may do that.

use super::device::{self, Device, SYNCED};
use super::*;
use backend::mail::{Sender, Settings};
use backend::{Backend, Clock, Denial, Options, SecretKey, customers, tokens};
use model::customers::Status;
use model::ids::PasskeyId;
use model::passkeys::MOST;
use model::second_factor::{CodeForm, SecondFactor};
use model::time::{DAY, HOUR, SECOND};
use model::tokens::TokenForm;
use rstest_reuse::apply;
use totp_rs::{Builder, Secret};

async fn rename(world: &World, by: &Caller, id: PasskeyId, name: &str) -> Result<()> {
    let name = name.to_owned();
    world.test.backend.write(by, move |call| Box::pin(people::rename_passkey(call, id, name))).await
}

async fn remove(world: &World, by: &Caller, id: PasskeyId) -> Result<()> {
    world.test.backend.write(by, move |call| Box::pin(people::remove_passkey(call, id))).await
}

#[apply(on_both)]
async fn a_passkey_is_added_signs_in_gets_a_name_and_goes(#[case] engine: Engine) {
    let world = World::new(engine).await;
    assert!(world.own().await.all.is_empty() && world.own().await.available);
    assert_eq!(world.own().await.browser.as_deref(), Some("Chrome"));
    let mut device = world.device(b"first").await;
    let added = world.own().await.all[0].clone();
    assert_eq!((added.name.as_str(), added.synced, added.last_used_at), ("Blue phone", false, None));

    world.test.pass(HOUR);
    let signed_in = world.enter(&device.sign(&world.challenge().await)).await.unwrap();
    assert!(!signed_in.awaits_code && !signed_in.remember);
    assert_eq!(signed_in.expires_at, world.test.backend.now().plus(12 * HOUR));
    let caller = Caller::session(signed_in.secret.expose());
    let me = people::me(&world.test.backend.read(&caller).await.unwrap()).await.unwrap();
    assert_eq!(me.email, EMAIL);
    assert_eq!(world.own().await.all[0].last_used_at, Some(world.test.backend.now()));

    device.flags |= SYNCED;
    world.refused(&device.sign(&world.challenge().await), "it was not to be synced, ever").await;
    device.flags ^= SYNCED;
    let answer = device.sign(&world.challenge().await);
    let remembered = people::sign_in_by_passkey(&world.test.backend, &answer, true, from()).await.unwrap();
    assert_eq!(remembered.expires_at, world.test.backend.now().plus(30 * DAY));
    assert!(remembered.remember && remembered.secret != signed_in.secret);

    rename(&world, &world.session, added.id, "Red phone").await.unwrap();
    assert_eq!(world.own().await.all[0].name, "Red phone");
    remove(&world, &world.session, added.id).await.unwrap();
    assert!(world.own().await.all.is_empty());
    assert!(matches!(remove(&world, &world.session, added.id).await, Err(Error::NotFound)));
    world.refused(&device.sign(&world.challenge().await), "it is gone").await;
    let told: Vec<_> = world.log().await;
    let told: Vec<_> = told.iter().map(|(verb, what)| (verb.as_str(), what.as_str())).collect();
    assert_eq!(
        told,
        [
            ("user.add_passkey", r#"{"name":"Blue phone"}"#),
            ("user.sign_in", r#""passkey""#),
            ("user.sign_in", r#""passkey""#),
            ("user.rename_passkey", r#"{"name":"Blue phone"} {"name":"Red phone"}"#),
            ("user.remove_passkey", r#"{"name":"Red phone"}"#),
        ]
    );
    world.sound().await;
}

#[apply(on_both)]
async fn one_that_is_synced_says_so_and_need_not_count(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let options = world.begin().await.unwrap();
    let mut device = Device::new(&options, b"synced");
    device.flags |= SYNCED;
    world.add(&device.make(&options)).await.unwrap();
    assert!(world.own().await.all[0].synced);
    for _ in 0..2 {
        world.enter(&device.sign_as_counted(&world.challenge().await)).await.unwrap();
    }
}

#[apply(on_both)]
async fn adding_one_takes_the_password_and_this_session(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = &world.test.backend;
    let guess = people::begin_passkey(backend, &world.session, "a guess at it", from()).await;
    assert_eq!(wrong(guess), Problem::PasswordWrong);
    let options = world.begin().await.unwrap();
    let device = Device::new(&options, b"first");
    let answer = device.make(&options);
    let (there, form) = (world.test.sign_in(EMAIL).await, PasskeyForm { name: "Mine".to_owned() });
    let elsewhere = people::add_passkey(backend, &there, &form, &answer).await;
    assert_eq!(wrong(elsewhere), Problem::Passkey, "who has taken another session");
    let nameless = people::add_passkey(backend, &world.session, &PasskeyForm::default(), &answer).await;
    assert_eq!(wrong(nameless), Problem::Required);
    world.add(&answer).await.unwrap();
    assert_eq!(wrong(world.add(&answer).await), Problem::Passkey, "each challenge counts once");

    let options = world.begin().await.unwrap();
    assert!(options.contains(&device::encode(b"first")), "the device is told that it has one: {options}");
    let again = Device::new(&options, b"first");
    assert_eq!(wrong(world.add(&again.make(&options)).await), Problem::Passkey, "no two have one id");
    assert_eq!(world.count("passkeys").await, 1);
}

#[apply(on_both)]
async fn neither_tokens_nor_who_views_nor_others_touch_them(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = &world.test.backend;
    world.device(b"first").await;
    let id = world.own().await.all[0].id;
    let token = TokenForm { name: "ci".to_owned(), ..TokenForm::default() }.parse().unwrap();
    let token = backend.write(&world.session, move |call| Box::pin(tokens::create(call, token))).await.unwrap();
    let token = Caller::token(&token.secret);
    let user = world.id;
    backend.write(&world.admin, move |call| Box::pin(people::view_as(call, user))).await.unwrap();
    let form = PasskeyForm { name: "Mine".to_owned() };
    for (by, viewing) in [(&token, false), (&world.admin, true), (&Caller::Anonymous, false)] {
        let fits = |error: Error| match error {
            Error::Forbidden(Denial::Viewing) => viewing,
            Error::Unauthenticated => !viewing,
            _ => false,
        };
        let view = backend.read(by).await.unwrap();
        assert!(fits(people::my_passkeys(&view, by, &from()).await.unwrap_err()));
        assert!(fits(people::begin_passkey(backend, by, PASSWORD, from()).await.unwrap_err()));
        assert!(fits(people::add_passkey(backend, by, &form, "{}").await.unwrap_err()));
        assert!(fits(rename(&world, by, id, "Mine").await.unwrap_err()));
        assert!(fits(remove(&world, by, id).await.unwrap_err()));
    }
    world.test.user(world.home, "other@acme.example", Role::Admin).await;
    let other = world.test.sign_in("other@acme.example").await;
    assert!(matches!(rename(&world, &other, id, "Mine").await, Err(Error::NotFound)));
    assert!(matches!(remove(&world, &other, id).await, Err(Error::NotFound)));
    assert_eq!(world.own().await.all[0].name, "Blue phone");
}

#[apply(on_both)]
async fn there_are_twenty_at_most(#[case] engine: Engine) {
    let world = World::new(engine).await;
    for number in 0..MOST - 1 {
        world.test.pass(6 * SECOND);
        world.device(&number.to_be_bytes()).await;
    }
    world.test.pass(6 * SECOND);
    let options = world.begin().await.unwrap();
    let last = Device::new(&options, b"last");
    world.add(&last.make(&options)).await.unwrap();
    world.test.pass(6 * SECOND);
    assert_eq!(wrong(world.begin().await), Problem::Full { max: MOST });
    assert_eq!(world.count("passkeys").await, i64::from(MOST));
    world.sound().await;
}

/// Who has the phone has the password and code of it, too: no code is asked for, and the admin who takes one takes both.
#[apply(on_both)]
async fn it_leads_past_the_code_and_goes_with_it(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = &world.test.backend;
    let begun = people::begin_second_factor(backend, &world.session, PASSWORD, from()).await.unwrap();
    let totp = Builder::new().with_secret(Secret::try_from_base32(&begun.secret).unwrap()).build().unwrap();
    let code = totp.generate(u64::try_from(backend.now().0 / SECOND).unwrap()).to_string();
    people::confirm_second_factor(backend, &world.session, &CodeForm { code }, from()).await.unwrap();
    let mut device = world.device(b"first").await;
    assert!(!world.enter(&device.sign(&world.challenge().await)).await.unwrap().awaits_code);

    let id = world.id;
    let reset = async || {
        let by = &world.admin;
        backend.write(by, move |call| Box::pin(people::reset_second_factor(call, id, None))).await.unwrap()
    };
    assert!(reset().await);
    world.refused(&device.sign(&world.challenge().await), "it went with the code").await;
    let view = backend.read(&world.session).await.unwrap();
    assert_eq!(people::second_factor(&view, &world.session).await.unwrap(), SecondFactor::Off);
    world.device(b"second").await;
    assert!(reset().await, "also where there was no code");
    assert!(!reset().await);
    world.sound().await;
}

#[apply(on_both)]
async fn it_outlives_another_password_and_goes_with_its_user(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut device = world.device(b"first").await;
    world.reset().await;
    world.enter(&device.sign(&world.challenge().await)).await.unwrap();
    let id = world.id;
    let challenge = world.challenge().await;
    world.test.backend.write(&world.admin, move |call| Box::pin(people::delete(call, id, None))).await.unwrap();
    world.refused(&device.sign(&challenge), "the user is gone").await;
    assert_eq!(world.count("passkeys").await, 0);
}

#[apply(on_both)]
async fn whoever_may_not_sign_in_does_not_by_a_passkey(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let backend = &world.test.backend;
    let mut device = world.device(b"first").await;
    let (user, home) = (world.id, world.home);
    let person = async |status| {
        let set = backend.write(&world.admin, move |call| Box::pin(people::set_status(call, user, status, None)));
        set.await.unwrap();
    };
    let customer = async |status| {
        let set = backend.write(&world.admin, move |call| Box::pin(customers::set_status(call, home, status, None)));
        set.await.unwrap();
    };
    person(Status::Disabled).await;
    world.refused(&device.sign(&world.challenge().await), "the user is disabled").await;
    person(Status::Enabled).await;
    world.enter(&device.sign(&world.challenge().await)).await.unwrap();
    customer(Status::Disabled).await;
    world.refused(&device.sign(&world.challenge().await), "the customer is disabled").await;
    customer(Status::Enabled).await;
    world.enter(&device.sign(&world.challenge().await)).await.unwrap();
}

#[apply(on_both)]
async fn where_browsers_have_none_none_are_offered(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut device = world.device(b"first").await;
    let public_url = "https://192.0.2.7:3000";
    let options = Options {
        database_url: world.test.url.clone(),
        public_url: public_url.to_owned(),
        trash_days: 30,
        clock: Clock::Fixed(world.test.clock.clone()),
        secret_key: SecretKey::generate(),
        mail: Settings { smtp: None, from: Sender::at(public_url) },
    };
    let other = Backend::open(options).await.unwrap();
    assert!(people::offers_passkeys(&world.test.backend) && !people::offers_passkeys(&other));
    let view = other.read(&world.session).await.unwrap();
    let own = people::my_passkeys(&view, &world.session, &from()).await.unwrap();
    assert!(!own.available && own.all.len() == 1, "what there is can still be removed");
    assert!(matches!(people::begin_passkey_sign_in(&other, false, from()).await, Err(Error::NotFound)));
    let begun = people::begin_passkey(&other, &world.session, PASSWORD, from()).await;
    assert!(matches!(begun, Err(Error::NotFound)));
    let answer = device.sign(&world.challenge().await);
    assert!(matches!(people::sign_in_by_passkey(&other, &answer, false, from()).await, Err(Error::NotFound)));
}
