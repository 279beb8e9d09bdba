//! Contacts of companies, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers::{self, Change, Edit};
use backend::people::contacts::{self, ContactChange, ContactEdit};
use backend::people::{self, PreparedUser, SignInFrom};
use backend::testing::{TestBackend, prepared};
use backend::{Caller, Engine, Error, Result, doctor};
use model::contacts::{Contact, ContactField, ContactForm, ContactQuery};
use model::customers::{CustomerField, CustomerQuery, HitField, Status};
use model::deletions::{Children, NewDeletion};
use model::form::Problem;
use model::ids::{ContactId, CustomerId};
use model::people::{Password, Role, SignInForm};
use rstest::rstest;
use rstest_reuse::{apply, template};
use sea_orm::{ConnectionTrait, Statement};
use std::net::IpAddr;

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

fn named(name: &str) -> ContactForm {
    ContactForm { name: name.to_owned(), ..ContactForm::default() }
}

async fn add(test: &TestBackend, by: &Caller, customer: CustomerId, form: ContactForm) -> Result<Contact> {
    let data = form.parse()?;
    test.backend.write(by, move |call| Box::pin(contacts::create(call, customer, data))).await
}

async fn list(test: &TestBackend, customer: CustomerId, query: ContactQuery) -> Vec<Contact> {
    let view = test.backend.read(&test.system()).await.unwrap();
    let page = contacts::list(&view, customer, &query).await.unwrap();
    page.items.into_iter().map(|row| row.contact).collect()
}

async fn all(test: &TestBackend, customer: CustomerId) -> Vec<Contact> {
    list(test, customer, ContactQuery::default()).await
}

async fn set_default(test: &TestBackend, id: ContactId) -> Result<Contact> {
    test.backend.write(&test.system(), move |call| Box::pin(contacts::set_default(call, id, None))).await
}

async fn set_status(test: &TestBackend, id: ContactId, status: Status) -> Result<Contact> {
    test.backend.write(&test.system(), move |call| Box::pin(contacts::set_status(call, id, status, None))).await
}

async fn remove(test: &TestBackend, id: ContactId) -> Result<()> {
    test.backend.write(&test.system(), move |call| Box::pin(contacts::delete(call, id, None))).await
}

async fn let_in(test: &TestBackend, id: ContactId, user: PreparedUser) -> Result<()> {
    let system = test.system();
    let given = test.backend.write(&system, move |call| Box::pin(contacts::give_sign_in(call, id, user, None)));
    given.await.map(drop)
}

async fn change(test: &TestBackend, id: ContactId, changes: &[(ContactField, Option<&str>, &str)]) -> Result<Contact> {
    let change = |&(field, base, value): &(ContactField, Option<&str>, &str)| ContactChange {
        field,
        base: base.map(str::to_owned),
        value: value.to_owned(),
    };
    let edit = ContactEdit { version: None, changes: changes.iter().map(change).collect() };
    test.backend.write(&test.system(), move |call| Box::pin(contacts::edit(call, id, edit))).await
}

async fn number(test: &TestBackend, query: &str) -> i64 {
    let db = test.backend.connection();
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), query)).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
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

