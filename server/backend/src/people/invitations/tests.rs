//! Both plans find the same, each by its index, and the right one is taken.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use super::*;
use crate::Caller;
use crate::testing::TestBackend;
use model::people::Role;
use model::time::DAY;
use rstest::rstest;
use sea_orm::ConnectionTrait;

async fn run(db: &TestBackend, sql: &str) {
    db.backend.connection().execute_unprepared(sql).await.unwrap();
}

/// A reseller with a shop, and another one, with invited users each; gives the reseller's admin.
async fn world(engine: Engine, each: u32) -> (TestBackend, Caller) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let reseller = test.customer("Reseller", None).await;
    test.customer("Shop", Some(reseller.id)).await;
    test.customer("Other", None).await;
    test.user(reseller.id, "rosa@reseller.example", Role::Admin).await;
    let rosa = test.sign_in("rosa@reseller.example").await;
    let (id, hash) = match engine {
        Engine::Sqlite => ("randomblob(16)", "randomblob(32)"),
        Engine::Postgres => ("gen_random_uuid()", "sha256(gen_random_uuid()::text::bytea)"),
    };
    let now = test.backend.now().0;
    for (name, key) in [("Shop", "s"), ("Other", "o")] {
        run(
            &test,
            &format!(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {each})
                 INSERT INTO users (public_id, customer_id, name, email, email_key, role, created_at, version, name_key,
                    search_text)
                 SELECT {id}, (SELECT id FROM customers WHERE name = '{name}'), '{key}' || i, '{key}' || i || '@x.example',
                    '{key}' || i || '@x.example', 'viewer', i, 1, '{key}' || i, ' {key}' || i FROM n"
            ),
        )
        .await;
        // Every second has a link that works; of the others it is over, used, or for something else.
        run(
            &test,
            &format!(
                "INSERT INTO links (token_hash, user_id, purpose, created_at, expires_at, ended)
                 SELECT {hash}, id, CASE WHEN created_at % 8 = 1 THEN 'reset' ELSE 'activate' END, 0,
                    {now} + 1000000 * CASE WHEN created_at % 8 = 3 THEN 0 ELSE created_at % 97 + 1 END,
                    CASE WHEN created_at % 8 = 5 THEN 'used' END
                 FROM users WHERE search_text LIKE ' {key}%' AND created_at % 8 <> 7"
            ),
        )
        .await;
    }
    (test, rosa)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn both_plans_find_the_same(#[case] engine: Engine) {
    let (test, rosa) = world(engine, 400).await;
    run(&test, "UPDATE users SET password_hash = 'x' WHERE search_text LIKE ' s%' AND created_at % 10 = 2").await;
    run(&test, "UPDATE users SET disabled_at = 1 WHERE search_text LIKE ' s%' AND created_at % 10 = 4").await;
    for caller in [rosa, test.system()] {
        let view = test.backend.read(&caller).await.unwrap();
        let until = view.now.plus(DAY);
        let walked = Plan::Walk.run(&view, until, 1_000).await.unwrap();
        assert_eq!(Plan::Gather.run(&view, until, 1_000).await.unwrap(), walked);
        assert_eq!(walked[..6], ending(&view, until, 6).await.unwrap());
        assert!(walked.is_sorted_by_key(|pending| pending.until));
        assert!(walked.iter().all(|pending| pending.until > view.now && pending.until <= until));
        let others = walked.iter().any(|pending| pending.customer.name == "Other");
        assert_eq!(others, view.actor().unwrap().of_provider, "each within their reach");
        // Of 400 half have a link that works; of Shop's a fifth each are active and disabled, and a few end later.
        assert!(walked.len() > 90, "{}", walked.len());
    }
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn of_many_those_of_a_small_part_are_gathered(#[case] engine: Engine) {
    let (test, rosa) = world(engine, 300).await;
    let plan = async |caller: &Caller| {
        let view = test.backend.read(caller).await.unwrap();
        Plan::choose(&view, view.now.plus(DAY)).await.unwrap()
    };
    assert_eq!(plan(&rosa).await, Plan::Walk, "there are few");
    let hash = match engine {
        Engine::Sqlite => "randomblob(32)",
        Engine::Postgres => "sha256(gen_random_uuid()::text::bytea)",
    };
    let now = test.backend.now().0;
    // Elsewhere there are more than are looked at, all of which end sooner.
    run(
        &test,
        &format!(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {LOOKED_AT})
             INSERT INTO links (token_hash, user_id, purpose, created_at, expires_at)
             SELECT {hash}, NULL, 'activate', 0, {now} + 1 + i % 9 FROM n"
        ),
    )
    .await;
    assert_eq!(plan(&rosa).await, Plan::Gather);
    let view = test.backend.read(&rosa).await.unwrap();
    let found = ending(&view, view.now.plus(DAY), 6).await.unwrap();
    assert_eq!(found.len(), 6);
    assert!(found.iter().all(|pending| pending.customer.name == "Shop"), "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_plan_goes_by_its_index() {
    let (test, rosa) = world(Engine::Sqlite, 10).await;
    let view = test.backend.read(&rosa).await.unwrap();
    for (plan, indexes) in [
        (Plan::Walk, ["SEARCH l USING", "links_activating (expires_at>? AND expires_at<?)"]),
        (Plan::Gather, ["nodes_path (", "SEARCH l USING INDEX links_"]),
    ] {
        let mut values = Values::default();
        let sql = plan.statement(&view, view.now.plus(DAY), 6, &mut values).unwrap();
        let rows = view.all(&format!("EXPLAIN QUERY PLAN {sql}"), values.0).await.unwrap();
        let steps: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        for index in indexes {
            assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
        }
        let whole = steps
            .iter()
            .filter(|step| ["SCAN u", "SCAN n", "SCAN c", "SCAN links"].iter().any(|scan| step.starts_with(scan)));
        assert_eq!(whole.count(), 0, "{steps:?}");
    }
}
