//! Customers: read, add, edit, move, enable, disable.

use crate::support::{NOWHERE, World, path};
use backend::Engine;
use model::people::Role;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn a_customer_has_the_members_of_the_interface(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let answer = world.get(&world.top, &path(&world.a1)).await.is(200);
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    let mut names: Vec<String> = answer.json().as_object().unwrap().keys().cloned().collect();
    names.sort();
    let mut expected = [
        "id",
        "parent_id",
        "name",
        "kind",
        "ref_id",
        "vat_number",
        "fiscal_code",
        "ranking_id",
        "status",
        "country",
        "street",
        "city",
        "province",
        "postal_code",
        "phone",
        "email",
        "website",
        "notes",
        "home_dashboard_id",
        "default_contact_id",
        "require_two_factor",
        "created_at",
        "updated_at",
        "version",
        "deletion",
    ];
    expected.sort_unstable();
    assert_eq!(names, expected);
    assert_eq!(answer.get("/parent_id"), world.a.id.to_string());
    assert_eq!(answer.get("/created_at"), "2026-03-29T23:00:00Z");
    assert_eq!(answer.get("/deletion"), Value::Null);
}

#[rstest]
#[tokio::test]
async fn nothing_above_ones_own_customer_leaks(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    world.patch(&world.top, &path(&world.a), 1, &json!({ "notes": "pays late" })).await.is(200);
    let a = world.token(world.a.id, Role::Viewer).await;
    let own = world.get(&a, &path(&world.a)).await.is(200);
    assert_eq!(own.get("/parent_id"), Value::Null);
    assert_eq!(own.get("/notes"), Value::Null);
    assert_eq!(world.get(&a, &format!("{}/ancestors", path(&world.a))).await.is(200).get("/items"), json!([]));
    let above = world.get(&a, &format!("{}/ancestors", path(&world.a1))).await.is(200);
    assert_eq!(above.get("/total"), 1);
    assert_eq!(above.get("/items/0/name"), "A");
    assert_eq!(above.get("/items/0/parent_id"), Value::Null);
    assert!(!above.text.contains(&world.provider.to_string()));
    world.get(&a, &format!("/customers/{}", world.provider)).await.is(404);
}

#[rstest]
#[tokio::test]
async fn a_customer_is_added_with_its_first_user(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let body = json!({
        "parent_id": world.a.id, "name": "  Rossi S.p.A. ", "kind": "company", "country": "it",
        "vat_number": "007 431.101-57", "notes": "two\nlines", "city": null, "phone": "",
        "first_user": { "name": "Anna", "email": "anna@example.com", "activation": "link" }
    });
    let answer = world.post(&world.top, "/customers", &body).await.is(201);
    assert_eq!(answer.get("/name"), "Rossi S.p.A.");
    assert_eq!(answer.get("/vat_number"), "IT00743110157");
    assert_eq!(answer.get("/status"), "enabled");
    assert_eq!(answer.get("/notes"), "two\nlines");
    assert_eq!(answer.get("/first_user/role"), "admin");
    assert_eq!(answer.get("/first_user/status"), "invited");
    assert!(answer.text_at("/first_user/activation_link").starts_with("https://canopy.example/activate/"));
    let at = answer.header("location").strip_prefix("/api/v1").unwrap();
    assert_eq!(at, format!("/customers/{}", answer.text_at("/id")));
    assert_eq!(answer.header("etag"), "\"1\"");
    assert_eq!(world.get(&world.top, at).await.is(200).get("/parent_id"), world.a.id.to_string());
    let users = world.get(&world.top, &format!("{at}/users")).await.is(200);
    assert_eq!(users.get("/total"), 1);
    assert!(!users.text.contains("activation_link") && !users.text.contains("password"));
    // Without a parent: under the caller's own.
    let a = world.token(world.a.id, Role::Editor).await;
    let own =
        world.post(&a, "/customers", &json!({ "name": "X", "kind": "individual", "country": "DE" })).await.is(201);
    assert_eq!(own.get("/parent_id"), world.a.id.to_string());
}

#[rstest]
#[tokio::test]
async fn customer_and_first_user_are_made_both_or_neither(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let before = world.counts().await;
    let with = |user: Value| json!({ "name": "N", "kind": "company", "country": "IT", "first_user": user });
    let user = |email: &str| json!({ "name": "U", "email": email, "activation": "link" });
    for (body, errors) in [
        (with(user("admin@provider.example")), vec![("first_user.email", "taken")]),
        (with(json!("x")), vec![("first_user", "malformed")]),
        (
            with(json!({})),
            vec![
                ("first_user.name", "required"),
                ("first_user.email", "required"),
                ("first_user.activation", "required"),
            ],
        ),
        (
            with(json!({ "name": "U", "email": "u@example.com", "activation": "pigeon" })),
            vec![("first_user.activation", "choice")],
        ),
        (
            with(json!({ "name": "U", "email": "u@example.com", "password": "short" })),
            vec![("first_user.password", "password_short")],
        ),
        (
            with(json!({ "name": "U", "email": "u@example.com", "password": "password123456" })),
            vec![("first_user.password", "password_weak")],
        ),
        (
            with(
                json!({ "name": "U", "email": "u@example.com", "password": "walnut crate sings low", "activation": "link" }),
            ),
            vec![("first_user.activation", "read_only")],
        ),
        (
            with(json!({ "name": "U", "email": "u@example.com", "activation": "link", "status": "active", "x": 1 })),
            vec![("first_user.status", "read_only"), ("first_user.x", "unknown")],
        ),
        (
            with(json!({ "name": ["U"], "email": 1, "activation": true, "role": {} })),
            vec![
                ("first_user.name", "malformed"),
                ("first_user.email", "malformed"),
                ("first_user.activation", "malformed"),
                ("first_user.role", "malformed"),
            ],
        ),
    ] {
        world.post(&world.top, "/customers", &body).await.refuses(&errors);
    }
    assert_eq!(world.counts().await, before);
}

