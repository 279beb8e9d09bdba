//! The tree as a page unfolds it, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers;
use backend::testing::TestBackend;
use backend::{Caller, Engine, Error};
use model::customers::{CustomerQuery, TreeNode};
use model::deletions::{Children, NewDeletion};
use model::ids::CustomerId;
use model::page::Page;
use model::people::Role;
use rstest::rstest;
use rstest_reuse::{apply, template};

#[template]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

async fn branch(test: &TestBackend, caller: &Caller, parent: Option<CustomerId>) -> Page<TreeNode> {
    let view = test.backend.read(caller).await.unwrap();
    customers::children(&view, parent, None).await.unwrap()
}

async fn found(test: &TestBackend, caller: &Caller, q: &str) -> Page<TreeNode> {
    let view = test.backend.read(caller).await.unwrap();
    let query = CustomerQuery { q: q.to_owned(), ..CustomerQuery::default() };
    customers::find_in_tree(&view, &query).await.unwrap()
}

/// Name, level and whether it is a hit.
fn shape(page: &Page<TreeNode>) -> Vec<(&str, u32, bool)> {
    page.items.iter().map(|node| (node.row.customer.name.as_str(), node.level, node.hit)).collect()
}

async fn delete(test: &TestBackend, id: CustomerId, children: Children) {
    let new = NewDeletion { at: None, reason: "left".to_owned(), children: Some(children) };
    let system = test.system();
    test.backend.write(&system, move |call| Box::pin(customers::delete(call, id, new, None))).await.unwrap();
}

