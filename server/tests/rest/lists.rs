//! Lists: filters, order, pages, and the same as a file.

use crate::support::{World, path};
use backend::Engine;
use model::people::Role;
use rstest::rstest;
use serde_json::{Value, json};

async fn names(world: &World, token: &str, query: &str) -> Vec<String> {
    let answer = world.get(token, query).await.is(200);
    let items = answer.get("/items");
    items.as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()).collect()
}

#[rstest]
#[tokio::test]
async fn filters_order_and_scope(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let top = &world.top;
    assert_eq!(names(&world, top, "/customers").await, ["A", "A1", "B"]);
    assert_eq!(names(&world, top, "/customers?sort=-name").await, ["B", "A1", "A"]);
    assert_eq!(names(&world, top, &format!("/customers?under={}", world.a.id)).await, ["A", "A1"]);
    assert_eq!(names(&world, top, &format!("/customers?parent={}", world.a.id)).await, ["A1"]);
    assert_eq!(names(&world, top, &format!("{}/children", path(&world.a))).await, ["A1"]);
    assert_eq!(names(&world, top, "/customers?q=a1&status=enabled&kind=company&country=it").await, ["A1"]);
    assert!(names(&world, top, "/customers?status=disabled").await.is_empty());
    let today = world.get(top, &path(&world.a)).await.is(200).get("/created_at");
    let today = &today.as_str().unwrap()[..10];
    let on = format!("/customers?created_from={today}&created_to={today}");
    assert_eq!(names(&world, top, &on).await, ["A", "A1", "B"]);
    assert!(names(&world, top, "/customers?created_to=2020-02-29").await.is_empty());
    assert_eq!(names(&world, top, "/customers?q=&status=&sort=&trash=false").await, ["A", "A1", "B"]);
    let a = world.token(world.a.id, Role::Viewer).await;
    let own = world.get(&a, "/customers").await.is(200);
    assert_eq!((own.get("/total"), own.get("/items/0/parent_id")), (json!(2), Value::Null));
    world.get(&a, &format!("{}/children", path(&world.b))).await.is(404);
}

#[rstest]
#[tokio::test]
async fn what_is_wrong_with_a_query_is_told(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let a = world.token(world.a.id, Role::Viewer).await;
    for (query, field, code) in [
        ("limit=0", "limit", "choice"),
        ("limit=201", "limit", "choice"),
        ("limit=-1", "limit", "choice"),
        ("limit=99999999999999999999", "limit", "choice"),
        ("limit=ten", "limit", "choice"),
        ("limit=1&limit=2", "limit", "malformed"),
        ("cursor=x", "cursor", "cursor"),
        ("cursor=%00", "cursor", "cursor"),
        ("sort=size", "sort", "choice"),
        ("status=on", "status", "choice"),
        ("kind=shop", "kind", "choice"),
        ("country=Italy", "country", "country"),
        ("ranking=gold", "ranking", "not_found"),
        ("parent=1", "parent", "not_found"),
        ("created_from=2023-02-29", "created_from", "malformed"),
        ("created_to=yesterday", "created_to", "malformed"),
        ("trash=perhaps", "trash", "choice"),
        ("page=2", "page", "unknown"),
        ("%3Cscript%3E=1", "<script>", "unknown"),
        ("q=%00", "q", "control_character"),
    ] {
        world.get(&a, &format!("/customers?{query}")).await.refuses(&[(field, code)]);
    }
    let long = "x".repeat(10_000);
    world.get(&a, &format!("/customers?q={long}")).await.refuses(&[("q", "too_long")]);
    for wild in ["%27%20OR%201=1--", "%25", "%5C", "_", "%22%20OR%20%22", "*", "%E2%80%AE", "%F0%9F%A6%80", "%FF"] {
        world.get(&a, &format!("/customers?q={wild}")).await.is(200);
    }
    // Foreign and nonexistent are the same, wherever an id is asked for.
    for name in ["under", "parent", "ranking"] {
        let foreign = world.get(&a, &format!("/customers?{name}={}", world.b.id)).await;
        let nowhere = world.get(&a, &format!("/customers?{name}={}", crate::support::NOWHERE)).await;
        assert_eq!((foreign.status, &foreign.text), (nowhere.status, &nowhere.text), "{name}");
    }
}

#[rstest]
#[tokio::test]
async fn pages_follow_each_other(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    for number in 0..7 {
        world.test.customer(&format!("N{number}"), Some(world.b.id)).await;
    }
    let base = format!("{}/children?limit=3", path(&world.b));
    let mut seen = Vec::new();
    let mut at = base.clone();
    loop {
        let page = world.get(&world.top, &at).await.is(200);
        assert_eq!(page.get("/total"), 7);
        assert!(page.json().get("more").is_none());
        seen.extend(page.get("/items").as_array().unwrap().iter().map(|item| item["name"].clone()));
        let Some(cursor) = page.get("/next_cursor").as_str().map(ToOwned::to_owned) else { break };
        at = format!("{base}&cursor={cursor}");
        world.get(&world.top, &format!("{at}&sort=-name")).await.refuses(&[("cursor", "cursor")]);
        world.get(&world.top, &format!("{at}&q=n")).await.refuses(&[("cursor", "cursor")]);
    }
    assert_eq!(json!(seen), json!(["N0", "N1", "N2", "N3", "N4", "N5", "N6"]));
}

#[rstest]
#[tokio::test]
async fn the_file_has_the_filtered_list(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    world.patch(&world.top, &path(&world.b), 1, &json!({ "name": "=1+1", "ref_id": "R;1" })).await.is(200);
    let file = world.get(&world.top, "/customers.csv").await.is(200);
    assert!(file.header("content-type").starts_with("text/csv"));
    assert!(file.header("content-disposition").starts_with("attachment"));
    let lines: Vec<&str> = file.text.split_terminator("\r\n").collect();
    assert!(lines[0].starts_with("ref_id,parent_ref_id,name,kind,"), "{}", lines[0]);
    assert_eq!(lines.len(), 4);
    assert!(file.text.contains(",'=1+1,"));
    let raw = world.get(&world.top, "/customers.csv?raw=true&bom=1&semicolon=true&q=1%2B1").await.is(200);
    assert!(raw.text.starts_with("\u{feff}ref_id;parent_ref_id;name;"));
    assert!(raw.text.contains(";=1+1;") && raw.text.contains("\"R;1\""));
    world.get(&world.top, "/customers.csv?limit=1").await.refuses(&[("limit", "unknown")]);
    world.get(&world.top, "/customers.csv?bom=x&status=on").await.refuses(&[("bom", "choice"), ("status", "choice")]);
    let a = world.token(world.a.id, Role::Viewer).await;
    let own = world.get(&a, "/customers.csv").await.is(200);
    assert_eq!(own.text.split_terminator("\r\n").count(), 3);
    assert!(!own.text.contains("R;1"));
}