#[apply(on_both)]
async fn the_first_is_the_default_until_another_is_set(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let default = async || {
        let view = test.backend.read(&test.system()).await.unwrap();
        let customer = customers::find(&view, acme.id).await.unwrap();
        (customer.default_contact_id, customer.version)
    };
    assert_eq!(default().await, (None, 1));
    let anna = add(&test, &admin, acme.id, named("Anna")).await.unwrap();
    let bea = add(&test, &admin, acme.id, named("Bea")).await.unwrap();
    assert_eq!((anna.default, anna.version, bea.default), (true, 1, false));
    assert_eq!(default().await, (Some(anna.id), 2), "the customer changed with its first contact alone");

    assert!(is_blocked(remove(&test, anna.id).await, "default_contact_id"));
    assert!(is_blocked(set_status(&test, anna.id, Status::Disabled).await, "default_contact_id"));
    set_status(&test, bea.id, Status::Disabled).await.unwrap();
    assert!(is_invalid(set_default(&test, bea.id).await, "status", &Problem::ContactDisabled));
    set_status(&test, bea.id, Status::Enabled).await.unwrap();
    let bea = set_default(&test, bea.id).await.unwrap();
    assert!(bea.default && bea.version == 4);
    assert_eq!(set_default(&test, bea.id).await.unwrap().version, 4, "twice is once");
    let anna = &all(&test, acme.id).await[0];
    assert_eq!((anna.default, anna.version), (false, 2));
    assert_eq!(default().await, (Some(bea.id), 3));

    remove(&test, anna.id).await.unwrap();
    set_status(&test, bea.id, Status::Disabled).await.unwrap();
    assert_eq!(default().await, (Some(bea.id), 3), "the last one may be disabled, and is the default still");
    remove(&test, bea.id).await.unwrap();
    assert_eq!(default().await, (None, 4));
    let cleo = add(&test, &admin, acme.id, named("Cleo")).await.unwrap();
    assert!(cleo.default);
    sound(&test).await;
}

#[apply(on_both)]
async fn two_defaults_set_at_once_leave_one(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let (first, second) =
        tokio::join!(add(&test, &admin, acme.id, named("A")), add(&test, &admin, acme.id, named("B")));
    assert!(first.unwrap().default != second.unwrap().default, "of two first ones one is the first");
    add(&test, &admin, acme.id, named("C")).await.unwrap();
    for _ in 0..8 {
        let ids: Vec<ContactId> = all(&test, acme.id).await.iter().map(|contact| contact.id).collect();
        let set = futures::future::join_all(ids.iter().map(|&id| set_default(&test, id))).await;
        assert!(set.iter().all(Result::is_ok), "{set:?}");
        assert_eq!(all(&test, acme.id).await.iter().filter(|contact| contact.default).count(), 1);
    }
    // Whoever deletes while another is made the default: one of the two has its way, and there is one default.
    for _ in 0..4 {
        let extra = add(&test, &admin, acme.id, named("Z")).await.unwrap().id;
        let (set, gone) = tokio::join!(set_default(&test, extra), remove(&test, extra));
        assert!(set.is_ok() != gone.is_ok(), "{set:?} {gone:?}");
        assert_eq!(all(&test, acme.id).await.iter().filter(|contact| contact.default).count(), 1);
    }
    sound(&test).await;
}

#[apply(on_both)]
async fn only_companies_have_contacts(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let kind = async |kind: &str| {
        let changes = vec![Change { field: CustomerField::Kind, base: None, value: kind.to_owned() }];
        let (edit, id) = (Edit { version: None, changes }, acme.id);
        test.backend.write(&admin, move |call| Box::pin(customers::edit(call, id, edit))).await
    };
    let anna = add(&test, &admin, acme.id, named("Anna")).await.unwrap();
    assert!(is_invalid(kind("individual").await, "kind", &Problem::HasContacts));
    remove(&test, anna.id).await.unwrap();
    kind("individual").await.unwrap();
    assert!(is_invalid(add(&test, &admin, acme.id, named("Anna")).await, "kind", &Problem::CompaniesOnly));
    // Both at the same moment: never an individual with contacts.
    for _ in 0..6 {
        kind("company").await.unwrap();
        let (changed, added) = tokio::join!(kind("individual"), add(&test, &admin, acme.id, named("Bea")));
        assert!(changed.is_ok() != added.is_ok(), "{changed:?} {added:?}");
        sound(&test).await;
        for contact in all(&test, acme.id).await {
            remove(&test, contact.id).await.unwrap();
        }
    }
}

