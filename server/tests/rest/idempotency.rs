//! A POST that is sent again is answered again, and done once.

use crate::support::{Answer, World, path};
use backend::Engine;
use backend::idempotency::{self, Once, Vault};
use model::people::Role;
use model::time::{HOUR, SECOND};
use rstest::rstest;
use serde_json::{Value, json};

async fn post(world: &World, token: &str, at: &str, key: &str, body: &Value) -> Answer {
    world.call(token, "POST", at).header("idempotency-key", key).json(body).send().await
}

fn customer(name: &str) -> Value {
    json!({ "name": name, "kind": "company", "country": "IT",
        "first_user": { "name": "U", "email": format!("{name}@example.com"), "activation": "link" } })
}

#[rstest]
#[tokio::test]
async fn the_same_answer_again(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let first = post(&world, &world.top, "/customers", "k1", &customer("n")).await.is(201);
    let again = post(&world, &world.top, "/customers", "k1", &customer("n")).await.is(201);
    assert_eq!(first.text, again.text);
    assert!(first.text.contains("activation_link"));
    for name in ["location", "etag", "content-type"] {
        assert_eq!(first.header(name), again.header(name));
    }
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 4);
    post(&world, &world.top, "/customers", "k1", &customer("m")).await.is(422);
    post(&world, &world.top, "/customers?x=1", "k1", &customer("n")).await.is(422);
    // Another key, another route, another token: another request.
    post(&world, &world.top, "/customers", "k2", &customer("o")).await.is(201);
    post(&world, &world.top, "/rankings", "k1", &json!({ "name": "Gold" })).await.is(201);
    let a = world.token(world.a.id, Role::Admin).await;
    post(&world, &a, "/customers", "k1", &customer("p")).await.is(201);
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 6);
}

#[rstest]
#[tokio::test]
async fn verbs_with_a_version_are_answered_again(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let disable = || {
        let call = world.call(&world.top, "POST", &format!("{}/disable", path(&world.a)));
        call.header("if-match", "\"1\"").header("idempotency-key", "k")
    };
    let first = disable().send().await.is(200);
    let again = disable().send().await.is(200);
    assert_eq!(first.text, again.text);
    // The same key for another customer is another request.
    let other = world.call(&world.top, "POST", &format!("{}/disable", path(&world.b)));
    assert_eq!(other.header("idempotency-key", "k").send().await.is(200).get("/name"), "B");
    let stale = world.call(&world.top, "POST", &format!("{}/enable", path(&world.a)));
    stale.header("if-match", "\"1\"").header("idempotency-key", "l").send().await.is(409);
}

#[rstest]
#[tokio::test]
async fn a_refused_request_leaves_its_key_free(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    post(&world, &world.top, "/rankings", "k", &json!({})).await.refuses(&[("name", "required")]);
    post(&world, &world.top, "/rankings", "other", &json!({ "name": "Gold" })).await.is(201);
    post(&world, &world.top, "/rankings", "k", &json!({ "name": "Gold" })).await.refuses(&[("name", "taken")]);
    post(&world, &world.top, "/rankings", "k", &json!({ "name": "Silver" })).await.is(201);
}

#[rstest]
#[tokio::test]
async fn an_answer_is_kept_for_a_day(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let key = |name: &'static str| json!({ "name": name });
    let first = post(&world, &world.top, "/tokens", "k", &key("t")).await.is(201);
    world.test.pass(24 * HOUR - SECOND);
    assert_eq!(post(&world, &world.top, "/tokens", "k", &key("t")).await.is(201).text, first.text);
    world.test.pass(SECOND);
    assert_ne!(post(&world, &world.top, "/tokens", "k", &key("t")).await.is(201).text, first.text);
}

#[rstest]
#[tokio::test]
async fn many_at_once_are_done_once(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let body = customer("n");
    let calls = (0..20).map(|_| post(&world, &world.top, "/customers", "k", &body));
    let answers = futures::future::join_all(calls).await;
    let created: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert!(!created.is_empty());
    for answer in &answers {
        assert!(answer.status == 409 || answer.text == created[0].text, "{}", answer.text);
    }
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 4);
}

