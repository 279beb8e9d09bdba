//! The document says what is there, and its page can be read.

use crate::support::{Answer, World, path};
use backend::Engine;
use rstest::rstest;
use serde_json::{Value, json};
use server::rest;

fn document() -> Value {
    serde_json::from_str(&rest::openapi().to_json().unwrap()).unwrap()
}

#[test]
fn these_are_the_operations() {
    let document = document();
    let mut found: Vec<String> = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        found.extend(item.as_object().unwrap().keys().map(|method| format!("{path} {}", method.to_uppercase())));
    }
    found.sort();
    insta::assert_snapshot!(found.join("\n"), @"
    /contacts/{id} DELETE
    /contacts/{id} GET
    /contacts/{id} PATCH
    /contacts/{id}/default POST
    /contacts/{id}/disable POST
    /contacts/{id}/enable POST
    /contacts/{id}/sign-in DELETE
    /contacts/{id}/sign-in POST
    /customers GET
    /customers POST
    /customers.csv GET
    /customers/{id} DELETE
    /customers/{id} GET
    /customers/{id} PATCH
    /customers/{id}/ancestors GET
    /customers/{id}/cancel-deletion POST
    /customers/{id}/children GET
    /customers/{id}/contacts GET
    /customers/{id}/contacts POST
    /customers/{id}/deletion-plan GET
    /customers/{id}/disable POST
    /customers/{id}/enable POST
    /customers/{id}/move POST
    /customers/{id}/restore POST
    /customers/{id}/users GET
    /customers/{id}/users POST
    /docs GET
    /openapi.json GET
    /permissions GET
    /rankings GET
    /rankings POST
    /rankings/{id} DELETE
    /rankings/{id} GET
    /rankings/{id} PATCH
    /tokens GET
    /tokens POST
    /tokens/{id} DELETE
    /users GET
    /users/{id} DELETE
    /users/{id} GET
    /users/{id} PATCH
    /users/{id}/disable POST
    /users/{id}/enable POST
    /users/{id}/invite DELETE
    /users/{id}/invite POST
    /users/{id}/second-factor DELETE
    ");
}

#[rstest]
#[tokio::test]
async fn what_is_listed_is_there_and_nothing_else(#[values(Engine::Sqlite)] engine: Engine) {
    let world = World::new(engine).await;
    for (path, item) in document()["paths"].as_object().unwrap() {
        let at = path.replace("{id}", &world.a.id.to_string());
        let refused = world.call(&world.top, "PUT", &at).send().await.is(405);
        let mut allowed: Vec<&str> = refused.header("allow").split(',').filter(|method| *method != "HEAD").collect();
        allowed.sort_unstable();
        let mut listed: Vec<String> = item.as_object().unwrap().keys().map(|method| method.to_uppercase()).collect();
        listed.sort();
        assert_eq!(allowed, listed, "{path}");
    }
}

#[rstest]
#[tokio::test]
async fn it_needs_no_token_and_is_whole(#[values(Engine::Sqlite)] engine: Engine) {
    let world = World::new(engine).await;
    let answer = world.bare("GET", "/api/v1/openapi.json").send().await.is(200);
    let document = answer.json();
    assert_eq!(document, self::document());
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    // Every reference leads somewhere.
    let mut open = vec![&document];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if let Some(reference) = members.get("$ref").and_then(Value::as_str) {
                    assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
                }
                open.extend(members.values());
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            for name in ["summary", "operationId"] {
                assert!(operation[name].as_str().is_some_and(|text| !text.is_empty()), "{method} {path} {name}");
            }
            assert!(!operation["tags"].as_array().unwrap().is_empty());
            let has = |status: &str| operation["responses"].get(status).is_some();
            assert_eq!(has("404"), path.contains("{id}") || path == "/permissions", "{method} {path}");
            assert_eq!(has("428"), method == "patch", "{method} {path}");
            assert_eq!(has("401"), !operation["security"].as_array().unwrap().is_empty(), "{method} {path}");
        }
    }
}

/// The members that a schema has, those of its parts included.
fn members(document: &Value, schema: &Value) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        return members(document, document.pointer(&reference[1..]).unwrap());
    }
    let own = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
    let parts = schema["allOf"].as_array().into_iter().flatten().flat_map(|part| members(document, part));
    own.chain(parts).collect()
}

#[rstest]
#[tokio::test]
async fn bodies_take_the_members_that_are_listed(#[values(Engine::Sqlite)] engine: Engine) {
    let world = World::new(engine).await;
    let document = document();
    let ranking = world.post(&world.top, "/rankings", &json!({ "name": "Gold" })).await.is(201).text_at("/id");
    let contact = world.post(&world.top, &format!("{}/contacts", path(&world.a1)), &json!({ "name": "Anna" })).await;
    let contact = contact.is(201).text_at("/id");
    let user = world.invited(world.a.id, "invited@example.com").await;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let Some(content) = operation["requestBody"]["content"].as_object() else { continue };
            let schema = &content.values().next().unwrap()["schema"];
            let id = match path.split('/').nth(1) {
                Some("rankings") => ranking.clone(),
                Some("contacts") => contact.clone(),
                Some("users") => user.clone(),
                _ => world.a.id.to_string(),
            };
            let call = world.call(&world.top, &method.to_uppercase(), &path.replace("{id}", &id));
            // Of a type that nothing has: each that is listed is known, and one that is not is not.
            let names = members(&document, schema);
            let mut body: serde_json::Map<String, Value> = names.iter().map(|name| (name.clone(), json!([]))).collect();
            body.insert("surely_unknown".to_owned(), json!(1));
            let answer = call.header("if-match", "\"1\"").json(&Value::Object(body)).send().await.is(422);
            let errors = answer.errors();
            for name in names {
                assert!(errors.contains(&(name.clone(), "malformed".to_owned())), "{method} {path} {name}: {errors:?}");
            }
            assert!(errors.contains(&("surely_unknown".to_owned(), "unknown".to_owned())));
        }
    }
}

