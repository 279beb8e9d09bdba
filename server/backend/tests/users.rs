//! Users after their creation: listed across the tree, edited, disabled, deleted, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::people::{self, UserChange, UserEdit};
use backend::testing::TestBackend;
use backend::{Caller, Engine, Error, LinkEnd, Result, customers, doctor, tokens};
use model::customers::{CustomerQuery, Status};
use model::form::Problem;
use model::ids::{CustomerId, UserId};
use model::people::{NewUserForm, Password, Role, User, UserStatus};
use model::time::HOUR;
use model::tokens::TokenForm;
use model::users::{UserField, UserQuery, UserSort};
use rstest::rstest;
use rstest_reuse::{apply, template};
use std::net::IpAddr;

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

async fn emails(test: &TestBackend, by: &Caller, query: UserQuery) -> Vec<String> {
    let view = test.backend.read(by).await.unwrap();
    people::all(&view, &query).await.unwrap().items.into_iter().map(|row| row.user.email).collect()
}

async fn change(
    test: &TestBackend,
    by: &Caller,
    id: UserId,
    changes: &[(UserField, Option<&str>, &str)],
) -> Result<User> {
    let change = |&(field, base, value): &(UserField, Option<&str>, &str)| UserChange {
        field,
        base: base.map(str::to_owned),
        value: value.to_owned(),
    };
    let edit = UserEdit { version: None, changes: changes.iter().map(change).collect() };
    test.backend.write(by, move |call| Box::pin(people::edit(call, id, edit))).await
}

async fn set_status(test: &TestBackend, by: &Caller, id: UserId, status: Status) -> Result<User> {
    test.backend.write(by, move |call| Box::pin(people::set_status(call, id, status, None))).await
}

async fn delete(test: &TestBackend, by: &Caller, id: UserId) -> Result<()> {
    test.backend.write(by, move |call| Box::pin(people::delete(call, id, None))).await
}

