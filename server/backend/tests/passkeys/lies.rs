//! Answers that do not hold: all are refused alike, and a challenge that was answered counts no more.

use super::device::{Device, VERIFIED};
use super::*;
use model::time::SECOND;
use rstest_reuse::apply;

#[apply(on_both)]
async fn a_new_passkey_is_made_here_and_now_by_someone_who_has_shown_who_they_are(#[case] engine: Engine) {
    let world = World::new(engine).await;
    type Lie = (fn(&mut Device), &'static str);
    let lies: [Lie; 4] = [
        (|device| device.origin = "https://canopy.example.evil.example".to_owned(), "another site"),
        (|device| device.rp = "evil.example".to_owned(), "another relying party"),
        (|device| device.flags = 0x01, "nobody was verified"),
        (|device| device.flags = 0x04, "nobody was there"),
    ];
    for (lie, why) in lies {
        let options = world.begin().await.unwrap();
        let mut device = Device::new(&options, b"first");
        lie(&mut device);
        assert_eq!(wrong(world.add(&device.make(&options)).await), Problem::Passkey, "{why}");
        device = Device::new(&options, b"first");
        assert_eq!(wrong(world.add(&device.make(&options)).await), Problem::Passkey, "{why}: the challenge is used up");
    }
    let sign_in = world.challenge().await;
    let options = world.begin().await.unwrap();
    let device = Device::new(&options, b"first");
    assert_eq!(wrong(world.add(&device.make(&sign_in)).await), Problem::Passkey, "a challenge for something else");
    assert_eq!(wrong(world.add("{}").await), Problem::Passkey);
    world.test.pass(300 * SECOND);
    assert_eq!(wrong(world.add(&device.make(&options)).await), Problem::Passkey, "too late");
    assert_eq!(world.count("passkeys").await, 0);
}

#[apply(on_both)]
async fn a_sign_in_is_for_this_site_now_and_by_its_owner(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut device = world.device(b"first").await;
    let (origin, rp, user) = (device.origin.clone(), device.rp.clone(), device.user.clone());

    device.origin = "https://canopy.example.evil.example".to_owned();
    world.refused(&device.sign(&world.challenge().await), "another site").await;
    device.origin = "http://canopy.example".to_owned();
    world.refused(&device.sign(&world.challenge().await), "without https").await;
    device.origin = origin;
    device.rp = "evil.example".to_owned();
    world.refused(&device.sign(&world.challenge().await), "another relying party").await;
    device.rp = rp;
    device.flags = 0x01;
    world.refused(&device.sign(&world.challenge().await), "nobody was verified").await;
    device.flags = VERIFIED;
    device.user = world.test.user(world.home, "other@acme.example", Role::Admin).await.user.id.0.to_be_bytes().to_vec();
    world.refused(&device.sign(&world.challenge().await), "another user").await;
    device.user = Vec::new();
    world.refused(&device.sign(&world.challenge().await), "no user").await;
    device.user = user;
    device.id = b"another".to_vec();
    world.refused(&device.sign(&world.challenge().await), "an unknown passkey").await;
    device.id = b"first".to_vec();
    let mut stranger = Device::new(&world.begin().await.unwrap(), b"first");
    stranger.count = 100;
    world.refused(&stranger.sign(&world.challenge().await), "another key").await;
    let making = world.begin().await.unwrap();
    world.refused(&device.sign(&making), "a challenge for something else").await;
    world.refused("{}", "nothing").await;

    let challenge = world.challenge().await;
    world.test.pass(300 * SECOND);
    world.refused(&device.sign(&challenge), "too late").await;
    let challenge = world.challenge().await;
    let answer = device.sign(&challenge);
    world.enter(&answer).await.unwrap();
    world.refused(&answer, "the same once more").await;
    world.refused(&device.sign(&challenge), "the challenge once more").await;
    world.sound().await;
}

#[apply(on_both)]
async fn a_count_that_goes_backwards_is_refused_and_logged(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut device = world.device(b"first").await;
    device.count = 6;
    world.enter(&device.sign(&world.challenge().await)).await.unwrap();
    for count in [7, 3, 0] {
        device.count = count;
        let answer = device.sign_as_counted(&world.challenge().await);
        world.refused(&answer, "it may be a copy").await;
    }
    let told = world.log().await;
    let copies: Vec<_> = told.iter().filter(|(verb, _)| verb == "user.refuse_passkey").collect();
    assert_eq!(copies.len(), 3);
    assert_eq!(copies[1].1, r#"{"name":"Blue phone","count":7} {"name":"Blue phone","count":3}"#);
    device.count = 7;
    world.enter(&device.sign(&world.challenge().await)).await.unwrap();
}

#[apply(on_both)]
async fn tries_are_limited_by_passkey_and_by_address(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut device = world.device(b"first").await;
    device.rp = "evil.example".to_owned();
    for _ in 0..10 {
        world.refused(&device.sign(&world.challenge().await), "another relying party").await;
    }
    let challenge = world.challenge().await;
    let outcome = world.enter(&device.sign(&challenge)).await;
    assert!(matches!(outcome, Err(Error::TooMany { .. })), "{outcome:?}");
    let mut asked = 0;
    let outcome = loop {
        match people::begin_passkey_sign_in(&world.test.backend, false, from()).await {
            Ok(_) => asked += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(outcome, Error::TooMany { .. }), "{outcome:?}");
    assert_eq!(asked, 100 - 22, "each of the others was a challenge and its answer");
    // What pages ask for by themselves is counted apart, and neither without end.
    let mut suggested = 0;
    while people::begin_passkey_sign_in(&world.test.backend, true, from()).await.is_ok() {
        suggested += 1;
    }
    assert_eq!(suggested, 100);
    world.test.pass(300 * SECOND);
    world.challenge().await;
    assert_eq!(world.count("passkey_challenges").await, 1, "what is over is swept away");
}