#[apply(on_both)]
async fn children_come_in_pages_by_name_then_id(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let top = test.customer("Top", None).await;
    test.customer("Beside", None).await;
    let mut made = Vec::new();
    for number in 0..250 {
        // Each name ten times, so that pages end among equals.
        made.push((number % 25, test.customer(&format!("Client {:02}", number % 25), Some(top.id)).await.id));
    }
    test.customer("Grandchild", Some(made[0].1)).await;
    // Those of one name in the order in which they were made.
    made.sort_by_key(|(name, _)| *name);
    let view = test.backend.read(&admin).await.unwrap();
    let (mut paged, mut sizes, mut cursor) = (Vec::new(), Vec::new(), None);
    loop {
        let page = customers::children(&view, Some(top.id), cursor).await.unwrap();
        assert_eq!((page.total, page.more), (250, false));
        assert!(page.items.iter().all(|node| node.level == 2 && node.hit && !node.more));
        sizes.push(page.items.len());
        paged.extend(page.items.into_iter().map(|node| (node.row.customer.id, node.children)));
        cursor = page.next_cursor;
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(sizes, [50, 100, 100]);
    assert_eq!(paged.iter().map(|(id, _)| *id).collect::<Vec<_>>(), made.iter().map(|(_, id)| *id).collect::<Vec<_>>());
    assert_eq!(paged.iter().filter(|(_, children)| *children > 0).collect::<Vec<_>>(), [&(made[0].1, 1)]);
    let first = branch(&test, &admin, None).await;
    assert_eq!(shape(&first), [("Beside", 1, true), ("Top", 1, true)]);
    assert_eq!(first.items.iter().map(|node| node.children).collect::<Vec<_>>(), [0, 250]);
    let cursor = customers::children(&view, Some(top.id), None).await.unwrap().next_cursor;
    assert!(matches!(customers::children(&view, None, cursor).await, Err(Error::Invalid(_))), "a cursor of elsewhere");
}

#[apply(on_both)]
async fn the_deleted_are_no_children(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let top = test.customer("Top", None).await;
    let gone = test.customer("Gone", Some(top.id)).await;
    test.customer("Gone too", Some(gone.id)).await;
    let stays = test.customer("Stays", Some(top.id)).await;
    assert_eq!(branch(&test, &admin, None).await.items[0].children, 2);
    delete(&test, gone.id, Children::Delete).await;
    assert_eq!(branch(&test, &admin, None).await.items[0].children, 1);
    assert_eq!(shape(&branch(&test, &admin, Some(top.id)).await), [("Stays", 2, true)]);
    assert_eq!(found(&test, &admin, "gone").await.items, []);
    let view = test.backend.read(&admin).await.unwrap();
    assert!(matches!(customers::children(&view, Some(gone.id), None).await, Err(Error::NotFound)));
    // What moved up counts where it is now.
    test.customer("Below", Some(stays.id)).await;
    delete(&test, stays.id, Children::MoveUp).await;
    assert_eq!(shape(&branch(&test, &admin, Some(top.id)).await), [("Below", 2, true)]);
}

/// A large deletion marks its top at once and takes the rest later; nobody sees either from the beginning.
#[apply(on_both)]
async fn a_deletion_under_way_shows_nothing_of_itself(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let top = test.customer("Top", None).await;
    let large = test.customer("Large", Some(top.id)).await;
    let inner = test.customer("Inner", Some(large.id)).await;
    for number in 0..510 {
        test.customer(&format!("Leaf {number}"), Some(inner.id)).await;
    }
    delete(&test, large.id, Children::Delete).await;
    assert_eq!(branch(&test, &admin, None).await.items[0].children, 0);
    assert_eq!(branch(&test, &admin, Some(top.id)).await.items, []);
    assert_eq!(found(&test, &admin, "leaf").await.items, []);
    let view = test.backend.read(&admin).await.unwrap();
    for hidden in [large.id, inner.id] {
        assert!(matches!(customers::children(&view, Some(hidden), None).await, Err(Error::NotFound)));
    }
}

#[apply(on_both)]
async fn another_scope_sees_nothing(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let above = test.customer("Above", None).await;
    let reseller = test.customer("Reseller", Some(above.id)).await;
    let client = test.customer("Client", Some(reseller.id)).await;
    test.customer("Office", Some(client.id)).await;
    let beside = test.customer("Beside", Some(above.id)).await;
    test.customer("Office beside", Some(beside.id)).await;
    test.user(reseller.id, "admin@reseller.example", Role::Viewer).await;
    let person = test.sign_in("admin@reseller.example").await;
    let top = branch(&test, &person, None).await;
    assert_eq!((shape(&top), top.total), (vec![("Reseller", 1, true)], 1));
    assert_eq!((top.items[0].children, &top.items[0].row.parent), (1, &None));
    assert_eq!(top.items[0].row.customer.parent_id, None);
    assert_eq!(shape(&branch(&test, &person, Some(reseller.id)).await), [("Client", 2, true)]);
    assert_eq!(shape(&branch(&test, &person, Some(client.id)).await), [("Office", 3, true)]);
    let view = test.backend.read(&person).await.unwrap();
    for foreign in [above.id, beside.id, test.root().await, CustomerId(7)] {
        assert!(matches!(customers::children(&view, Some(foreign), None).await, Err(Error::NotFound)));
        let query = CustomerQuery { under: Some(foreign), ..CustomerQuery::default() };
        assert!(matches!(customers::find_in_tree(&view, &query).await, Err(Error::Invalid(_))));
    }
    assert!(matches!(customers::children(&view, None, Some("x".to_owned())).await, Err(Error::Invalid(_))));
    let hits = found(&test, &person, "office").await;
    assert_eq!(shape(&hits), [("Reseller", 1, false), ("Client", 2, false), ("Office", 3, true)]);
    assert_eq!((hits.total, hits.items[0].row.customer.notes.clone()), (1, None));
    assert!(found(&test, &person, "beside").await.items.is_empty());
}

#[apply(on_both)]
async fn hits_come_with_the_way_to_them(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let b = test.customer("B office", None).await;
    let a = test.customer("A", None).await;
    let twins = [test.customer("Twin", Some(a.id)).await, test.customer("Twin", Some(a.id)).await];
    for twin in &twins {
        test.customer("Office", Some(twin.id)).await;
    }
    test.customer("Shop", Some(twins[0].id)).await;
    test.customer("À office", Some(a.id)).await;
    test.customer("Office below", Some(b.id)).await;
    test.customer("Nothing", None).await;
    let hits = found(&test, &admin, "office").await;
    let expected = [
        ("A", 1, false),
        ("À office", 2, true),
        ("Twin", 2, false),
        ("Office", 3, true),
        ("Twin", 2, false),
        ("Office", 3, true),
        ("B office", 1, true),
        ("Office below", 2, true),
    ];
    assert_eq!(shape(&hits), expected);
    assert_eq!((hits.total, hits.next_cursor.clone()), (5, None));
    let order: Vec<CustomerId> = hits.items.iter().map(|node| node.row.customer.id).collect();
    assert_eq!((order[2], order[4]), (twins[0].id, twins[1].id), "of equal names the older first");
    assert_eq!(hits.items[2].children, 2, "all children are counted, not only hits");
    assert!(!hits.items[3].row.name_marks.is_empty() && hits.items[2].row.name_marks.is_empty());
}

#[apply(on_both)]
async fn the_deepest_is_found_with_all_above(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let mut parent = None;
    for level in 1..=60 {
        parent = Some(test.customer(&format!("Level {level}"), parent).await.id);
    }
    test.customer("Bottom", parent).await;
    let hits = found(&test, &admin, "bottom").await;
    assert_eq!(hits.items.iter().map(|node| node.level).collect::<Vec<_>>(), (1..=61).collect::<Vec<_>>());
    assert_eq!(hits.items.iter().filter(|node| node.hit).count(), 1);
    assert_eq!(hits.items.iter().map(|node| node.children).sum::<u32>(), 60);
    let all = found(&test, &admin, "level").await;
    assert_eq!((all.items.len(), all.total), (60, 60));
    assert!(all.items.iter().all(|node| node.hit));
}

#[apply(on_both)]
async fn no_more_than_200_are_found_at_once(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let admin = test.provider().await;
    let top = test.customer("Top", None).await;
    for number in 0..205 {
        test.customer(&format!("Client {number:03}"), Some(top.id)).await;
    }
    let hits = found(&test, &admin, "client").await;
    assert_eq!((hits.items.len(), hits.total), (201, 205));
    assert!(hits.next_cursor.is_some());
}