async fn sound(test: &TestBackend) {
    let findings = doctor::check(&test.backend).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

fn is_blocked<T: std::fmt::Debug>(outcome: Result<T>, field: &str) -> bool {
    matches!(&outcome, Err(Error::Blocked(blockers)) if blockers[0].field == field)
}

fn is_invalid<T: std::fmt::Debug>(outcome: Result<T>, field: &str, problem: &Problem) -> bool {
    matches!(&outcome, Err(Error::Invalid(errors)) if errors.at(field) == Some(problem))
}

/// An invited user and the secret of the link.
async fn invite(test: &TestBackend, by: &Caller, customer: CustomerId, email: &str) -> (UserId, String) {
    let form = NewUserForm {
        name: "Invited".to_owned(),
        email: email.to_owned(),
        role: "viewer".to_owned(),
        activation: "link".to_owned(),
        ..NewUserForm::default()
    };
    let user = people::prepare(&test.backend, form.parse().unwrap()).await.unwrap();
    let created = test.backend.write(by, move |call| Box::pin(people::create(call, customer, user))).await.unwrap();
    (created.user.id, created.activation_link.unwrap().rsplit('/').next().unwrap().to_owned())
}

#[apply(on_both)]
async fn a_list_reaches_as_far_as_who_asks(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let below = test.customer("Below Zero", Some(acme.id)).await;
    let other = test.customer("Other", None).await;
    test.user(acme.id, "b@acme.example", Role::Viewer).await;
    test.user(below.id, "a@below.example", Role::Editor).await;
    test.user(other.id, "c@other.example", Role::Admin).await;
    let viewer = test.sign_in("b@acme.example").await;
    let by_email = || UserQuery { sort: UserSort::Email, ..UserQuery::default() };
    let all = ["a@below.example", "admin@provider.example", "b@acme.example", "c@other.example"];
    assert_eq!(emails(&test, &provider, by_email()).await, all);
    assert_eq!(emails(&test, &viewer, by_email()).await, ["a@below.example", "b@acme.example"]);
    let under = |id| UserQuery { under: Some(id), ..by_email() };
    assert_eq!(emails(&test, &provider, under(acme.id)).await, ["a@below.example", "b@acme.example"]);
    assert_eq!(emails(&test, &viewer, under(below.id)).await, ["a@below.example"]);
    let own = UserQuery { customer: Some(acme.id), ..by_email() };
    assert_eq!(emails(&test, &provider, own.clone()).await, ["b@acme.example"]);
    assert_eq!(emails(&test, &provider, UserQuery { under: Some(other.id), ..own }).await, [""; 0]);
    let view = test.backend.read(&viewer).await.unwrap();
    for query in [under(other.id), UserQuery { customer: Some(other.id), ..by_email() }] {
        let field = if query.under.is_some() { "under" } else { "customer" };
        assert!(is_invalid(people::all(&view, &query).await, field, &Problem::NotFound));
    }
    let words = |q: &str| UserQuery { q: q.to_owned(), ..by_email() };
    assert_eq!(emails(&test, &provider, words("ZERO")).await, ["a@below.example"], "by the customer's name");
    assert_eq!(emails(&test, &provider, words("other c")).await, ["c@other.example"]);
    assert_eq!(emails(&test, &viewer, words("other")).await, [""; 0]);
    let row = people::all(&view, &words("below")).await.unwrap().items.remove(0);
    assert_eq!((row.customer.id, row.customer.name.as_str()), (below.id, "Below Zero"));
    assert_eq!((row.email_marks.len(), row.customer_marks.len(), row.name_marks.len()), (1, 1, 1));
    let id = row.user.id;
    assert!(!people::find(&view, id).await.unwrap().manage);
    assert!(people::find(&test.backend.read(&provider).await.unwrap(), id).await.unwrap().manage);
    // Who is in the Trash with their customer is in no list.
    let new = model::deletions::NewDeletion { at: None, reason: "x".into(), children: None };
    let gone = below.id;
    test.backend.write(&provider, move |call| Box::pin(customers::delete(call, gone, new, None))).await.unwrap();
    assert_eq!(emails(&test, &viewer, by_email()).await, ["b@acme.example"]);
}

#[apply(on_both)]
async fn a_list_is_filtered_by_role_and_status(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let acme = test.customer("Acme", None).await;
    invite(&test, &provider, acme.id, "invited@acme.example").await;
    let off = test.user(acme.id, "off@acme.example", Role::Editor).await.user.id;
    set_status(&test, &provider, off, Status::Disabled).await.unwrap();
    let query = UserQuery { under: Some(acme.id), ..UserQuery::default() };
    let of = |status| UserQuery { status: Some(status), ..query.clone() };
    assert_eq!(emails(&test, &provider, of(UserStatus::Invited)).await, ["invited@acme.example"]);
    assert_eq!(emails(&test, &provider, of(UserStatus::Disabled)).await, ["off@acme.example"]);
    assert_eq!(emails(&test, &provider, of(UserStatus::Active)).await, [""; 0]);
    let editors = UserQuery { role: Some(Role::Editor), ..query.clone() };
    assert_eq!(emails(&test, &provider, editors).await, ["off@acme.example"]);
    // How long an invitation is good for is told as long as it is.
    let until = async || {
        let view = test.backend.read(&test.system()).await.unwrap();
        people::all(&view, &of(UserStatus::Invited)).await.unwrap().items[0].user.invited_until
    };
    assert_eq!(until().await, Some(backend::testing::START.plus(72 * HOUR)));
    test.pass(72 * HOUR);
    assert_eq!(until().await, None);
}

#[apply(on_both)]
async fn different_fields_merge_and_the_same_conflicts(#[case] engine: Engine) {
    use UserField as F;
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let id = test.user(acme.id, "ada@acme.example", Role::Viewer).await.user.id;
    test.user(acme.id, "taken@acme.example", Role::Viewer).await;
    change(&test, &admin, id, &[(F::Name, Some("ada@acme.example"), " Ada ")]).await.unwrap();
    let both = change(&test, &admin, id, &[(F::Role, Some("viewer"), "editor")]).await.unwrap();
    assert_eq!((both.name.as_str(), both.role, both.version), ("Ada", Role::Editor, 3));
    let conflict = change(&test, &admin, id, &[(F::Role, Some("viewer"), "admin")]).await;
    assert!(matches!(conflict, Err(Error::Conflict(c)) if c[0].field == "role" && c[0].theirs == "editor"));
    assert!(is_invalid(
        change(&test, &admin, id, &[(F::Email, None, "TAKEN@acme.example")]).await,
        "email",
        &Problem::Taken
    ));
    assert!(is_invalid(change(&test, &admin, id, &[(F::Name, None, "")]).await, "name", &Problem::Required));
    let edit = UserEdit { version: Some(1), changes: Vec::new() };
    let stale = test.backend.write(&admin, move |call| Box::pin(people::edit(call, id, edit))).await;
    assert!(matches!(stale, Err(Error::Stale(current)) if current["version"] == 3));
    let (one, two) = tokio::join!(
        change(&test, &admin, id, &[(F::Name, Some("Ada"), "Ada L")]),
        change(&test, &admin, id, &[(F::Email, Some("ada@acme.example"), "Lovelace@acme.example")])
    );
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    let words = |q: &str| UserQuery { q: q.to_owned(), ..UserQuery::default() };
    assert_eq!(emails(&test, &admin, words("ada l")).await, ["Lovelace@acme.example"]);
    assert_eq!(emails(&test, &admin, words("ada@acme")).await, [""; 0]);
    let view = test.backend.read(&admin).await.unwrap();
    let by_address = CustomerQuery { q: "lovelace".into(), ..CustomerQuery::default() };
    assert_eq!(customers::list(&view, &by_address).await.unwrap().total, 1, "its customer is found by the new address");
    test.sign_in("lovelace@acme.example").await;
    sound(&test).await;
}

#[apply(on_both)]
async fn another_address_revokes_the_link_and_another_role_holds_at_once(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let (invited, link) = invite(&test, &provider, acme.id, "old@acme.example").await;
    change(&test, &provider, invited, &[(UserField::Name, None, "New name")]).await.unwrap();
    assert!(people::activation(&test.backend, &link).await.is_ok());
    change(&test, &provider, invited, &[(UserField::Email, None, "new@acme.example")]).await.unwrap();
    assert!(matches!(people::activation(&test.backend, &link).await, Err(Error::LinkInvalid(LinkEnd::Revoked))));

    let id = test.user(acme.id, "admin@acme.example", Role::Admin).await.user.id;
    let session = test.sign_in("admin@acme.example").await;
    let new = TokenForm { name: "ci".to_owned(), ..TokenForm::default() }.parse().unwrap();
    let token = test.backend.write(&session, move |call| Box::pin(tokens::create(call, new))).await.unwrap();
    let token = Caller::token(&token.secret);
    change(&test, &provider, id, &[(UserField::Role, None, "viewer")]).await.unwrap();
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)), "who was an admin signs in anew");
    assert_eq!(test.backend.read(&token).await.unwrap().actor().unwrap().role, Role::Viewer);
    assert!(matches!(change(&test, &token, id, &[(UserField::Role, None, "admin")]).await, Err(Error::Forbidden(_))));
    sound(&test).await;
}

