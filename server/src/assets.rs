//! The site: what the browser loads, embedded in a release build, read from target/site in development.

use axum::body::Body;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use std::borrow::Cow;
use std::fmt::Write;

#[derive(rust_embed::Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// A file of the site.
pub(crate) struct File {
    content: Cow<'static, [u8]>,
    hash: [u8; 32],
}

/// Names under it change with their content.
const NAMED_BY_CONTENT: &str = "pkg/";
/// Tells the server, not the browser, what there is.
const MANIFEST: &str = "manifest.json";

/// The site's manifest, if there is a site.
#[must_use]
pub fn manifest() -> Option<String> {
    String::from_utf8(embedded(MANIFEST)?.content.into_owned()).ok()
}

/// The answer for a path, if the site has a file there.
#[must_use]
pub fn respond(path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    respond_from(embedded, path, headers)
}

fn embedded(name: &str) -> Option<File> {
    Site::get(name).map(|file| File { hash: file.metadata.sha256_hash(), content: file.data })
}

/// The same from any site. The best form that lies ready is sent; nothing is compressed here.
fn respond_from(site: impl Fn(&str) -> Option<File>, path: &str, headers: &HeaderMap) -> Option<Response<Body>> {
    let name = path.strip_prefix('/')?;
    let (_, extension) = name.rsplit_once('.')?;
    if name == MANIFEST || name.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
        return None;
    }
    let content_type = content_type(extension)?;
    let plain = site(name)?;
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let compressed = [("br", "br"), ("gzip", "gz")].into_iter().filter(|(coding, _)| accepts(accepted, coding));
    let compressed =
        compressed.filter_map(|(coding, suffix)| site(&format!("{name}.{suffix}")).map(|file| (file, coding))).next();
    let (file, coding) = compressed.map_or((plain, None), |(file, coding)| (file, Some(coding)));

    let etag = etag(&file.hash);
    let caching = if name.starts_with(NAMED_BY_CONTENT) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut answer = Response::builder()
        .header(ETAG, &etag)
        .header(CACHE_CONTROL, caching)
        .header(VARY, "accept-encoding")
        .header(CONTENT_TYPE, content_type);
    if let Some(coding) = coding {
        answer = answer.header(CONTENT_ENCODING, coding);
    }
    let known = headers.get(IF_NONE_MATCH).is_some_and(|tags| matches(tags, &etag));
    let answer = if known {
        answer.status(StatusCode::NOT_MODIFIED).body(Body::empty())
    } else {
        answer.body(Body::from(file.content))
    };
    Some(answer.expect("these headers are valid"))
}

/// Only what we ship; a file of another kind is not served.
fn content_type(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "ico" => "image/x-icon",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "png" => "image/png",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        _ => return None,
    })
}

/// Whether an `Accept-Encoding` (RFC 9110 §12.5.3) names a coding and does not refuse it.
fn accepts(header: &str, coding: &str) -> bool {
    header.split(',').any(|part| {
        let mut pieces = part.split(';').map(str::trim);
        pieces.next().is_some_and(|name| name.eq_ignore_ascii_case(coding))
            && !pieces.any(|piece| piece.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)))
    })
}

fn etag(hash: &[u8; 32]) -> String {
    let mut etag = String::from('"');
    for byte in &hash[..12] {
        write!(etag, "{byte:02x}").expect("writing to a String does not fail");
    }
    etag + "\""
}

/// A proxy that compresses makes our tag a weak one.
fn matches(tags: &HeaderValue, etag: &str) -> bool {
    let tags = tags.to_str().unwrap_or_default();
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == etag)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(name: &str) -> Option<File> {
        let content: &[u8] = match name {
            "pkg/canopy.0123.js" => b"plain",
            "pkg/canopy.0123.js.br" => b"br",
            "pkg/canopy.0123.js.gz" => b"gz",
            "robots.txt" | "manifest.json" | "secret.pem" | ".hidden.txt" => b"text",
            _ => return None,
        };
        Some(File { content: Cow::Borrowed(content), hash: [content.len() as u8; 32] })
    }

    fn get(path: &str, headers: &[(&'static str, &str)]) -> Option<(StatusCode, HeaderMap)> {
        let map = headers
            .iter()
            .map(|(name, value)| (axum::http::HeaderName::from_static(name), HeaderValue::from_str(value).unwrap()));
        respond_from(site, path, &map.collect()).map(|answer| (answer.status(), answer.headers().clone()))
    }

    #[test]
    fn the_best_form_that_the_browser_accepts_is_sent() {
        for (accepted, coding) in [
            ("gzip, deflate, br, zstd", Some("br")),
            ("gzip", Some("gzip")),
            ("br;q=0, gzip;q=0.5", Some("gzip")),
            ("identity", None),
            ("", None),
        ] {
            let (_, headers) = get("/pkg/canopy.0123.js", &[("accept-encoding", accepted)]).unwrap();
            assert_eq!(headers.get(CONTENT_ENCODING).map(|v| v.to_str().unwrap()), coding, "{accepted}");
            assert_eq!(headers[VARY], "accept-encoding");
            assert_eq!(headers[CONTENT_TYPE], "text/javascript; charset=utf-8");
        }
    }

    #[test]
    fn what_is_named_by_its_content_is_kept_for_ever_and_the_rest_asked_for_anew() {
        let (_, headers) = get("/pkg/canopy.0123.js", &[]).unwrap();
        assert_eq!(headers[CACHE_CONTROL], "public, max-age=31536000, immutable");
        let (status, headers) = get("/robots.txt", &[]).unwrap();
        assert_eq!((status, &headers[CACHE_CONTROL]), (StatusCode::OK, &HeaderValue::from_static("no-cache")));
        let weak = format!("\"x\", W/{}", headers[ETAG].to_str().unwrap());
        assert_eq!(get("/robots.txt", &[("if-none-match", &weak)]).unwrap().0, StatusCode::NOT_MODIFIED);
        assert_eq!(get("/robots.txt", &[("if-none-match", "\"x\"")]).unwrap().0, StatusCode::OK);
    }

    #[test]
    fn only_what_is_meant_for_browsers_is_served() {
        for path in [
            "/manifest.json",
            "/secret.pem",
            "/.hidden.txt",
            "/pkg/canopy.0123.js.br",
            "/../Cargo.toml",
            "//robots.txt",
            "/none.txt",
            "/",
        ] {
            assert!(get(path, &[]).is_none(), "{path}");
        }
    }
}
