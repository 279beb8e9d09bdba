//! Every operation of the document, asked for what is foreign and for what does not exist: the same bytes.

use crate::support::{NOWHERE, World};
use backend::Engine;
use model::people::Role;
use rstest::rstest;
use serde_json::{Value, json};
use server::rest;

/// Method and path of every operation.
fn operations() -> Vec<(String, String)> {
    let document: Value = serde_json::from_str(&rest::openapi().to_json().unwrap()).unwrap();
    let paths = document["paths"].as_object().unwrap().clone();
    let of = |(path, item): (String, Value)| {
        let methods = ["get", "post", "patch", "delete"].into_iter().filter(move |method| item.get(method).is_some());
        methods.map(move |method| (method.to_uppercase(), path.clone())).collect::<Vec<_>>()
    };
    paths.into_iter().flat_map(of).collect()
}

/// A body that would do for every operation.
fn body(world: &World, path: &str) -> Value {
    match path.rsplit('/').next().unwrap() {
        "move" => json!({ "parent_id": world.a.id }),
        "contacts" => json!({ "name": "C" }),
        "sign-in" => json!({ "role": "viewer", "activation": "link" }),
        "users" => json!({ "name": "U", "email": "u@example.com", "role": "viewer", "activation": "link" }),
        "{id}" => json!({ "reason": "x", "children": "delete" }),
        _ => json!({}),
    }
}

#[rstest]
#[tokio::test]
async fn foreign_deleted_and_nonexistent_are_the_same(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let deleted = world.test.customer("Deleted", Some(world.b.id)).await;
    world.delete(&world.top, &format!("/customers/{}", deleted.id), &json!({ "reason": "x" })).await.is(200);
    let ranking = world.post(&world.top, "/rankings", &json!({ "name": "Gold" })).await.is(201);
    let tokens = world.get(&world.top, "/tokens").await.text_at("/items/0/id");
    let user = world.invited(world.b.id, "invited@example.com").await;
    let contacts = format!("/customers/{}/contacts", world.b.id);
    let contact = world.post(&world.top, &contacts, &json!({ "name": "Beside" })).await.is(201).text_at("/id");
    let before = world.counts().await;
    let mut asked = 0;
    for role in [Role::Viewer, Role::Editor, Role::Admin] {
        // Who is beside, and who is below what is asked for.
        for home in [world.a.id, world.a1.id] {
            let token = world.token(home, role).await;
            for (method, path) in operations().into_iter().filter(|(_, path)| path.contains("{id}")) {
                if path.starts_with("/rankings") {
                    continue;
                }
                let foreign = match path.split('/').nth(1) {
                    Some("tokens") => vec![tokens.clone(), ranking.text_at("/id")],
                    Some("users") => vec![user.clone(), contact.clone(), world.b.id.to_string()],
                    Some("contacts") => vec![contact.clone(), user.clone(), world.b.id.to_string()],
                    _ => {
                        vec![world.b.id.to_string(), world.provider.to_string(), deleted.id.to_string(), tokens.clone()]
                    }
                };
                let ask = async |id: &str| {
                    let call = world.call(&token, &method, &path.replace("{id}", id)).header("if-match", "\"1\"");
                    let call = if method == "GET" { call } else { call.json(&body(&world, &path)) };
                    call.send().await.is(404)
                };
                let nowhere = ask(NOWHERE).await;
                for id in foreign {
                    let answer = ask(&id).await;
                    assert_eq!(answer.text, nowhere.text, "{method} {path} {id}");
                    assert_eq!(answer.headers, nowhere.headers, "{method} {path} {id}");
                    asked += 1;
                }
            }
        }
    }
    assert!(asked > 300, "{asked}");
    // The tokens' own users came in between.
    assert_eq!(world.counts().await.0, before.0);
    let untouched = world.get(&world.top, &format!("/contacts/{contact}")).await.is(200);
    assert_eq!((untouched.get("/version"), untouched.get("/status")), (json!(1), json!("enabled")));
    assert_eq!(world.get(&world.top, &format!("/users/{user}")).await.is(200).get("/version"), 1);
}

#[rstest]
#[tokio::test]
async fn foreign_ids_in_bodies_are_the_same_too(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let token = world.token(world.a.id, Role::Admin).await;
    let a1 = format!("/customers/{}", world.a1.id);
    for (path, body) in [
        ("/customers".to_owned(), json!({ "name": "N", "kind": "company", "country": "IT", "parent_id": "ID" })),
        (format!("{a1}/move"), json!({ "parent_id": "ID" })),
        (format!("{a1}/move?dry_run=true"), json!({ "parent_id": "ID" })),
        ("/tokens".to_owned(), json!({ "name": "N", "customer_id": "ID" })),
    ] {
        let ask = async |id: String| {
            let body = body.to_string().replace("ID", &id);
            world.call(&token, "POST", &path).text("application/json", body).send().await.is(422)
        };
        let nowhere = ask(NOWHERE.to_owned()).await;
        for id in [world.b.id, world.provider] {
            assert_eq!(ask(id.to_string()).await.text, nowhere.text, "{path}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn nobody_gets_in_without_a_token(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    for (method, path) in operations() {
        let path = format!("/api/v1{}", path.replace("{id}", &world.a.id.to_string()));
        let answer = world.bare(&method, &path).send().await;
        let open = path.ends_with("/openapi.json") || path.ends_with("/docs");
        assert_eq!(answer.status.as_u16(), if open { 200 } else { 401 }, "{method} {path}");
    }
}