#[apply(on_both)]
async fn a_disabled_or_deleted_user_is_out_by_every_door(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let id = test.user(acme.id, "ada@acme.example", Role::Admin).await.user.id;
    let session = test.sign_in("ada@acme.example").await;
    let new = TokenForm { name: "ci".to_owned(), ..TokenForm::default() }.parse().unwrap();
    let token = test.backend.write(&session, move |call| Box::pin(tokens::create(call, new))).await.unwrap();
    let token = Caller::token(&token.secret);
    let (invited, link) = invite(&test, &provider, acme.id, "late@acme.example").await;
    for user in [id, invited] {
        let off = set_status(&test, &provider, user, Status::Disabled).await.unwrap();
        assert_eq!((off.status, off.version), (UserStatus::Disabled, 2));
        assert_eq!(set_status(&test, &provider, user, Status::Disabled).await.unwrap().version, 2, "twice is once");
    }
    for caller in [&session, &token] {
        assert!(matches!(test.backend.read(caller).await, Err(Error::Unauthenticated)));
    }
    let password = Password::parse("walnut crate sings low").unwrap();
    let from = people::SignInFrom { address: IpAddr::from([192, 0, 2, 1]), user_agent: "test".to_owned(), lang: None };
    let activated = people::activate(&test.backend, &link, password, from).await;
    assert!(matches!(activated, Err(Error::LinkInvalid(LinkEnd::Revoked))));
    sound(&test).await;
    set_status(&test, &provider, id, Status::Enabled).await.unwrap();
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)), "a session that ended stays so");
    assert!(test.backend.read(&token).await.is_ok());
    delete(&test, &provider, id).await.unwrap();
    assert!(matches!(test.backend.read(&token).await, Err(Error::Unauthenticated)));
    assert!(matches!(delete(&test, &provider, id).await, Err(Error::NotFound)));
    // Nothing of it is in the way of a new one.
    test.user(acme.id, "ada@acme.example", Role::Viewer).await;
    sound(&test).await;
}

