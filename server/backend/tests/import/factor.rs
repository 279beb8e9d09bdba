//! Two-factor sign-in as a column: out and in again, for whom it counts, and by whom.

use super::{errors, exported, healthy, on_both, run, table};
use backend::testing::TestBackend;
use backend::{Caller, Denial, Engine, Error, customers};
use model::customers::{Customer, CustomerQuery};
use model::people::Role;
use rstest::rstest;
use rstest_reuse::apply;

const HEADER: &str = "ref_id,parent_ref_id,name,kind,country,require_two_factor\n";

async fn named(test: &TestBackend, name: &str) -> Customer {
    let view = test.backend.read(&test.system()).await.unwrap();
    let page = customers::list(&view, &CustomerQuery::default()).await.unwrap();
    page.items.into_iter().find(|row| row.customer.name == name).unwrap().customer
}

async fn required(test: &TestBackend, by: &Caller) -> Vec<(String, String)> {
    let rows = table(&exported(&test.backend, by, CustomerQuery::default()).await);
    rows.into_iter().map(|mut row| (row.remove("name").unwrap(), row.remove("require_two_factor").unwrap())).collect()
}

#[apply(on_both)]
async fn it_goes_out_and_in_again(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let file = format!("{HEADER}A,,a,company,IT,yes\nB,A,b,company,IT,no\nC,,c,company,IT,\nD,,d,company,IT, YES \n");
    assert_eq!(run(&test.backend, &test.system(), file).await.unwrap().errors, []);
    let expected = [("a", "yes"), ("b", "no"), ("c", "no"), ("d", "yes")];
    let expected = expected.map(|(name, word)| (name.to_owned(), word.to_owned()));
    assert_eq!(required(&test, &test.system()).await, expected);
    assert!(named(&test, "a").await.require_two_factor && !named(&test, "b").await.require_two_factor);
    let text = exported(&test.backend, &test.system(), CustomerQuery::default()).await;
    let other = TestBackend::new(engine).await;
    run(&other.backend, &other.system(), text).await.unwrap();
    assert_eq!(required(&other, &other.system()).await, expected);
    healthy(&other.backend).await;

    // It counts at once, also below; and it comes from above, where alone it is taken off again.
    let (a, b) = (named(&test, "a").await.id, named(&test, "b").await.id);
    for (customer, email) in [(a, "own@a.example"), (b, "below@b.example")] {
        test.user(customer, email, Role::Admin).await;
        let refused = test.backend.read(&test.sign_in(email).await).await;
        assert!(matches!(refused.err(), Some(Error::Forbidden(Denial::SecondFactor))), "{email}");
    }
    let system = test.system();
    test.backend
        .write(&system, move |call| Box::pin(customers::require_two_factor(call, a, false, None)))
        .await
        .unwrap();
    test.backend.read(&test.sign_in("below@b.example").await).await.unwrap();
}

#[apply(on_both)]
async fn admins_alone_set_it(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let own = test.customer("Own", None).await;
    for role in [Role::Editor, Role::Admin] {
        test.user(own.id, &format!("{}@own.example", role.as_str()), role).await;
    }
    let file = format!("{HEADER}A,,a,company,IT,yes\nB,,b,company,IT,no\nC,A,c,company,IT,\nD,,d,company,IT,perhaps\n");
    let editor = test.sign_in("editor@own.example").await;
    let report = run(&test.backend, &editor, file.clone()).await.unwrap();
    let expected = [
        (2, "A", "require_two_factor", "admins_only"),
        (4, "C", "parent_ref_id", "parent_refused"),
        (5, "D", "require_two_factor", "choice"),
    ];
    assert_eq!(errors(&report), expected);
    let admin = test.sign_in("admin@own.example").await;
    let report = run(&test.backend, &admin, file).await.unwrap();
    assert_eq!(errors(&report), [(3, "B", "ref_id", "taken"), (5, "D", "require_two_factor", "choice")]);
    // The customer's own people don't take off what their admin's import has set from above.
    let a = named(&test, "a").await.id;
    test.user(a, "own@a.example", Role::Admin).await;
    assert!(named(&test, "a").await.require_two_factor);
    healthy(&test.backend).await;
}
