//! kill -9 in the middle of writes: every acknowledged write is there, the tree is sound.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use backend::customers;
use backend::mail::{Sender, Settings};
use backend::testing::{TestBackend, company};
use backend::{Backend, Caller, Clock, Engine, Error, Options, SecretKey, Via};
use model::customers::{CustomerQuery, NewCustomerForm};
use model::deletions::{Children, NewDeletion};
use model::ids::CustomerId;
use rstest::rstest;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

const KILLS: usize = 50;
/// Names the database to the process that is going to be killed.
const VICTIM: &str = "CANOPY_TEST_VICTIM";

/// The process that is killed: writes as fast as it can and says what was acknowledged, a line each.
#[tokio::test(flavor = "multi_thread")]
async fn victim() {
    let Ok(url) = std::env::var(VICTIM) else { return };
    let options = Options {
        database_url: url,
        public_url: "https://canopy.example".to_owned(),
        trash_days: 30,
        clock: Clock::System { offset: 0 },
        secret_key: SecretKey::generate(),
        mail: Settings { smtp: None, from: Sender::at("https://canopy.example") },
    };
    let backend = Backend::open(options).await.unwrap();
    let writers = (0..4).map(|writer| tokio::spawn(write_for_ever(backend.clone(), writer)));
    futures::future::join_all(writers).await;
}

async fn write_for_ever(backend: Backend, writer: usize) {
    let system = Caller::system(Via::Cli);
    let mut made: Vec<CustomerId> = Vec::new();
    for round in 0.. {
        let parent = made.get(round % 5).map(ToString::to_string).unwrap_or_default();
        let form = NewCustomerForm {
            customer: company(&format!("Writer {writer} round {round}")),
            parent_id: parent,
            ..NewCustomerForm::default()
        };
        let new = form.parse().unwrap();
        match backend.write(&system, move |call| Box::pin(customers::create(call, new, None))).await {
            Ok(created) => {
                made.push(created.customer.id);
                say("created", created.customer.id);
            }
            // The parent was deleted meanwhile.
            Err(Error::Invalid(_)) => made.clear(),
            Err(error) => panic!("{error}"),
        }
        if round % 6 == 5 && made.len() > 3 {
            let (id, to) = (made[made.len() - 1], made[0]);
            let _ = backend.write(&system, move |call| Box::pin(customers::relocate(call, id, to, None))).await;
        }
        if round % 9 == 8 && made.len() > 6 {
            let id = made.remove(2);
            let new = NewDeletion { at: None, reason: "test".to_owned(), children: Some(Children::MoveUp) };
            if backend.write(&system, move |call| Box::pin(customers::delete(call, id, new, None))).await.is_ok() {
                say("deleted", id);
            }
        }
    }
}

/// One line in one write: a killed process leaves no half of it that reads like a whole.
fn say(what: &str, id: CustomerId) {
    let line = format!("\n{what} {id};\n");
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn fifty_kills_lose_nothing_that_was_acknowledged(#[case] engine: Engine) {
    let test = TestBackend::new(engine).await;
    test.provider().await;
    let (mut created, mut deleted) = (Vec::new(), Vec::new());
    for kill in 0..KILLS {
        let url = test.url.clone();
        // After a number of lines that differs from kill to kill, so that the moment does too.
        let said = tokio::task::spawn_blocking(move || killed_after(&url, 3 + kill * 7 % 23)).await.unwrap();
        for line in said {
            if let Some(id) = line.strip_prefix("created ").and_then(|rest| rest.strip_suffix(';')) {
                created.push(id.parse::<CustomerId>().unwrap());
            } else if let Some(id) = line.strip_prefix("deleted ").and_then(|rest| rest.strip_suffix(';')) {
                deleted.push(id.parse::<CustomerId>().unwrap());
            }
        }
    }
    assert!(created.len() > KILLS * 2, "{} writes", created.len());
    let view = test.backend.read(&test.system()).await.unwrap();
    for id in created {
        customers::find(&view, id).await.unwrap_or_else(|error| panic!("{id} was acknowledged: {error}"));
    }
    for id in deleted {
        assert!(customers::find(&view, id).await.unwrap().deletion.is_some(), "{id} was deleted");
    }
    assert!(customers::list(&view, &CustomerQuery::default()).await.unwrap().total > 0);
    let findings = backend::doctor::check(&test.backend).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
}

/// Starts the victim, kills it once it has said so many lines, gives all that it said.
fn killed_after(url: &str, lines: usize) -> Vec<String> {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "victim", "--nocapture", "--test-threads=1"])
        .env(VICTIM, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    let mut output = BufReader::new(victim.stdout.take().unwrap()).lines();
    while said.iter().filter(|line: &&String| line.ends_with(';')).count() < lines {
        said.push(output.next().expect("the victim writes on").unwrap());
    }
    victim.kill().unwrap();
    said.extend(output.map_while(Result::ok));
    victim.wait().unwrap();
    said
}
