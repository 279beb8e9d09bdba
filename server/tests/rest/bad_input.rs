//! Every field with every kind of bad value: a clear error at the field, or kept to the byte; never a 5xx, and nothing
//! half written.

use crate::support::{Answer, World, path};
use backend::Engine;
use model::customers::CustomerField;
use rstest::rstest;
use serde_json::{Value, json};

/// Texts that are no error in themselves, wherever free text goes.
const WILD: [&str; 9] = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "'; DROP TABLE customers; --",
    "\" OR \"\"=\"",
    "\u{202e}שלום עולם\u{202c}",
    "مرحبا",
    "e\u{301}\u{1f980}\u{200d}\u{fe0f}",
    "{{7*7}} ${7*7} %s %n",
    "=cmd|' /C calc'!A0",
];

/// Values of other JSON types, and texts that no field takes.
fn refused() -> Vec<(Value, &'static str)> {
    vec![
        (json!(1), "malformed"),
        (json!(-1.5e300), "malformed"),
        (json!(true), "malformed"),
        (json!([]), "malformed"),
        (json!(["x"]), "malformed"),
        (json!({}), "malformed"),
        (json!({ "$ne": null }), "malformed"),
    ]
}

/// Texts that hold a control character.
const CONTROL: [&str; 4] = ["a\0b", "\u{1}x", "x\u{7f}y", "a\u{85}b"];

fn customer() -> Value {
    json!({ "name": "N", "kind": "company", "country": "IT" })
}

fn with(field: &str, value: Value) -> Value {
    let mut body = customer();
    body[field] = value;
    body
}

/// Fields whose text is free.
fn is_free(field: CustomerField) -> bool {
    use CustomerField as F;
    matches!(field, F::Name | F::RefId | F::Street | F::City | F::Province | F::PostalCode | F::Notes)
}

#[track_caller]
fn at(answer: &Answer, field: &str) -> String {
    let errors = answer.errors();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(errors[0].0, field);
    errors[0].1.clone()
}

#[rstest]
#[tokio::test]
async fn every_field_of_a_customer(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let (mut made, mut version) = (0, 1);
    let edited = path(&world.b);
    for field in CustomerField::ALL {
        let name = field.as_str();
        for (value, code) in refused() {
            let answer = world.post(&world.top, "/customers", &with(name, value.clone())).await.is(422);
            assert_eq!(at(&answer, name), code, "{name} {value}");
            let answer = world.patch(&world.top, &edited, version, &json!({ name: value })).await.is(422);
            assert_eq!(at(&answer, name), code, "{name} {value}");
        }
        for text in CONTROL {
            let answer = world.patch(&world.top, &edited, version, &json!({ name: text })).await.is(422);
            let code = at(&answer, name);
            assert!(!is_free(field) || code == "control_character", "{name} {text:?}: {code}");
        }
        let long = world.patch(&world.top, &edited, version, &json!({ name: "x".repeat(10_001) })).await.is(422);
        let code = at(&long, name);
        assert!(!is_free(field) || code == "too_long", "{name}: {code}");
        for text in WILD {
            let answer = world.patch(&world.top, &edited, version, &json!({ name: text })).await;
            if is_free(field) {
                assert_eq!(answer.is(200).get(&format!("/{name}")), text);
                version += 1;
                assert_eq!(world.get(&world.top, &edited).await.get(&format!("/{name}")), text);
                if field != CustomerField::RefId {
                    let created = world.post(&world.top, "/customers", &with(name, json!(text))).await.is(201);
                    assert_eq!(created.get(&format!("/{name}")), text);
                    made += 1;
                }
            } else {
                at(&answer.is(422), name);
                at(&world.post(&world.top, "/customers", &with(name, json!(text))).await.is(422), name);
            }
        }
        let empty = world.post(&world.top, "/customers", &with(name, json!("  "))).await;
        if field.is_required() {
            assert_eq!(at(&empty.is(422), name), "required");
        } else {
            assert_eq!(empty.is(201).get(&format!("/{name}")), Value::Null);
            made += 1;
        }
    }
    let now = world.get(&world.top, &edited).await.is(200);
    assert_eq!(now.get("/version"), version);
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 3 + made);
}