#[apply(on_both)]
async fn different_fields_merge_and_the_same_conflicts(#[case] engine: Engine) {
    use ContactField as F;
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let anna = add(&test, &admin, acme.id, named("Anna")).await.unwrap();
    change(&test, anna.id, &[(F::Phone, Some(""), "+39 02 123")]).await.unwrap();
    let merged = change(&test, anna.id, &[(F::JobTitle, Some(""), " Support ")]).await.unwrap();
    assert_eq!((merged.phone.as_deref(), merged.job_title.as_deref()), (Some("+3902123"), Some("Support")));
    assert_eq!(merged.version, 3);
    let conflict = change(&test, anna.id, &[(F::JobTitle, Some(""), "Sales"), (F::Name, Some("Anna"), "Ann")]).await;
    match conflict {
        Err(Error::Conflict(conflicts)) => {
            assert_eq!((conflicts.len(), conflicts[0].field), (1, "job_title"));
            assert_eq!((conflicts[0].theirs.as_str(), conflicts[0].yours.as_str()), ("Support", "Sales"));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(change(&test, anna.id, &[(F::Phone, None, "+3902123")]).await.unwrap().version, 3, "nothing changed");
    assert!(is_invalid(change(&test, anna.id, &[(F::Email, None, "x")]).await, "email", &Problem::Email));
    let edit = ContactEdit { version: Some(2), changes: Vec::new() };
    let stale = test.backend.write(&admin, move |call| Box::pin(contacts::edit(call, anna.id, edit))).await;
    assert!(matches!(stale, Err(Error::Stale(current)) if current["version"] == 3 && current["name"] == "Anna"));
    // At the same moment, on different fields: both.
    let (one, two) = tokio::join!(
        change(&test, anna.id, &[(F::Name, Some("Anna"), "Anna Rossi")]),
        change(&test, anna.id, &[(F::Email, Some(""), "anna@acme.example")])
    );
    assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
    let anna = &all(&test, acme.id).await[0];
    assert_eq!((anna.name.as_str(), anna.email.as_deref()), ("Anna Rossi", Some("anna@acme.example")));
    sound(&test).await;
}

#[apply(on_both)]
async fn a_list_is_searched_filtered_and_paged(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let (acme, other) = (test.customer("Acme", None).await, test.customer("Other", None).await);
    add(&test, &admin, other.id, named("Anna Other")).await.unwrap();
    for name in ["Émile Zola", "anna", "Ángel", "Bea"] {
        let form = ContactForm { job_title: format!("Title of {name}"), ..named(name) };
        add(&test, &admin, acme.id, form).await.unwrap();
    }
    let names = async |query: ContactQuery| -> Vec<String> {
        list(&test, acme.id, query).await.into_iter().map(|contact| contact.name).collect()
    };
    assert_eq!(names(ContactQuery::default()).await, ["Ángel", "anna", "Bea", "Émile Zola"]);
    let words = |q: &str| ContactQuery { q: q.to_owned(), ..ContactQuery::default() };
    assert_eq!(names(words("EMILE zol")).await, ["Émile Zola"]);
    assert_eq!(names(words("title bea")).await, ["Bea"], "the job title counts too");
    assert_eq!(names(words("an")).await, ["Ángel", "anna"], "two letters begin a word");
    assert_eq!(names(words("la")).await, [""; 0]);
    let bea = all(&test, acme.id).await[2].id;
    set_status(&test, bea, Status::Disabled).await.unwrap();
    let disabled = ContactQuery { status: Some(Status::Disabled), ..ContactQuery::default() };
    assert_eq!(names(disabled).await, ["Bea"]);

    let view = test.backend.read(&admin).await.unwrap();
    let mut query = ContactQuery { limit: 3, ..ContactQuery::default() };
    let page = contacts::list(&view, acme.id, &query).await.unwrap();
    assert_eq!((page.total, page.items.len()), (4, 3));
    query.cursor = page.next_cursor;
    let last = contacts::list(&view, acme.id, &query).await.unwrap();
    assert_eq!((last.items[0].contact.name.as_str(), last.next_cursor, last.total), ("Émile Zola", None, 4));
    query.q = "x".to_owned();
    assert!(is_invalid(contacts::list(&view, acme.id, &query).await, "cursor", &Problem::Cursor));
    assert!(is_invalid(
        contacts::list(&view, acme.id, &ContactQuery { limit: 0, ..words("") }).await,
        "limit",
        &Problem::Choice { allowed: "1 to 200".into() }
    ));
}

fn from() -> SignInFrom {
    SignInFrom { address: IpAddr::from([192, 0, 2, 1]), user_agent: "test".to_owned(), lang: None }
}

async fn sign_in(test: &TestBackend, email: &str, password: &str) -> Result<Caller> {
    let form = SignInForm { email: email.to_owned(), password: password.to_owned(), remember: false };
    Ok(Caller::session(people::sign_in(&test.backend, &form, from()).await?.secret.expose()))
}

#[apply(on_both)]
async fn a_contact_signs_in_until_it_is_disabled_or_deleted(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let form = ContactForm { email: "anna@acme.example".to_owned(), ..named("Anna") };
    let anna = add(&test, &admin, acme.id, form).await.unwrap();
    add(&test, &admin, acme.id, named("Bea")).await.unwrap();

    let (password, id) = ("walnut crate sings low", anna.id);
    let mut form = anna.sign_in_form();
    (form.role, form.activation) = ("editor".to_owned(), "link".to_owned());
    let user = people::prepare(&test.backend, form.parse().unwrap()).await.unwrap();
    let given = test.backend.write(&admin, move |call| Box::pin(contacts::give_sign_in(call, id, user, Some(1))));
    let given = given.await.unwrap();
    assert_eq!((given.user.name.as_str(), given.user.role, given.user.customer_id), ("Anna", Role::Editor, acme.id));
    let token = given.activation_link.unwrap().rsplit('/').next().unwrap().to_owned();
    people::activate(&test.backend, &token, Password::parse(password).unwrap(), from()).await.unwrap();
    let session = sign_in(&test, "anna@acme.example", password).await.unwrap();
    let again = let_in(&test, anna.id, prepared("Anna", "two@acme.example", Role::Viewer)).await;
    assert!(is_blocked(again, "user_id"), "one user a contact");
    let view = test.backend.read(&admin).await.unwrap();
    let row = contacts::find(&view, anna.id).await.unwrap();
    assert_eq!(row.contact.user_id, Some(given.user.id));
    assert_eq!(row.sign_in.map(|user| user.email).as_deref(), Some("anna@acme.example"));

    // Another address of the contact is no other address to sign in with.
    change(&test, anna.id, &[(ContactField::Email, None, "evil@acme.example")]).await.unwrap();
    assert!(sign_in(&test, "anna@acme.example", password).await.is_ok());

    let bea = all(&test, acme.id).await[1].id;
    set_default(&test, bea).await.unwrap();
    set_status(&test, anna.id, Status::Disabled).await.unwrap();
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)), "the session ended");
    assert_eq!(
        number(
            &test,
            "SELECT count(*) FROM sessions s JOIN users u ON u.id = s.user_id JOIN contacts k ON k.user_id = u.id"
        )
        .await,
        0
    );
    assert!(matches!(sign_in(&test, "anna@acme.example", password).await, Err(Error::SignInFailed)));
    let refused = let_in(&test, anna.id, prepared("Anna", "two@acme.example", Role::Viewer)).await;
    assert!(is_blocked(refused, "user_id"));
    sound(&test).await;
    // The user is the contact's other face: enabling one enables both.
    let user = given.user.id;
    let enabled =
        test.backend.write(&admin, move |call| Box::pin(people::set_status(call, user, Status::Enabled, None)));
    enabled.await.unwrap();
    assert_eq!(all(&test, acme.id).await[0].status, Status::Enabled);
    let session = sign_in(&test, "anna@acme.example", password).await.unwrap();

    remove(&test, anna.id).await.unwrap();
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)));
    assert!(matches!(sign_in(&test, "anna@acme.example", password).await, Err(Error::SignInFailed)));
    assert_eq!(number(&test, "SELECT count(*) FROM users WHERE email LIKE 'anna%'").await, 0);
    sound(&test).await;
}

