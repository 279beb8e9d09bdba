//! The pages and their server functions: guarded here, rendered by the app.

use crate::assets;
use crate::middleware::public::Public;
use crate::middleware::refusal::refuse;
use crate::middleware::{csrf, limits, session};
use app::request::{self, Incoming};
use app::routes::{self, CODE, HOME, RESET, SET_UP_FACTOR, SIGN_IN};
use app::shell::Assets;
use axum::Router;
use axum::extract::{MatchedPath, Query, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodFilter, get, on};
use backend::Backend;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};

/// What people see who are not signed in.
const OPEN: [&str; 6] = [SIGN_IN, CODE, "/activate/{token}", RESET, "/reset/{token}", "/setup/{token}"];

/// All pages, their server functions, the site's files, and the page for what does not exist.
pub fn router(backend: &Backend, public: &Public) -> Router {
    // Where the rendering runs its tasks; only the first call counts.
    let _ = any_spawner::Executor::init_tokio();
    let assets = site();
    let mut router = Router::new();
    for path in paths() {
        let assets = assets.clone();
        let page = async move |request: Request| request::page(provide, assets, request).await;
        // A form without wasm is posted to its own page.
        router = router.route(path, get(page.clone()).post(page));
    }
    router = router.route_layer(from_fn(guard));
    #[cfg(debug_assertions)]
    {
        let whole = assets.clone();
        let post = move |request: Request| request::page(provide, whole.clone(), request);
        router = crate::routes::dev::add(router, &assets, post);
    }
    for (path, method) in server_fns() {
        let method = MethodFilter::try_from(method).expect("server functions use common methods");
        let call = async move |request: Request| request::server_fn(provide, request).await;
        router = router.route(path, on(method, call));
    }
    router
        .fallback(async move |request: Request| elsewhere(assets, request).await)
        .layer(from_fn_with_state(session::Sessions::new(backend, public), session::attach))
        .layer(from_fn(limits::whole_body))
        .layer(from_fn(csrf::require_origin))
        .layer(csrf::layer(public))
}

/// Every page, as axum writes paths.
pub fn paths() -> impl Iterator<Item = &'static str> {
    routes::PATHS.into_iter()
}

/// Every server function.
pub fn server_fns() -> impl Iterator<Item = (&'static str, Method)> {
    server_fn::axum::server_fn_paths()
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
    let Some(parts) = use_context::<Parts>() else {
        return;
    };
    if let Some(incoming) = parts.extensions.get::<Incoming>() {
        provide_context(incoming.clone());
    }
    // In place of the nonce that leptos drew: this one is in the header.
    if let Some(nonce) = parts.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
}

/// Sends people who are not signed in to the sign-in page, and those who are away from it.
async fn guard(path: MatchedPath, request: Request, next: Next) -> Response {
    let path = path.as_str();
    let asks = matches!(*request.method(), Method::GET | Method::HEAD);
    if !asks || (OPEN.contains(&path) && path != SIGN_IN) {
        return next.run(request).await;
    }
    let Some(Incoming { backend, caller, .. }) = request.extensions().get() else {
        return refuse(StatusCode::INTERNAL_SERVER_ERROR);
    };
    let signed_in = match backend.read(caller).await.and_then(|view| view.actor().map(|_| ())) {
        Ok(()) => true,
        Err(backend::Error::Unauthenticated) => false,
        // Whoever lacks the second factor that is required of them sets it up before anything else.
        Err(backend::Error::Forbidden(backend::Denial::SecondFactor)) if path == SET_UP_FACTOR => true,
        Err(backend::Error::Forbidden(backend::Denial::SecondFactor)) => {
            return Redirect::to(&set_up_factor(path, request.uri())).into_response();
        }
        Err(backend::Error::Busy { .. }) => return refuse(StatusCode::SERVICE_UNAVAILABLE),
        Err(error) => {
            tracing::error!(%error, "who asks can't be found out");
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
    routes::sign_in(uri.path_and_query().map(|here| here.as_str()))
}

/// The page where a second factor is set up, which leads on to where one wants to go.
fn set_up_factor(path: &str, uri: &Uri) -> String {
    let next =
        if path == SIGN_IN { wanted(uri) } else { uri.path_and_query().map_or(HOME, |here| here.as_str()).to_owned() };
    routes::set_up_factor(&next)
}

/// Where the sign-in page was asked to lead, as far as that is here.
fn wanted(uri: &Uri) -> String {
    #[derive(serde::Deserialize)]
    struct Next {
        next: String,
    }
    match Query::<Next>::try_from_uri(uri) {
        Ok(Query(Next { next })) if is_local(&next) => routes::local(&next).to_owned(),
        _ => HOME.to_owned(),
    }
}

/// Whether a browser that is sent there stays here: one slash, no second one, no backslash (browsers take it for a
/// slash), and nothing that doesn't belong into a header.
fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

/// A file of the site, the same address without its last slash, or the page that says that there is nothing.
async fn elsewhere(assets: Assets, request: Request) -> Response {
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
    let mut answer = request::page(provide, assets, request).await;
    if answer.status() == StatusCode::OK {
        *answer.status_mut() = StatusCode::NOT_FOUND;
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn next_never_leads_away() {
        for away in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "evil.example",
            "",
            "/\t/evil.example",
            "/ /x",
            "/città",
            "javascript:alert(1)",
        ] {
            assert!(!is_local(away), "{away}");
        }
        assert!(is_local("/customers?q=bianchi&under=1"));
    }

    #[test]
    fn sign_in_leads_back() {
        let here: Uri = "/customers?q=citt%C3%A0%20b&x=1".parse().unwrap();
        let there: Uri = sign_in(&here).parse().unwrap();
        assert_eq!(there.path(), SIGN_IN);
        assert_eq!(wanted(&there), here.to_string());
        for nowhere in ["/sign-in?next=https%3A%2F%2Fevil.example", "/sign-in?next=%2Fsign-in", "/sign-in"] {
            assert_eq!(wanted(&nowhere.parse().unwrap()), HOME);
        }
    }
}
