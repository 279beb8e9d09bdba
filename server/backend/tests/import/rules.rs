//! The rules of a file, one by one.

use super::{dry_run, errors, exported, healthy, invited, on_both, run, table};
use backend::import::{FileProblem, ImportError};
use backend::testing::TestBackend;
use backend::{Caller, Engine, people};
use model::customers::CustomerQuery;
use rstest::rstest;
use rstest_reuse::apply;

/// Rows of `ref_id, parent_ref_id, name`, all companies in Italy.
fn tree(rows: &[(&str, &str, &str)]) -> String {
    let mut text = "ref_id,parent_ref_id,name,kind,country\r\n".to_owned();
    rows.iter().for_each(|(id, parent, name)| text.push_str(&format!("{id},{parent},{name},company,IT\r\n")));
    text
}

#[apply(on_both)]
async fn parents_are_in_the_file_in_any_order_or_stored(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let first = run(&test.backend, &test.system(), tree(&[("C", "B", "c"), ("B", "A", "b"), ("A", "", "a")])).await;
    assert_eq!(first.unwrap().ok, 3);
    // The same file, grown: what is stored is refused and is still the parent of what is new.
    let grown = tree(&[("D", "C", "d"), ("A", "", "a"), ("E", "D", "e"), ("C", "B", "c"), ("F", "X", "f")]);
    let report = run(&test.backend, &test.system(), grown).await.unwrap();
    let expected = [(3, "A", "ref_id", "taken"), (5, "C", "ref_id", "taken"), (6, "F", "parent_ref_id", "not_found")];
    assert_eq!(errors(&report), expected);
    let rows = table(&exported(&test.backend, &test.system(), CustomerQuery::default()).await);
    let parents: Vec<_> = rows.iter().map(|row| (row["name"].as_str(), row["parent_ref_id"].as_str())).collect();
    assert_eq!(parents, [("a", ""), ("b", "A"), ("c", "B"), ("d", "C"), ("e", "D")]);
    healthy(&test.backend).await;
}

#[apply(on_both)]
async fn a_row_below_a_refused_one_or_on_a_cycle_has_no_place(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let file = tree(&[
        ("A", "", " "),
        ("B", "A", "b"),
        ("C", "B", "c"),
        ("D", "E", "d"),
        ("E", "D", "e"),
        ("F", "D", "f"),
        ("G", "G", "g"),
        ("H", "", "h"),
        ("H", "", "h again"),
        ("I", "H", "i"),
        ("", "", "nobody's parent"),
    ]);
    let report = run(&test.backend, &test.system(), file).await.unwrap();
    let expected = [
        (2, "A", "name", "required"),
        (3, "B", "parent_ref_id", "parent_refused"),
        (4, "C", "parent_ref_id", "parent_refused"),
        (5, "D", "parent_ref_id", "cycle"),
        (6, "E", "parent_ref_id", "cycle"),
        (7, "F", "parent_ref_id", "parent_refused"),
        (8, "G", "parent_ref_id", "cycle"),
        (10, "H", "ref_id", "taken"),
    ];
    assert_eq!(errors(&report), expected);
    assert_eq!((report.rows, report.ok, report.bad), (11, 3, 8));
    let json = serde_json::to_value(&report).unwrap();
    let error = serde_json::json!({
        "line": 2, "ref_id": "A", "field": "name", "code": "required", "message": "Fill this in."
    });
    assert_eq!(json["errors"][0], error);
}

#[apply(on_both)]
async fn the_tree_is_at_most_64_levels_deep(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let names: Vec<String> = (0..=66).map(|level| format!("L{level}")).collect();
    let rows: Vec<(&str, &str, &str)> = (1..=66)
        .rev()
        .map(|level| (names[level].as_str(), if level == 1 { "" } else { names[level - 1].as_str() }, "x"))
        .collect();
    let report = run(&test.backend, &test.system(), tree(&rows)).await.unwrap();
    let expected = [(2, "L66", "parent_ref_id", "parent_refused"), (3, "L65", "parent_ref_id", "too_deep")];
    assert_eq!(errors(&report), expected);
    let below = run(&test.backend, &test.system(), tree(&[("M", "L64", "m"), ("N", "L63", "n")])).await.unwrap();
    assert_eq!(errors(&below), [(2, "M", "parent_ref_id", "too_deep")]);
    healthy(&test.backend).await;
}

