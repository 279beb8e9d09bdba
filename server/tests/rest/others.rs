//! Users of a customer, rankings, tokens.

use crate::support::{NOWHERE, World, path};
use backend::Engine;
use model::people::Role;
use model::time::DAY;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn users_are_added_and_listed(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = format!("{}/users", path(&world.a));
    let link = json!({ "name": "Anna", "email": "Anna@example.com", "role": "editor", "activation": "link" });
    let user = world.post(&world.top, &at, &link).await.is(201);
    assert!(user.text_at("/activation_link").starts_with("https://canopy.example/activate/"));
    let mut names: Vec<String> = user.json().as_object().unwrap().keys().cloned().collect();
    names.sort();
    let mut expected = [
        "id",
        "customer_id",
        "name",
        "email",
        "role",
        "status",
        "last_sign_in_at",
        "invited_until",
        "created_at",
        "version",
        "activation_link",
    ];
    expected.sort_unstable();
    assert_eq!(names, expected);
    let password =
        json!({ "name": "Bea", "email": "bea@example.com", "role": "viewer", "password": "walnut crate sings low" });
    let user = world.post(&world.top, &at, &password).await.is(201);
    assert_eq!(user.get("/status"), "active");
    assert!(user.json().get("activation_link").is_none() && !user.text.contains("walnut"));
    world.post(&world.top, &at, &link).await.refuses(&[("email", "taken")]);
    world
        .post(&world.top, &at, &json!({ "name": "C", "email": "c@example.com", "activation": "link" }))
        .await
        .refuses(&[("role", "required")]);
    let first = world.get(&world.top, &format!("{at}?limit=1")).await.is(200);
    assert_eq!((first.get("/total"), first.get("/items/0/name")), (json!(2), json!("Anna")));
    let cursor = first.text_at("/next_cursor");
    let second = world.get(&world.top, &format!("{at}?limit=1&cursor={cursor}")).await.is(200);
    assert_eq!((second.get("/items/0/name"), second.get("/next_cursor")), (json!("Bea"), Value::Null));
    world.get(&world.top, &format!("{at}?q=anna")).await.refuses(&[("q", "unknown")]);
}

#[rstest]
#[tokio::test]
async fn users_are_invited_by_mail_again_or_by_a_link(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let mailed = json!({ "name": "Anna", "email": "anna@example.com", "role": "viewer", "activation": "email" });
    let user = world.post(&world.top, &format!("{}/users", path(&world.a)), &mailed).await.is(201);
    assert!(user.json().get("activation_link").is_none() && user.get("/status") == "invited");
    let first = json!({ "name": "N", "kind": "company", "country": "IT",
        "first_user": { "name": "Bea", "email": "bea@example.com", "activation": "email" } });
    let first = world.post(&world.top, "/customers", &first).await.is(201);
    assert!(first.get("/first_user").get("activation_link").is_none());
    let at = format!("/users/{}/invite", user.text_at("/id"));
    let again = world.call(&world.top, "POST", &at).send().await.is(200);
    assert_eq!((again.get("/email"), again.header("etag")), (json!("anna@example.com"), "\"1\""));
    assert!(again.json().get("activation_link").is_none(), "by mail, unless it is said otherwise");
    let shown = world.post(&world.top, &at, &json!({ "activation": "link" })).await.is(200).text_at("/activation_link");
    let view = world.test.backend.read(&world.test.system()).await.unwrap();
    let states = |mails: Vec<model::mail::Mail>| mails.into_iter().map(|mail| mail.status.as_str()).collect::<Vec<_>>();
    let mails = backend::mail::list(&view, None, None, 50).await.unwrap().items;
    assert_eq!(states(mails), ["discarded", "waiting", "discarded"], "of Bea's alone the link lives");
    world.post(&world.top, &at, &json!({ "activation": "pigeon" })).await.refuses(&[("activation", "choice")]);
    world
        .post(&world.top, &at, &json!({ "activation": 1, "x": 1 }))
        .await
        .refuses(&[("activation", "malformed"), ("x", "unknown")]);
    let stale = world.call(&world.top, "POST", &at).header("if-match", "\"7\"").send().await.is(409);
    assert_eq!(stale.get("/current/email"), "anna@example.com");
    // Under its key the same link comes again and the mail is not written twice.
    let once = async || world.call(&world.top, "POST", &at).header("idempotency-key", "k").send().await.is(200);
    assert_eq!(once().await.text, once().await.text);
    let view = world.test.backend.read(&world.test.system()).await.unwrap();
    assert_eq!(backend::mail::list(&view, None, None, 50).await.unwrap().total, 4);
    for (role, status) in [(Role::Viewer, 403), (Role::Editor, 403), (Role::Admin, 200)] {
        let token = world.token(world.a.id, role).await;
        world.call(&token, "POST", &at).send().await.is(status);
    }
    let outside = world.token(world.b.id, Role::Admin).await;
    world.call(&outside, "POST", &at).send().await.is(404);
    assert!(shown.starts_with("https://canopy.example/activate/"));
    let active = world.get(&world.top, &format!("/customers/{}/users", world.provider)).await.text_at("/items/0/id");
    let refused = world.call(&world.top, "POST", &format!("/users/{active}/invite")).send().await;
    refused.refuses(&[("activation", "read_only")]);
}

