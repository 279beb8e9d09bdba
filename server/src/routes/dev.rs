//! The page of components, in development builds alone: elsewhere its address is as any that isn't there.

use app::dev::{PATH, STYLE};
use app::request::Incoming;
use app::shell::Assets;
use axum::Router;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;

/// The page and its styles. `post` takes the forms that change how it looks.
pub fn add<F>(router: Router, assets: &Assets, post: impl Fn(Request) -> F + Clone + Send + Sync + 'static) -> Router
where
    F: Future<Output = Response> + Send,
{
    let assets = assets.clone();
    let page = async move |request: Request| {
        let prefs = request.extensions().get::<Incoming>().map(|incoming| incoming.prefs).unwrap_or_default();
        Html(app::dev::page(&assets, prefs))
    };
    let taken = async move |request: Request| {
        let answer = post(request).await;
        // What the specimens of forms send means nothing.
        if answer.status().is_redirection() { answer } else { Redirect::to(PATH).into_response() }
    };
    let style = async || ([(CONTENT_TYPE, "text/css; charset=utf-8")], app::dev::style());
    router.route(PATH, get(page).post(taken)).route(STYLE, get(style))
}
