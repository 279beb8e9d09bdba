//! A small tree, tokens for everyone in it, and requests.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use backend::testing::TestBackend;
use backend::{Caller, Engine, tokens};
use model::customers::Customer;
use model::ids::CustomerId;
use model::people::Role;
use model::tokens::NewToken;
use serde_json::Value;
use server::rest::{self, Settings};
use tower::ServiceExt;

/// An id that nothing has.
pub const NOWHERE: &str = "0198c0de-7a2b-7c3d-8e4f-5a6b7c8d9e0f";

/// The provider, customers A (with A1) and B, and the API over them.
pub struct World {
    pub test: TestBackend,
    pub router: Router,
    pub provider: CustomerId,
    pub a: Customer,
    pub a1: Customer,
    pub b: Customer,
    /// An admin of the provider.
    pub top: String,
}

/// An answer.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The value of a member of the body.
    pub fn get(&self, pointer: &str) -> Value {
        self.json().pointer(pointer).cloned().unwrap_or_else(|| panic!("no {pointer} in {}", self.text))
    }

    /// A text of the body.
    pub fn text_at(&self, pointer: &str) -> String {
        self.get(pointer).as_str().unwrap_or_else(|| panic!("{pointer} is no text")).to_owned()
    }

    /// Asserts a status and, for refusals, the form that all refusals have.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{}", self.text);
        if status >= 400 {
            assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text);
            let problem = self.json();
            assert_eq!(problem["status"], status);
            for name in ["type", "title", "detail"] {
                assert!(problem[name].as_str().is_some_and(|text| !text.is_empty()), "{name} in {problem}");
            }
        }
        self
    }

    /// Field and code of each error.
    pub fn errors(&self) -> Vec<(String, String)> {
        let one = |error: &Value| {
            assert!(error["message"].as_str().is_some_and(|text| !text.is_empty()), "{error}");
            (error["field"].as_str().unwrap().to_owned(), error["code"].as_str().unwrap().to_owned())
        };
        self.get("/errors").as_array().unwrap().iter().map(one).collect()
    }

    /// Asserts 422 with exactly these errors, in any order.
    #[track_caller]
    pub fn refuses(self, errors: &[(&str, &str)]) -> Self {
        let answer = self.is(422);
        let (mut are, mut expected) = (answer.errors(), Vec::new());
        expected.extend(errors.iter().map(|(field, code)| ((*field).to_owned(), (*code).to_owned())));
        are.sort();
        expected.sort();
        assert_eq!(are, expected);
        answer
    }
}

/// A request to be sent.
pub struct Call<'a> {
    world: &'a World,
    request: axum::http::request::Builder,
    body: Vec<u8>,
}

impl Call<'_> {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    /// A JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.text("application/json", body.to_string())
    }

    pub fn text(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.request = self.request.header("content-type", media_type);
        self.body = body.into();
        self
    }

    pub async fn send(self) -> Answer {
        let request = self.request.body(Body::from(self.body)).unwrap();
        let response = self.world.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }
}

impl World {
    pub async fn new(engine: Engine) -> Self {
        Self::with(engine, Settings::default()).await
    }

    pub async fn with(engine: Engine, settings: Settings) -> Self {
        let test = TestBackend::new(engine).await;
        let admin = test.provider().await;
        let provider = test.root().await;
        let a = test.customer("A", None).await;
        let a1 = test.customer("A1", Some(a.id)).await;
        let b = test.customer("B", None).await;
        let router = Router::new().nest("/api/v1", rest::router(test.backend.clone(), settings));
        let top = token(&test, &admin, Role::Admin, None).await;
        Self { test, router, provider, a, a1, b, top }
    }

    /// A token of a new user of a customer.
    pub async fn token(&self, customer: CustomerId, role: Role) -> String {
        let count = backend::random::bytes::<6>().map(|byte| format!("{byte:02x}")).concat();
        let email = format!("{}-{count}@example.com", role.as_str());
        self.test.user(customer, &email, role).await;
        token(&self.test, &self.test.sign_in(&email).await, role, None).await
    }

    /// The id of a new user who was invited by mail.
    pub async fn invited(&self, customer: CustomerId, email: &str) -> String {
        let body = serde_json::json!({ "name": "U", "email": email, "role": "viewer", "activation": "email" });
        self.post(&self.top, &format!("/customers/{customer}/users"), &body).await.is(201).text_at("/id")
    }

    /// A request to a path of the API by the bearer of a token.
    pub fn call(&self, token: &str, method: &str, path: &str) -> Call<'_> {
        self.bare(method, &format!("/api/v1{path}")).header("authorization", &format!("Bearer {token}"))
    }

    /// A request by nobody.
    pub fn bare(&self, method: &str, path: &str) -> Call<'_> {
        Call { world: self, request: Request::builder().method(method).uri(path), body: Vec::new() }
    }

    pub async fn get(&self, token: &str, path: &str) -> Answer {
        self.call(token, "GET", path).send().await
    }

    pub async fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        self.call(token, "POST", path).json(body).send().await
    }

    pub async fn delete(&self, token: &str, path: &str, body: &Value) -> Answer {
        self.call(token, "DELETE", path).json(body).send().await
    }

    /// A merge patch of a version.
    pub async fn patch(&self, token: &str, path: &str, version: u64, body: &Value) -> Answer {
        let call = self.call(token, "PATCH", path).header("if-match", &format!("\"{version}\""));
        call.text("application/merge-patch+json", body.to_string()).send().await
    }

    /// How many customers and users there are, as the provider sees it.
    pub async fn counts(&self) -> (u64, u64) {
        let customers = self.get(&self.top, "/customers?limit=200").await.is(200);
        let mut users =
            self.get(&self.top, &format!("/customers/{}/users", self.provider)).await.get("/total").as_u64().unwrap();
        for customer in customers.get("/items").as_array().unwrap() {
            let path = format!("/customers/{}/users", customer["id"].as_str().unwrap());
            users += self.get(&self.top, &path).await.get("/total").as_u64().unwrap();
        }
        (customers.get("/total").as_u64().unwrap(), users)
    }
}

/// A token for someone who is signed in.
pub async fn token(test: &TestBackend, by: &Caller, role: Role, customer_id: Option<CustomerId>) -> String {
    let new = NewToken { name: "test".to_owned(), role: Some(role), customer_id, expires_in_days: Some(30) };
    test.backend.write(by, move |call| Box::pin(tokens::create(call, new))).await.unwrap().secret
}

/// The path of a customer.
pub fn path(customer: &Customer) -> String {
    format!("/customers/{}", customer.id)
}
