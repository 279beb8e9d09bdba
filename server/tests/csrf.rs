//! No other site can act for a person who is signed in here, and the Host header decides nothing.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use axum::http::StatusCode;
use support::{PUBLIC, Server, function};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn requests_of_other_sites_are_refused_and_our_own_go_through() {
    let server = Server::new().await;
    let path = function("signed_in_person");
    for (allowed, headers) in [
        (true, vec![("sec-fetch-site", "same-origin")]),
        (true, vec![("origin", PUBLIC), ("host", "127.0.0.1:3000")]),
        (true, vec![("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]),
        (false, vec![]),
        (false, vec![("sec-fetch-site", "cross-site")]),
        (false, vec![("sec-fetch-site", "same-site")]),
        (false, vec![("origin", "https://evil.example"), ("host", "canopy.example")]),
        (false, vec![("origin", "null"), ("host", "canopy.example")]),
        (false, vec![("origin", "https://canopy.example.evil.example"), ("host", "canopy.example")]),
        (false, vec![("referer", PUBLIC), ("host", "canopy.example")]),
    ] {
        let cookie = server.cookie().await;
        let mut all = vec![FORM, ("cookie", cookie.as_str())];
        all.extend(&headers);
        let status = server.post(path, &all, "").await.status;
        assert_eq!(status, if allowed { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{headers:?}");
    }
}

#[tokio::test]
async fn every_server_function_and_every_form_is_covered() {
    let server = Server::new().await;
    let cookie = server.cookie().await;
    let headers = [FORM, ("cookie", cookie.as_str()), ("origin", "https://evil.example"), ("host", "canopy.example")];
    let functions = server::pages::server_fns().map(|(path, _)| path.to_owned());
    for path in functions.chain(server::pages::paths().map(str::to_owned)) {
        assert_eq!(server.post(&path, &headers, "").await.status, StatusCode::FORBIDDEN, "{path}");
    }
    // What changes something is never a GET, which a cross-site link could send along with the cookie.
    assert!(server::pages::server_fns().all(|(_, method)| method == axum::http::Method::POST));
}

#[tokio::test]
async fn a_session_is_no_key_to_the_api() {
    let server = Server::new().await;
    let cookie = server.cookie().await;
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    assert_eq!(server.get("/api/v1/customers", &headers).await.status, StatusCode::UNAUTHORIZED);
    let bearer = server.bearer().await;
    assert_eq!(server.get("/api/v1/customers", &[("authorization", &bearer)]).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_token_is_no_key_to_the_pages() {
    let server = Server::new().await;
    let bearer = server.bearer().await;
    let headers = [FORM, ("authorization", bearer.as_str())];
    assert_eq!(server.post(function("signed_in_person"), &headers, "").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(server.get("/customers", &headers).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn links_are_built_from_the_configuration() {
    let server = Server::new().await;
    let bearer = server.bearer().await;
    let customer = server.test.customer("Rossi", None).await;
    let path = format!("/api/v1/customers/{}/users", customer.id);
    let body = r#"{"name": "Anna", "email": "anna@rossi.example", "role": "admin", "activation": "link"}"#;
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("host", "evil.example"),
        ("origin", "https://evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("forwarded", "host=evil.example"),
    ];
    let answer = server.post(&path, &headers, body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    let link = answer.json()["activation_link"].as_str().unwrap().to_owned();
    assert!(link.starts_with(&format!("{PUBLIC}/activate/")), "{link}");
    let headers = [("host", "evil.example"), ("x-forwarded-host", "evil.example")];
    for path in ["/", "/customers", "/sign-in", "/llms.txt", "/customers/"] {
        let answer = server.get(path, &headers).await;
        let all = format!("{:?}{}", answer.headers, answer.text());
        assert!(!all.contains("evil.example"), "{path}");
    }
}