#[rstest]
#[tokio::test]
async fn while_the_first_is_under_way_the_second_is_told_so(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let caller = backend::Caller::token(&world.top);
    let once = Once {
        vault: Vault::of(&world.top),
        route: "POST /rankings".to_owned(),
        key: "k".to_owned(),
        request: [b"\n".as_slice(), json!({ "name": "Gold" }).to_string().as_bytes()].concat(),
    };
    // A first request that never comes to its end, as after a crash: its claim stands, its effect does not.
    let (backend, pending) = (world.test.backend.clone(), once.clone());
    let (started, has_started) = tokio::sync::oneshot::channel::<()>();
    let started = std::sync::Arc::new(std::sync::Mutex::new(Some(started)));
    let first = tokio::spawn(async move {
        idempotency::run(&backend, &caller, pending, move |_| {
            Box::pin(async move {
                started.lock().unwrap().take().map(|started| started.send(()));
                tokio::time::sleep(std::time::Duration::from_millis(400)).await;
                Err(backend::Error::internal("crashed"))
            })
        })
        .await
    });
    has_started.await.unwrap();
    if engine == Engine::Postgres {
        let second = post(&world, &world.top, "/rankings", "k", &json!({ "name": "Gold" })).await.is(409);
        assert_eq!(second.header("retry-after"), "1");
        post(&world, &world.top, "/rankings", "k", &json!({ "name": "Silver" })).await.is(422);
    }
    first.await.unwrap().unwrap_err();
    post(&world, &world.top, "/rankings", "k", &json!({ "name": "Gold" })).await.is(201);
}

#[rstest]
#[tokio::test]
async fn a_claim_of_a_dead_process_is_void_after_a_minute(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    use sea_orm::ConnectionTrait;
    let world = World::new(engine).await;
    post(&world, &world.top, "/rankings", "k", &json!({ "name": "Gold" })).await.is(201);
    // As if the process had died between claim and effect.
    let db = sea_orm::Database::connect(&world.test.url).await.unwrap();
    db.execute_unprepared("UPDATE idempotency SET body = NULL, status = NULL").await.unwrap();
    db.execute_unprepared("DELETE FROM rankings").await.unwrap();
    post(&world, &world.top, "/rankings", "k", &json!({ "name": "Gold" })).await.is(409);
    world.test.pass(61 * SECOND);
    post(&world, &world.top, "/rankings", "k", &json!({ "name": "Gold" })).await.is(201);
}

#[rstest]
#[tokio::test]
async fn no_secret_is_stored_readable(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    use sea_orm::{ConnectionTrait, Statement};
    let world = World::new(engine).await;
    let secret = post(&world, &world.top, "/tokens", "k", &json!({ "name": "t" })).await.is(201).text_at("/secret");
    let db = sea_orm::Database::connect(&world.test.url).await.unwrap();
    let query = Statement::from_string(db.get_database_backend(), "SELECT body, body_hash FROM idempotency");
    let row = db.query_one_raw(query).await.unwrap().unwrap();
    let stored: Vec<u8> = row.try_get("", "body").unwrap();
    assert!(!stored.windows(8).any(|part| secret.as_bytes().windows(8).any(|s| s == part)));
}

#[rstest]
#[tokio::test]
async fn keys_are_short_visible_texts(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    for key in ["", " ", "é", &"x".repeat(256), "a\tb"] {
        post(&world, &world.top, "/rankings", key, &json!({ "name": "Gold" })).await.is(400);
    }
    post(&world, &world.top, "/rankings", &"x".repeat(255), &json!({ "name": "Gold" })).await.is(201);
    let twice =
        world.call(&world.top, "POST", "/rankings").header("idempotency-key", "a").header("idempotency-key", "b");
    twice.json(&json!({ "name": "Silver" })).send().await.is(400);
}
