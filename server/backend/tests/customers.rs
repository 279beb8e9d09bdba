//! The verbs on customers, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers::{self, Change, Edit, TrashQuery};
use backend::testing::{TestBackend, company};
use backend::{Caller, Denial, Engine, Error};
use model::customers::{Customer, CustomerField, CustomerQuery, CustomerSort, NewCustomerForm, Status};
use model::deletions::{Children, DeletionStatus, NewDeletion};
use model::form::Problem;
use model::ids::CustomerId;
use model::people::Role;
use model::time::{DAY, HOUR};
use rstest::rstest;
use rstest_reuse::{apply, template};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

async fn names(test: &TestBackend, caller: &Caller, query: CustomerQuery) -> Vec<String> {
    let view = test.backend.read(caller).await.unwrap();
    let page = customers::list(&view, &query).await.unwrap();
    page.items.into_iter().map(|row| row.customer.name).collect()
}

fn searched(q: &str) -> CustomerQuery {
    CustomerQuery { q: q.to_owned(), ..CustomerQuery::default() }
}

async fn edit(test: &TestBackend, caller: &Caller, id: CustomerId, changes: Vec<Change>) -> Result<Customer, Error> {
    let edit = Edit { version: None, changes };
    test.backend.write(caller, move |call| Box::pin(customers::edit(call, id, edit))).await
}

fn change(field: CustomerField, base: Option<&str>, value: &str) -> Change {
    Change { field, base: base.map(ToOwned::to_owned), value: value.to_owned() }
}

async fn relocate(test: &TestBackend, caller: &Caller, id: CustomerId, to: CustomerId) -> Result<Customer, Error> {
    test.backend.write(caller, move |call| Box::pin(customers::relocate(call, id, to, None))).await
}

async fn delete(
    test: &TestBackend,
    caller: &Caller,
    id: CustomerId,
    children: Option<Children>,
) -> Result<Customer, Error> {
    let new = NewDeletion { at: None, reason: "left".to_owned(), children };
    test.backend.write(caller, move |call| Box::pin(customers::delete(call, id, new, None))).await
}

async fn restore(test: &TestBackend, caller: &Caller, id: CustomerId) -> Result<Customer, Error> {
    test.backend.write(caller, move |call| Box::pin(customers::restore(call, id, None))).await
}

fn problem(error: Result<Customer, Error>, field: &str) -> Problem {
    match error {
        Err(Error::Invalid(errors)) => errors.at(field).cloned().expect("a problem at the field"),
        other => panic!("expected a problem at {field}, got {other:?}"),
    }
}

#[apply(on_both)]
async fn a_created_customer_is_found_listed_and_searched(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let mut form = company("Società Bianchi & Figli");
    form.ref_id = "R-77".to_owned();
    form.city = "Forlì".to_owned();
    form.vat_number = "00743110157".to_owned();
    let new = NewCustomerForm { customer: form, ..NewCustomerForm::default() }.parse().unwrap();
    let created = test.backend.write(&admin, move |call| Box::pin(customers::create(call, new, None))).await.unwrap();
    assert_eq!(created.customer.vat_number.as_deref(), Some("IT00743110157"));
    assert_eq!(created.customer.version, 1);
    let view = test.backend.read(&admin).await.unwrap();
    assert_eq!(customers::find(&view, created.customer.id).await.unwrap(), created.customer);
    for q in
        ["bianchi", "BIANCHI societa", "r-77", "77", "forli", "it0074", "00743110157", "bi", "f", "biancih", "binchi"]
    {
        assert_eq!(names(&test, &admin, searched(q)).await, ["Società Bianchi & Figli"], "{q}");
    }
    for q in ["rossi", "ianchix", "an", "nchi xyz"] {
        assert!(names(&test, &admin, searched(q)).await.is_empty(), "{q}");
    }
    test.user(created.customer.id, "ada.king@example.org", Role::Viewer).await;
    let page = customers::list(&test.backend.read(&admin).await.unwrap(), &searched("ada.king")).await.unwrap();
    assert_eq!(page.items[0].hit.as_ref().map(|hit| hit.text.as_str()), Some("ada.king@example.org"));
    assert_eq!(page.total, 1);
}

