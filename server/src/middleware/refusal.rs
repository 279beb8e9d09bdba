//! Answers of the layers around the handlers: too large, too slow, cross-site, broken. All of them are dressed here, at
//! the border: problem+json for the REST API, a plain line for the rest, the request's id in both and no detail.

use crate::middleware::request_id::RequestId;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Where the REST API is.
const API: &str = "/api/v1";
const PROBLEM: &str = "application/problem+json";

/// Marks an answer that still has to be dressed.
#[derive(Clone, Copy)]
struct Bare;

/// An answer of nothing but a status.
#[must_use]
pub fn refuse(status: StatusCode) -> Response {
    let mut answer = status.into_response();
    answer.extensions_mut().insert(Bare);
    answer
}

/// Dresses bare answers, and whatever else leaves the REST API with an error status and not as problem+json.
pub async fn dress(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let api = path.strip_prefix(API).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let id = request.extensions().get::<RequestId>().cloned();
    let answer = next.run(request).await;
    let status = answer.status();
    let failed = status.is_client_error() || status.is_server_error();
    let problem =
        answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(PROBLEM.as_bytes()));
    let bare = answer.extensions().get::<Bare>().is_some() || too_large(&answer);
    if !(bare || api && failed && !problem) {
        return answer;
    }
    let id = id.map(|RequestId(id)| id).unwrap_or_default();
    let (mut parts, _) = answer.into_parts();
    parts.extensions.remove::<Bare>();
    let (kind, body) =
        if api { (PROBLEM, problem_json(status, &id)) } else { ("text/plain; charset=utf-8", text(status, &id)) };
    parts.headers.remove(axum::http::header::CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        parts.headers.entry(RETRY_AFTER).or_insert(HeaderValue::from_static("5"));
    }
    Response::from_parts(parts, Body::from(body))
}

/// The limit on bodies answers by itself.
fn too_large(answer: &Response) -> bool {
    answer.status() == StatusCode::PAYLOAD_TOO_LARGE
}

fn title(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

fn sentence(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "The request can't be read.",
        StatusCode::FORBIDDEN => "This request came from another site.",
        StatusCode::NOT_FOUND => "There is nothing at this address.",
        StatusCode::METHOD_NOT_ALLOWED => "This address does not know that method.",
        StatusCode::PAYLOAD_TOO_LARGE => "The request is larger than this server takes.",
        StatusCode::SERVICE_UNAVAILABLE => "The server is too busy right now. Try again in a moment.",
        _ => "Something went wrong here, and it has been noted.",
    }
}

fn problem_json(status: StatusCode, id: &str) -> String {
    let problem = serde_json::json!({
        "type": "about:blank", "title": title(status), "status": status.as_u16(), "detail": sentence(status), "request_id": id,
    });
    problem.to_string()
}

fn text(status: StatusCode, id: &str) -> String {
    format!("{} {}\n\n{}\nRequest {id}\n", status.as_u16(), title(status), sentence(status))
}