#[apply(on_both)]
async fn sign_in_is_taken_away_and_the_contact_stays(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let anna = add(&test, &admin, acme.id, named("Anna")).await.unwrap();
    let_in(&test, anna.id, prepared("Anna", "anna@acme.example", Role::Admin)).await.unwrap();
    let session = test.sign_in("anna@acme.example").await;
    let taken = test.backend.write(&admin, move |call| Box::pin(contacts::take_sign_in(call, anna.id, None)));
    assert_eq!(taken.await.unwrap().user_id, None);
    assert!(matches!(test.backend.read(&session).await, Err(Error::Unauthenticated)));
    // A user that is deleted by another door leaves the contact too.
    let_in(&test, anna.id, prepared("Anna", "anna@acme.example", Role::Admin)).await.unwrap();
    let user = all(&test, acme.id).await[0].user_id.unwrap();
    test.backend.write(&admin, move |call| Box::pin(people::delete(call, user, None))).await.unwrap();
    let anna = &all(&test, acme.id).await[0];
    assert_eq!((anna.user_id, anna.version), (None, 5), "each coming and going raised the version");
    sound(&test).await;
}

/// The default of the provider may be its last admin: neither way of taking it away works.
#[apply(on_both)]
async fn the_last_admin_is_safe_behind_a_contact_too(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let root = test.root().await;
    let boss = add(&test, &admin, root, named("Boss")).await.unwrap();
    let_in(&test, boss.id, prepared("Boss", "boss@provider.example", Role::Admin)).await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    let first = people::me(&view).await.unwrap().id;
    drop(view);
    test.backend.write(&admin, move |call| Box::pin(people::delete(call, first, None))).await.unwrap();
    assert!(is_blocked(set_status(&test, boss.id, Status::Disabled).await, "last_admin"));
    assert!(is_blocked(remove(&test, boss.id).await, "last_admin"));
    let system = test.system();
    let taken = test.backend.write(&system, move |call| Box::pin(contacts::take_sign_in(call, boss.id, None)));
    assert!(is_blocked(taken.await, "last_admin"));
    sound(&test).await;
}

