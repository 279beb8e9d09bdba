//! Cross-site requests can't change anything: [`layer`] compares where a request says it comes from with where it went;
//! [`require_origin`] refuses one that acts by a cookie and doesn't say.

use crate::middleware::public::Public;
use crate::middleware::refusal::refuse;
use axum::extract::Request;
use axum::http::header::{COOKIE, HeaderValue, ORIGIN, REFERER};
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

/// A form that is sent without JavaScript is answered by a redirect to where it was; the page's word for that,
/// the `Referer`, counts only as far as it is a path of ours.
pub async fn local_referer(mut request: Request, next: Next) -> Response {
    if let Some(referer) = request.headers_mut().remove(REFERER)
        && let Some(path) = local(&referer, request.headers().get("host"))
    {
        request.headers_mut().insert(REFERER, path);
    }
    next.run(request).await
}

fn local(referer: &HeaderValue, host: Option<&HeaderValue>) -> Option<HeaderValue> {
    let (_, rest) = referer.to_str().ok()?.split_once("://")?;
    let (authority, path) = rest.split_at(rest.find('/')?);
    if authority != host?.to_str().ok()? || !crate::pages::is_local(path) {
        return None;
    }
    HeaderValue::from_str(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_ours_is_left_of_a_referer() {
        let host = HeaderValue::from_static("crm.example.com");
        let left = |referer: &'static str| local(&HeaderValue::from_static(referer), Some(&host));
        assert_eq!(left("https://crm.example.com/sign-in?x=1").unwrap(), "/sign-in?x=1");
        for foreign in ["https://evil.example/sign-in", "https://crm.example.com", "https://crm.example.com//evil.example", "x"] {
            assert!(left(foreign).is_none(), "{foreign}");
        }
    }
}
