//! More challenges than anyone waits for: the oldest go, what comes last still signs in, and the table stops growing.

use super::device::Device;
use super::*;
use rstest_reuse::apply;

/// Most that wait at once (`people/passkeys/challenge.rs`).
const MOST: i64 = 10_000;

/// Challenges of strangers, so many, as if each had just been put.
async fn fill(world: &World, count: i64) {
    let db = world.test.backend.connection();
    let hash = match world.test.backend.engine() {
        Engine::Sqlite => "randomblob(32)",
        Engine::Postgres => "sha256(gen_random_uuid()::text::bytea)",
    };
    let expires = world.test.backend.now().0 + 300_000;
    let fill = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         INSERT INTO passkey_challenges (challenge_hash, expires_at) SELECT {hash}, {expires} FROM n"
    );
    db.execute_unprepared(&fill).await.unwrap();
}

#[apply(on_both)]
async fn of_too_many_challenges_the_oldest_go_and_the_last_still_sign_in(#[case] engine: Engine) {
    let world = World::new(engine).await;
    let mut device = world.device(b"first").await;
    let oldest = world.challenge().await;
    let second = world.challenge().await;
    fill(&world, MOST - 2).await;
    assert_eq!(world.count("passkey_challenges").await, MOST);
    let (one_more, two_more) = (world.challenge().await, world.challenge().await);
    assert_eq!(world.count("passkey_challenges").await, MOST, "two came, two went");
    world.refused(&device.sign(&oldest), "the oldest has gone").await;
    world.refused(&device.sign(&second), "the second has gone").await;
    world.enter(&device.sign(&one_more)).await.unwrap();
    world.enter(&device.sign(&two_more)).await.unwrap();

    // A flood in one go is cut back by whoever comes next, who gets in; so does who adds a passkey.
    fill(&world, 2 * MOST).await;
    let next = world.challenge().await;
    assert_eq!(world.count("passkey_challenges").await, MOST);
    world.enter(&device.sign(&next)).await.unwrap();
    fill(&world, MOST).await;
    let options = world.begin().await.unwrap();
    world.add(&Device::new(&options, b"second").make(&options)).await.unwrap();
    assert_eq!(world.count("passkey_challenges").await, MOST - 1);
    assert_eq!(world.own().await.all.len(), 2);

    world.test.pass(300_000);
    world.challenge().await;
    assert_eq!(world.count("passkey_challenges").await, 1, "what is over is swept away by the next");
    world.sound().await;
}
