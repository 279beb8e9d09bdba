//! What the layers around the handlers do: limits, compression, panics, true 404s, redirects, health.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Method, StatusCode};
use axum::routing::{get, post};
use server::middleware::public::Public;
use support::{PUBLIC, Server, function, send};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

fn surrounded(router: Router) -> Router {
    server::router::surround(router, Public::new(PUBLIC))
}

#[tokio::test]
async fn what_does_not_exist_is_a_true_404_with_our_page() {
    let server = Server::new().await;
    for path in [
        "/llms.txt",
        "/.well-known/security.txt",
        "/wp-login.php",
        "/api",
        "/api/nothing",
        "/customers/x/y/z",
        "/pkg/none.js",
        "/setup",
    ] {
        let answer = server.get(path, &[]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
        assert!(answer.text().contains("<!DOCTYPE html>"), "{path}");
    }
    assert_eq!(server.post("/nothing", &[], "").await.status, StatusCode::NOT_FOUND);
    let answer = server.get("/api/v1/nothing", &[]).await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
}

#[tokio::test]
async fn bodies_are_limited_whether_they_tell_their_length_or_not() {
    let server = Server::new().await;
    let chunks = || {
        let chunks = (0..30).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 100_000])));
        Body::from_stream(futures::stream::iter(chunks))
    };
    let bearer = server.bearer().await;
    let api = [("authorization", bearer.as_str()), ("content-type", "application/json")];
    for (path, headers) in
        [("/sign-in", [FORM].as_slice()), (function("sign_in"), &[FORM]), ("/api/v1/customers", &api)]
    {
        for body in [Body::from(vec![b'x'; 3_000_000]), chunks()] {
            let answer = server.post(path, headers, body).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
        }
    }
    let answer = server.post("/api/v1/customers", &api, vec![b'x'; 3_000_000]).await;
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["status"], 413);
}

#[tokio::test]
async fn a_panic_ends_its_request_alone_and_tells_nothing() {
    async fn panics() -> &'static str {
        panic!("the password is hunter2")
    }
    let router = Router::new()
        .route("/panics", get(panics))
        .route("/api/v1/panics", get(panics))
        .route("/works", get(async || "works"));
    let router = surrounded(router);
    for (path, kind) in [("/panics", "text/plain; charset=utf-8"), ("/api/v1/panics", "application/problem+json")] {
        let answer = send(&router, Method::GET, path, &[], Body::empty()).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::INTERNAL_SERVER_ERROR, kind));
        let text = answer.text();
        assert!(!text.contains("hunter2") && text.contains(answer.header("x-request-id")), "{text}");
        assert_eq!(send(&router, Method::GET, "/works", &[], Body::empty()).await.text(), "works");
    }
}

#[tokio::test]
async fn the_client_can_not_choose_its_request_id() {
    let router =
        surrounded(Router::new().route(
            "/",
            post(async |headers: axum::http::HeaderMap| headers["x-request-id"].to_str().unwrap().to_owned()),
        ));
    let answer = send(&router, Method::POST, "/", &[("x-request-id", "<script>")], Body::empty()).await;
    assert_eq!(answer.text(), answer.header("x-request-id"));
    assert_eq!(answer.text().len(), 16);
}

#[tokio::test]
async fn answers_are_compressed_as_the_browser_likes() {
    let server = Server::new().await;
    for (accepted, coding) in [("gzip, br", "br"), ("gzip", "gzip"), ("identity", "")] {
        let answer = server.get("/sign-in", &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.header("content-encoding"), coding, "{accepted}");
        assert!(answer.header("vary").to_lowercase().contains("accept-encoding"), "{accepted}");
    }
    let router =
        surrounded(Router::new().route("/font", get(async || ([("content-type", "font/woff2")], vec![0u8; 9_999]))));
    let answer = send(&router, Method::GET, "/font", &[("accept-encoding", "br")], Body::empty()).await;
    assert_eq!(answer.header("content-encoding"), "");
}

#[tokio::test]
async fn the_way_to_sign_in_and_back() {
    let server = Server::new().await;
    let cookie = server.cookie().await;
    let signed_in = [("cookie", cookie.as_str())];
    for (path, headers, goal) in [
        ("/", [].as_slice(), "/sign-in"),
        ("/customers", &[], "/sign-in?next=%2Fcustomers"),
        ("/customers?q=a%20b&x=1", &[], "/sign-in?next=%2Fcustomers%3Fq%3Da%2520b%26x%3D1"),
        ("/customers/7/users", &[], "/sign-in?next=%2Fcustomers%2F7%2Fusers"),
        ("/trash", &[("cookie", "__Host-canopy=forged")], "/sign-in?next=%2Ftrash"),
        // The cookie of plain http means nothing under https.
        ("/trash", &[("cookie", "canopy=x")], "/sign-in?next=%2Ftrash"),
        ("/sign-in", &signed_in, "/"),
        ("/sign-in?next=%2Ftrash", &signed_in, "/trash"),
        ("/sign-in?next=https%3A%2F%2Fevil.example", &signed_in, "/"),
        ("/sign-in?next=%2F%2Fevil.example", &signed_in, "/"),
        ("/sign-in?next=%2F%5Cevil.example", &signed_in, "/"),
        ("/sign-in?next=%2F%0D%0ASet-Cookie:%20x", &signed_in, "/"),
        ("/sign-in?next=%2Fsign-in", &signed_in, "/"),
    ] {
        let answer = server.get(path, headers).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, goal), "{path}");
    }
    for path in ["/sign-in", "/setup/x", "/activate/x"] {
        assert_ne!(server.get(path, &[]).await.status, StatusCode::SEE_OTHER, "{path} is for everyone");
    }
    assert_eq!(server.get("/customers", &signed_in).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_last_slash_is_dropped_and_leads_nowhere_else() {
    let server = Server::new().await;
    let answer = server.get("/customers/?q=x", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, "/customers?q=x"));
    for path in ["//evil.example/", "///", "/%5Cevil.example//"] {
        let answer = server.get(path, &[]).await;
        let goal = answer.header("location");
        assert!(!goal.starts_with("//") && !goal.contains("://"), "{path} leads to {goal}");
    }
}

#[tokio::test]
async fn health_tells_whether_the_database_is_migrated() {
    let server = Server::new().await;
    assert_eq!(server.get("/healthz", &[]).await.text(), "ok\n");
    assert_eq!(server.get("/readyz", &[]).await.status, StatusCode::OK);
    server::database::roll_back(&server.test.url, 1).await.unwrap();
    assert_eq!(server.get("/readyz", &[]).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(server.get("/healthz", &[]).await.status, StatusCode::OK);
}
