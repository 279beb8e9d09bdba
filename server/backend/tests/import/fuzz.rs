//! Whatever a file holds, an import ends with a report or a refusal, and what it takes in is whole.

use super::{dry_run, exported, healthy, run};
use backend::Engine;
use backend::testing::TestBackend;
use model::customers::CustomerQuery;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// Bytes that look a little like a file of customers.
fn files() -> impl Strategy<Value = Vec<u8>> {
    let header = prop::sample::select(vec![
        "name,kind,country\n",
        "\u{feff}ref_id;parent_ref_id;name;kind;country\r\n",
        "country\tname\tkind\tref_id\tnotes\tstatus\n",
        "name,kind",
        "",
    ]);
    let piece = prop_oneof![
        Just(b"company".to_vec()),
        Just(b"IT".to_vec()),
        Just(b",".to_vec()),
        Just(b";".to_vec()),
        Just(b"\t".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\0".to_vec()),
        Just(b"\xff\xfe".to_vec()),
        Just("=＋@'".as_bytes().to_vec()),
        Just(vec![b'x'; 70_000]),
        "R[0-3]".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    (header, prop::collection::vec(piece, 0..60))
        .prop_map(|(header, pieces)| [header.as_bytes(), &pieces.concat()].concat())
}

#[tokio::test(flavor = "multi_thread")]
async fn no_file_makes_it_panic() {
    let test = TestBackend::new(Engine::Sqlite).await;
    test.provider().await;
    let runtime = tokio::runtime::Handle::current();
    let (backend, caller) = (test.backend.clone(), test.system());
    let outcome = tokio::task::spawn_blocking(move || {
        let mut runner =
            TestRunner::new(ProptestConfig { cases: 300, failure_persistence: None, ..Default::default() });
        runner.run(&files(), |file| {
            let checked = runtime.block_on(dry_run(&backend, &caller, file.clone()));
            let written = runtime.block_on(run(&backend, &caller, file));
            match (checked, written) {
                (Ok(checked), Ok(written)) => prop_assert_eq!(checked, written),
                (checked, written) => prop_assert_eq!(format!("{checked:?}"), format!("{written:?}")),
            }
            Ok(())
        })
    });
    outcome.await.unwrap().unwrap();
    healthy(&test.backend).await;
    let all = exported(&test.backend, &test.system(), CustomerQuery::default()).await;
    assert!(all.starts_with("ref_id,"));
}
