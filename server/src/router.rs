//! All of the server as one router: pages, REST API, health, and the layers around them.

use crate::middleware::public::Public;
use crate::middleware::{access_log, limits, refusal, request_id, security_headers};
use crate::{pages, rest, routes};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use backend::Backend;
use std::num::NonZeroU32;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::limit::RequestBodyLimitLayer;

/// Brotli's usual level is made for files that are compressed once; this one costs about as much as gzip.
const LEVEL: CompressionLevel = CompressionLevel::Precise(4);

/// The router. An API token may make so many requests a minute; `None` = as many as it likes.
pub fn build(backend: &Backend, api_rate: Option<NonZeroU32>) -> Router {
    let public = Public::new(backend.public_url());
    let router = pages::router(backend, &public)
        .nest("/api/v1", rest::router(backend.clone(), rest::Settings { rate: api_rate }))
        .merge(routes::health::router(backend.clone()))
        .merge(routes::shortcuts::router());
    surround(router, public)
}

/// The layers that every request passes, the innermost first.
pub fn surround(router: Router, public: Public) -> Router {
    // Fonts and wasm are compressed beforehand or not worth it.
    let worth = DefaultPredicate::new()
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::const_new("application/wasm"));
    router
        .layer(RequestBodyLimitLayer::new(limits::BODY))
        .layer(from_fn(limits::timeout))
        .layer(CatchPanicLayer::custom(limits::panicked))
        .layer(from_fn(refusal::dress))
        .layer(CompressionLayer::new().quality(LEVEL).compress_when(worth))
        .layer(from_fn_with_state(public, security_headers::set))
        .layer(from_fn(access_log::write))
        .layer(from_fn(request_id::name))
}
