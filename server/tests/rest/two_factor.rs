//! A second factor: required of a customer's people, and taken off one of them.

use crate::support::{NOWHERE, World, path};
use backend::{Denial, Engine, Error};
use model::people::Role;
use rstest::rstest;
use serde_json::json;

#[rstest]
#[tokio::test]
async fn a_patch_requires_it_and_an_admin_sends_it(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let a = path(&world.a);
    assert_eq!(world.get(&world.top, &a).await.is(200).get("/require_two_factor"), false);
    let editor = world.token(world.a.id, Role::Editor).await;
    world.patch(&editor, &a, 7, &json!({ "require_two_factor": "what" })).await.is(403);
    let admin = world.token(world.a.id, Role::Admin).await;
    world.call(&admin, "PATCH", &a).json(&json!({ "require_two_factor": true })).send().await.is(428);
    world.patch(&admin, &a, 7, &json!({ "require_two_factor": 1 })).await.is(409);
    let wrong = json!({ "require_two_factor": null, "city": 1 });
    world.patch(&admin, &a, 1, &wrong).await.refuses(&[("require_two_factor", "malformed"), ("city", "malformed")]);
    let set = world.patch(&world.top, &a, 1, &json!({ "require_two_factor": true, "city": "Lodi" })).await.is(200);
    assert_eq!((set.get("/require_two_factor"), set.get("/city")), (json!(true), json!("Lodi")));
    let version = set.get("/version").as_u64().unwrap();
    let again = world.patch(&world.top, &a, version, &json!({ "require_two_factor": true })).await.is(200);
    assert_eq!(again.get("/version"), version);
    world
        .post(
            &world.top,
            "/customers",
            &json!({ "name": "N", "kind": "company", "country": "IT", "require_two_factor": true }),
        )
        .await
        .refuses(&[("require_two_factor", "read_only")]);
}

#[rstest]
#[tokio::test]
async fn tokens_of_who_lacks_it_wait(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let (admin, below) = (world.token(world.a.id, Role::Admin).await, world.token(world.a1.id, Role::Viewer).await);
    let user = world.get(&world.top, &format!("/users?under={}&role=admin", world.a.id)).await.text_at("/items/0/id");
    let (a, a1) = (path(&world.a), path(&world.a1));
    world.patch(&world.top, &a, 1, &json!({ "require_two_factor": true })).await.is(200);
    for token in [&admin, &below] {
        // Before all else, and the same for what is there and what isn't.
        let refused = world.get(token, &a1).await.is(403);
        assert_eq!(refused.text, world.get(token, &path(&world.b)).await.is(403).text);
    }
    world.test.second_factor(user.parse().unwrap()).await;
    world.get(&admin, &a1).await.is(200);
    // Set from above: released from above.
    world.patch(&admin, &a, 9, &json!({ "require_two_factor": false })).await.is(403);
    let below_required = world.patch(&admin, &a1, 1, &json!({ "require_two_factor": true })).await.is(200);
    let version = below_required.get("/version").as_u64().unwrap();
    let off = json!({ "require_two_factor": false });
    world.patch(&admin, &a1, version, &off).await.refuses(&[("require_two_factor", "read_only")]);
    world.patch(&world.top, &a, 2, &off).await.is(200);
    world.patch(&admin, &a1, version, &off).await.is(200);
    world.get(&below, &a1).await.is(200);
}

#[rstest]
#[tokio::test]
async fn it_is_taken_off_who_has_lost_it(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let user = world.test.user(world.a1.id, "eve@a1.example", Role::Editor).await.user.id;
    world.test.second_factor(user).await;
    let at = format!("/users/{user}/second-factor");

    // Who asks, what is seen, what the role includes, the version, and the body last.
    world.bare("DELETE", &format!("/api/v1{at}")).send().await.is(401);
    let beside = world.token(world.b.id, Role::Admin).await;
    let nowhere = world.delete(&beside, &format!("/users/{NOWHERE}/second-factor"), &json!({})).await.is(404);
    assert_eq!(world.delete(&beside, &at, &json!({ "x": 1 })).await.is(404).text, nowhere.text);
    let editor = world.token(world.a.id, Role::Editor).await;
    world.call(&editor, "DELETE", &at).header("if-match", "\"9\"").send().await.is(403);
    let admin = world.token(world.a.id, Role::Admin).await;
    let stale = world.call(&admin, "DELETE", &at).header("if-match", "\"9\"").json(&json!({ "x": 1 })).send().await;
    assert_eq!(stale.is(409).get("/current/email"), "eve@a1.example");
    world.delete(&admin, &at, &json!({ "x": 1 })).await.refuses(&[("x", "unknown")]);
    world.delete(&admin, &format!("{at}?what=1"), &json!({})).await.refuses(&[("what", "unknown")]);
    world.get(&admin, &at).await.is(405);

    // Where it is required she sets up another one.
    world.patch(&world.top, &path(&world.a1), 1, &json!({ "require_two_factor": true })).await.is(200);
    let eve = world.test.sign_in("eve@a1.example").await;
    world.test.backend.read(&eve).await.unwrap();
    assert_eq!(world.call(&admin, "DELETE", &at).header("if-match", "\"1\"").send().await.is(204).text, "");
    assert!(matches!(world.test.backend.read(&eve).await, Err(Error::Forbidden(Denial::SecondFactor))));
    world.call(&admin, "DELETE", &at).send().await.is(204);

    // One's own is not taken off by a token: that takes the password.
    let me = world.get(&admin, &format!("/customers/{}/users", world.a.id)).await.is(200);
    let own = me.get("/items").as_array().unwrap().iter().find(|user| user["role"] == "admin").unwrap()["id"].clone();
    world.call(&admin, "DELETE", &format!("/users/{}/second-factor", own.as_str().unwrap())).send().await.is(403);
}
