//! Short addresses of what describes the API: the document and the page to read it.

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;

/// The shortcuts, each with where it leads.
pub const SHORTCUTS: [(&str, &str); 2] = [("/openapi.json", "/api/v1/openapi.json"), ("/docs", "/api/v1/docs")];

/// Their routes.
pub fn router() -> Router {
    SHORTCUTS.into_iter().fold(Router::new(), |router, (short, long)| {
        router.route(short, get(move || async move { Redirect::permanent(long) }))
    })
}