#[apply(on_both)]
async fn each_field_has_its_error_and_checks_that_depend_on_it_are_skipped(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let file = b"name,kind,country,vat_number,status,phone,notes,created_at,first_user_email,first_user_name,ref_id\n\
        a,company,ZZ,IT1,on,12,x,yesterday,nobody,,R1\n\
        \xff,company,IT,,,,,,,,R2\n\
        a,company,IT,00743110158,,,,,,,R3\n\
        a,company\n\
        a,company,IT,,,,,,,,R5,more\n\
        a\0b,Company,it,,,,\"l1\nl2\",2024-02-30T00:00:00Z,a@b.it,A,\"\tR6 \"\n\
        a,company,it,,,,\"l1\nl2\",,A@B.it,B,R7\n\
        \"open,company,IT\n";
    let report = run(&test.backend, &test.system(), file.as_slice()).await.unwrap();
    let expected = [
        (2, "R1", "status", "choice"),
        (2, "R1", "country", "country"),
        (2, "R1", "phone", "phone"),
        (2, "R1", "first_user_name", "required"),
        (2, "R1", "first_user_email", "email"),
        (2, "R1", "created_at", "malformed"),
        (3, "R2", "name", "malformed"),
        (4, "R3", "vat_number", "vat_check"),
        (5, "", "", "cells"),
        (6, "R5", "", "cells"),
        (7, "R6", "name", "control_character"),
        (7, "R6", "kind", "choice"),
        (7, "R6", "created_at", "malformed"),
        (9, "R7", "first_user_email", "taken"),
        (11, "", "", "unclosed_quote"),
    ];
    assert_eq!(errors(&report), expected);
}

#[apply(on_both)]
async fn wild_text_is_kept_to_the_byte_or_refused_at_its_field(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let wild = [
        "<script>alert(1)</script>",
        "</textarea><script>",
        "Robert'); DROP TABLE customers;--",
        "=HYPERLINK(\"http://evil.test\")",
        "'quoted",
        "''=twice",
        "'s-Hertogenbosch",
        "e\u{301} and \u{e9} are not the same bytes",
        "\u{202e}olleh \u{5e9}\u{5dc}\u{5d5}\u{5dd}",
        "a \"quote\", a comma; a semicolon",
        "%00 ${jndi} {{7*7}} \\n",
        "\u{1f600}\u{200d}",
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["ref_id", "name", "kind", "country", "city", "notes"]).unwrap();
    for (index, text) in wild.iter().enumerate() {
        let guarded = model::codes::csv_guard::guard(text);
        let id = format!("W{index}");
        writer.write_record([&id, &*guarded, "individual", "US", &*guarded, &format!("line\n{text}")]).unwrap();
    }
    let long = "x".repeat(10_000);
    writer.write_record(["LONG", &long, "company", "IT", &long, &long]).unwrap();
    writer.write_record(["HUGE", &long.repeat(20), "company", "IT", "", &long.repeat(20)]).unwrap();
    let report = run(&test.backend, &test.system(), writer.into_inner().unwrap()).await.unwrap();
    let refused: Vec<_> = report.errors.iter().map(|e| (e.ref_id.as_str(), e.field, e.problem.code())).collect();
    let expected = [
        ("LONG", "name", "too_long"),
        ("LONG", "city", "too_long"),
        ("HUGE", "name", "too_long"),
        ("HUGE", "notes", "too_long"),
    ];
    assert_eq!(refused, expected);
    let rows = table(&exported(&test.backend, &test.system(), CustomerQuery::default()).await);
    assert_eq!(rows.len(), wild.len());
    for row in rows {
        let text = wild[row["ref_id"][1..].parse::<usize>().unwrap()];
        assert_eq!((row["name"].as_str(), row["city"].as_str()), (text, text));
        assert_eq!(row["notes"], format!("line\n{text}"));
    }
    healthy(&test.backend).await;
}

