//! Users across the subtree, and one of them.

use crate::support::{NOWHERE, World, path};
use backend::Engine;
use model::people::Role;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn all_users_within_reach_are_listed(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    for (customer, email, role) in [
        (&world.a, "anna@a.example", Role::Admin),
        (&world.a1, "bea@a1.example", Role::Editor),
        (&world.b, "cleo@b.example", Role::Viewer),
    ] {
        world.test.user(customer.id, email, role).await;
    }
    let emails = async |query: &str| -> Vec<String> {
        let page = world.get(&world.top, &format!("/users{query}")).await.is(200);
        page.get("/items").as_array().unwrap().iter().map(|u| u["email"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        emails("?sort=email").await,
        ["admin@provider.example", "anna@a.example", "bea@a1.example", "cleo@b.example"]
    );
    assert_eq!(emails("?sort=-email&limit=1").await, ["cleo@b.example"]);
    assert_eq!(emails(&format!("?under={}&sort=email", world.a.id)).await, ["anna@a.example", "bea@a1.example"]);
    assert_eq!(emails("?role=editor").await, ["bea@a1.example"]);
    assert_eq!(emails("?q=A1").await, ["bea@a1.example"]);
    assert_eq!(emails("?status=invited").await, [""; 0]);
    let a = world.token(world.a.id, Role::Viewer).await;
    let page = world.get(&a, "/users?limit=2").await.is(200);
    assert_eq!(page.get("/total"), 3, "two and the token's own");
    let cursor = page.text_at("/next_cursor");
    let rest = world.get(&a, &format!("/users?limit=2&cursor={cursor}")).await.is(200);
    assert_eq!(rest.get("/items").as_array().unwrap().len(), 1);
    assert!(!page.text.contains("provider") && !rest.text.contains("b.example"));
    world.get(&a, &format!("/users?limit=2&sort=email&cursor={cursor}")).await.refuses(&[("cursor", "cursor")]);
    let foreign = world.get(&a, &format!("/users?under={}", world.b.id)).await.refuses(&[("under", "not_found")]);
    let nowhere = world.get(&a, &format!("/users?under={NOWHERE}")).await;
    assert_eq!(foreign.text, nowhere.text);
    world.get(&a, "/users?role=king&status=asleep&sort=age&what=1").await.refuses(&[
        ("role", "choice"),
        ("status", "choice"),
        ("sort", "choice"),
        ("what", "unknown"),
    ]);
}

#[rstest]
#[tokio::test]
async fn a_user_is_read_edited_and_deleted(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let body = json!({ "name": "Anna", "email": "anna@example.com", "role": "viewer", "activation": "link" });
    let created = world.post(&world.top, &format!("{}/users", path(&world.a)), &body).await.is(201);
    let at = created.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    let read = world.get(&world.top, &at).await.is(200);
    assert_eq!((read.header("etag"), read.get("/status")), ("\"1\"", json!("invited")));
    assert!(read.json().get("activation_link").is_none());
    world.call(&world.top, "PATCH", &at).json(&json!({ "name": 1 })).send().await.is(428);
    assert_eq!(world.patch(&world.top, &at, 7, &json!({})).await.is(409).get("/current/name"), "Anna");
    let wrong = json!({ "name": null, "email": "x", "role": 1, "status": "active", "password": "x", "x": 1 });
    world.patch(&world.top, &at, 1, &wrong).await.refuses(&[
        ("name", "required"),
        ("email", "email"),
        ("role", "malformed"),
        ("status", "read_only"),
        ("password", "read_only"),
        ("x", "unknown"),
    ]);
    world.patch(&world.top, &at, 1, &json!({ "role": "king" })).await.refuses(&[("role", "choice")]);
    world.patch(&world.top, &at, 1, &json!({ "email": "ADMIN@provider.example" })).await.refuses(&[("email", "taken")]);
    let edited = world.patch(&world.top, &at, 1, &json!({ "role": "editor", "name": "Anna R" })).await.is(200);
    assert_eq!(
        (edited.get("/role"), edited.get("/name"), edited.header("etag")),
        (json!("editor"), json!("Anna R"), "\"2\"")
    );
    let disabled = world.call(&world.top, "POST", &format!("{at}/disable")).send().await.is(200);
    assert_eq!(disabled.get("/status"), "disabled");
    world.call(&world.top, "POST", &format!("{at}/enable")).header("if-match", "\"2\"").send().await.is(409);
    let enabled = world.post(&world.top, &format!("{at}/enable"), &json!({})).await.is(200);
    assert_eq!(enabled.get("/status"), "invited");
    world.call(&world.top, "DELETE", &at).header("if-match", "\"1\"").send().await.is(409);
    world.call(&world.top, "DELETE", &at).send().await.is(204);
    world.get(&world.top, &at).await.is(404);
}

#[rstest]
#[tokio::test]
async fn only_admins_in_scope_change_users(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let user = world.test.user(world.a1.id, "anna@example.com", Role::Viewer).await.user.id;
    let at = format!("/users/{user}");
    let editor = world.token(world.a.id, Role::Editor).await;
    for (method, path) in [
        ("PATCH", at.clone()),
        ("DELETE", at.clone()),
        ("POST", format!("{at}/enable")),
        ("POST", format!("{at}/disable")),
    ] {
        for body in ["{\"what\": 1}", "not JSON", ""] {
            world.call(&editor, method, &path).text("application/json", body).send().await.is(403);
        }
    }
    world.get(&editor, &at).await.is(200);
    let b = world.token(world.b.id, Role::Admin).await;
    let nowhere = world.get(&b, &format!("/users/{NOWHERE}")).await.is(404);
    assert_eq!(world.get(&b, &at).await.is(404).text, nowhere.text);
    let admin = world.token(world.a.id, Role::Admin).await;
    world.post(&admin, &format!("{at}/disable"), &json!({})).await.is(200);
}

#[rstest]
#[tokio::test]
async fn the_last_admin_of_the_provider_stays(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let users = world.get(&world.top, &format!("/customers/{}/users", world.provider)).await.is(200);
    assert_eq!(users.get("/total"), 1);
    let at = format!("/users/{}", users.text_at("/items/0/id"));
    for refused in [
        world.call(&world.top, "DELETE", &at).send().await.is(409),
        world.post(&world.top, &format!("{at}/disable"), &json!({})).await.is(409),
        world.patch(&world.top, &at, 1, &json!({ "role": "editor" })).await.is(409),
    ] {
        assert_eq!(refused.get("/blockers/0/field"), "last_admin");
    }
    assert_eq!(world.get(&world.top, &at).await.is(200).get("/version"), json!(1));
    world.test.user(world.provider, "second@provider.example", Role::Admin).await;
    assert_eq!(world.patch(&world.top, &at, 1, &json!({ "role": "editor" })).await.is(200).get("/role"), "editor");
    assert_eq!(world.get(&world.top, "/users?role=admin").await.get("/total"), json!(1));
    assert_eq!(world.get(&world.top, "/users").await.get("/next_cursor"), Value::Null);
}