#[rstest]
#[tokio::test]
async fn an_invitation_is_revoked(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let user = world.invited(world.a.id, "anna@example.com").await;
    let (at, read) = (format!("/users/{user}/invite"), format!("/users/{user}"));
    assert!(world.get(&world.top, &read).await.is(200).get("/invited_until").is_string());
    for (role, status) in [(Role::Viewer, 403), (Role::Editor, 403)] {
        let token = world.token(world.a.id, role).await;
        world.call(&token, "DELETE", &at).send().await.is(status);
    }
    let outside = world.token(world.b.id, Role::Admin).await;
    world.call(&outside, "DELETE", &at).send().await.is(404);
    world.call(&world.top, "DELETE", &at).header("if-match", "\"7\"").send().await.is(409);
    for _ in 0..2 {
        world.call(&world.top, "DELETE", &at).send().await.is(204);
        assert!(world.get(&world.top, &read).await.is(200).get("/invited_until").is_null());
    }
    let view = world.test.backend.read(&world.test.system()).await.unwrap();
    let mails = backend::mail::list(&view, None, None, 50).await.unwrap().items;
    assert_eq!(mails[0].status.as_str(), "discarded");
    let active = world.get(&world.top, &format!("/customers/{}/users", world.provider)).await.text_at("/items/0/id");
    let refused = world.call(&world.top, "DELETE", &format!("/users/{active}/invite")).send().await;
    refused.refuses(&[("activation", "read_only")]);
}

#[rstest]
#[tokio::test]
async fn nobody_grants_more_than_they_have(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let admin = world.token(world.a.id, Role::Admin).await;
    let body = json!({ "name": "X", "email": "x@example.com", "role": "admin", "activation": "link" });
    for at in [path(&world.b), format!("/customers/{}", world.provider), format!("/customers/{NOWHERE}")] {
        world.post(&admin, &format!("{at}/users"), &body).await.is(404);
        world.get(&admin, &format!("{at}/users")).await.is(404);
    }
    world.post(&admin, &format!("{}/users", path(&world.a1)), &body).await.is(201);
}

