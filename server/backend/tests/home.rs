//! The home page's one read: what each sees of their own, and that it asks no more of a large tree than of a small one.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::testing::TestBackend;
use backend::{Caller, Engine, customers, home, people, tokens};
use model::customers::Customer;
use model::deletions::NewDeletion;
use model::home::{Ending, EndingOf, Home};
use model::people::{NewUserForm, Role};
use model::time::{DAY, HOUR};
use model::tokens::TokenForm;
use rstest::rstest;
use rstest_reuse::{apply, template};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

/// The most statements that a home page takes: who asks, the customer, the lists, and what ends.
const MOST: u32 = 32;

async fn home_of(test: &TestBackend, by: &Caller) -> Home {
    let view = test.backend.read(by).await.unwrap();
    let home = home(&view, by).await.unwrap();
    assert!(view.statements() <= MOST, "{} statements", view.statements());
    home
}

async fn statements(test: &TestBackend, by: &Caller) -> u32 {
    let view = test.backend.read(by).await.unwrap();
    home(&view, by).await.unwrap();
    view.statements()
}

async fn invite(test: &TestBackend, by: &Caller, customer: &Customer, email: &str) {
    let form = NewUserForm {
        name: "Invited".to_owned(),
        email: email.to_owned(),
        role: "viewer".to_owned(),
        activation: "link".to_owned(),
        ..NewUserForm::default()
    };
    let user = people::prepare(&test.backend, form.parse().unwrap()).await.unwrap();
    let id = customer.id;
    test.backend.write(by, move |call| Box::pin(people::create(call, id, user))).await.unwrap();
}

/// Schedules a deletion, in so many days.
async fn delete_in(test: &TestBackend, by: &Caller, customer: &Customer, days: i64) {
    let at = Some(test.backend.now().plus(days * DAY));
    let new = NewDeletion { at, reason: "moved away".to_owned(), children: None };
    let id = customer.id;
    test.backend.write(by, move |call| Box::pin(customers::delete(call, id, new, None))).await.unwrap();
}

async fn token(test: &TestBackend, by: &Caller, name: &str, days: &str) {
    let form = TokenForm { name: name.to_owned(), expires_in_days: days.to_owned(), ..TokenForm::default() };
    let new = form.parse().unwrap();
    test.backend.write(by, move |call| Box::pin(tokens::create(call, new))).await.unwrap();
}

fn told(endings: &[Ending]) -> Vec<String> {
    let tell = |ending: &Ending| match &ending.what {
        EndingOf::Invitation { customer, .. } => format!("invitation at {}", customer.name),
        EndingOf::Deletion(customer) => format!("deletion of {}", customer.name),
        EndingOf::Token(name) => format!("token {name}"),
    };
    endings.iter().map(tell).collect()
}

#[apply(on_both)]
async fn each_sees_their_own_and_what_is_below(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let reseller = test.customer("Reseller", None).await;
    let shop = test.customer("Shop", Some(reseller.id)).await;
    let other = test.customer("Other", None).await;
    test.user(reseller.id, "rosa@reseller.example", Role::Admin).await;
    test.user(shop.id, "sara@shop.example", Role::Viewer).await;
    test.user(other.id, "olga@other.example", Role::Editor).await;

    let home = home_of(&test, &admin).await;
    assert_eq!(home.own.customer.id, test.root().await);
    assert_eq!((home.below.total, home.users.total, home.invited.total), (3, 4, 0));
    let names = |home: &Home| home.newest.iter().map(|row| row.customer.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&home), ["Other", "Shop", "Reseller"]);
    assert!(home.own.rights.set_governed && !home.own.rights.govern, "nobody is above the provider");
    let account = home.account.unwrap();
    assert_eq!((account.second_factor, account.sessions), (false, 1));

    let rosa = test.sign_in("rosa@reseller.example").await;
    let home = home_of(&test, &rosa).await;
    assert_eq!(home.own.customer.name, "Reseller");
    assert_eq!((home.below.total, home.users.total), (1, 2));
    assert_eq!(names(&home), ["Shop"]);
    assert!(home.own.rights.add_below && home.own.rights.manage_users && !home.own.rights.set_governed);
    assert_eq!(home.own.customer.parent_id, None, "nothing above is told");

    let sara = test.sign_in("sara@shop.example").await;
    let home = home_of(&test, &sara).await;
    assert_eq!((home.below.total, home.newest.len(), home.users.total), (0, 0, 1));
    assert!(!home.own.rights.edit && !home.own.rights.add_below && !home.own.rights.manage_users);
}

