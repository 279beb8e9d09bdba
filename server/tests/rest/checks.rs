//! Who asks, and in which order a request is checked.

use crate::support::{NOWHERE, World, path, token};
use backend::{Caller, Engine};
use model::people::Role;
use model::time::DAY;
use rstest::rstest;
use serde_json::{Value, json};
use server::rest::Settings;
use std::num::NonZeroU32;

#[rstest]
#[tokio::test]
async fn only_a_valid_token_authenticates(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let session = world.test.session("admin@provider.example").await;
    for header in [
        ("x-none", String::new()),
        ("authorization", String::new()),
        ("authorization", "Bearer".to_owned()),
        ("authorization", "Bearer ".to_owned()),
        ("authorization", "Bearer cnp_wrong".to_owned()),
        ("authorization", format!("Bearer {}", &world.top["cnp_".len()..])),
        ("authorization", format!("Bearer {}", world.top.to_uppercase())),
        ("authorization", format!("Basic {}", world.top)),
        ("authorization", format!("Bearer {session}")),
        ("authorization", format!("Bearer cnp_{}", "x".repeat(10_000))),
        ("cookie", format!("__Host-canopy={session}; canopy={session}")),
        ("cookie", format!("canopy={}", world.top)),
        ("x-api-key", world.top.clone()),
    ] {
        let answer = world.bare("GET", "/api/v1/customers").header(header.0, &header.1).send().await.is(401);
        assert!(answer.header("www-authenticate").starts_with("Bearer "), "{header:?}");
        assert!(!answer.text.contains(&session) && !answer.text.contains(&world.top));
    }
    let in_query = world.bare("GET", &format!("/api/v1/customers?access_token={}", world.top)).send().await;
    in_query.is(401);
    let twice = world.call(&world.top, "GET", "/customers").header("authorization", &format!("Bearer {}", world.top));
    twice.send().await.is(401);
    let lower = world.bare("GET", "/api/v1/customers").header("authorization", &format!("bearer {}", world.top));
    lower.send().await.is(200);
}

#[rstest]
#[tokio::test]
async fn a_token_ends_with_its_time_its_maker_and_its_customer(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let a1 = world.token(world.a1.id, Role::Admin).await;
    world.get(&a1, "/customers").await.is(200);
    world.post(&world.top, &format!("{}/disable", path(&world.a)), &json!({})).await.is(200);
    world.get(&a1, "/customers").await.is(401);
    world.post(&world.top, &format!("{}/enable", path(&world.a)), &json!({})).await.is(200);
    world.get(&a1, "/customers").await.is(200);
    world.test.pass(31 * DAY);
    world.get(&a1, "/customers").await.is(401);
    world.get(&world.top, "/customers").await.is(401);
}

#[rstest]
#[tokio::test]
async fn checks_run_in_order(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let (viewer, editor) = (world.token(world.a.id, Role::Viewer).await, world.token(world.a.id, Role::Editor).await);
    let bad = json!({ "name": 1, "what": 2 });
    let patch = |token: &str, id: String, version: Option<&'static str>, body: &Value| {
        let call = world.call(token, "PATCH", &format!("/customers/{id}")).json(body);
        match version {
            Some(version) => call.header("if-match", version),
            None => call,
        }
    };
    let a1 = world.a1.id.to_string();
    // Token, then scope, then role, then version, then body.
    patch("cnp_x", NOWHERE.to_owned(), None, &bad).send().await.is(401);
    patch(&viewer, world.b.id.to_string(), None, &bad).send().await.is(404);
    patch(&viewer, a1.clone(), None, &bad).send().await.is(403);
    patch(&editor, a1.clone(), None, &bad).send().await.is(428);
    patch(&editor, a1.clone(), Some("3"), &bad).send().await.is(400);
    let stale = patch(&editor, a1.clone(), Some("\"7\""), &bad).send().await.is(409);
    assert_eq!(stale.get("/current/version"), 1);
    assert_eq!(stale.get("/current/id"), a1.as_str());
    let refused = patch(&editor, a1.clone(), Some("\"1\""), &bad).send().await;
    refused.refuses(&[("name", "malformed"), ("what", "unknown")]);
    // Governed: on one's own customer only from above, whatever else is wrong.
    let governed = json!({ "ref_id": "X", "what": 2 });
    let own = world.a.id.to_string();
    patch(&editor, own.clone(), None, &governed).send().await.is(403);
    patch(&editor, own.clone(), None, &json!({ "ref_id": "X" })).send().await.is(403);
    patch(&editor, own.clone(), Some("\"1\""), &json!({ "ref_id": "X" })).send().await.is(403);
    patch(&editor, own, Some("\"1\""), &json!({ "city": "Torino" })).send().await.is(200);
}