#[rstest]
#[tokio::test]
async fn queries_take_the_parameters_that_are_listed(#[values(Engine::Sqlite)] engine: Engine) {
    let world = World::new(engine).await;
    for (path, item) in document()["paths"].as_object().unwrap() {
        let Some(parameters) = item.pointer("/get/parameters").and_then(Value::as_array) else { continue };
        for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query") {
            let name = parameter["name"].as_str().unwrap();
            let at = format!("{}?{name}=%00", path.replace("{id}", &world.a.id.to_string()));
            let errors = world.get(&world.top, &at).await.refuses_some();
            assert!(errors.iter().all(|(field, code)| field == name && code != "unknown"), "{at}: {errors:?}");
        }
    }
}

impl Answer {
    fn refuses_some(self) -> Vec<(String, String)> {
        self.is(422).errors()
    }
}

/// Answers have exactly the members that their schema lists.
#[rstest]
#[tokio::test]
async fn answers_have_the_members_that_are_listed(#[values(Engine::Sqlite)] engine: Engine) {
    let world = World::new(engine).await;
    let document = document();
    let new = json!({ "name": "N", "kind": "company", "country": "IT",
        "first_user": { "name": "U", "email": "u@example.com", "activation": "link" } });
    let a = path(&world.a);
    let user = world.invited(world.a.id, "invited@example.com").await;
    for (schema, value) in [
        ("Customer", world.get(&world.top, &a).await.json()),
        ("CreatedCustomer", world.post(&world.top, "/customers", &new).await.is(201).json()),
        ("Page_Customer", world.get(&world.top, "/customers").await.json()),
        ("User", world.get(&world.top, &format!("/users/{user}")).await.json()),
        ("Contact", world.post(&world.top, &format!("{a}/contacts"), &json!({ "name": "Anna" })).await.is(201).json()),
        ("Page_Contact", world.get(&world.top, &format!("{a}/contacts")).await.json()),
        ("Page_User", world.get(&world.top, &format!("{a}/users")).await.json()),
        ("DeletionPlan", world.get(&world.top, &format!("{a}/deletion-plan")).await.json()),
        (
            "CreatedUser",
            world.post(&world.top, &format!("/users/{user}/invite"), &json!({ "activation": "link" })).await.json(),
        ),
        ("Ranking", world.post(&world.top, "/rankings", &json!({ "name": "Gold" })).await.json()),
        ("CreatedToken", world.post(&world.top, "/tokens", &json!({ "name": "t" })).await.json()),
        (
            "MovePlan",
            world
                .post(
                    &world.top,
                    &format!("{}/move?dry_run=true", path(&world.a1)),
                    &json!({ "parent_id": world.b.id }),
                )
                .await
                .json(),
        ),
        ("Problem", world.post(&world.top, "/rankings", &json!({})).await.json()),
    ] {
        let listed = members(&document, &json!({ "$ref": format!("#/components/schemas/{schema}") }));
        let optional = ["more", "current", "blockers", "request_id"];
        for name in value.as_object().unwrap().keys() {
            assert!(listed.contains(name), "{schema} lists no {name}");
        }
        for name in listed.iter().filter(|name| !optional.contains(&name.as_str())) {
            assert!(value.get(name).is_some(), "{schema} has no {name}: {value}");
        }
    }
}

#[rstest]
#[tokio::test]
async fn the_page_is_plain_and_needs_no_script(#[values(Engine::Sqlite)] engine: Engine) {
    let world = World::new(engine).await;
    let page = world.bare("GET", "/api/v1/docs").send().await.is(200);
    assert!(page.header("content-type").starts_with("text/html"));
    for forbidden in ["<script", " style=", "<style", "javascript:", "None", "src="] {
        assert!(!page.text.contains(forbidden), "{forbidden}");
    }
    for (path, item) in document()["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(
                page.text.contains(&format!("id=\"{id}\"")) && page.text.contains(&format!("href=\"#{id}\"")),
                "{path}"
            );
        }
    }
    // Every link within the page leads somewhere, every id stands once.
    for target in page.text.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert_eq!(page.text.matches(&format!(" id=\"{target}\"")).count(), 1, "#{target}");
    }
    let dark = world.bare("GET", "/api/v1/docs").header("cookie", "a=b; theme=dark").send().await;
    assert!(dark.text.contains("data-theme=\"dark\""));
    let odd = world.bare("GET", "/api/v1/docs").header("cookie", "theme=\"><script>").send().await;
    assert!(!odd.text.contains("<script"));
    let style = world.bare("GET", "/api/v1/docs.css").send().await.is(200);
    assert!(style.header("content-type").starts_with("text/css"));
}
