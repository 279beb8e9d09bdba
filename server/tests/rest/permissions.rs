//! `/permissions`: why someone may do something.

use crate::support::{NOWHERE, World};
use backend::Engine;
use model::people::Role;
use model::permissions::Action;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[tokio::test]
async fn a_permission_is_explained_rule_by_rule(#[values(Engine::Sqlite, Engine::Postgres)] engine: Engine) {
    let world = World::new(engine).await;
    let user = world.invited(world.a.id, "invited@example.com").await;
    let ask = format!("/permissions?user={user}&action=customer.move&object={}", world.a.id);
    let told = world.get(&world.top, &ask).await.is(200);
    let rules: Vec<(String, bool)> = told
        .get("/reasons")
        .as_array()
        .unwrap()
        .iter()
        .map(|reason| (reason["rule"].as_str().unwrap().to_owned(), reason["holds"].as_bool().unwrap()))
        .collect();
    let expected = [
        ("activated", false),
        ("enabled", true),
        ("customer_open", true),
        ("second_factor", true),
        ("scope", true),
        ("not_deleted", true),
        ("role", false),
        ("not_provider", true),
        ("ancestor", false),
    ];
    assert_eq!(rules, expected.map(|(rule, holds)| (rule.to_owned(), holds)));
    let role = json!({ "rule": "role", "holds": false, "needed": "editor", "found": "viewer" });
    assert_eq!(told.get("/reasons/6"), role);
    assert_eq!((told.get("/allowed"), told.get("/action")), (json!(false), json!("customer.move")));
    assert_eq!((told.text_at("/user"), told.text_at("/object")), (user, world.a.id.to_string()));

    // Without a user it is the token that is asked about, with what it leaves of its holder.
    let editor = world.token(world.a.id, Role::Editor).await;
    let own = world.get(&editor, &format!("/permissions?action=customer.edit&object={}", world.a.id)).await.is(200);
    assert_eq!(
        (own.get("/allowed"), own.get("/role"), own.get("/customer")),
        (json!(true), json!("editor"), json!("A"))
    );
    assert_eq!(world.get(&editor, "/permissions?action=tokens.manage").await.is(200).get("/allowed"), false);
}

#[rstest]
#[tokio::test]
async fn what_lies_outside_is_not_there_and_the_rest_is_refused(
    #[values(Engine::Sqlite, Engine::Postgres)] engine: Engine,
) {
    let world = World::new(engine).await;
    let (inside, outside) =
        (world.invited(world.a.id, "a@example.com").await, world.invited(world.b.id, "b@example.com").await);
    let (admin, viewer) = (world.token(world.a.id, Role::Admin).await, world.token(world.a.id, Role::Viewer).await);
    let (a, b, provider) = (world.a.id.to_string(), world.b.id.to_string(), world.provider.to_string());
    let ask = |user: &str, object: &str| format!("/permissions?user={user}&action=customer.read&object={object}");
    let nowhere = world.get(&admin, &ask(&inside, NOWHERE)).await.is(404);
    for (user, object) in [(&inside, &b), (&inside, &provider), (&outside, &a), (&NOWHERE.to_owned(), &a)] {
        let refused = world.get(&admin, &ask(user, object)).await.is(404);
        assert_eq!((refused.text, refused.headers), (nowhere.text.clone(), nowhere.headers.clone()));
    }
    world.get(&admin, &ask("x", "y")).await.refuses(&[("user", "malformed"), ("object", "malformed")]);
    world.get(&viewer, &ask(&inside, &a)).await.is(403);
    let unknown = world.get(&admin, &format!("/permissions?action=customer.eat&object={a}")).await;
    let message = unknown.refuses(&[("action", "choice")]).text_at("/errors/0/message");
    assert!(Action::all().all(|action| message.contains(action.as_str())), "{message}");
    world.get(&admin, "/permissions").await.refuses(&[("action", "required")]);
    world.get(&admin, "/permissions?action=customer.edit").await.refuses(&[("object", "required")]);
    world.get(&admin, &format!("/permissions?action=customer.edit&object={a}&x=1")).await.refuses(&[("x", "unknown")]);
}

#[tokio::test]
async fn the_document_lists_every_action() {
    let world = World::new(Engine::Sqlite).await;
    let document: Value = world.get(&world.top, "/openapi.json").await.is(200).json();
    let parameters = document["paths"]["/permissions"]["get"]["parameters"].as_array().unwrap();
    let action = parameters.iter().find(|parameter| parameter["name"] == "action").unwrap();
    let text = action.to_string();
    assert!(Action::all().all(|action| text.contains(action.as_str())), "{text}");
    assert_eq!(action["required"], true);
}