#[apply(on_both)]
async fn the_last_admin_of_the_provider_stays(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let system = test.system();
    let root = test.root().await;
    let first = people::me(&test.backend.read(&admin).await.unwrap()).await.unwrap().id;
    let every_way = async |id: UserId| {
        assert!(is_blocked(delete(&test, &system, id).await, "last_admin"));
        assert!(is_blocked(set_status(&test, &system, id, Status::Disabled).await, "last_admin"));
        for role in ["viewer", "editor"] {
            let lower = change(&test, &admin, id, &[(UserField::Role, None, role)]).await;
            assert!(is_blocked(lower, "last_admin"));
        }
    };
    every_way(first).await;
    // Neither an editor nor someone who is only invited, disabled, or an admin elsewhere stands in.
    test.user(root, "editor@provider.example", Role::Editor).await;
    let off = test.user(root, "off@provider.example", Role::Admin).await.user.id;
    set_status(&test, &system, off, Status::Disabled).await.unwrap();
    let (invited, _) = invite(&test, &admin, root, "invited@provider.example").await;
    change(&test, &admin, invited, &[(UserField::Role, None, "admin")]).await.unwrap();
    let acme = test.customer("Acme", None).await;
    let elsewhere = test.user(acme.id, "admin@acme.example", Role::Admin).await.user.id;
    every_way(first).await;
    delete(&test, &system, elsewhere).await.unwrap();
    delete(&test, &system, invited).await.unwrap();
    sound(&test).await;
}

/// Two admins who take one another's role at the same moment: one of them stays.
#[apply(on_both)]
async fn of_two_last_admins_one_stays_whoever_is_faster(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let root = test.root().await;
    let first = people::me(&test.backend.read(&admin).await.unwrap()).await.unwrap().id;
    let system = test.system();
    for round in 0..6 {
        let second = test.user(root, &format!("second{round}@provider.example"), Role::Admin).await.user.id;
        let (one, two) = match round % 3 {
            0 => {
                let down = [(UserField::Role, None, "viewer")];
                let (one, two) =
                    tokio::join!(change(&test, &system, first, &down), change(&test, &system, second, &down));
                (one.map(drop), two.map(drop))
            }
            1 => {
                let off = Status::Disabled;
                let (one, two) =
                    tokio::join!(set_status(&test, &system, first, off), set_status(&test, &system, second, off));
                (one.map(drop), two.map(drop))
            }
            _ => {
                let (one, two) =
                    tokio::join!(set_status(&test, &system, first, Status::Disabled), delete(&test, &system, second));
                (one.map(drop), two)
            }
        };
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        assert!(is_blocked(if one.is_ok() { two } else { one }, "last_admin"));
        set_status(&test, &system, first, Status::Enabled).await.unwrap();
        change(&test, &system, first, &[(UserField::Role, None, "admin")]).await.unwrap();
        let _ = delete(&test, &system, second).await;
    }
    sound(&test).await;
}

#[apply(on_both)]
async fn who_has_no_customer_in_common_sees_nobody(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let (acme, other) = (test.customer("Acme", None).await, test.customer("Other", None).await);
    test.user(acme.id, "admin@acme.example", Role::Admin).await;
    let foreign = test.user(other.id, "c@other.example", Role::Viewer).await.user.id;
    let admin = test.sign_in("admin@acme.example").await;
    let view = test.backend.read(&admin).await.unwrap();
    assert!(matches!(people::find(&view, foreign).await, Err(Error::NotFound)));
    assert!(matches!(delete(&test, &admin, foreign).await, Err(Error::NotFound)));
    assert!(matches!(set_status(&test, &admin, foreign, Status::Disabled).await, Err(Error::NotFound)));
    assert!(matches!(change(&test, &admin, foreign, &[(UserField::Name, None, "x")]).await, Err(Error::NotFound)));
}
