//! Connections that break at any point of a request: nothing half-written, no connection of the pool poisoned, no lock left.
//! The same at the verbs' border: `backend/tests/aborts.rs`.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use backend::Engine;
use rstest::rstest;
use server::serve::{Limits, serve};
use std::net::SocketAddr;
use std::time::Duration;
use support::{PUBLIC, Server, function};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const ABORTED: usize = 10_000;
const AT_ONCE: usize = 50;

/// Where a connection breaks.
#[derive(Clone, Copy)]
enum Break {
    InHeaders,
    InBody,
    BeforeAnswer,
    InAnswer,
}

const BREAKS: [Break; 4] = [Break::InHeaders, Break::InBody, Break::BeforeAnswer, Break::InAnswer];

async fn broken(address: SocketAddr, request: &str, at: Break) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let headers = request.find("\r\n\r\n").unwrap() + 4;
    let end = match at {
        Break::InHeaders => headers / 2,
        Break::InBody => (headers + request.len()) / 2,
        Break::BeforeAnswer | Break::InAnswer => request.len(),
    };
    stream.write_all(&request.as_bytes()[..end]).await.unwrap();
    if matches!(at, Break::InAnswer) {
        let mut some = [0; 64];
        let _ = stream.read(&mut some).await.unwrap();
    }
    // A reset, not a polite end.
    stream.set_zero_linger().unwrap();
}

/// Sends and reads until the server closes.
async fn talk(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

fn post(path: &str, cookie: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: canopy.example\r\nOrigin: {PUBLIC}\r\nCookie: {cookie}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn creation(cookie: &str, name: &str) -> String {
    let body = format!("form[customer][name]={name}&form[customer][kind]=company&form[customer][country]=IT");
    post(function("create_customer"), cookie, &body)
}

#[rstest]
#[case::sqlite(Engine::Sqlite)]
#[case::postgres(Engine::Postgres)]
#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_broken_connections_leave_nothing_behind(#[case] engine: Engine) {
    let server = Server::on(engine).await;
    let cookie = server.cookie().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let running = tokio::spawn(serve(listener, server.router.clone(), Limits::default(), std::future::pending()));
    let list = post(function("list_customers"), &cookie, "query[q]=node");
    for round in 0..ABORTED / AT_ONCE {
        let requests = (0..AT_ONCE).map(|number| {
            let at = BREAKS[number % BREAKS.len()];
            let writes = (number / BREAKS.len()).is_multiple_of(2);
            let request = if writes { creation(&cookie, &format!("Node {round} {number}")) } else { list.clone() };
            async move { broken(address, &request, at).await }
        });
        futures::future::join_all(requests).await;
    }
    // Writes whose answer nobody read went on by themselves: this one queues behind them and must get through.
    let answer = talk(address, &creation(&cookie, "The last")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    if engine == Engine::Postgres {
        server.test.settled().await;
    }
    // Every connection of the pool answers, side by side.
    let answers = futures::future::join_all((0..40).map(|_| talk(address, &list))).await;
    assert!(answers.iter().all(|answer| answer.starts_with("HTTP/1.1 200")), "{answers:?}");
    let doctor = tokio::time::timeout(Duration::from_secs(60), backend::doctor::check(&server.test.backend));
    assert!(doctor.await.expect("no lock is left").unwrap().is_empty());
    // A write that began to be answered is there: 6 of each round's.
    let view = server.test.backend.read(&server.test.system()).await.unwrap();
    let named = model::customers::CustomerQuery { q: "node".to_owned(), ..Default::default() };
    let total = backend::customers::list(&view, &named).await.unwrap().total;
    assert!(usize::try_from(total).unwrap() >= 6 * ABORTED / AT_ONCE, "{total} came through");
    running.abort();
}
