//! How much a request may bring, how long it may take, and what a panic comes to.

use crate::middleware::refusal::refuse;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use std::any::Any;
use std::time::Duration;

/// The largest body of a page's form or a REST call.
pub const BODY: usize = 2_000_000;
/// From the request's head to the answer's; more than the half minute that a write may wait for another process.
pub const ANSWER: Duration = Duration::from_secs(60);

/// Takes a body in whole before anyone reads it: a server function can't tell too large a body from a fault of ours.
pub async fn whole_body(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(body) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Err(unreadable) => refuse(unreadable.status()),
    }
}

/// Gives up on a request that takes too long. What it has begun to write is committed or rolled back all the same.
pub async fn timeout(request: Request, next: Next) -> Response {
    match tokio::time::timeout(ANSWER, next.run(request)).await {
        Ok(answer) => answer,
        Err(_) => refuse(StatusCode::SERVICE_UNAVAILABLE),
    }
}

/// A panic ends its request only, and the client learns nothing of it.
#[must_use]
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    refuse(StatusCode::INTERNAL_SERVER_ERROR)
}
