//! `/healthz`: the process is up. `/readyz`: it can do its work.

use crate::database;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::get;
use backend::Backend;
use std::time::Duration;

/// A database that takes longer is as good as none.
const PATIENCE: Duration = Duration::from_secs(5);

/// Both routes.
pub fn router(backend: Backend) -> Router {
    Router::new().route("/healthz", get(async || "ok\n")).route("/readyz", get(ready)).with_state(backend)
}

async fn ready(State(backend): State<Backend>) -> (StatusCode, &'static str) {
    match tokio::time::timeout(PATIENCE, database::is_migrated(&backend)).await {
        Ok(Ok(true)) => (StatusCode::OK, "ready\n"),
        Ok(Ok(false)) => (StatusCode::SERVICE_UNAVAILABLE, "the database is not migrated\n"),
        Ok(Err(_)) | Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n"),
    }
}
