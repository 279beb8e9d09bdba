//! Who may ask for an explanation, and what it tells.

use backend::testing::TestBackend;
use backend::{Caller, Denial, Engine, Error, policy, tokens};
use model::form::Problem;
use model::ids::CustomerId;
use model::people::Role;
use model::permissions::{Action, Explanation, Rule};
use model::tokens::NewToken;
use rstest::rstest;

async fn ask(
    test: &TestBackend,
    by: &Caller,
    user: Option<&str>,
    action: &str,
    object: &str,
) -> Result<Explanation, Error> {
    let view = test.backend.read(by).await?;
    let object = Some(object).filter(|object| !object.is_empty());
    policy::explain(&view, user, Action::parse(action), object).await
}

struct World {
    test: TestBackend,
    top: CustomerId,
    home: CustomerId,
    below: CustomerId,
    admin: String,
    editor: String,
    far: String,
}

async fn world(engine: Engine) -> World {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let top = test.customer("Top secret", None).await.id;
    let home = test.customer("Home", Some(top)).await.id;
    let below = test.customer("Below", Some(home)).await.id;
    let beside = test.customer("Beside", Some(top)).await.id;
    let admin = test.user(home, "admin@home.example", Role::Admin).await.user.id.to_string();
    let editor = test.user(home, "editor@home.example", Role::Editor).await.user.id.to_string();
    let far = test.user(beside, "far@beside.example", Role::Viewer).await.user.id.to_string();
    World { test, top, home, below, admin, editor, far }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn one_asks_about_oneself_and_admins_about_theirs(#[case] engine: Engine) {
    let World { test, top, home, below, admin, editor, far } = world(engine).await;
    let by_admin = test.sign_in("admin@home.example").await;
    let by_editor = test.sign_in("editor@home.example").await;
    let (home, below, top) = (home.to_string(), below.to_string(), top.to_string());

    let told = ask(&test, &by_admin, Some(&editor), "customer.delete", &home).await.unwrap();
    assert!(!told.allowed);
    assert_eq!((told.customer.as_str(), told.object_name.as_deref()), ("Home", Some("Home")));
    let broken: Vec<Rule> = told.reasons.iter().filter(|r| !r.holds).map(|r| r.rule).collect();
    assert_eq!(broken, [Rule::Ancestor]);
    let scope = told.reasons.iter().find(|reason| reason.rule == Rule::Scope).unwrap();
    assert_eq!(scope.found.as_deref(), Some("own"));
    assert!(ask(&test, &by_admin, Some(&editor), "customer.delete", &below).await.unwrap().allowed);

    let told = ask(&test, &by_editor, None, "user.create", &home).await.unwrap();
    let role = told.reasons.iter().find(|reason| reason.rule == Rule::Role).unwrap();
    assert_eq!((role.needed, role.found.as_deref(), role.holds), (Some(Role::Admin), Some("editor"), false));
    assert_eq!(
        told,
        Explanation { user: told.user, ..ask(&test, &by_editor, Some(&editor), "user.create", &home).await.unwrap() }
    );

    // Whoever isn't an admin learns nothing of what others may do, though they see that these exist.
    let refused = ask(&test, &by_editor, Some(&admin), "customer.edit", &home).await;
    assert!(matches!(refused, Err(Error::Forbidden(Denial::Role))), "{refused:?}");
    for (user, object) in [(&far, &home), (&admin, &top), (&admin, &"nothing".to_owned())] {
        let outside = ask(&test, &by_admin, Some(user), "customer.read", object).await;
        assert!(matches!(outside, Err(Error::NotFound)), "{outside:?}");
    }
    // Nothing that is told names what is above.
    let text =
        serde_json::to_string(&ask(&test, &by_admin, Some(&admin), "customer.move", &home).await.unwrap()).unwrap();
    assert!(!text.contains("secret") && !text.contains("Provider"), "{text}");
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn what_is_asked_is_checked(#[case] engine: Engine) {
    let World { test, home, admin, .. } = world(engine).await;
    let by = test.sign_in("admin@home.example").await;
    let home = home.to_string();
    let at = |outcome: Result<Explanation, Error>, field: &str| match outcome {
        Err(Error::Invalid(errors)) => errors.at(field).cloned().unwrap(),
        other => panic!("{other:?}"),
    };
    let unknown = at(ask(&test, &by, None, "customer.eat", &home).await, "action");
    assert!(matches!(unknown, Problem::Choice { allowed } if allowed.contains("customer.move, ")));
    assert_eq!(at(ask(&test, &by, None, "customer.edit", "").await, "object"), Problem::Required);
    assert_eq!(at(ask(&test, &by, None, "mail.read", &home).await, "object"), Problem::Unknown);
    // Where no object belongs there is a decision without one.
    let mail = ask(&test, &by, Some(&admin), "mail.read", "").await.unwrap();
    assert_eq!(mail.reasons.iter().filter(|r| !r.holds).map(|r| r.rule).collect::<Vec<_>>(), [Rule::OfProvider]);
    // The id of one kind of thing names nothing of another.
    assert!(matches!(ask(&test, &by, None, "user.edit", &home).await, Err(Error::NotFound)));
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test]
async fn a_token_asks_within_its_own_reach(#[case] engine: Engine) {
    let World { test, home, below, admin, .. } = world(engine).await;
    let by = test.sign_in("admin@home.example").await;
    let new =
        NewToken { name: "part".to_owned(), role: Some(Role::Editor), customer_id: Some(below), expires_in_days: None };
    let secret = test.backend.write(&by, move |call| Box::pin(tokens::create(call, new))).await.unwrap().secret;
    let token = Caller::token(&secret);
    let (home, below) = (home.to_string(), below.to_string());
    let told = ask(&test, &token, None, "customer.delete", &below).await.unwrap();
    assert_eq!((told.role, told.customer.as_str(), told.allowed), (Role::Editor, "Below", false));
    // Its maker is above it.
    assert!(matches!(ask(&test, &token, Some(&admin), "customer.edit", &below).await, Err(Error::NotFound)));
    assert!(matches!(ask(&test, &token, None, "customer.read", &home).await, Err(Error::NotFound)));
}