#[rstest]
#[tokio::test]
async fn a_role_too_low_is_told_before_the_body(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let (viewer, editor) = (world.token(world.a.id, Role::Viewer).await, world.token(world.a.id, Role::Editor).await);
    let a1 = path(&world.a1);
    for (token, method, at) in [
        (&viewer, "POST", "/customers".to_owned()),
        (&viewer, "DELETE", a1.clone()),
        (&viewer, "DELETE", format!("{a1}?permanent=true")),
        (&viewer, "POST", format!("{a1}/move")),
        (&viewer, "POST", format!("{a1}/enable")),
        (&viewer, "POST", format!("{a1}/disable")),
        (&viewer, "POST", format!("{a1}/restore")),
        (&viewer, "POST", format!("{a1}/cancel-deletion")),
        (&editor, "POST", format!("{a1}/users")),
        (&editor, "POST", "/rankings".to_owned()),
        (&viewer, "POST", "/tokens".to_owned()),
        (&editor, "POST", "/tokens".to_owned()),
        // Governed: one's own customer.
        (&editor, "DELETE", path(&world.a)),
        (&editor, "POST", format!("{}/move", path(&world.a))),
        (&editor, "POST", format!("{}/disable", path(&world.a))),
    ] {
        for body in ["{\"what\": 1}", "not JSON", ""] {
            world.call(token, method, &at).text("application/json", body).send().await.is(403);
        }
        world.call(token, method, &at).text("text/plain", "x").send().await.is(403);
    }
    let with_user = json!({ "name": "N", "kind": "company", "country": "IT",
        "first_user": { "name": "U", "email": "u@example.com", "activation": "link" } });
    world.post(&editor, "/customers", &with_user).await.is(403);
    world.get(&viewer, &format!("{a1}/deletion-plan")).await.is(403);
    world.get(&viewer, "/customers?trash=true").await.is(403);
    assert_eq!(world.counts().await.0, 3);
}

#[rstest]
#[tokio::test]
async fn the_provider_itself_stays(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let provider = format!("/customers/{}", world.provider);
    for verb in ["disable", "move"] {
        world.post(&world.top, &format!("{provider}/{verb}"), &json!({ "parent_id": world.a.id })).await.is(403);
    }
    world.delete(&world.top, &provider, &json!({ "reason": "x", "children": "delete" })).await.is(403);
    world.patch(&world.top, &provider, 1, &json!({ "vat_number": "IT00743110157" })).await.is(200);
}

#[rstest]
#[tokio::test]
async fn an_id_that_is_none_is_like_one_that_does_not_exist(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let a = world.token(world.a.id, Role::Admin).await;
    let nowhere = world.get(&a, &format!("/customers/{NOWHERE}")).await.is(404);
    for id in ["x", "1", "%00", "%ff", "..%2f", "%27%20OR%201=1", &"9".repeat(5_000), &world.b.id.to_string()] {
        let answer = world.get(&a, &format!("/customers/{id}")).await.is(404);
        assert_eq!(answer.text, nowhere.text, "{id}");
    }
    world.bare("GET", "/api/v1/customers/x").send().await.is(401);
}

