//! What goes wrong, as problem+json (RFC 9457), written in one place and in the caller's language.

use super::words::{self, Kind};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::Error;
use model::form::FieldErrors;
use model::lang::Lang;
use serde_json::{Value, json};
use std::sync::Arc;

/// The media type of problems.
pub const MEDIA_TYPE: &str = "application/problem+json";
/// Where the kinds of problems are described.
const TYPES: &str = "/api/v1/docs#problem-";

/// Why a request is not answered as asked.
#[derive(Clone, Debug)]
pub enum Fault {
    /// A verb refused.
    Verb(Arc<Error>),
    /// No `Authorization` header, or not one of ours.
    NoToken,
    /// The body is not JSON; the text says where.
    Json(String),
    /// The body is not declared as JSON.
    MediaType,
    /// The body is too large.
    TooLarge,
    /// `If-Match` is not one entity tag.
    IfMatch,
    /// `Idempotency-Key` is not a short visible text.
    Key,
    /// PATCH without `If-Match`.
    PreconditionRequired,
    /// An answer of a layer that knows nothing of problems.
    Status(StatusCode),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Verb(Arc::new(error))
    }
}

impl From<FieldErrors> for Fault {
    fn from(errors: FieldErrors) -> Self {
        Error::Invalid(errors).into()
    }
}

impl IntoResponse for Fault {
    /// The status alone: [`render`] writes the rest, because it knows the language.
    fn into_response(self) -> Response {
        let mut response = self.kind().status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Fault {
    fn kind(&self) -> Kind {
        match self {
            Self::Verb(error) => verb_kind(error),
            Self::NoToken => Kind::Unauthenticated,
            Self::Json(_) => Kind::Json,
            Self::MediaType => Kind::MediaType,
            Self::TooLarge => Kind::TooLarge,
            Self::IfMatch => Kind::IfMatch,
            Self::Key => Kind::Key,
            Self::PreconditionRequired => Kind::PreconditionRequired,
            Self::Status(status) => Kind::of_status(*status),
        }
    }
}

fn verb_kind(error: &Error) -> Kind {
    match error {
        Error::Invalid(_) => Kind::Invalid,
        Error::NotFound | Error::LinkInvalid(_) => Kind::NotFound,
        Error::Forbidden(denial) => Kind::Forbidden(*denial),
        Error::Stale(_) | Error::Conflict(_) => Kind::Stale,
        Error::Blocked(_) => Kind::Blocked,
        Error::Unauthenticated | Error::SignInFailed => Kind::Unauthenticated,
        Error::TooMany { .. } => Kind::TooMany,
        Error::Busy { .. } => Kind::Busy,
        Error::KeyReused => Kind::KeyReused,
        Error::KeyInFlight => Kind::KeyInFlight,
        Error::Internal(_) => Kind::Internal,
    }
}

/// The answer to paths that do not exist.
pub async fn no_route() -> Fault {
    Error::NotFound.into()
}

/// The answer to methods that a path does not have; the router adds `Allow`.
pub async fn no_method() -> Fault {
    Fault::Status(StatusCode::METHOD_NOT_ALLOWED)
}

/// Writes every refusal as a problem: those of handlers, and those of any layer further in that knows nothing of
/// problems. The server also wraps its own layers in it, for what never reaches a handler.
pub async fn render(request: Request, next: Next) -> Response {
    let lang = language(request.headers());
    let request_id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).map(ToOwned::to_owned);
    let mut response = next.run(request).await;
    // What the API tells is for its caller alone.
    if !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if !response.status().is_client_error() && !response.status().is_server_error() || is_problem(&response) {
        return response;
    }
    let fault = response.extensions_mut().remove::<Fault>().unwrap_or_else(|| Fault::Status(response.status()));
    write(fault, lang, request_id, &response)
}

/// The language that a request asks for.
#[must_use]
pub fn language(headers: &HeaderMap) -> Lang {
    let header = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    header.map(Lang::negotiate).unwrap_or_default()
}

fn is_problem(response: &Response) -> bool {
    response.headers().get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes() == MEDIA_TYPE.as_bytes())
}

fn write(fault: Fault, lang: Lang, request_id: Option<String>, refused: &Response) -> Response {
    let kind = fault.kind();
    let status = match fault {
        Fault::Status(status) => status,
        _ => kind.status(),
    };
    let mut problem = json!({
        "type": format!("{TYPES}{}", kind.slug()),
        "title": words::title(kind, lang),
        "status": status.as_u16(),
        "detail": detail(&fault, kind, lang),
    });
    extend(&mut problem, &fault, lang);
    if status.is_server_error() {
        // Only here: elsewhere equal refusals have equal bytes.
        problem["request_id"] = request_id.clone().map_or(Value::Null, Value::String);
    }
    if let Fault::Verb(error) = &fault
        && let Error::Internal(what) = error.as_ref()
    {
        tracing::error!(error = %what, request_id = request_id.as_deref(), "request failed");
    }
    let mut response = (status, problem.to_string()).into_response();
    let headers = response.headers_mut();
    for name in [header::ALLOW, header::RETRY_AFTER, header::CACHE_CONTROL] {
        if let Some(value) = refused.headers().get(&name) {
            headers.insert(name, value.clone());
        }
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(lang.tag()));
    if let Some(seconds) = retry_after(&fault) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge(&fault)));
    }
    response
}

fn detail(fault: &Fault, kind: Kind, lang: Lang) -> String {
    match fault {
        Fault::Json(at) => format!("{} ({at})", words::detail(kind, lang)),
        _ => words::detail(kind, lang).to_owned(),
    }
}

/// The members that some kinds have beyond the usual four.
fn extend(problem: &mut Value, fault: &Fault, lang: Lang) {
    let Fault::Verb(error) = fault else { return };
    match error.as_ref() {
        Error::Invalid(errors) => problem["errors"] = field_errors(errors, lang),
        Error::Stale(current) => problem["current"] = (**current).clone(),
        Error::Blocked(blockers) => problem["blockers"] = json!(blockers),
        _ => {}
    }
}

fn field_errors(errors: &FieldErrors, lang: Lang) -> Value {
    let one = |error: &model::form::FieldError| json!({ "field": error.field, "code": error.problem.code(), "message": error.problem.sentence(lang) });
    errors.0.iter().map(one).collect()
}

fn retry_after(fault: &Fault) -> Option<u32> {
    match fault {
        Fault::Verb(error) => match error.as_ref() {
            Error::TooMany { retry_after } | Error::Busy { retry_after } => Some((*retry_after).max(1)),
            // The first request with the key is done in a moment.
            Error::KeyInFlight => Some(1),
            _ => None,
        },
        _ => None,
    }
}

fn challenge(fault: &Fault) -> &'static str {
    match fault {
        Fault::NoToken => "Bearer realm=\"Canopy\"",
        _ => "Bearer realm=\"Canopy\", error=\"invalid_token\"",
    }
}
