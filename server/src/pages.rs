//! The pages: rendered here, guarded before that, and their server functions.

use crate::assets;
use crate::middleware::public::Public;
use crate::middleware::refusal::refuse;
use crate::middleware::{csrf, session};
use app::request::Incoming;
use app::shell::{Assets, shell};
use axum::Router;
use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use backend::Backend;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, ErrorHandler, LeptosRoutes};
use std::fmt::Write;
use tower::ServiceExt;

/// Where one lands after signing in.
const START: &str = "/customers";
const SIGN_IN: &str = "/sign-in";
/// What people see who are not signed in.
const OPEN: [&str; 4] = [SIGN_IN, "/activate/{token}", "/reset/{token}", "/setup/{token}"];

/// All pages, their server functions, the site's files, and the page for what does not exist.
pub fn router(backend: &Backend, public: &Public) -> Router {
    let options = options();
    let assets = site();
    let page = move || shell(&assets);
    let page_of_error = page.clone();
    let missing = ErrorHandler::new_with_context(provide, move |_| page_of_error(), options.clone());
    Router::new()
        .leptos_routes_with_context(&options, listing(), provide, page)
        .route_layer(from_fn(guard))
        .route_layer(from_fn(csrf::local_referer))
        .route("/", get(async || Redirect::to(START)))
        .fallback(async move |request: Request| elsewhere(request, missing).await)
        .layer(from_fn_with_state(session::Sessions::new(backend, public), session::attach))
        .layer(from_fn(csrf::require_origin))
        .layer(csrf::layer(public))
        .with_state(options)
}

/// The pages' routes; `/` is ours until there is a home page.
#[must_use]
pub fn listing() -> Vec<AxumRouteListing> {
    leptos_axum::generate_route_list_with_exclusions(app::App, Some(vec!["/".to_owned()]))
}

/// Only what leptos needs here: names and folders of the site are in its manifest.
fn options() -> LeptosOptions {
    LeptosOptions::builder().output_name("canopy").build()
}

fn site() -> Assets {
    let manifest = assets::manifest().and_then(|manifest| serde_json::from_str(&manifest).ok());
    manifest.unwrap_or_else(|| {
        tracing::warn!("no site in target/site: pages come without styles and scripts (`make site`)");
        Assets::default()
    })
}

/// What pages and server functions find in leptos' context besides leptos' own.
fn provide() {
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(incoming) = parts.extensions.get::<Incoming>() {
        provide_context(incoming.clone());
    }
    // In place of the nonce that leptos drew: this one is in the header.
    if let Some(nonce) = parts.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
}

/// Sends people who are not signed in to the sign-in page, and those who are away from it.
async fn guard(request: Request, next: Next) -> Response {
    let page = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.extensions().get::<axum::extract::MatchedPath>().map(|path| path.as_str().to_owned());
    let path = path.unwrap_or_default();
    if !page || path.starts_with("/api/") || (OPEN.contains(&path.as_str()) && path != SIGN_IN) {
        return next.run(request).await;
    }
    let Some(incoming) = request.extensions().get::<Incoming>() else {
        return refuse(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let signed_in = match incoming.backend.read(&incoming.caller).await {
        Ok(view) => view.actor().is_ok(),
        Err(backend::Error::Unauthenticated) => false,
        Err(backend::Error::Busy { .. }) => return refuse(StatusCode::SERVICE_UNAVAILABLE),
        Err(error) => {
            tracing::error!(%error, "nobody can tell who asks");
            return refuse(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    match (signed_in, path == SIGN_IN) {
        (true, true) => Redirect::to(&wanted(request.uri())).into_response(),
        (false, false) => Redirect::to(&sign_in(request.uri())).into_response(),
        _ => next.run(request).await,
    }
}

/// The sign-in page that leads back to where one was.
fn sign_in(uri: &Uri) -> String {
    let here = uri.path_and_query().map_or("/", |here| here.as_str());
    if !is_local(here) {
        return SIGN_IN.to_owned();
    }
    let mut target = format!("{SIGN_IN}?next=");
    for byte in here.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            target.push(char::from(byte));
        } else {
            write!(target, "%{byte:02X}").expect("writing to a String does not fail");
        }
    }
    target
}

/// Where the sign-in page was asked to lead, as far as that is here.
fn wanted(uri: &Uri) -> String {
    #[derive(serde::Deserialize)]
    struct Next {
        next: String,
    }
    match Query::<Next>::try_from_uri(uri) {
        Ok(Query(Next { next })) if is_local(&next) => next,
        _ => START.to_owned(),
    }
}

/// Whether a browser that is sent there stays here: one slash, no second one, no backslash (browsers take it for a
/// slash), nothing invisible.
#[must_use]
pub fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// A file of the site, the same address without its last slash, or the page that says that there is nothing.
async fn elsewhere<S>(request: Request, missing: S) -> Response
where
    S: tower::Service<Request<Body>, Response = Response<Body>, Error = std::convert::Infallible>,
{
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return refuse(StatusCode::NOT_FOUND);
    }
    let path = request.uri().path();
    if let Some(file) = assets::respond(path, request.headers()) {
        return file;
    }
    let shorter = path.trim_end_matches('/');
    if shorter.len() < path.len() && is_local(shorter) {
        let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
        return Redirect::permanent(&format!("{shorter}{query}")).into_response();
    }
    match missing.oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_never_leads_away() {
        for away in [
            "//evil.example", "/\\evil.example", "https://evil.example", "evil.example", "", "/\t/evil.example", "/ /x", "javascript:alert(1)",
        ] {
            assert!(!is_local(away), "{away}");
        }
        assert!(is_local("/customers?q=bianchi&under=1"));
    }

    #[test]
    fn sign_in_leads_back() {
        let here: Uri = "/customers?q=a%20b&x=1".parse().unwrap();
        let there = sign_in(&here);
        assert_eq!(there, "/sign-in?next=/customers%3Fq%3Da%2520b%26x%3D1");
        assert_eq!(wanted(&there.parse().unwrap()), here.to_string());
        assert_eq!(wanted(&"/sign-in?next=https%3A%2F%2Fevil.example".parse().unwrap()), START);
        assert_eq!(wanted(&"/sign-in".parse().unwrap()), START);
    }
}
