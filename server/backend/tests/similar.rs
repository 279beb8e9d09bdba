//! Customers that a new one may be a second entry of, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::testing::{TestBackend, company};
use backend::{Caller, Engine, customers};
use model::customers::{CustomerField as F, CustomerForm, NewCustomerForm};
use model::ids::CustomerId;
use model::people::Role;
use rstest::rstest;
use rstest_reuse::{apply, template};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

async fn create(test: &TestBackend, customer: CustomerForm, parent: Option<CustomerId>) -> CustomerId {
    let parent_id = parent.map(|id| id.to_string()).unwrap_or_default();
    let new = NewCustomerForm { customer, parent_id, ..NewCustomerForm::default() }.parse().unwrap();
    let system = test.system();
    let made = test.backend.write(&system, move |call| Box::pin(customers::create(call, new, None)));
    made.await.unwrap().customer.id
}

async fn similar(test: &TestBackend, caller: &Caller, form: &CustomerForm) -> Vec<(F, String)> {
    let view = test.backend.read(caller).await.unwrap();
    let found = customers::similar(&view, form).await.unwrap();
    found.into_iter().map(|similar| (similar.field, similar.customer.name)).collect()
}

#[apply(on_both)]
async fn what_is_there_already_is_found_within_the_scope(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let home = test.customer("Home", None).await.id;
    test.user(home, "editor@home.example", Role::Editor).await;
    let editor = test.sign_in("editor@home.example").await;
    let known = CustomerForm {
        ref_id: "R-77".to_owned(),
        vat_number: "IT00743110157".to_owned(),
        email: "Info@Molino.example".to_owned(),
        ..company("Molino Verde S.r.l.")
    };
    create(&test, known, None).await;
    create(&test, company("Molino Azzurro"), Some(home)).await;

    let said = "Molino Verde S.r.l.".to_owned();
    let at = |field| vec![(field, said.clone())];
    let with = |set: fn(&mut CustomerForm)| {
        let mut form = company("");
        set(&mut form);
        form
    };
    assert_eq!(similar(&test, &admin, &with(|form| form.vat_number = "00743110157".into())).await, at(F::VatNumber));
    assert_eq!(similar(&test, &admin, &with(|form| form.ref_id = " r-77".into())).await, at(F::RefId));
    assert_eq!(similar(&test, &admin, &with(|form| form.email = "info@molino.EXAMPLE".into())).await, at(F::Email));
    for name in ["molino verde", "Verde Molino SpA", "Molino Vrede"] {
        assert_eq!(similar(&test, &admin, &company(name)).await, at(F::Name), "{name}");
    }
    let all = CustomerForm {
        vat_number: "IT00743110157".into(),
        ref_id: "R-77".into(),
        email: "info@molino.example".into(),
        ..company("Molino Verde")
    };
    assert_eq!(similar(&test, &admin, &all).await.len(), 4);

    // What is another one, half typed or out of reach is nothing.
    for other in [company("Molino"), company("Verde Molino Nuovo"), with(|form| form.ref_id = "R-7".into())] {
        assert_eq!(similar(&test, &admin, &other).await, vec![], "{other:?}");
    }
    let half = with(|form| {
        form.vat_number = "IT0074".into();
        form.email = "info@".into();
    });
    assert_eq!(similar(&test, &admin, &half).await, vec![]);
    assert_eq!(similar(&test, &editor, &all).await, vec![]);
    let azzurro = vec![(F::Name, "Molino Azzurro".to_owned())];
    assert_eq!(similar(&test, &editor, &company("molino azzurro")).await, azzurro);
}
