//! Contacts of companies.

use crate::support::{NOWHERE, World, path};
use backend::Engine;
use model::people::Role;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn contacts_are_added_listed_and_edited(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = format!("{}/contacts", path(&world.a));
    let anna = json!({ "name": " Anna ", "email": "anna@example.com", "phone": "+39 02 123", "job_title": "Accounts" });
    let created = world.post(&world.top, &at, &anna).await.is(201);
    let mut names: Vec<String> = created.json().as_object().unwrap().keys().cloned().collect();
    names.sort();
    let expected = [
        "created_at",
        "customer_id",
        "default",
        "email",
        "id",
        "job_title",
        "name",
        "phone",
        "status",
        "updated_at",
        "user_id",
        "version",
    ];
    assert_eq!(names, expected);
    assert_eq!((created.get("/name"), created.get("/phone")), (json!("Anna"), json!("+3902123")));
    assert_eq!((created.get("/default"), created.get("/status")), (json!(true), json!("enabled")));
    let one = created.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(one, format!("/contacts/{}", created.text_at("/id")));
    assert_eq!(world.get(&world.top, &one).await.is(200).header("etag"), "\"1\"");
    let customer = world.get(&world.top, &path(&world.a)).await.is(200);
    assert_eq!(customer.get("/default_contact_id"), created.get("/id"));
    assert_eq!(customer.get("/version"), 2);

    world.call(&world.top, "PATCH", &one).json(&json!({ "name": 1 })).send().await.is(428);
    let stale = world.patch(&world.top, &one, 9, &json!({ "name": 1 })).await.is(409);
    assert_eq!(stale.get("/current/name"), "Anna");
    let wrong = json!({ "name": null, "phone": "02", "job_title": 1, "status": "disabled", "default": true, "x": 1 });
    world.patch(&world.top, &one, 1, &wrong).await.refuses(&[
        ("name", "required"),
        ("phone", "phone"),
        ("job_title", "malformed"),
        ("status", "read_only"),
        ("default", "read_only"),
        ("x", "unknown"),
    ]);
    let edited = world.patch(&world.top, &one, 1, &json!({ "phone": null, "name": "Anna Rossi" })).await.is(200);
    assert_eq!((edited.get("/phone"), edited.header("etag")), (Value::Null, "\"2\""));
    assert_eq!(world.patch(&world.top, &one, 2, &json!({})).await.is(200).get("/version"), 2);

    for name in ["Bea", "Cleo"] {
        assert_eq!(world.post(&world.top, &at, &json!({ "name": name })).await.is(201).get("/default"), false);
    }
    let first = world.get(&world.top, &format!("{at}?limit=2")).await.is(200);
    assert_eq!((first.get("/total"), first.get("/items/1/name")), (json!(3), json!("Bea")));
    let cursor = first.text_at("/next_cursor");
    let second = world.get(&world.top, &format!("{at}?limit=2&cursor={cursor}")).await.is(200);
    assert_eq!((second.get("/items/0/name"), second.get("/next_cursor")), (json!("Cleo"), Value::Null));
    assert_eq!(world.get(&world.top, &format!("{at}?q=rossi+acc")).await.is(200).get("/total"), 1);
    assert_eq!(world.get(&world.top, &format!("{at}?status=disabled")).await.is(200).get("/total"), 0);
    world.get(&world.top, &format!("{at}?sort=name")).await.refuses(&[("sort", "unknown")]);
    world.get(&world.top, &format!("{at}?q=x&cursor={cursor}")).await.refuses(&[("cursor", "cursor")]);
    assert_eq!(world.get(&world.top, "/customers?q=rossi").await.get("/items/0/id"), json!(world.a.id));
    let plan = world.get(&world.top, &format!("{}/deletion-plan", path(&world.a))).await.is(200);
    assert_eq!((plan.get("/contacts"), plan.get("/subtree_contacts")), (json!(3), json!(3)));
}

#[rstest]
#[tokio::test]
async fn there_is_one_default_and_it_goes_last(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = format!("{}/contacts", path(&world.a));
    let mut contacts = Vec::new();
    for name in ["Anna", "Bea"] {
        contacts
            .push(format!("/contacts/{}", world.post(&world.top, &at, &json!({ "name": name })).await.text_at("/id")));
    }
    let [anna, bea] = [&contacts[0], &contacts[1]];
    for refused in [
        world.call(&world.top, "DELETE", anna).send().await.is(409),
        world.post(&world.top, &format!("{anna}/disable"), &json!({})).await.is(409),
    ] {
        assert_eq!(refused.get("/blockers/0"), json!({ "field": "default_contact_id", "value": "Anna" }));
    }
    world.post(&world.top, &format!("{bea}/disable"), &json!({})).await.is(200);
    world.post(&world.top, &format!("{bea}/default"), &json!({})).await.refuses(&[("status", "contact_disabled")]);
    assert_eq!(world.post(&world.top, &format!("{bea}/enable"), &json!({})).await.get("/status"), "enabled");
    let stale = world.call(&world.top, "POST", &format!("{bea}/default")).header("if-match", "\"1\"").send().await;
    stale.is(409);
    let default = world.post(&world.top, &format!("{bea}/default"), &json!({})).await.is(200);
    assert_eq!(default.get("/default"), true);
    assert_eq!(world.get(&world.top, anna).await.get("/default"), false);
    assert_eq!(world.get(&world.top, &path(&world.a)).await.get("/default_contact_id"), default.get("/id"));
    world.post(&world.top, &format!("{bea}/default"), &json!({ "x": 1 })).await.refuses(&[("x", "unknown")]);
    world.call(&world.top, "DELETE", anna).send().await.is(204);
    world.call(&world.top, "DELETE", bea).send().await.is(204);
    assert_eq!(world.get(&world.top, &path(&world.a)).await.get("/default_contact_id"), Value::Null);
    world.get(&world.top, bea).await.is(404);
}

