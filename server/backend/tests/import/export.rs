//! What comes out.

use super::{exported, on_both, run, table};
use backend::export::{Format, customer_of};
use backend::testing::TestBackend;
use backend::{Engine, Error};
use futures::TryStreamExt;
use model::customers::{CustomerQuery, CustomerSort, Status};
use model::ids::CustomerId;
use model::people::Role;
use rstest::rstest;
use rstest_reuse::apply;

async fn names(test: &TestBackend, query: CustomerQuery) -> Vec<String> {
    let rows = table(&exported(&test.backend, &test.system(), query).await);
    rows.into_iter().map(|row| row["name"].clone()).collect()
}

#[apply(on_both)]
async fn the_list_as_filtered_and_sorted(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let mut file = "ref_id,parent_ref_id,name,kind,country,status\n".to_owned();
    for index in 0..2_500 {
        let (parent, status) =
            (if index < 1_200 { "" } else { "R0" }, if index % 2 == 0 { "enabled" } else { "disabled" });
        file.push_str(&format!("R{index},{parent},Studio {:04},company,IT,{status}\n", (index * 7_919) % 2_500));
    }
    assert_eq!(run(&test.backend, &test.system(), file).await.unwrap().ok, 2_500);
    let sorted: Vec<String> = (0..2_500).map(|index| format!("Studio {index:04}")).collect();
    assert_eq!(names(&test, CustomerQuery::default()).await, sorted);
    let mut descending = names(&test, CustomerQuery { sort: CustomerSort::NameDescending, ..Default::default() }).await;
    descending.reverse();
    assert_eq!(descending, sorted);
    let disabled = CustomerQuery { status: Some(Status::Disabled), limit: 1, ..Default::default() };
    assert_eq!(names(&test, disabled).await.len(), 1_250);
    let top = customer_of(&test.backend, &test.system(), "R0").await.unwrap();
    assert_eq!(names(&test, CustomerQuery { under: Some(top), ..Default::default() }).await.len(), 1_301);
    assert_eq!(names(&test, CustomerQuery { parent: Some(top), ..Default::default() }).await.len(), 1_300);
    let searched = |q: &str| CustomerQuery { q: q.to_owned(), ..Default::default() };
    assert_eq!(names(&test, searched("studio 00")).await.len(), 100);
    assert_eq!(names(&test, searched("studoi")).await.len(), 2_500);
    assert_eq!(names(&test, searched("nothing like it")).await.len(), 0);
}

#[apply(on_both)]
async fn what_is_wrong_with_the_query_is_told_before_the_first_piece(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let query = CustomerQuery { under: Some(CustomerId(7)), ..Default::default() };
    let refused = backend::export::customers(&test.backend, &test.system(), query, Format::default()).await;
    assert!(matches!(refused.err(), Some(Error::Invalid(_))));
    assert!(matches!(customer_of(&test.backend, &test.system(), "NOBODY").await, Err(Error::NotFound)));
}

#[apply(on_both)]
async fn a_tree_without_ref_ids_keeps_its_shape(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let top = test.customer("top", None).await;
    test.customer("below", Some(top.id)).await;
    let text = exported(&test.backend, &test.system(), CustomerQuery::default()).await;
    let rows = table(&text);
    let cells: Vec<_> = rows.iter().map(|r| (&*r["name"], &*r["ref_id"], &*r["parent_ref_id"])).collect();
    let id = top.id.to_string();
    assert_eq!(cells, [("below", "", id.as_str()), ("top", id.as_str(), "")]);
    let other = TestBackend::new(engine).await;
    run(&other.backend, &other.system(), text).await.unwrap();
    let rows = table(&exported(&other.backend, &other.system(), CustomerQuery::default()).await);
    assert_eq!(rows[0]["parent_ref_id"], id);
}

#[apply(on_both)]
async fn notes_and_what_is_above_are_not_the_customers_own(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let file = "ref_id,parent_ref_id,name,kind,country,notes,first_user_name,first_user_email\n\
        UP,,up,company,IT,secret,,\nMY,UP,my,company,IT,about us,Me,me@my.example\nSUB,MY,sub,company,IT,ours,,\n";
    run(&test.backend, &test.system(), file).await.unwrap();
    // Who is only invited does not act.
    let view = test.backend.read(&test.system()).await.unwrap();
    let query = CustomerQuery { q: "MY".to_owned(), ..CustomerQuery::default() };
    let found = backend::customers::list(&view, &query).await.unwrap();
    let my = found.items.iter().find(|row| row.customer.name == "my").unwrap().customer.id;
    test.user(my, "us@my.example", Role::Admin).await;
    let me = test.sign_in("us@my.example").await;
    let rows = table(&exported(&test.backend, &me, CustomerQuery::default()).await);
    let cells: Vec<_> = rows.iter().map(|r| (&*r["name"], &*r["parent_ref_id"], &*r["notes"])).collect();
    assert_eq!(cells, [("my", "", ""), ("sub", "MY", "ours")]);
}

#[tokio::test]
async fn formulas_are_guarded_and_excel_gets_what_it_likes() {
    let test = TestBackend::new(Engine::Sqlite).await;
    test.provider().await;
    run(&test.backend, &test.system(), "name,kind,country,phone\n'=1+1,company,IT,+3902123\n").await.unwrap();
    let text = async |format: Format| {
        let query = CustomerQuery::default();
        let pieces = backend::export::customers(&test.backend, &test.system(), query, format).await.unwrap();
        let pieces: Vec<Vec<u8>> = pieces.try_collect().await.unwrap();
        String::from_utf8(pieces.concat()).unwrap()
    };
    let row = |text: String| text.lines().nth(1).unwrap().to_owned();
    assert!(row(text(Format::default()).await).starts_with(",,'=1+1,company,,,,enabled,IT,,,,,'+3902123,"));
    assert!(
        row(text(Format { raw: true, ..Format::default() }).await)
            .starts_with(",,=1+1,company,,,,enabled,IT,,,,,+3902123,")
    );
    let excel = text(Format { bom: true, semicolon: true, raw: false }).await;
    assert!(excel.starts_with("\u{feff}ref_id;parent_ref_id;name;") && excel.ends_with("Z;no\r\n"));
}
