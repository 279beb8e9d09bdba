//! Deleting, the Trash, restoring, purging.

use crate::support::{World, path};
use backend::Engine;
use model::people::Role;
use model::time::{DAY, HOUR};
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn a_customer_goes_to_the_trash_and_comes_back(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = path(&world.a);
    let plan = world.get(&world.top, &format!("{at}/deletion-plan")).await.is(200);
    assert_eq!(
        plan.json(),
        json!({ "children": 1, "descendants": 1, "users": 0, "subtree_users": 0, "contacts": 0, "subtree_contacts": 0 })
    );
    let body = json!({ "reason": "left", "children": "delete" });
    let deleted = world.delete(&world.top, &at, &body).await.is(200);
    assert_eq!(deleted.get("/deletion/status"), "trashed");
    assert_eq!(deleted.get("/deletion/reason"), "left");
    assert_eq!(deleted.get("/deletion/by"), "Provider Admin");

    assert_eq!(world.get(&world.top, &at).await.is(200).get("/deletion/status"), "trashed");
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 1);
    let trash = world.get(&world.top, "/customers?trash=true").await.is(200);
    assert_eq!((trash.get("/total"), trash.get("/items/0/name")), (json!(1), json!("A")));
    assert_eq!(world.get(&world.top, "/customers?trash=true&q=zzz").await.get("/total"), 0);
    world.get(&world.top, "/customers?trash=true&kind=company").await.refuses(&[("kind", "unknown")]);
    // What is deleted can't be changed.
    for verb in ["enable", "disable", "move", "cancel-deletion", "users"] {
        let body = json!({ "parent_id": world.b.id });
        world.post(&world.top, &format!("{at}/{verb}"), &body).await.is(404);
    }
    world.patch(&world.top, &at, 1, &json!({ "city": "x" })).await.is(404);
    world.delete(&world.top, &at, &body).await.is(404);
    world.get(&world.top, &format!("{}/deletion-plan", path(&world.a))).await.is(404);

    let a1 = world.call(&world.top, "POST", &format!("{}/restore", path(&world.a1))).send().await.is(409);
    assert_eq!(a1.get("/blockers/0"), json!({ "field": "deleted_with", "value": "A" }));
    let restored = world.call(&world.top, "POST", &format!("{at}/restore")).send().await.is(200);
    assert_eq!(restored.get("/deletion"), Value::Null);
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 3);
}

#[rstest]
#[tokio::test]
async fn a_deletion_says_why_and_what_happens_below(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = path(&world.a);
    world.call(&world.top, "DELETE", &at).send().await.refuses(&[("reason", "required")]);
    world.delete(&world.top, &at, &json!({ "reason": "x" })).await.refuses(&[("children", "required")]);
    let bad = json!({ "reason": 5, "children": "sell", "at": "tomorrow", "by": "me" });
    world.delete(&world.top, &at, &bad).await.refuses(&[
        ("reason", "malformed"),
        ("children", "choice"),
        ("at", "malformed"),
        ("by", "unknown"),
    ]);
    let past = json!({ "reason": "x", "children": "move_up", "at": "2020-01-01T00:00:00Z" });
    world.delete(&world.top, &at, &past).await.refuses(&[("at", "past")]);
    let stale = world.call(&world.top, "DELETE", &at).header("if-match", "\"9\"").json(&bad).send().await.is(409);
    assert_eq!(stale.get("/current/name"), "A");
    world
        .delete(&world.top, &format!("{at}?permanent=perhaps"), &json!({ "reason": "x", "children": "delete" }))
        .await
        .refuses(&[("permanent", "choice")]);
    assert_eq!(world.get(&world.top, "/customers").await.get("/total"), 3);
    // Up: the child stays.
    world.delete(&world.top, &at, &json!({ "reason": "x", "children": "move_up" })).await.is(200);
    assert_eq!(world.get(&world.top, &path(&world.a1)).await.get("/parent_id"), world.provider.to_string());
}

#[rstest]
#[tokio::test]
async fn a_deletion_can_wait_and_be_called_off(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = path(&world.b);
    let when = world.test.backend.now().plus(DAY).to_string();
    let scheduled = world.delete(&world.top, &at, &json!({ "reason": "later", "at": when })).await.is(200);
    assert_eq!(scheduled.get("/deletion/status"), "scheduled");
    assert_eq!(scheduled.get("/deletion/at"), when.as_str());
    let off = world.call(&world.top, "POST", &format!("{at}/cancel-deletion")).send().await.is(200);
    assert_eq!(off.get("/deletion"), Value::Null);
    world.delete(&world.top, &at, &json!({ "reason": "later", "at": when })).await.is(200);
    world.test.pass(DAY + HOUR);
    backend::customers::run_due(&world.test.backend).await.unwrap();
    assert_eq!(world.get(&world.top, &at).await.is(200).get("/deletion/status"), "trashed");
}

#[rstest]
#[tokio::test]
async fn purging_is_for_good_and_only_from_the_trash(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let at = path(&world.b);
    let permanent = format!("{at}?permanent=true");
    world.call(&world.top, "DELETE", &permanent).send().await.is(409);
    world.delete(&world.top, &at, &json!({ "reason": "x" })).await.is(200);
    let b = world.token(world.a.id, Role::Admin).await;
    world.call(&b, "DELETE", &permanent).send().await.is(404);
    world.call(&world.top, "DELETE", &permanent).header("if-match", "\"1\"").send().await.is(409);
    world.delete(&world.top, &permanent, &json!({ "reason": "x" })).await.refuses(&[("reason", "unknown")]);
    let gone = world.call(&world.top, "DELETE", &permanent).header("if-match", "\"2\"").send().await.is(204);
    assert_eq!(gone.text, "");
    world.get(&world.top, &at).await.is(404);
    world.call(&world.top, "DELETE", &permanent).send().await.is(404);
}

#[rstest]
#[tokio::test]
async fn what_is_taken_meanwhile_blocks_a_restore(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    world.patch(&world.top, &path(&world.b), 1, &json!({ "ref_id": "R-1" })).await.is(200);
    world.test.user(world.b.id, "b@example.com", Role::Admin).await;
    world.patch(&world.top, &path(&world.a), 1, &json!({ "ref_id": "R-1" })).await.refuses(&[("ref_id", "taken")]);
    world.delete(&world.top, &path(&world.b), &json!({ "reason": "x" })).await.is(200);
    world.patch(&world.top, &path(&world.a), 1, &json!({ "ref_id": "R-1" })).await.is(200);
    let user = json!({ "name": "B", "email": "B@example.com", "role": "viewer", "activation": "link" });
    world.post(&world.top, &format!("{}/users", path(&world.a)), &user).await.is(201);
    let blocked = world.call(&world.top, "POST", &format!("{}/restore", path(&world.b))).send().await.is(409);
    let blockers = json!([{ "field": "ref_id", "value": "R-1" }, { "field": "email", "value": "b@example.com" }]);
    assert_eq!(blocked.get("/blockers"), blockers);
}
