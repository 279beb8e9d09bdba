//! Headers that tell browsers what our answers may do: on every answer, errors and files included.

use crate::middleware::public::Public;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

/// What is not a page loads nothing and is framed by nobody.
const NOTHING: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const RESOURCE: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Draws the page's nonce, for whoever renders it ([`Nonce`] in the request's extensions), and sets the headers.
pub async fn set(State(public): State<Public>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let referrer = referrer_policy(&public);
    let mut answer = next.run(request).await;
    let page = is_html(answer.headers());
    let policy = if page { page_policy(&nonce) } else { HeaderValue::from_static(NOTHING) };
    let headers = answer.headers_mut();
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static(referrer));
    let permissions = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()";
    headers.insert(PERMISSIONS, HeaderValue::from_static(permissions));
    headers.insert(RESOURCE, HeaderValue::from_static("same-origin"));
    if public.trusted {
        // Elsewhere browsers ignore it and complain in the console.
        headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    }
    if public.https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=63072000"));
    }
    // Files say themselves how long they last; all else is someone's data.
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    answer
}

/// The page's own scripts by their nonce and what those load; styles, images, fonts and data from us alone.
fn page_policy(nonce: &Nonce) -> HeaderValue {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; \
         frame-ancestors 'none'; manifest-src 'self'"
    );
    HeaderValue::from_str(&policy).expect("a nonce is base64")
}

/// Paths may hold secrets and ids, so nobody is told where a click came from. But over plain http on a network, where
/// browsers send no `Sec-Fetch-Site`, a form would then have the origin `null` and be refused as cross-site: there we,
/// and only we, are told.
fn referrer_policy(public: &Public) -> &'static str {
    if public.trusted { "no-referrer" } else { "same-origin" }
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}
