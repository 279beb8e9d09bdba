//! Security headers on every kind of answer, and the nonce that pages carry.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use axum::routing::get;
use server::middleware::public::Public;
use support::{Answer, Server, function, send};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn assert_guarded(what: &str, answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=63072000"),
    ] {
        assert_eq!(answer.header(name), value, "{what}: {name}");
    }
    assert!(answer.header("permissions-policy").contains("camera=()"), "{what}");
    let policy = answer.header("content-security-policy");
    for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action"] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'") && !policy.contains('*'), "{what}");
    assert_eq!(answer.header("x-request-id").len(), 16, "{what}");
}

#[tokio::test]
async fn every_kind_of_answer_has_them() {
    let server = Server::new().await;
    let large = || Body::from(vec![b'x'; 2_000_001]);
    let cross = ("sec-fetch-site", "cross-site");
    let answers = [
        ("a page", 200, server.get("/sign-in", &[]).await),
        ("a redirect", 303, server.get("/customers", &[]).await),
        ("nothing there", 404, server.get("/llms.txt", &[]).await),
        ("a server function's refusal", 401, server.post(function("signed_in_person"), &[FORM], "").await),
        ("health", 200, server.get("/healthz", &[]).await),
        ("a stranger to the API", 401, server.get("/api/v1/customers", &[]).await),
        ("nothing there in the API", 404, server.get("/api/v1/nothing", &[]).await),
        ("a cross-site form", 403, server.post("/sign-in", &[FORM, cross], "").await),
        ("too large a form", 413, server.post("/sign-in", &[FORM], large()).await),
        ("too large a call", 413, server.post("/api/v1/customers", &[("content-length", "2000001")], large()).await),
        ("a method that nobody knows", 405, server.send(Method::DELETE, "/sign-in", &[], Body::empty()).await),
    ];
    for (what, status, answer) in &answers {
        assert_eq!(answer.status.as_u16(), *status, "{what}: {}", String::from_utf8_lossy(&answer.body));
        assert_guarded(what, answer);
        assert_eq!(answer.header("cache-control"), "no-store", "{what}");
    }
}

#[tokio::test]
async fn a_page_and_its_header_share_one_fresh_nonce() {
    let server = Server::new().await;
    let mut nonces = Vec::new();
    for path in ["/sign-in", "/sign-in", "/llms.txt"] {
        let answer = server.get(path, &[]).await;
        let policy = answer.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap().to_owned();
        assert!(policy.contains("'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self';"), "{policy}");
        let html = answer.text();
        assert!(html.matches("<script").count() > 0);
        assert_eq!(
            html.matches("<script").count(),
            html.matches(&format!("nonce=\"{nonce}\"")).count() - preloads(&html)
        );
        assert!(!html.contains(" style=\""), "styles in attributes are blocked");
        nonces.push(nonce);
    }
    nonces.sort();
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
}

/// The script's preload carries the nonce too.
fn preloads(html: &str) -> usize {
    html.matches("rel=\"modulepreload\"").count()
}

#[tokio::test]
async fn over_plain_http_nothing_promises_https() {
    let router = Router::new().route("/sign-in", get(async || "x"));
    let router = server::router::surround(router, Public::new("http://192.168.1.2:3000"));
    let answer = send(&router, Method::GET, "/sign-in", &[], Body::empty()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("strict-transport-security"), "");
    assert_eq!(answer.header("cross-origin-opener-policy"), "");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "else forms have no origin");
}
