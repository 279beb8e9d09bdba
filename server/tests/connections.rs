//! The accept loop against clients that take their time, and the end of the server.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use axum::Router;
use axum::routing::get;
use server::serve::{Limits, serve};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

const PATIENCE: Duration = Duration::from_secs(10);

async fn start(limits: Limits) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
    let slow = async || {
        sleep(Duration::from_millis(600)).await;
        "slow"
    };
    let router = Router::new().route("/", get(async || "quick")).route("/slow", get(slow));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopped = async {
        let _ = stopped.await;
    };
    (address, stop, tokio::spawn(serve(listener, router, limits, stopped)))
}

fn impatient() -> Limits {
    Limits { headers: Duration::from_millis(300), ..Limits::default() }
}

/// Sends and reads until the server closes.
async fn talk(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    timeout(PATIENCE, stream.read_to_end(&mut answer)).await.expect("the server closes").ok();
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test]
async fn who_never_finishes_the_headers_is_cut_off() {
    let (address, _stop, _server) = start(impatient()).await;
    for begun in ["", "G", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ", "PRI * HT", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let answer = talk(address, begun).await;
        assert!(!answer.contains("quick"), "{begun:?}: {answer}");
    }
    // One who drips a byte at a time gains nothing by it.
    let mut stream = TcpStream::connect(address).await.unwrap();
    let dripping = async {
        for byte in "GET / HTTP/1.1\r\nX: ".bytes().chain(std::iter::repeat(b'x')) {
            if stream.write_all(&[byte]).await.is_err() {
                return;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, dripping).await.expect("the server closes");
}

#[tokio::test]
async fn who_asks_in_time_is_answered_and_then_let_go() {
    let (address, _stop, _server) = start(impatient()).await;
    let answer = talk(address, "GET / HTTP/1.1\r\nHost: x\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("quick"), "{answer}");
    // Longer than the headers may take: the limit is not on answers.
    assert!(talk(address, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n").await.ends_with("slow"));
}

#[tokio::test]
async fn connections_past_the_limit_wait_for_a_free_place() {
    let (address, _stop, _server) = start(Limits { connections: 2, ..impatient() }).await;
    let _silent = (TcpStream::connect(address).await.unwrap(), TcpStream::connect(address).await.unwrap());
    sleep(Duration::from_millis(50)).await;
    let start = tokio::time::Instant::now();
    let answer = talk(address, "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await;
    assert!(answer.ends_with("quick"), "{answer}");
    assert!(start.elapsed() > Duration::from_millis(150), "it had to wait");
}

#[tokio::test]
async fn stopping_finishes_what_is_in_flight_and_accepts_nothing_more() {
    let (address, stop, server) = start(Limits::default()).await;
    let idle = TcpStream::connect(address).await.unwrap();
    let in_flight = tokio::spawn(talk(address, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
    sleep(Duration::from_millis(200)).await;
    stop.send(()).unwrap();
    assert!(in_flight.await.unwrap().ends_with("slow"));
    timeout(Duration::from_secs(3), server).await.expect("an idle connection holds nothing up").unwrap();
    assert!(TcpStream::connect(address).await.is_err());
    drop(idle);
}

#[tokio::test]
async fn stopping_waits_only_so_long() {
    let (address, stop, server) = start(Limits { grace: Duration::from_millis(100), ..Limits::default() }).await;
    let _in_flight = tokio::spawn(talk(address, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n"));
    sleep(Duration::from_millis(200)).await;
    stop.send(()).unwrap();
    timeout(Duration::from_millis(400), server).await.expect("the grace is over").unwrap();
}