#[rstest]
#[tokio::test]
async fn only_companies_have_contacts(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let body = json!({ "name": "Mario", "kind": "individual", "country": "IT" });
    let person = world.post(&world.top, "/customers", &body).await.text_at("/id");
    let at = format!("/customers/{person}/contacts");
    world.post(&world.top, &at, &json!({ "name": "Anna" })).await.refuses(&[("kind", "companies_only")]);
    assert_eq!(world.get(&world.top, &at).await.is(200).get("/total"), 0);
    world.post(&world.top, &format!("{}/contacts", path(&world.a)), &json!({ "name": "Anna" })).await.is(201);
    let refused = world.patch(&world.top, &path(&world.a), 2, &json!({ "kind": "individual" })).await;
    refused.refuses(&[("kind", "has_contacts")]);
}

#[rstest]
#[tokio::test]
async fn a_contact_is_let_in_by_admins(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let (editor, admin) = (world.token(world.a.id, Role::Editor).await, world.token(world.a.id, Role::Admin).await);
    let at = format!("{}/contacts", path(&world.a));
    let anna = world.post(&editor, &at, &json!({ "name": "Anna", "email": "anna@example.com" })).await.is(201);
    let bea = world.post(&editor, &at, &json!({ "name": "Bea" })).await.is(201);
    let (anna, bea) = (format!("/contacts/{}", anna.text_at("/id")), format!("/contacts/{}", bea.text_at("/id")));
    let sign_in = format!("{anna}/sign-in");
    let link = json!({ "role": "viewer", "activation": "link" });
    world.post(&editor, &sign_in, &link).await.is(403);
    world.post(&admin, &sign_in, &json!({ "activation": "link" })).await.refuses(&[("role", "required")]);
    world.post(&admin, &format!("{bea}/sign-in"), &link).await.refuses(&[("email", "required")]);
    let given = world.post(&admin, &sign_in, &link).await.is(201);
    assert_eq!((given.get("/name"), given.get("/email")), (json!("Anna"), json!("anna@example.com")));
    assert!(given.text_at("/activation_link").starts_with("https://canopy.example/activate/"));
    let user = given.header("location").strip_prefix("/api/v1").unwrap().to_owned();
    assert_eq!(world.get(&editor, &user).await.is(200).get("/customer_id"), json!(world.a.id));
    assert_eq!(world.get(&editor, &anna).await.get("/user_id"), given.get("/id"));
    assert_eq!(world.post(&admin, &sign_in, &link).await.is(409).get("/blockers/0/field"), "user_id");
    let taken = json!({ "role": "viewer", "activation": "link", "email": "ANNA@example.com" });
    world.post(&admin, &format!("{bea}/sign-in"), &taken).await.refuses(&[("email", "taken")]);

    // Editors look after contacts, but not after who signs in.
    world.post(&editor, &format!("{bea}/default"), &json!({})).await.is(200);
    world.post(&editor, &format!("{anna}/disable"), &json!({})).await.is(403);
    world.call(&editor, "DELETE", &anna).send().await.is(403);
    world.call(&editor, "DELETE", &sign_in).send().await.is(403);
    world.post(&admin, &format!("{anna}/disable"), &json!({})).await.is(200);
    assert_eq!(world.get(&admin, &user).await.get("/status"), "disabled");
    let left = world.call(&admin, "DELETE", &sign_in).send().await.is(200);
    assert_eq!(left.get("/user_id"), Value::Null);
    world.get(&admin, &user).await.is(404);
    world.call(&editor, "DELETE", &anna).send().await.is(204);
}

#[rstest]
#[tokio::test]
async fn checks_run_in_order(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let (viewer, editor) = (world.token(world.a.id, Role::Viewer).await, world.token(world.a.id, Role::Editor).await);
    let at = format!("{}/contacts", path(&world.a1));
    let id = world.post(&world.top, &at, &json!({ "name": "Anna" })).await.text_at("/id");
    let one = format!("/contacts/{id}");
    for (method, path) in [
        ("POST", at.clone()),
        ("PATCH", one.clone()),
        ("DELETE", one.clone()),
        ("POST", format!("{one}/default")),
        ("POST", format!("{one}/enable")),
        ("POST", format!("{one}/disable")),
        ("POST", format!("{one}/sign-in")),
    ] {
        for body in ["{\"what\": 1}", "not JSON", ""] {
            world.call(&viewer, method, &path).text("application/json", body).send().await.is(403);
        }
    }
    world.call(&editor, "POST", &format!("{one}/sign-in")).text("application/json", "").send().await.is(403);
    world.get(&viewer, &one).await.is(200);
    world.get(&viewer, &at).await.is(200);
    let b = world.token(world.b.id, Role::Admin).await;
    let nowhere = world.get(&b, &format!("/contacts/{NOWHERE}")).await.is(404);
    assert_eq!(world.get(&b, &one).await.is(404).text, nowhere.text);
    world.post(&b, &at, &json!({ "what": 1 })).await.is(404);
}

#[rstest]
#[tokio::test]
async fn a_creation_sent_twice_is_one(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = format!("{}/contacts", path(&world.a));
    let mut ids = Vec::new();
    for _ in 0..2 {
        let call =
            world.call(&world.top, "POST", &at).header("idempotency-key", "one").json(&json!({ "name": "Anna" }));
        ids.push(call.send().await.is(201).text_at("/id"));
    }
    assert_eq!(ids[0], ids[1]);
    assert_eq!(world.get(&world.top, &at).await.get("/total"), 1);
}