#[apply(on_both)]
async fn what_ends_soon_is_told_within_the_reach_alone(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let reseller = test.customer("Reseller", None).await;
    let shop = test.customer("Shop", Some(reseller.id)).await;
    let late = test.customer("Late", Some(reseller.id)).await;
    let other = test.customer("Other", None).await;
    test.user(reseller.id, "rosa@reseller.example", Role::Admin).await;
    let rosa = test.sign_in("rosa@reseller.example").await;
    invite(&test, &admin, &shop, "sara@shop.example").await;
    invite(&test, &admin, &other, "olga@other.example").await;
    delete_in(&test, &admin, &shop, 1).await;
    delete_in(&test, &admin, &late, 40).await;
    delete_in(&test, &admin, &other, 2).await;
    token(&test, &rosa, "export", "7").await;
    token(&test, &rosa, "archive", "90").await;

    let home = home_of(&test, &rosa).await;
    assert_eq!(told(&home.endings), ["deletion of Shop", "invitation at Shop", "token export"]);
    assert_eq!(home.invited.total, 1);
    let home = home_of(&test, &admin).await;
    let all = ["deletion of Shop", "deletion of Other", "invitation at Other", "invitation at Shop"];
    let mut found = told(&home.endings);
    found[2..].sort();
    assert_eq!(found, all);

    // An invitation that has run out ends no more, and its user is still only invited.
    test.pass(73 * HOUR);
    let rosa = test.sign_in("rosa@reseller.example").await;
    let home = home_of(&test, &rosa).await;
    assert!(!told(&home.endings).iter().any(|ending| ending.starts_with("invitation")), "{:?}", home.endings);
    assert_eq!(home.invited.total, 1);
}

#[apply(on_both)]
async fn the_invitations_that_end_first_are_told_however_many_came_later(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let first = test.customer("First", None).await;
    let reseller = test.customer("Reseller", None).await;
    test.user(reseller.id, "rosa@reseller.example", Role::Admin).await;
    invite(&test, &admin, &first, "first@example.com").await;
    test.pass(HOUR);
    for number in 0..60 {
        invite(&test, &admin, &reseller, &format!("user{number}@reseller.example")).await;
    }
    let home = home_of(&test, &admin).await;
    let told = told(&home.endings);
    assert_eq!((told.len(), told[0].as_str(), told[1].as_str()), (6, "invitation at First", "invitation at Reseller"));
    assert_eq!(home.invited.total, 61);
    let rosa = test.sign_in("rosa@reseller.example").await;
    let home = home_of(&test, &rosa).await;
    assert_eq!(self::told(&home.endings), ["invitation at Reseller"; 6], "nothing of what is elsewhere");
}

#[apply(on_both)]
async fn who_views_as_someone_sees_nothing_that_is_theirs_alone(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let shop = test.customer("Shop", None).await;
    let sara = test.user(shop.id, "sara@shop.example", Role::Admin).await.user.id;
    let own = test.sign_in("sara@shop.example").await;
    token(&test, &own, "export", "7").await;
    assert_eq!(told(&home_of(&test, &own).await.endings), ["token export"]);
    test.backend.write(&admin, move |call| Box::pin(people::view_as(call, sara))).await.unwrap();
    let home = home_of(&test, &admin).await;
    assert_eq!(home.own.customer.name, "Shop");
    assert_eq!((home.account, home.endings.len()), (None, 0));
}

#[apply(on_both)]
async fn a_larger_tree_takes_no_more_statements(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let parent = test.customer("First", None).await;
    invite(&test, &admin, &parent, "first@example.com").await;
    let few = statements(&test, &admin).await;
    for number in 0..12 {
        let customer = test.customer(&format!("Customer {number}"), Some(parent.id)).await;
        invite(&test, &admin, &customer, &format!("user{number}@example.com")).await;
        delete_in(&test, &admin, &customer, 3).await;
    }
    assert_eq!(statements(&test, &admin).await, few);
    let home = home_of(&test, &admin).await;
    assert_eq!((home.newest.len(), home.endings.len()), (5, 6));
    assert_eq!((home.below.total, home.invited.total), (13, 13));
}