#[apply(on_both)]
async fn contacts_go_with_their_customer_and_come_back(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    let below = test.customer("Below", Some(acme.id)).await;
    let anna = add(&test, &admin, acme.id, named("Anna Secretive")).await.unwrap();
    let_in(&test, anna.id, prepared("Anna Secretive", "anna@acme.example", Role::Admin)).await.unwrap();
    add(&test, &admin, below.id, named("Bea Secretive")).await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    let plan = customers::deletion_plan(&view, acme.id).await.unwrap();
    assert_eq!((plan.contacts, plan.subtree_contacts, plan.users, plan.subtree_users), (1, 2, 1, 1));
    assert_eq!(customers::detail(&view, acme.id).await.unwrap().contacts, 1);

    let delete = async || {
        let new = NewDeletion { at: None, reason: "test".to_owned(), children: Some(Children::Delete) };
        let id = acme.id;
        test.backend.write(&admin, move |call| Box::pin(customers::delete(call, id, new, None))).await.unwrap();
    };
    delete().await;
    sound(&test).await;
    let view = test.backend.read(&admin).await.unwrap();
    assert!(matches!(contacts::find(&view, anna.id).await, Err(Error::NotFound)));
    assert!(matches!(contacts::list(&view, acme.id, &ContactQuery::default()).await, Err(Error::NotFound)));
    assert!(matches!(remove(&test, anna.id).await, Err(Error::NotFound)));
    let id = acme.id;
    test.backend.write(&admin, move |call| Box::pin(customers::restore(call, id, None))).await.unwrap();
    assert_eq!(all(&test, acme.id).await[0].id, anna.id);
    assert!(all(&test, acme.id).await[0].user_id.is_some());
    sound(&test).await;

    delete().await;
    test.backend.write(&admin, move |call| Box::pin(customers::purge(call, id, None))).await.unwrap();
    assert_eq!(number(&test, "SELECT count(*) FROM contacts").await, 0);
    assert_eq!(number(&test, "SELECT count(*) FROM search_terms WHERE kind = 'contact'").await, 0);
    let told = "SELECT count(*) FROM activity WHERE object = 'contact'";
    assert_eq!(number(&test, told).await, 3, "two were created, one was let in");
    let personal = "SELECT count(*) FROM activity WHERE COALESCE(before, '') || COALESCE(after, '') LIKE '%ecretive%'";
    assert_eq!(number(&test, personal).await, 0);
    sound(&test).await;
}

