//! A whole server in the test's own process, on a database of its own.
#![allow(dead_code, reason = "each test binary uses its own part")]

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use backend::testing::TestBackend;
use backend::{Caller, Engine, Via, tokens};
use model::codes::Email;
use model::tokens::TokenForm;
use tower::ServiceExt;

/// The public address of tests, as `TestBackend` has it.
pub const PUBLIC: &str = "https://canopy.example";
/// The provider's admin.
pub const ADMIN: &str = "admin@provider.example";

/// A server with a provider and its admin.
pub struct Server {
    pub test: TestBackend,
    pub router: Router,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }
}

impl Server {
    pub async fn new() -> Self {
        Self::on(Engine::Sqlite).await
    }

    pub async fn on(engine: Engine) -> Self {
        let test = TestBackend::new(engine).await;
        test.provider().await;
        let router = server::router::build(&test.backend, None);
        Self { test, router }
    }

    /// The `Cookie` header of a new session of the admin.
    pub async fn cookie(&self) -> String {
        format!("__Host-canopy={}", self.test.session(ADMIN).await)
    }

    /// The `Authorization` header of a new token of the admin.
    pub async fn bearer(&self) -> String {
        let new = TokenForm { name: "Test".to_owned(), ..TokenForm::default() }.parse().unwrap();
        let email = Email::parse(ADMIN).unwrap();
        let operator = Caller::system(Via::Cli);
        let write = self
            .test
            .backend
            .write(&operator, move |call| Box::pin(async move { tokens::create_for(call, &email, new).await }));
        format!("Bearer {}", write.await.unwrap().secret)
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(Method::GET, path, headers, Body::empty()).await
    }

    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        self.send(Method::POST, path, headers, body.into()).await
    }

    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
        send(&self.router, method, path, headers, body).await
    }
}

pub async fn send(router: &Router, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let (parts, body) = answer.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// The path of a server function.
pub fn function(name: &str) -> &'static str {
    let end = format!("/{name}");
    let mut found = server::pages::server_fns().map(|(path, _)| path).filter(|path| path.ends_with(&end));
    found.next().unwrap_or_else(|| panic!("no server function {name}"))
}