#[rstest]
#[tokio::test]
async fn a_patch_changes_what_it_names(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = path(&world.a);
    let first = json!({ "city": "Torino", "street": "Via Po 1", "website": "https://a.example" });
    world.patch(&world.top, &at, 1, &first).await.is(200);
    let answer = world.patch(&world.top, &at, 2, &json!({ "city": null, "street": "" })).await.is(200);
    assert_eq!(answer.header("etag"), "\"3\"");
    assert_eq!((answer.get("/city"), answer.get("/street")), (Value::Null, Value::Null));
    assert_eq!(answer.get("/website"), "https://a.example");
    assert_eq!(world.patch(&world.top, &at, 3, &json!({})).await.is(200).get("/version"), 3);
    world.patch(&world.top, &at, 2, &json!({ "city": "Roma" })).await.is(409);
    for name in ["name", "kind", "country"] {
        world.patch(&world.top, &at, 3, &json!({ name: null })).await.refuses(&[(name, "required")]);
    }
    let weak = world.call(&world.top, "PATCH", &at).header("if-match", "W/\"3\"").json(&json!({ "city": "Roma" }));
    weak.send().await.is(200);
    let any = world.call(&world.top, "PATCH", &at).header("if-match", "*").json(&json!({ "city": "Pisa" }));
    assert_eq!(any.send().await.is(200).get("/version"), 5);
}

#[rstest]
#[tokio::test]
async fn what_cant_be_set_is_read_only(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let always =
        ["id", "status", "home_dashboard_id", "default_contact_id", "created_at", "updated_at", "version", "deletion"];
    for name in always {
        let body = json!({ "name": "N", "kind": "company", "country": "IT", name: null });
        world.post(&world.top, "/customers", &body).await.refuses(&[(name, "read_only")]);
        world.patch(&world.top, &path(&world.a), 1, &json!({ name: "x" })).await.refuses(&[(name, "read_only")]);
    }
    let body = json!({ "parent_id": world.b.id, "first_user": {}, "vat_number": "IT00743110158", "constructor": 1 });
    world.patch(&world.top, &path(&world.a), 1, &body).await.refuses(&[
        ("parent_id", "read_only"),
        ("first_user", "read_only"),
        ("vat_number", "vat_check"),
        ("constructor", "unknown"),
    ]);
}

#[rstest]
#[tokio::test]
async fn moves_are_planned_and_done(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = format!("{}/move", path(&world.a1));
    let plan = world.post(&world.top, &format!("{at}?dry_run=true"), &json!({ "parent_id": world.b.id })).await.is(200);
    assert_eq!(plan.get("/customers"), 1);
    assert_eq!((plan.get("/from/name"), plan.get("/to/name")), (json!("A"), json!("B")));
    assert_eq!((plan.get("/losing/0/name"), plan.get("/gaining/0/name")), (json!("A"), json!("B")));
    assert_eq!((plan.get("/losing/0/users"), plan.get("/gaining/0/users")), (json!(0), json!(0)));
    assert_eq!(world.get(&world.top, &path(&world.a1)).await.get("/version"), 1);
    let stale = world.call(&world.top, "POST", &at).header("if-match", "\"9\"").json(&json!({ "parent_id": NOWHERE }));
    stale.send().await.is(409);
    let moved = world.post(&world.top, &at, &json!({ "parent_id": world.b.id })).await.is(200);
    assert_eq!((moved.get("/version"), moved.get("/parent_id")), (json!(2), json!(world.b.id)));
    assert_eq!(world.get(&world.top, &path(&world.b)).await.get("/version"), 1);
    for (parent, code) in [
        (json!(world.a1.id), "cycle"),
        (json!(NOWHERE), "not_found"),
        (json!("x"), "not_found"),
        (json!(null), "required"),
        (json!(7), "malformed"),
    ] {
        world.post(&world.top, &at, &json!({ "parent_id": parent })).await.refuses(&[("parent_id", code)]);
    }
    world
        .post(&world.top, &format!("{at}?dry_run=perhaps"), &json!({ "parent_id": world.a.id }))
        .await
        .refuses(&[("dry_run", "choice")]);
    let a = world.token(world.a.id, Role::Admin).await;
    world.post(&a, &at, &json!({ "parent_id": world.a.id })).await.is(404);
}

#[rstest]
#[tokio::test]
async fn enabling_and_disabling(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = path(&world.a);
    let disabled = world.call(&world.top, "POST", &format!("{at}/disable")).send().await.is(200);
    assert_eq!((disabled.get("/status"), disabled.header("etag")), (json!("disabled"), "\"2\""));
    let stale =
        world.call(&world.top, "POST", &format!("{at}/enable")).header("if-match", "\"1\"").send().await.is(409);
    assert_eq!(stale.get("/current/status"), "disabled");
    world.post(&world.top, &format!("{at}/enable"), &json!({ "x": 1 })).await.refuses(&[("x", "unknown")]);
    world.post(&world.top, &format!("{at}/enable?x=1"), &json!({})).await.refuses(&[("x", "unknown")]);
    assert_eq!(world.post(&world.top, &format!("{at}/enable"), &json!({})).await.is(200).get("/status"), "enabled");
}