#[rstest]
#[tokio::test]
async fn every_field_of_a_user_a_ranking_and_a_token(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let users = format!("{}/users", path(&world.a));
    let user = json!({ "name": "U", "email": "u@example.com", "role": "viewer", "activation": "link" });
    let ranking = json!({ "name": "Gold" });
    let token = json!({ "name": "t", "role": "viewer", "customer_id": null, "expires_in_days": 1 });
    let deletion = json!({ "reason": "x", "children": "delete", "at": null });
    let before = world.counts().await;
    for (method, path, body) in [
        ("POST", &users, &user),
        ("POST", &"/rankings".to_owned(), &ranking),
        ("POST", &"/tokens".to_owned(), &token),
        ("DELETE", &path(&world.b), &deletion),
    ] {
        for name in body.as_object().unwrap().keys() {
            let mut values: Vec<Value> = refused().into_iter().map(|(value, _)| value).collect();
            values.extend(CONTROL.map(|text| json!(text)));
            values.push(json!("x".repeat(10_000)));
            // The one member that is a number.
            values.retain(|value| !(name == "expires_in_days" && value == &json!(1)));
            for value in values {
                let mut wrong = body.clone();
                wrong[name] = value.clone();
                let answer = world.call(&world.top, method, path).json(&wrong).send().await.is(422);
                assert_eq!(answer.errors()[0].0, *name, "{path} {name} {value}");
            }
        }
    }
    assert_eq!(world.counts().await, before);
    assert_eq!(world.get(&world.top, "/rankings").await.get("/total"), 0);
    assert_eq!(world.get(&world.top, "/tokens").await.get("/total"), 1);
    for (number, text) in WILD.into_iter().enumerate() {
        assert_eq!(world.post(&world.top, "/rankings", &json!({ "name": text })).await.is(201).get("/name"), text);
        assert_eq!(world.post(&world.top, "/tokens", &json!({ "name": text })).await.is(201).get("/name"), text);
        let user =
            json!({ "name": text, "email": format!("u{number}@example.com"), "role": "viewer", "activation": "link" });
        assert_eq!(world.post(&world.top, &users, &user).await.is(201).get("/name"), text);
    }
    for email in [
        "x",
        "@",
        "a@b",
        "a b@example.com",
        "<script>@example.com",
        "a@example.com\nBcc: b@example.com",
        "'--@example.com",
    ] {
        let user = json!({ "name": "U", "email": email, "role": "viewer", "activation": "link" });
        let answer = world.post(&world.top, &users, &user).await;
        assert!(
            answer.status == 201 && answer.get("/email") == email
                || answer.status == 422 && answer.errors()[0].0 == "email"
        );
    }
}

#[rstest]
#[tokio::test]
async fn bodies_that_are_no_objects_of_ours(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let post =
        async |body: Vec<u8>| world.call(&world.top, "POST", "/customers").text("application/json", body).send().await;
    for text in
        ["", "{", "nope", "{\"name\": \"x\"", "{\"name\": 'x'}", "\u{feff}{}", "{}{}", "NaN", "{\"a\":\"\u{1}\"}"]
    {
        post(text.as_bytes().to_vec()).await.is(400);
    }
    for bytes in [b"\xff\xfe{}".to_vec(), b"{\"name\": \"\xc3\x28\"}".to_vec(), vec![0; 100]] {
        post(bytes).await.is(400);
    }
    for text in ["[]", "null", "1", "\"x\"", "[{\"name\":\"x\"}]"] {
        post(text.as_bytes().to_vec()).await.refuses(&[("body", "malformed")]);
    }
    let deep = "[".repeat(400_000);
    post(deep.clone().into_bytes()).await.is(400);
    let nested =
        format!("{{\"name\":\"N\",\"kind\":\"company\",\"country\":\"IT\",\"city\":{deep}{}}}", "]".repeat(400_000));
    post(nested.into_bytes()).await.refuses(&[("city", "malformed")]);
    let twice = r#"{"name":"N","kind":"company","country":"IT","name":"M"}"#;
    post(twice.as_bytes().to_vec()).await.refuses(&[("name", "malformed")]);
    let escaped = r#"{"name":"N","kind":"company","country":"IT","n\u0061me":"M"}"#;
    post(escaped.as_bytes().to_vec()).await.refuses(&[("name", "malformed")]);
    let huge =
        r#"{"name":"N","kind":"company","country":"IT","city":1e999999,"street":123456789012345678901234567890}"#;
    post(huge.as_bytes().to_vec()).await.refuses(&[("city", "malformed"), ("street", "malformed")]);
    let lone = r#"{"name":"\ud800","kind":"company","country":"IT"}"#;
    post(lone.as_bytes().to_vec()).await.refuses(&[("name", "malformed")]);
    let many = format!("{{{}}}", (0..20_000).map(|n| format!("\"m{n}\":1")).collect::<Vec<_>>().join(","));
    post(many.into_bytes()).await.is(400);
    let long_name = format!("{{\"{}\":1}}", "x".repeat(500_000));
    assert!(post(long_name.into_bytes()).await.is(422).text.len() < 2_000);
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 3);
}
