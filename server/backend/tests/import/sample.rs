//! The sample of ten thousand customers: exactly its bad rows are refused, and what is in comes out as it went in.

use super::{dry_run, exported, healthy, on_both, run, table};
use backend::Engine;
use backend::import::Report;
use backend::testing::TestBackend;
use model::customers::CustomerQuery;
use rstest::rstest;
use rstest_reuse::apply;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const SAMPLE: &str = include_str!("../data/customers-10k.csv");
const EXPECTED: &str = include_str!("../data/customers-10k.expected.json");

/// Bad rows by ref ID, with their field; `dup:` stands before the second row of a ref ID.
fn expected() -> BTreeMap<String, String> {
    let json: serde_json::Value = serde_json::from_str(EXPECTED).unwrap();
    serde_json::from_value(json["bad"].clone()).unwrap()
}

fn told(report: &Report) -> BTreeMap<String, String> {
    let mut told = BTreeMap::new();
    for error in &report.errors {
        let dup = if error.problem.code() == "taken" && error.field == "ref_id" { "dup:" } else { "" };
        let twice = told.insert(format!("{dup}{}", error.ref_id), error.field.to_owned());
        assert_eq!(twice, None, "two errors for {}", error.ref_id);
    }
    told
}

fn records() -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(SAMPLE.as_bytes());
    reader.records().map(Result::unwrap).collect()
}

fn written(records: &[csv::StringRecord], delimiter: u8) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    records.iter().for_each(|record| writer.write_record(record).unwrap());
    writer.into_inner().unwrap()
}

/// Another order of the rows, the same every time.
fn shuffled(mut records: Vec<csv::StringRecord>) -> Vec<csv::StringRecord> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for last in (2..records.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        records.swap(last, 1 + (state % last as u64) as usize);
    }
    records
}

/// The columns in another order, with notes over several lines in front.
fn with_line_breaks(records: &[csv::StringRecord]) -> Vec<csv::StringRecord> {
    let notes = |row: usize| if row == 0 { "notes".to_owned() } else { format!("first\r\nsecond, \"{row}\"\n") };
    let turned = |(row, record): (usize, &csv::StringRecord)| {
        std::iter::once(notes(row)).chain(record.iter().rev().map(ToOwned::to_owned)).collect()
    };
    records.iter().enumerate().map(turned).collect()
}

#[apply(on_both)]
async fn exactly_the_bad_rows_are_refused_and_the_tree_survives_a_round_trip(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let report = run(&test.backend, &test.system(), SAMPLE).await.unwrap();
    assert_eq!(told(&report), expected());
    assert_eq!((report.rows, report.ok, report.bad), (10_000, 9_928, 72));
    healthy(&test.backend).await;

    let first = exported(&test.backend, &test.system(), CustomerQuery::default()).await;
    let refused: BTreeSet<u64> = report.errors.iter().map(|error| error.line).collect();
    let mut rows: HashMap<String, HashMap<String, String>> =
        table(&first).into_iter().map(|row| (row["ref_id"].clone(), row)).collect();
    for (index, source) in table(SAMPLE).into_iter().enumerate() {
        if !refused.contains(&(index as u64 + 2)) {
            let row = rows.remove(&source["ref_id"]).unwrap();
            for (column, value) in &source {
                assert_eq!(&row[column], value, "{column} of {}", source["ref_id"]);
            }
        }
    }
    assert!(rows.is_empty());

    let other = TestBackend::new(engine).await;
    let again = run(&other.backend, &other.system(), first.clone()).await.unwrap();
    assert_eq!((again.rows, again.bad), (9_928, 0));
    let second = exported(&other.backend, &other.system(), CustomerQuery::default()).await;
    let lines = |text: &str| text.lines().map(ToOwned::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(lines(&first), lines(&second));
    healthy(&other.backend).await;
}

#[apply(on_both)]
async fn order_and_spelling_of_the_file_do_not_matter(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let semicolons = [b"\xef\xbb\xbf".as_slice(), &written(&records(), b';')].concat();
    let crlf = SAMPLE.replace('\n', "\r\n");
    let variants = [
        ("semicolons and a byte order mark", semicolons),
        ("tabs", written(&records(), b'\t')),
        ("CRLF", crlf.into_bytes()),
        ("shuffled", written(&shuffled(records()), b',')),
        ("line breaks", written(&with_line_breaks(&records()), b',')),
    ];
    // How a file is read has nothing to do with the engine.
    for (name, file) in variants.into_iter().filter(|_| engine == Engine::Sqlite) {
        let report = dry_run(&test.backend, &test.system(), file).await.unwrap();
        assert_eq!(told(&report), expected(), "{name}");
    }
    let mut all = b"\xef\xbb\xbf".to_vec();
    all.extend(written(&with_line_breaks(&shuffled(records())), b';'));
    let report = run(&test.backend, &test.system(), all).await.unwrap();
    assert_eq!(told(&report), expected());
    healthy(&test.backend).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_at_once_make_every_customer_once() {
    let test = TestBackend::new(Engine::Postgres).await;
    test.provider().await;
    let other = test.another().await;
    let caller = test.system();
    let (one, two) = tokio::join!(run(&test.backend, &caller, SAMPLE), run(&other, &caller, SAMPLE));
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(one.ok + two.ok, 9_928);
    healthy(&test.backend).await;
}