/// An id handed out again would belong to the old owner; a foreign one must not be taken.
#[apply(on_both)]
async fn ids_are_neither_recycled_nor_borrowed(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let provider = test.provider().await;
    let (acme, other) = (test.customer("Acme", None).await, test.customer("Other", None).await);
    let anna = add(&test, &provider, acme.id, named("Anna")).await.unwrap();
    let row = number(&test, "SELECT max(id) FROM contacts").await;
    remove(&test, anna.id).await.unwrap();
    let bea = add(&test, &provider, acme.id, named("Bea")).await.unwrap();
    assert!(number(&test, "SELECT max(id) FROM contacts").await > row);

    test.user(other.id, "admin@other.example", Role::Admin).await;
    let foreigner = test.sign_in("admin@other.example").await;
    let write = &test.backend;
    let absent = [
        write.write(&foreigner, move |call| Box::pin(contacts::set_default(call, bea.id, None))).await.map(drop),
        write.write(&foreigner, move |call| Box::pin(contacts::delete(call, bea.id, None))).await,
        write
            .write(&foreigner, move |call| {
                let user = prepared("X", "x@other.example", Role::Viewer);
                Box::pin(contacts::give_sign_in(call, bea.id, user, None))
            })
            .await
            .map(drop),
        add(&test, &foreigner, acme.id, named("Eve")).await.map(drop),
    ];
    assert!(absent.iter().all(|outcome| matches!(outcome, Err(Error::NotFound))), "{absent:?}");
    // The default of one is never that of another, whoever asks.
    let zoe = add(&test, &provider, other.id, named("Zoe")).await.unwrap();
    set_default(&test, zoe.id).await.unwrap();
    let view = test.backend.read(&provider).await.unwrap();
    assert_eq!(customers::find(&view, acme.id).await.unwrap().default_contact_id, Some(bea.id));
    assert_eq!(customers::find(&view, other.id).await.unwrap().default_contact_id, Some(zoe.id));
    sound(&test).await;
}

#[apply(on_both)]
async fn customers_are_found_by_their_contacts(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let acme = test.customer("Acme", None).await;
    test.customer("Other", None).await;
    let form = ContactForm { email: "a.zoppo@acme.example".to_owned(), ..named("Ünal Zürich") };
    let contact = add(&test, &admin, acme.id, form).await.unwrap();
    let hits = async |q: &str| {
        let view = test.backend.read(&admin).await.unwrap();
        let query = CustomerQuery { q: q.to_owned(), ..CustomerQuery::default() };
        customers::list(&view, &query).await.unwrap().items
    };
    for (q, text) in [
        ("zuri", "Ünal Zürich"),
        ("un", "Ünal Zürich"),
        ("zoppo", "a.zoppo@acme.example"),
        ("acme unal", "Ünal Zürich"),
    ] {
        let found = hits(q).await;
        assert_eq!(found.len(), 1, "{q}");
        let hit = found[0].hit.clone().unwrap();
        assert_eq!((hit.field, hit.text.as_str()), (HitField::Contact, text), "{q}");
        assert!(!hit.marks.is_empty());
    }
    change(&test, contact.id, &[(ContactField::Name, None, "Mario Verdi")]).await.unwrap();
    assert!(hits("zurich").await.is_empty());
    assert_eq!(hits("mario").await.len(), 1);
    remove(&test, contact.id).await.unwrap();
    assert!(hits("mario").await.is_empty() && hits("zoppo").await.is_empty());
    sound(&test).await;
}
