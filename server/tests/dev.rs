//! The page of components is there in development builds and nowhere else.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use axum::http::StatusCode;
use support::Server;

const PATHS: [&str; 2] = ["/dev/components", "/dev/components.css"];

#[cfg(debug_assertions)]
#[tokio::test]
async fn the_page_of_components_holds_no_script_and_no_style_of_its_own() {
    let server = Server::new().await;
    for path in PATHS {
        assert_eq!(server.get(path, &[]).await.status, StatusCode::OK, "{path}");
    }
    let page = server.get(PATHS[0], &[("cookie", "theme=dark; density=compact; lang=it")]).await;
    let page = page.text();
    assert!(!page.contains("<script") && !page.contains("<style") && !page.contains(" style="));
    assert!(page.contains("<html lang=\"it\" data-theme=\"dark\" data-density=\"compact\""));
}

#[cfg(not(debug_assertions))]
#[tokio::test]
async fn the_page_of_components_is_not_there() {
    let server = Server::new().await;
    for path in PATHS {
        assert_eq!(server.get(path, &[]).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
