//! CSV in and out, on SQLite and PostgreSQL alike.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod export;
mod factor;
mod fuzz;
mod mailed;
mod rules;
mod sample;
mod who;

use backend::import::{Event, ImportError, Options, Report, import};
use backend::testing::TestBackend;
use backend::{Backend, Caller, doctor};
use futures::TryStreamExt;
use model::customers::CustomerQuery;
use rstest_reuse::template;
use std::io::Cursor;

#[template]
#[export]
#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn on_both(#[case] engine: Engine) {}

/// Imports and tells what came of it.
async fn run(backend: &Backend, caller: &Caller, file: impl Into<Vec<u8>>) -> Result<Report, ImportError> {
    import(backend, caller, Cursor::new(file.into()), Options::default(), |_| {}).await
}

/// The same without writing.
async fn dry_run(backend: &Backend, caller: &Caller, file: impl Into<Vec<u8>>) -> Result<Report, ImportError> {
    import(backend, caller, Cursor::new(file.into()), Options { dry_run: true, ..Options::default() }, |_| {}).await
}

/// Imports and collects ref ID, address and link of everyone who was invited.
async fn invited(test: &TestBackend, caller: &Caller, file: &str) -> Vec<(String, String, String)> {
    let mut all = Vec::new();
    let tell = |event| {
        if let Event::Invited { ref_id, email, link: Some(link) } = event {
            all.push((ref_id, email, link));
        }
    };
    let file = Cursor::new(file.to_owned().into_bytes());
    let report = import(&test.backend, caller, file, Options::default(), tell).await.unwrap();
    assert_eq!(report.errors, []);
    all
}

/// A report's errors: line, ref ID, field and code.
fn errors(report: &Report) -> Vec<(u64, &str, &str, &str)> {
    report.errors.iter().map(|e| (e.line, e.ref_id.as_str(), e.field, e.problem.code())).collect()
}

/// Everything that a caller can export.
async fn exported(backend: &Backend, caller: &Caller, query: CustomerQuery) -> String {
    let format = backend::export::Format { raw: true, ..Default::default() };
    let pieces = backend::export::customers(backend, caller, query, format).await.unwrap();
    let pieces: Vec<Vec<u8>> = pieces.try_collect().await.unwrap();
    String::from_utf8(pieces.concat()).unwrap()
}

/// Rows of a CSV text by header name.
fn table(text: &str) -> Vec<std::collections::HashMap<String, String>> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

async fn healthy(backend: &Backend) {
    assert_eq!(doctor::check(backend).await.unwrap(), []);
}
