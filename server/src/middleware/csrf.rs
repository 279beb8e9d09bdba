//! Cross-site requests can't change anything: [`layer`] compares where a request says it comes from with where it went;
//! [`require_origin`] refuses one that acts by a cookie and doesn't say.

use crate::middleware::public::Public;
use crate::middleware::refusal::refuse;
use axum::extract::Request;
use axum::http::header::{COOKIE, ORIGIN};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::csrf::{CsrfLayer, ProtectionError};

/// The answer to a cross-site request.
pub type Refuse = fn(ProtectionError) -> Response;

/// By `Sec-Fetch-Site`, else by `Origin` against `Host` or our public URL (a proxy may have changed the host).
pub fn layer(public: &Public) -> CsrfLayer<Refuse> {
    let layer = CsrfLayer::new().add_trusted_origin(&public.url).expect("a public URL is an origin");
    layer.with_rejection_response((|_| refuse(StatusCode::FORBIDDEN)) as Refuse)
}

/// Every browser that has our cookies sends one of the two headers with a form or a fetch.
pub async fn require_origin(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let says = headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site");
    if changes && headers.contains_key(COOKIE) && !says {
        return refuse(StatusCode::FORBIDDEN);
    }
    next.run(request).await
}
