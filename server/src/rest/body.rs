//! The body of a request, as it came; whether it is any good is asked after everything else.

use super::json::Object;
use super::problem::Fault;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;

/// A body, or why it could not be received.
#[derive(Clone, Debug)]
pub struct Body {
    bytes: Result<Bytes, Fault>,
    media_type: String,
}

/// The types in which an object may come; a merge patch (RFC 7396) reads like any other.
const ACCEPTED: [&str; 2] = ["application/json", "application/merge-patch+json"];

impl Body {
    /// Receives the body.
    pub async fn receive(request: Request) -> Self {
        let media_type = media_type(request.headers());
        let bytes =
            Bytes::from_request(request, &()).await.map_err(|rejection| match rejection.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Fault::TooLarge,
                _ => Fault::Json("the body could not be received".to_owned()),
            });
        Self { bytes, media_type }
    }

    /// The bytes, for the fingerprint of an idempotency key.
    pub fn bytes(&self) -> Result<&[u8], Fault> {
        self.bytes.as_deref().map_err(Clone::clone)
    }

    /// The object that it holds.
    pub fn object(&self) -> Result<Object, Fault> {
        let bytes = self.bytes()?;
        if !ACCEPTED.contains(&self.media_type.as_str()) {
            return Err(Fault::MediaType);
        }
        Object::read(bytes)
    }

    /// The same where nothing needs to be said.
    pub fn object_or_nothing(&self) -> Result<Object, Fault> {
        if self.bytes()?.is_empty() { Ok(Object::default()) } else { self.object() }
    }
}

/// Type and subtype of the body, in lower case; parameters such as a charset make no difference to JSON.
fn media_type(headers: &HeaderMap) -> String {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
