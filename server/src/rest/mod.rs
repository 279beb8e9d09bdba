//! The REST API under `/api/v1`: thin handlers over the same verbs as the pages.
//!
//! Each handler has three beats: who asks ([`ask::Ask`]), which verb, what answer ([`answer`]). What goes wrong is a
//! [`problem::Fault`] and becomes problem+json in one place, in the caller's language.

pub mod answer;
pub mod ask;
pub mod auth;
pub mod body;
pub mod checks;
pub mod condition;
pub mod contacts;
pub mod customers;
pub mod directory;
pub mod docs;
pub mod id;
pub mod json;
pub mod openapi;
pub mod pages;
pub mod patch;
pub mod permissions;
pub mod problem;
pub mod query;
pub mod rankings;
pub mod schema;
pub mod second_factor;
pub mod tokens;
pub mod users;
pub mod words;
pub mod wrong;

use auth::Limiter;
use axum::extract::DefaultBodyLimit;
use axum::{Router, middleware};
use backend::Backend;
use std::num::NonZeroU32;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Largest body of a request, in bytes; the longest customer is a tenth of it.
pub const MAX_BODY: usize = 1024 * 1024;

/// What the API is told before it starts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings {
    /// Requests a minute and token; `None` = unlimited.
    pub rate: Option<NonZeroU32>,
}

/// What every handler works with.
#[derive(Clone, Debug)]
pub struct Api {
    /// The verbs.
    pub backend: Backend,
    limiter: Option<Arc<Limiter>>,
}

/// The API, to be mounted at `/api/v1`.
pub fn router(backend: Backend, settings: Settings) -> Router {
    let api = Api { backend, limiter: settings.rate.map(|rate| Arc::new(Limiter::per_minute(rate))) };
    let guarded = guarded().route_layer(middleware::from_fn_with_state(api.clone(), auth::require));
    Router::from(guarded.merge(open()))
        .merge(docs::router())
        .fallback(problem::no_route)
        .method_not_allowed_fallback(problem::no_method)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(middleware::from_fn(problem::render))
        .with_state(api)
}

/// The OpenAPI document of exactly these routes.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    openapi::complete(guarded().merge(open()).into_openapi())
}

/// Routes that need a token.
fn guarded() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .merge(customers::routes())
        .merge(contacts::routes())
        .merge(directory::routes())
        .merge(users::routes())
        .merge(second_factor::routes())
        .merge(rankings::routes())
        .merge(permissions::routes())
        .merge(tokens::routes())
}

/// Routes that need none.
fn open() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(docs::document)).routes(routes!(docs::page))
}