#[apply(on_both)]
async fn pages_follow_each_other_in_every_order(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    for number in 0..23 {
        test.pass(1_000);
        test.customer(&format!("Client {}", (number * 7) % 23 / 2), None).await;
    }
    for sort in CustomerSort::ALL {
        let whole = names(&test, &admin, CustomerQuery { sort, ..CustomerQuery::default() }).await;
        assert_eq!(whole.len(), 23);
        let mut paged = Vec::new();
        let mut cursor = None;
        loop {
            let query = CustomerQuery { sort, limit: 5, cursor, ..CustomerQuery::default() };
            let view = test.backend.read(&admin).await.unwrap();
            let page = customers::list(&view, &query).await.unwrap();
            assert_eq!(page.total, 23);
            paged.extend(page.items.into_iter().map(|row| row.customer.name));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(paged, whole, "{sort:?}");
    }
    let view = test.backend.read(&admin).await.unwrap();
    let first = customers::list(&view, &CustomerQuery { limit: 5, ..CustomerQuery::default() }).await.unwrap();
    let other = CustomerQuery {
        limit: 5,
        cursor: first.next_cursor,
        status: Some(Status::Enabled),
        ..CustomerQuery::default()
    };
    assert!(matches!(customers::list(&view, &other).await, Err(Error::Invalid(_))), "a cursor of another filter");
}

#[apply(on_both)]
async fn another_scope_sees_nothing(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let reseller = test.customer("Reseller", None).await;
    let client = test.customer("Client", Some(reseller.id)).await;
    let other = test.customer("Other", None).await;
    test.user(reseller.id, "admin@reseller.example", Role::Admin).await;
    let admin = test.sign_in("admin@reseller.example").await;
    assert_eq!(names(&test, &admin, CustomerQuery::default()).await, ["Client", "Reseller"]);
    assert!(names(&test, &admin, searched("other")).await.is_empty());
    let view = test.backend.read(&admin).await.unwrap();
    for foreign in [other.id, test.root().await, CustomerId(7)] {
        assert!(matches!(customers::find(&view, foreign).await, Err(Error::NotFound)));
        assert!(matches!(customers::detail(&view, foreign).await, Err(Error::NotFound)));
        assert!(matches!(relocate(&test, &admin, foreign, reseller.id).await, Err(Error::NotFound)));
        assert_eq!(problem(relocate(&test, &admin, client.id, foreign).await, "parent_id"), Problem::NotFound);
    }
    let own = customers::find(&view, reseller.id).await.unwrap();
    assert_eq!((own.parent_id, own.notes), (None, None));
    let detail = customers::detail(&view, client.id).await.unwrap();
    assert_eq!(detail.ancestors.iter().map(|a| a.name.as_str()).collect::<Vec<_>>(), ["Reseller"]);
}

#[apply(on_both)]
async fn governed_fields_need_a_strict_ancestor(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let reseller = test.customer("Reseller", None).await;
    test.user(reseller.id, "editor@reseller.example", Role::Editor).await;
    test.user(reseller.id, "viewer@reseller.example", Role::Viewer).await;
    let editor = test.sign_in("editor@reseller.example").await;
    let viewer = test.sign_in("viewer@reseller.example").await;
    assert!(edit(&test, &editor, reseller.id, vec![change(CustomerField::City, None, "Roma")]).await.is_ok());
    for field in CustomerField::ALL.into_iter().filter(|field| field.is_governed()) {
        let refused = edit(&test, &editor, reseller.id, vec![change(field, None, "x")]).await;
        assert!(matches!(refused, Err(Error::Forbidden(Denial::Governed))), "{field:?}");
    }
    let refused = edit(&test, &viewer, reseller.id, vec![change(CustomerField::City, None, "Roma")]).await;
    assert!(matches!(refused, Err(Error::Forbidden(Denial::Role))));
    let refs = vec![change(CustomerField::RefId, None, "R1")];
    assert_eq!(edit(&test, &provider, reseller.id, refs).await.unwrap().ref_id.as_deref(), Some("R1"));
    for status in Status::ALL {
        let refused =
            test.backend.write(&editor, move |call| Box::pin(customers::set_status(call, reseller.id, status, None)));
        assert!(matches!(refused.await, Err(Error::Forbidden(Denial::Governed))));
    }
    assert!(matches!(delete(&test, &editor, reseller.id, None).await, Err(Error::Forbidden(Denial::Governed))));
    let root = test.root().await;
    assert!(matches!(
        delete(&test, &provider, root, Some(Children::Delete)).await,
        Err(Error::Forbidden(Denial::Provider))
    ));
}

#[apply(on_both)]
async fn different_fields_merge_and_the_same_field_conflicts(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let customer = test.customer("Acme", None).await;
    edit(&test, &admin, customer.id, vec![change(CustomerField::City, Some(""), "Roma")]).await.unwrap();
    let merged =
        edit(&test, &admin, customer.id, vec![change(CustomerField::Street, Some(""), "Via Po 1")]).await.unwrap();
    assert_eq!((merged.city.as_deref(), merged.street.as_deref(), merged.version), (Some("Roma"), Some("Via Po 1"), 3));
    let conflict = edit(&test, &admin, customer.id, vec![change(CustomerField::City, Some(""), "Milano")]).await;
    match conflict {
        Err(Error::Conflict(fields)) => {
            assert_eq!((fields[0].theirs.as_str(), fields[0].yours.as_str()), ("Roma", "Milano"))
        }
        other => panic!("{other:?}"),
    }
    assert!(edit(&test, &admin, customer.id, vec![change(CustomerField::City, Some(""), "Roma")]).await.is_ok());
    let stale = Edit { version: Some(1), changes: vec![change(CustomerField::City, None, "Bari")] };
    let stale = test.backend.write(&admin, move |call| Box::pin(customers::edit(call, customer.id, stale))).await;
    assert!(matches!(stale, Err(Error::Stale(current)) if current["version"] == 3));
}

#[apply(on_both)]
async fn a_code_of_the_old_country_is_checked_again(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let customer = test.customer("Acme", None).await;
    let vat = vec![change(CustomerField::VatNumber, None, "00743110158")];
    let refused = problem(edit(&test, &admin, customer.id, vat).await, "vat_number");
    assert_eq!(refused, Problem::VatCheck { mended: Some("IT00743110157".to_owned()) });
    edit(&test, &admin, customer.id, vec![change(CustomerField::VatNumber, None, "00743110157")]).await.unwrap();
    let refused = edit(&test, &admin, customer.id, vec![change(CustomerField::Country, None, "DE")]).await;
    assert!(matches!(problem(refused, "vat_number"), Problem::VatCountry { .. }));
}

#[apply(on_both)]
async fn a_subtree_moves_and_never_below_itself(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let a = test.customer("A", None).await;
    let b = test.customer("B", Some(a.id)).await;
    let c = test.customer("C", Some(b.id)).await;
    let d = test.customer("D", None).await;
    for below in [a.id, b.id, c.id] {
        assert_eq!(problem(relocate(&test, &admin, a.id, below).await, "parent_id"), Problem::Cycle);
    }
    let moved = relocate(&test, &admin, b.id, d.id).await.unwrap();
    assert_eq!((moved.parent_id, moved.version), (Some(d.id), 2));
    let under_d = CustomerQuery { under: Some(d.id), ..CustomerQuery::default() };
    assert_eq!(names(&test, &admin, under_d).await, ["B", "C", "D"]);
    let view = test.backend.read(&admin).await.unwrap();
    let path: Vec<String> = customers::ancestors(&view, c.id).await.unwrap().into_iter().map(|c| c.name).collect();
    assert_eq!(path, ["D", "B"]);
    test.user(d.id, "u@d.example", Role::Viewer).await;
    let plan = customers::move_plan(&view, b.id, a.id).await.unwrap();
    assert_eq!((plan.customers, plan.to.id, plan.from.map(|c| c.id)), (2, a.id, Some(d.id)));
    assert_eq!(plan.losing.iter().map(|c| (c.id, c.users)).collect::<Vec<_>>(), [(d.id, 1)]);
    assert_eq!(plan.gaining.iter().map(|c| (c.id, c.users)).collect::<Vec<_>>(), [(a.id, 0)]);
}

#[apply(on_both)]
async fn the_tree_is_at_most_64_levels_deep(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let mut parent = None;
    for level in 1..=64 {
        parent = Some(test.customer(&format!("Level {level}"), parent).await.id);
    }
    let form = NewCustomerForm {
        customer: company("Too deep"),
        parent_id: parent.unwrap().to_string(),
        ..NewCustomerForm::default()
    };
    let new = form.parse().unwrap();
    let refused = test.backend.write(&admin, move |call| Box::pin(customers::create(call, new, None))).await;
    assert_eq!(problem(refused.map(|c| c.customer), "parent_id"), Problem::TooDeep { max: 64 });
    let pair = test.customer("Pair", None).await;
    test.customer("Below", Some(pair.id)).await;
    let above = customers::ancestors(&test.backend.read(&admin).await.unwrap(), parent.unwrap()).await.unwrap();
    assert_eq!(
        problem(relocate(&test, &admin, pair.id, above[62].id).await, "parent_id"),
        Problem::TooDeep { max: 64 }
    );
    assert!(relocate(&test, &admin, pair.id, above[61].id).await.is_ok());
}

#[apply(on_both)]
async fn a_disabled_customer_and_all_below_are_out_at_once(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let reseller = test.customer("Reseller", None).await;
    let client = test.customer("Client", Some(reseller.id)).await;
    test.user(client.id, "u@client.example", Role::Viewer).await;
    let session = test.sign_in("u@client.example").await;
    assert!(test.backend.read(&session).await.is_ok());
    let set = |status| {
        test.backend.write(&admin, move |call| Box::pin(customers::set_status(call, reseller.id, status, None)))
    };
    assert_eq!(set(Status::Disabled).await.unwrap().status, Status::Disabled);
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)));
    let detail = customers::detail(&test.backend.read(&admin).await.unwrap(), client.id).await.unwrap();
    assert_eq!((detail.customer.status, detail.disabled_above.as_deref()), (Status::Enabled, Some("Reseller")));
    set(Status::Enabled).await.unwrap();
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)), "an ended session stays ended");
    assert!(test.backend.read(&test.sign_in("u@client.example").await).await.is_ok());
}