#[rstest]
#[tokio::test]
async fn rankings_are_the_providers(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let created = world.post(&world.top, "/rankings", &json!({ "name": " Gold " })).await.is(201);
    assert_eq!((created.get("/name"), created.header("etag")), (json!("Gold"), "\"1\""));
    let at = created.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    world.post(&world.top, "/rankings", &json!({ "name": "GOLD" })).await.refuses(&[("name", "taken")]);
    world.call(&world.top, "PATCH", &at).json(&json!({ "name": 1 })).send().await.is(428);
    world.patch(&world.top, &at, 9, &json!({ "name": 1 })).await.is(409);
    world.patch(&world.top, &at, 1, &json!({ "name": 1, "id": 2, "x": 3 })).await.refuses(&[
        ("name", "malformed"),
        ("id", "read_only"),
        ("x", "unknown"),
    ]);
    world.patch(&world.top, &at, 1, &json!({ "name": null })).await.refuses(&[("name", "required")]);
    assert_eq!(world.patch(&world.top, &at, 1, &json!({})).await.is(200).get("/version"), 1);
    let renamed = world.patch(&world.top, &at, 1, &json!({ "name": "Platinum" })).await.is(200);
    assert_eq!(renamed.header("etag"), "\"2\"");

    let ranking = json!({ "ranking_id": created.text_at("/id") });
    world.patch(&world.top, &path(&world.a), 1, &ranking).await.is(200);
    assert_eq!(world.get(&world.top, &format!("/customers?ranking={}", created.text_at("/id"))).await.get("/total"), 1);
    world
        .patch(&world.top, &path(&world.a), 2, &json!({ "ranking_id": NOWHERE }))
        .await
        .refuses(&[("ranking_id", "not_found")]);
    assert_eq!(world.call(&world.top, "DELETE", &at).send().await.is(409).get("/blockers/0/value"), "A");
    world.patch(&world.top, &path(&world.a), 2, &json!({ "ranking_id": null })).await.is(200);

    let a = world.token(world.a.id, Role::Admin).await;
    world.get(&a, &at).await.is(200);
    world.post(&a, "/rankings", &json!({ "name": "Mine" })).await.is(403);
    world.patch(&a, &at, 2, &json!({ "name": "Mine" })).await.is(403);
    world.call(&a, "DELETE", &at).send().await.is(403);
    world.call(&world.top, "DELETE", &at).header("if-match", "\"1\"").send().await.is(409);
    world.call(&world.top, "DELETE", &at).header("if-match", "\"2\"").send().await.is(204);
    world.get(&world.top, &at).await.is(404);
    assert_eq!(
        world.get(&world.top, "/rankings").await.is(200).json(),
        json!({ "items": [], "next_cursor": null, "total": 0 })
    );
}

#[rstest]
#[tokio::test]
async fn tokens_are_shown_once_and_revoked(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let body = json!({ "name": "sync", "role": "viewer", "customer_id": world.a.id, "expires_in_days": 2 });
    let created = world.post(&world.top, "/tokens", &body).await.is(201);
    let secret = created.text_at("/secret");
    assert!(secret.starts_with("cnp_"));
    assert_eq!((created.get("/role"), created.get("/customer_id")), (json!("viewer"), json!(world.a.id)));
    assert_eq!(created.text_at("/expires_at"), world.test.backend.now().plus(2 * DAY).to_string());
    assert_eq!(world.get(&secret, "/customers").await.is(200).get("/total"), 2);
    world.get(&secret, &path(&world.b)).await.is(404);
    world.post(&secret, "/customers", &json!({})).await.is(403);
    let list = world.get(&world.top, "/tokens?limit=1").await.is(200);
    assert_eq!((list.get("/total"), list.get("/items/0/name")), (json!(2), json!("sync")));
    assert!(!list.text.contains(&secret) && list.json()["items"][0].get("secret").is_none());
    for (days, code) in [
        (json!(0), "malformed"),
        (json!("2"), "malformed"),
        (json!(1.5), "malformed"),
        (json!(-1), "malformed"),
        (json!(4000), "malformed"),
        (json!(1e300), "malformed"),
    ] {
        let body = json!({ "name": "x", "expires_in_days": days });
        world.post(&world.top, "/tokens", &body).await.refuses(&[("expires_in_days", code)]);
    }
    let bad = json!({ "name": "", "role": "root", "customer_id": NOWHERE, "secret": "cnp_mine", "scope": "all" });
    world.post(&world.top, "/tokens", &bad).await.refuses(&[
        ("name", "required"),
        ("role", "choice"),
        ("secret", "read_only"),
        ("scope", "unknown"),
    ]);
    let at = format!("/tokens/{}", created.text_at("/id"));
    let other = world.token(world.a.id, Role::Admin).await;
    let foreign = world.call(&other, "DELETE", &at).send().await.is(404);
    let nowhere = world.call(&other, "DELETE", &format!("/tokens/{NOWHERE}")).send().await.is(404);
    assert_eq!(foreign.text, nowhere.text);
    world.call(&world.top, "DELETE", &at).send().await.is(204);
    world.get(&secret, "/customers").await.is(401);
    world.call(&world.top, "DELETE", &at).send().await.is(404);
}
