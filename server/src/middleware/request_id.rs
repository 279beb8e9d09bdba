//! Every request gets an id of ours: in the log, in the answer's `x-request-id`, and beside every error.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::fmt::Write;
use tracing::Instrument;

/// Where it stands, in the request for whoever answers and in the answer.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// A request's id.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);

/// Names the request. An id that the client sent is dropped: it could be any text.
pub async fn name(mut request: Request, next: Next) -> Response {
    let id = generate();
    let value = HeaderValue::from_str(&id).expect("hexadecimal digits are a valid header");
    request.headers_mut().insert(HEADER, value.clone());
    request.extensions_mut().insert(RequestId(id.clone()));
    let span = tracing::info_span!("request", id);
    let mut answer = next.run(request).instrument(span).await;
    answer.headers_mut().insert(HEADER, value);
    answer
}

fn generate() -> String {
    backend::random::bytes::<8>().iter().fold(String::new(), |mut id, byte| {
        write!(id, "{byte:02x}").expect("writing to a String does not fail");
        id
    })
}