#[apply(on_both)]
async fn the_trash_gives_back_what_it_took(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let a = test.customer("A", None).await;
    let b = test.customer("B", Some(a.id)).await;
    let c = test.customer("C", Some(b.id)).await;
    test.user(c.id, "u@c.example", Role::Viewer).await;
    edit(&test, &admin, c.id, vec![change(CustomerField::RefId, None, "R1")]).await.unwrap();
    let session = test.sign_in("u@c.example").await;
    assert_eq!(problem(delete(&test, &admin, b.id, None).await, "children"), Problem::Required);
    let trashed = delete(&test, &admin, b.id, Some(Children::Delete)).await.unwrap();
    assert_eq!(trashed.deletion.map(|d| d.status), Some(DeletionStatus::Trashed));
    assert_eq!(names(&test, &admin, CustomerQuery::default()).await, ["A"]);
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)));
    let view = test.backend.read(&admin).await.unwrap();
    let page = customers::trash(&view, &TrashQuery { limit: 50, ..TrashQuery::default() }).await.unwrap();
    assert_eq!((page.items.len(), page.items[0].customer.id, page.items[0].descendants), (1, b.id, 1));
    assert!(matches!(restore(&test, &admin, c.id).await, Err(Error::Blocked(_))), "went along with B");

    let other = test.customer("Other", None).await;
    edit(&test, &admin, other.id, vec![change(CustomerField::RefId, None, "R1")]).await.unwrap();
    match restore(&test, &admin, b.id).await {
        Err(Error::Blocked(blockers)) => assert_eq!((blockers[0].field, blockers[0].value.as_str()), ("ref_id", "R1")),
        other => panic!("{other:?}"),
    }
    edit(&test, &admin, other.id, vec![change(CustomerField::RefId, None, "")]).await.unwrap();
    assert_eq!(restore(&test, &admin, b.id).await.unwrap().parent_id, Some(a.id));
    assert_eq!(names(&test, &admin, CustomerQuery::default()).await, ["A", "B", "C", "Other"]);
    assert!(test.backend.read(&test.sign_in("u@c.example").await).await.is_ok());
}