#[rstest]
#[tokio::test]
async fn everything_refused_is_a_problem(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    for at in ["/api/v1/what", "/api/v1/customers/", "/api/v1/customers/x/y/z", "/api/v1/people"] {
        world.bare("GET", at).header("authorization", &format!("Bearer {}", world.top)).send().await.is(404);
    }
    let put = world.call(&world.top, "PUT", "/customers").send().await.is(405);
    assert_eq!(put.header("allow"), "GET,HEAD,POST");
    world.call(&world.top, "POST", "/openapi.json").send().await.is(405);
    let large = world.call(&world.top, "POST", "/customers").text("application/json", vec![b' '; 2_000_000]);
    large.send().await.is(413);
    world.call(&world.top, "POST", "/customers").text("text/csv", "a,b").send().await.is(415);
    world.call(&world.top, "POST", "/customers").text("application/json", "{\"name\":").send().await.is(400);
    world.call(&world.top, "POST", "/customers").send().await.is(415);
}

#[rstest]
#[tokio::test]
async fn messages_speak_the_callers_language(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let body = json!({ "kind": "company", "country": "IT" });
    let english = world.post(&world.top, "/customers", &body).await.refuses(&[("name", "required")]);
    assert_eq!(english.header("content-language"), "en");
    let italian = world.call(&world.top, "POST", "/customers").json(&body).header("accept-language", "it-IT");
    let italian = italian.send().await.refuses(&[("name", "required")]);
    assert_eq!(italian.text_at("/errors/0/message"), "Campo obbligatorio.");
    assert_ne!(italian.text_at("/title"), english.text_at("/title"));
    assert_eq!(italian.text_at("/type"), english.text_at("/type"));
}

#[rstest]
#[tokio::test]
async fn each_token_has_its_own_rate(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::with(engine, Settings { rate: NonZeroU32::new(3) }).await;
    for _ in 0..3 {
        world.get(&world.top, "/rankings").await.is(200);
    }
    let limited = world.get(&world.top, "/rankings").await.is(429);
    assert!(limited.header("retry-after").parse::<u32>().unwrap() >= 1);
    let other = world.token(world.a.id, Role::Viewer).await;
    world.get(&other, "/rankings").await.is(200);
    // Also when they come all at once.
    let burst = world.token(world.a.id, Role::Viewer).await;
    let calls = (0..20).map(|_| world.get(&burst, "/rankings"));
    let answers = futures::future::join_all(calls).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
}

#[rstest]
#[tokio::test]
async fn a_token_has_at_most_the_role_that_its_maker_has(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    world.test.user(world.a.id, "v@example.com", Role::Viewer).await;
    let caller: Caller = world.test.sign_in("v@example.com").await;
    let viewer = token(&world.test, &caller, Role::Viewer, Some(world.a1.id)).await;
    world.get(&viewer, &path(&world.a1)).await.is(200);
    world.get(&viewer, &path(&world.a)).await.is(404);
    world.post(&viewer, "/tokens", &json!({ "name": "more", "role": "admin" })).await.is(403);
    // Nor a wider reach.
    let admin = world.token(world.a.id, Role::Admin).await;
    let wider = json!({ "name": "wider", "customer_id": world.provider });
    world.post(&admin, "/tokens", &wider).await.refuses(&[("customer_id", "not_found")]);
}

#[rstest]
#[tokio::test]
async fn a_token_for_a_part_learns_nothing_of_tokens_for_the_rest(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let ours = world.get(&world.top, "/tokens").await.text_at("/items/0/id");
    let admin = world.test.sign_in("admin@provider.example").await;
    for role in [Role::Viewer, Role::Admin] {
        let part = token(&world.test, &admin, role, Some(world.a.id)).await;
        let list = world.get(&part, "/tokens").await.is(200);
        assert!(!list.text.contains(&ours) && !list.text.contains(&world.provider.to_string()), "{}", list.text);
        world.call(&part, "DELETE", &format!("/tokens/{ours}")).send().await.is(404);
    }
    // Nor may it revoke what reaches no further but may more.
    let strong =
        world.post(&world.top, "/tokens", &json!({ "name": "s", "customer_id": world.a.id })).await.text_at("/id");
    let weak = token(&world.test, &admin, Role::Editor, Some(world.a.id)).await;
    world.call(&weak, "DELETE", &format!("/tokens/{strong}")).send().await.is(403);
    world.get(&world.top, "/customers").await.is(200);
}
