//! The document, and a page to read it: rendered on the server, no script, nothing from elsewhere.

mod example;
mod html;
mod operation;
mod page;
mod schema;

use super::Api;
use crate::assets;
use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use std::sync::LazyLock;

/// The design's tokens and the page's own rules. The tokens begin with the fonts, of which only the site's build knows the
/// names: the first is named by its manifest, the other is done without.
static STYLE: LazyLock<String> = LazyLock::new(|| {
    const TOKENS: &str = include_str!("../../../../style/tokens.css");
    let rest =
        TOKENS.rsplit_once("@font-face").and_then(|(_, face)| face.split_once("}\n")).map_or(TOKENS, |(_, rest)| rest);
    let manifest = assets::manifest().and_then(|manifest| serde_json::from_str::<serde_json::Value>(&manifest).ok());
    let face = manifest.and_then(|manifest| Some(manifest.get("font")?.as_str()?.to_owned())).map(|font| {
        format!("@font-face{{font-family:\"Inter Variable\";src:url(\"{font}\") format(\"woff2\");font-weight:100 900;font-display:swap}}\n")
    });
    face.unwrap_or_default() + rest + include_str!("../../../../style/docs.css")
});

static DOCUMENT: LazyLock<String> =
    LazyLock::new(|| super::openapi().to_json().expect("the document is plain data and can be written"));

/// The style sheet of the page: no part of the API.
pub fn router() -> Router<Api> {
    Router::new().route("/docs.css", get(style))
}

/// Read this document
#[utoipa::path(get, path = "/openapi.json", tag = "About",
    responses((status = 200, description = "The OpenAPI document.", body = serde_json::Value)))]
pub async fn document() -> Response {
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "public, max-age=300")];
    (headers, DOCUMENT.as_str()).into_response()
}

/// Read it as a page
#[utoipa::path(get, path = "/docs", tag = "About",
    responses((status = 200, description = "A page for people.", body = String, content_type = "text/html")))]
pub async fn page(headers: HeaderMap) -> Response {
    let document = serde_json::from_str(&DOCUMENT).unwrap_or_default();
    Html(page::render(&document, theme(&headers))).into_response()
}

async fn style() -> Response {
    let headers = [(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "public, max-age=300")];
    (headers, STYLE.as_str()).into_response()
}

/// The theme that the person chose on the pages; a matter of looks only.
fn theme(headers: &HeaderMap) -> Option<&'static str> {
    let cookies = headers.get(COOKIE).and_then(|value: &HeaderValue| value.to_str().ok())?;
    let chosen = cookies.split(';').find_map(|cookie| cookie.trim().strip_prefix("theme="))?;
    ["light", "dark"].into_iter().find(|theme| *theme == chosen)
}