#[apply(on_both)]
async fn children_that_moved_up_stay_and_a_lost_parent_is_replaced(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let a = test.customer("A", None).await;
    let b = test.customer("B", Some(a.id)).await;
    let c = test.customer("C", Some(b.id)).await;
    let d = test.customer("D", Some(c.id)).await;
    delete(&test, &admin, c.id, Some(Children::Delete)).await.unwrap();
    delete(&test, &admin, b.id, Some(Children::MoveUp)).await.unwrap();
    delete(&test, &admin, a.id, Some(Children::MoveUp)).await.unwrap();
    assert!(names(&test, &admin, CustomerQuery::default()).await.is_empty());
    let root = test.root().await;
    assert_eq!(restore(&test, &admin, c.id).await.unwrap().parent_id, Some(root), "A and B are in the Trash");
    assert_eq!(names(&test, &admin, CustomerQuery::default()).await, ["C", "D"]);
    restore(&test, &admin, a.id).await.unwrap();
    assert_eq!(restore(&test, &admin, b.id).await.unwrap().parent_id, Some(a.id));
    let view = test.backend.read(&admin).await.unwrap();
    let path: Vec<String> = customers::ancestors(&view, d.id).await.unwrap().into_iter().map(|c| c.name).collect();
    assert_eq!(path, ["C"]);
}

