//! What a page says of a link that has ended, and that looking at one changes nothing.
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod support;

use axum::http::StatusCode;
use backend::people;
use model::people::{LinkBy, Role};
use model::time::HOUR;
use support::{PUBLIC, Server};

/// The path of a link that was handed over.
fn path(link: &str) -> String {
    link.strip_prefix(PUBLIC).unwrap().to_owned()
}

async fn says(server: &Server, path: &str, status: StatusCode, words: &str) {
    let answer = server.get(path, &[]).await;
    assert_eq!(answer.status, status, "{path}");
    assert!(answer.text().contains(words), "{path}: {words}");
}

#[tokio::test]
async fn a_link_that_has_ended_says_how() {
    let server = Server::new().await;
    let home = server.test.customer("Home", None).await.id;
    let id = server.test.user(home, "ugo@home.example", Role::Viewer).await.user.id;
    let system = server.test.system();
    let give = async || {
        let link = server
            .test
            .backend
            .write(&system, move |call| Box::pin(people::reset_password(call, id, LinkBy::Link, None)));
        path(&link.await.unwrap().unwrap())
    };
    let (first, second) = (give().await, give().await);
    says(&server, &first, StatusCode::NOT_FOUND, "This link no longer works").await;
    for _ in 0..3 {
        says(&server, &second, StatusCode::OK, "Choose a new password").await;
    }
    server.test.pass(72 * HOUR);
    says(&server, &second, StatusCode::NOT_FOUND, "This link has expired").await;
    for garbled in ["/reset/none", "/activate/none"] {
        says(&server, garbled, StatusCode::NOT_FOUND, "This link is not complete").await;
    }
    says(&server, "/setup/none", StatusCode::NOT_FOUND, "This link no longer works").await;
}