#[apply(on_both)]
async fn first_users_are_invited_also_of_disabled_customers(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let file = "ref_id,name,kind,country,status,first_user_name,first_user_email\n\
        A,a,company,IT,enabled,Anna,Anna@a.example\nB,b,company,IT,disabled,Bea,bea@b.example\nC,c,company,IT,,,\n";
    let links = invited(&test, &test.system(), file).await;
    let told: Vec<_> = links.iter().map(|(ref_id, email, _)| (ref_id.as_str(), email.as_str())).collect();
    assert_eq!(told, [("A", "Anna@a.example"), ("B", "bea@b.example")]);
    let token = |link: &str| link.strip_prefix("https://canopy.example/activate/").unwrap().to_owned();
    let activation = people::activation(&test.backend, &token(&links[0].2)).await.unwrap();
    assert_eq!((activation.name.as_str(), activation.customer.as_str()), ("Anna", "a"));
    let from = people::SignInFrom { address: [127, 0, 0, 1].into(), user_agent: String::new(), lang: None };
    let password = model::people::Password::parse("correct horse battery staple").unwrap();
    let signed_in = people::activate(&test.backend, &token(&links[0].2), password.clone(), from.clone()).await.unwrap();
    let view = test.backend.read(&Caller::session(signed_in.secret.expose())).await.unwrap();
    assert_eq!(view.actor().unwrap().role, model::people::Role::Admin);
    assert!(people::activate(&test.backend, &token(&links[1].2), password, from).await.is_err());
    healthy(&test.backend).await;
}

#[apply(on_both)]
async fn a_dry_run_tells_the_same_and_writes_nothing(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    let file = "name,kind,country,ranking,first_user_name,first_user_email,parent_ref_id\n\
        a,company,IT,Gold,A,a@a.example,\nb,robot,IT,Gold,,,\nc,company,IT,,,,X\n";
    let before = dry_run(&test.backend, &test.system(), file).await.unwrap();
    assert_eq!(errors(&before), [(3, "", "kind", "choice"), (4, "", "parent_ref_id", "not_found")]);
    let setup = people::setup_link(&test.backend).await.unwrap();
    assert!(setup.is_some(), "there is still no provider");
    let after = run(&test.backend, &test.system(), file).await.unwrap();
    assert_eq!(before, after);
    let rows = table(&exported(&test.backend, &test.system(), CustomerQuery::default()).await);
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0]["ranking"].as_str(), rows[0]["first_user_email"].as_str()), ("Gold", "a@a.example"));
    let again = dry_run(&test.backend, &test.system(), file).await.unwrap();
    assert_eq!(errors(&again)[0], (2, "", "first_user_email", "taken"));
}

#[tokio::test]
async fn a_file_that_makes_no_sense_is_refused_as_a_whole() {
    let test = TestBackend::new(Engine::Sqlite).await;
    for (file, problem) in [
        (&b""[..], FileProblem::Empty),
        (b"name,kind,country,colour\na,company,IT,red\n", FileProblem::Unknown(vec!["colour".into()])),
        (b"name,kind\na,company\n", FileProblem::Missing(vec!["country"])),
        (b"PK\x03\x04\xff\xfe", FileProblem::Encoding),
    ] {
        match run(&test.backend, &test.system(), file).await {
            Err(ImportError::File(found)) => assert_eq!(found, problem),
            other => panic!("{other:?}"),
        }
    }
    let report = run(&test.backend, &test.system(), "name,kind,country\n").await.unwrap();
    assert_eq!((report.rows, report.bad), (0, 0));
}
