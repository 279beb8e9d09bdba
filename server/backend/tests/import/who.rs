//! Who imports what: nobody reaches further by a file than by a form.

use super::{errors, exported, healthy, on_both, run, table};
use backend::import::ImportError;
use backend::testing::TestBackend;
use backend::{Denial, Engine, Error, rankings};
use model::customers::CustomerQuery;
use model::people::Role;
use rstest::rstest;
use rstest_reuse::apply;

const HEADER: &str = "ref_id,parent_ref_id,name,kind,country,ranking,first_user_name,first_user_email\n";

async fn branches(test: &TestBackend) {
    test.provider().await;
    let file =
        format!("{HEADER}OWN,,own,company,IT,,,\nBELOW,OWN,below,company,IT,Gold,,\nBESIDE,,beside,company,IT,,,\n");
    assert_eq!(run(&test.backend, &test.system(), file).await.unwrap().bad, 0);
    let view = test.backend.read(&test.system()).await.unwrap();
    let page = backend::customers::list(&view, &CustomerQuery::default()).await.unwrap();
    let own = page.items.iter().find(|row| row.customer.name == "own").unwrap().customer.id;
    drop(view);
    for role in Role::ALL {
        test.user(own, &format!("{}@own.example", role.as_str()), role).await;
    }
}

#[apply(on_both)]
async fn a_customers_admin_imports_below_their_own(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    branches(&test).await;
    let admin = test.sign_in("admin@own.example").await;
    let file = format!(
        "{HEADER}N1,,n1,company,IT,gold,New,new@n1.example\nN2,BELOW,n2,company,IT,,,\nN3,N1,n3,company,IT,,,\n\
         X1,BESIDE,x1,company,IT,,,\nX2,NOWHERE,x2,company,IT,,,\nX3,,x3,company,IT,Platinum,,\n\
         BESIDE,,x4,company,IT,,,\nX5,BESIDE,x5,company,IT,,,\n"
    );
    let report = run(&test.backend, &admin, file).await.unwrap();
    let expected = [
        (5, "X1", "parent_ref_id", "parent_refused"),
        (6, "X2", "parent_ref_id", "not_found"),
        (7, "X3", "ranking", "not_found"),
        (8, "BESIDE", "ref_id", "taken"),
        (9, "X5", "parent_ref_id", "parent_refused"),
    ];
    assert_eq!(errors(&report), expected);
    let rows = table(&exported(&test.backend, &test.system(), CustomerQuery::default()).await);
    let place = |name: &str| rows.iter().find(|row| row["name"] == name).unwrap()["parent_ref_id"].clone();
    assert_eq!((place("n1"), place("n2"), place("n3")), ("OWN".into(), "BELOW".into(), "N1".into()));

    // Foreign and nonexistent parents answer alike.
    let alone = |parent: &str| format!("{HEADER},{parent},x,company,IT,,,\n");
    let foreign = run(&test.backend, &admin, alone("BESIDE")).await.unwrap();
    assert_eq!(foreign, run(&test.backend, &admin, alone("NOWHERE")).await.unwrap());

    let seen = table(&exported(&test.backend, &admin, CustomerQuery::default()).await);
    let names: Vec<_> = seen.iter().map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["below", "n1", "n2", "n3", "own"]);
    healthy(&test.backend).await;
}

#[apply(on_both)]
async fn editors_add_no_users_and_viewers_nothing(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    branches(&test).await;
    let editor = test.sign_in("editor@own.example").await;
    let file = format!("{HEADER}E1,,e1,company,IT,,E,e@e1.example\nE2,,e2,company,IT,Gold,,\n");
    let report = run(&test.backend, &editor, file.clone()).await.unwrap();
    assert_eq!(errors(&report), [(2, "E1", "first_user_email", "role_too_high")]);
    let viewer = test.sign_in("viewer@own.example").await;
    match run(&test.backend, &viewer, file.clone()).await {
        Err(ImportError::Backend(Error::Forbidden(Denial::Role))) => {}
        other => panic!("{other:?}"),
    }
    match run(&test.backend, &backend::Caller::Anonymous, file).await {
        Err(ImportError::Backend(Error::Unauthenticated)) => {}
        other => panic!("{other:?}"),
    }
}

#[apply(on_both)]
async fn new_tiers_are_made_once_by_the_providers_admins(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let file = format!(
        "{HEADER},,a,company,IT,Gold,,\n,,b,company,IT,GOLD,,\n,,c,robot,IT,Never,,\n,,d,company,IT,Silver,,\n"
    );
    run(&test.backend, &admin, file).await.unwrap();
    let view = test.backend.read(&admin).await.unwrap();
    let names: Vec<_> = rankings::list(&view).await.unwrap().into_iter().map(|ranking| ranking.name).collect();
    assert_eq!(names, ["Gold", "Silver"]);
}