#[apply(on_both)]
async fn a_planned_deletion_happens_at_its_time_unless_called_off(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let (a, b) = (test.customer("A", None).await, test.customer("B", None).await);
    for id in [a.id, b.id] {
        let new =
            NewDeletion { at: Some(test.backend.now().plus(HOUR)), reason: "contract ends".to_owned(), children: None };
        let planned =
            test.backend.write(&admin, move |call| Box::pin(customers::delete(call, id, new, None))).await.unwrap();
        assert_eq!(planned.deletion.map(|d| d.status), Some(DeletionStatus::Scheduled));
    }
    let past = NewDeletion { at: Some(test.backend.now().plus(-1)), reason: "x".to_owned(), children: None };
    let refused = test.backend.write(&admin, move |call| Box::pin(customers::delete(call, a.id, past, None))).await;
    assert_eq!(problem(refused, "at"), Problem::Past);
    test.backend.write(&admin, move |call| Box::pin(customers::cancel_deletion(call, b.id, None))).await.unwrap();
    customers::run_due(&test.backend).await.unwrap();
    assert_eq!(names(&test, &admin, CustomerQuery::default()).await, ["A", "B"]);
    test.pass(HOUR);
    customers::run_due(&test.backend).await.unwrap();
    assert_eq!(names(&test, &admin, CustomerQuery::default()).await, ["B"]);
    test.pass(30 * DAY);
    let admin = test.sign_in("admin@provider.example").await;
    customers::run_due(&test.backend).await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    assert!(matches!(customers::find(&view, a.id).await, Err(Error::NotFound)), "purged after its days in the Trash");
}

#[apply(on_both)]
async fn purging_keeps_what_was_deleted_before(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let a = test.customer("A", None).await;
    let b = test.customer("B", Some(a.id)).await;
    let c = test.customer("C", Some(b.id)).await;
    delete(&test, &admin, c.id, None).await.unwrap();
    delete(&test, &admin, a.id, Some(Children::Delete)).await.unwrap();
    let purge = |id| test.backend.write(&admin, move |call| Box::pin(customers::purge(call, id, None)));
    assert!(matches!(purge(b.id).await, Err(Error::Blocked(_))));
    purge(a.id).await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    assert!(matches!(customers::find(&view, b.id).await, Err(Error::NotFound)));
    assert_eq!(restore(&test, &admin, c.id).await.unwrap().parent_id, Some(test.root().await));
}

#[apply(on_both)]
async fn a_large_deletion_goes_in_batches_behind_a_tombstone(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let top = test.customer("Top", None).await;
    let mut below = Vec::new();
    for number in 0..620 {
        below.push(test.customer(&format!("Below {number}"), Some(top.id)).await.id);
    }
    delete(&test, &admin, top.id, Some(Children::Delete)).await.unwrap();
    assert!(names(&test, &admin, CustomerQuery::default()).await.is_empty(), "nobody sees what is on its way");
    let view = test.backend.read(&admin).await.unwrap();
    assert!(matches!(customers::detail(&view, below[300]).await, Err(Error::NotFound)));
    customers::run_due(&test.backend).await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    let page = customers::trash(&view, &TrashQuery { limit: 50, ..TrashQuery::default() }).await.unwrap();
    assert_eq!(page.items[0].descendants, 620);
    restore(&test, &admin, top.id).await.unwrap();
    let under = CustomerQuery { under: Some(top.id), limit: 1, ..CustomerQuery::default() };
    let view = test.backend.read(&admin).await.unwrap();
    assert_eq!(customers::list(&view, &under).await.unwrap().total, 621);
}
