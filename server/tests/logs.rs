//! Nothing secret gets into the log, however much is logged. One test in a process of its own: the log is the process's.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use axum::Router;
use server::config::{Config, Flags};
use server::serve::{Limits, serve};
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use support::{ADMIN, Server, function};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Captured {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

/// Through a real connection, so that hyper too has something to say.
async fn raw(address: SocketAddr, request: String) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

async fn listen(router: Router) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(serve(listener, router, Limits::default(), std::future::pending()));
    address
}

#[tokio::test]
async fn secrets_never_reach_the_log() {
    let captured = Captured::default();
    let config = Config { log: "trace".to_owned(), ..Config::load(&Flags::default()).unwrap() };
    let subscriber = server::log::subscriber(&config, captured.clone()).unwrap();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    let server = Server::new().await;
    let (cookie, bearer) = (server.cookie().await, server.bearer().await);
    let address = listen(server.router.clone()).await;
    let close = "Connection: close\r\nOrigin: https://canopy.example\r\nHost: canopy.example";
    for path in [
        "/setup/set-up-secret",
        "/activate/activation-secret",
        "/reset/reset-secret",
        "/sign-in?next=/query-secret",
        "/none/cnp_path-secret",
    ] {
        raw(address, format!("GET {path} HTTP/1.1\r\n{close}\r\nCookie: {cookie}\r\n\r\n")).await;
    }
    let answer =
        raw(address, format!("GET /api/v1/customers HTTP/1.1\r\n{close}\r\nAuthorization: {bearer}\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for (name, body) in [
        ("sign_in", format!("form[email]={ADMIN}&form[password]=password-secret")),
        (
            "activate",
            "token=activation-secret&form[password]=password-secret&form[password_confirmation]=password-secret"
                .to_owned(),
        ),
    ] {
        let length = body.len();
        let head =
            format!("POST {} HTTP/1.1\r\n{close}\r\nContent-Type: application/x-www-form-urlencoded", function(name));
        let answer = raw(address, format!("{head}\r\nContent-Length: {length}\r\n\r\n{body}")).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    }

    let log = captured.0.lock().unwrap().clone();
    let log = String::from_utf8(log).unwrap();
    assert!(log.contains("path=\"/setup/…\"") && log.contains("status=200") && log.contains("request{id="), "{log}");
    let cookie = cookie.split_once('=').unwrap().1;
    let bearer = bearer.split_once(' ').unwrap().1;
    let secrets = [
        "set-up-secret",
        "activation-secret",
        "reset-secret",
        "query-secret",
        "path-secret",
        "password-secret",
        cookie,
        bearer,
    ];
    for secret in secrets {
        let line = log.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{line:?}");
    }
}
