//! The border to the server: a request becomes a caller, a verb's error becomes the wire error and its status.
//! Statuses, cookies and places to go are set here and nowhere else.

use crate::customers::Columns;
use crate::error::{AppError, Code, Conflict, LinkEnd, Taken};
use crate::forms::{ACTION, Posted};
use crate::prefs::{Density, NARROW, Prefs, Theme, YEAR};
use crate::routes;
use crate::shell::{Assets, shell};
use crate::ui::nav::OPENERS;
use axum::body::{Body, to_bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::http::{Method, Request, Response, StatusCode, Uri};
use axum::response::IntoResponse;
use backend::people::{SignInFrom, SignedIn};
use backend::{Backend, Call, Caller, Denial, Error, FieldConflict, View};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use model::form::FieldErrors;
use model::lang::Lang;
use std::net::IpAddr;

/// Most bytes of a posted form: more than all fields at their longest, so that what is too long is told at its field.
const MAX_FORM: usize = 2_000_000;

/// Who asks, and how they want to be answered. The server puts it into the context of pages and server functions.
#[derive(Clone)]
pub struct Incoming {
    /// The verbs.
    pub backend: Backend,
    /// Who asks, by their session cookie.
    pub caller: Caller,
    /// What the browser remembers.
    pub prefs: Prefs,
    /// Half of a session, which a code of the second factor makes whole.
    pub half: Option<String>,
    /// Where the request comes from.
    pub address: IpAddr,
    /// The browser's name for itself.
    pub user_agent: String,
    /// Whether the public address is https.
    pub secure: bool,
}

/// Seconds for which a browser keeps half a session; the server takes none that is older.
const HALF: i64 = 300;

/// Set while a server function answers a form of a page that has no wasm yet: the address of that page.
#[derive(Clone)]
struct PlainForm(String);

impl Incoming {
    /// Reads cookies and headers of a request.
    #[must_use]
    pub fn new(backend: Backend, headers: &HeaderMap, address: IpAddr, secure: bool) -> Self {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let secret = cookie(headers, session_cookie(secure));
        Self {
            backend,
            caller: secret.map_or(Caller::Anonymous, |secret| Caller::session(&secret)),
            half: cookie(headers, half_cookie(secure)),
            prefs: Prefs {
                lang: cookie(headers, "lang")
                    .and_then(|tag| tag.parse().ok())
                    .unwrap_or_else(|| Lang::negotiate(text(header::ACCEPT_LANGUAGE))),
                theme: Theme::named(&cookie(headers, "theme").unwrap_or_default()),
                density: Density::named(&cookie(headers, "density").unwrap_or_default()),
                columns: cookie(headers, "columns").map(|names| Columns::named(&names)).unwrap_or_default(),
                narrow_rail: cookie(headers, "rail").as_deref() == Some(NARROW),
            },
            address,
            user_agent: text(header::USER_AGENT).to_owned(),
            secure,
        }
    }

    /// Whence a sign-in comes.
    #[must_use]
    pub fn origin(&self) -> SignInFrom {
        SignInFrom { address: self.address, user_agent: self.user_agent.clone(), lang: Some(self.prefs.lang) }
    }
}

/// The name of the session cookie.
#[must_use]
pub const fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-canopy" } else { "canopy" }
}

/// The name of the cookie that holds half a session.
const fn half_cookie(secure: bool) -> &'static str {
    if secure { "__Host-canopy-half" } else { "canopy-half" }
}

/// The value of the first cookie of this name.
fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// Answers a request for a page: renders it, or takes the form that was posted to it. `context` provides
/// [`Incoming`] and, if the server has its own, the nonce.
pub async fn page(
    context: impl Fn() + Clone + Send + Sync + 'static,
    assets: Assets,
    request: Request<Body>,
) -> Response<Body> {
    if request.method() == Method::POST {
        return take_form(context, assets, request).await;
    }
    render(context, assets, None, request).await
}

async fn render(
    context: impl Fn() + Clone + Send + Sync + 'static,
    assets: Assets,
    posted: Option<Posted>,
    request: Request<Body>,
) -> Response<Body> {
    let context = move || {
        context();
        provide_context(prefs());
        if let Some(posted) = posted.clone() {
            provide_context(posted);
        }
    };
    leptos_axum::render_app_async_with_context(context, move || shell(&assets))(request).await
}

/// Runs the server function that a form names. Then the browser goes where the function says, or the page is
/// rendered again with the outcome: stateless, nothing of the form is kept on the server.
async fn take_form(
    context: impl Fn() + Clone + Send + Sync + 'static,
    assets: Assets,
    request: Request<Body>,
) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_FORM).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let fields: Vec<(String, String)> = form_urlencoded::parse(&body).into_owned().collect();
    let Some(action) = fields.iter().find(|(name, _)| name == ACTION).map(|(_, path)| path.clone()) else {
        return (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, "GET, HEAD")]).into_response();
    };
    let Some(uri) = action.starts_with(routes::API).then(|| action.parse::<Uri>().ok()).flatten() else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    let mut call = parts.clone();
    call.uri = uri;
    let answer = {
        let (context, page) = (context.clone(), own_address(&parts.uri));
        let context = move || {
            context();
            provide_context(PlainForm(page.clone()));
        };
        server_fn(context, Request::from_parts(call, Body::from(body))).await
    };
    let (answer, content) = answer.into_parts();
    let cookies: Vec<HeaderValue> = answer.headers.get_all(header::SET_COOKIE).iter().cloned().collect();
    let content = to_bytes(Body::new(content), usize::MAX).await.unwrap_or_default();
    let failed = answer.status.is_client_error() || answer.status.is_server_error();
    let error = failed.then(|| AppError::de(content.clone()));
    let goal = match &error {
        Some(error) if error.code == Code::Unauthenticated => Some(sign_in_address(&parts.uri)),
        Some(error) if error.code == Code::SecondFactor && parts.uri.path() != routes::ACCOUNT => {
            Some(set_up_address(&parts.uri))
        }
        _ => answer.headers.get(header::LOCATION).cloned(),
    };
    let mut response = if let Some(goal) = goal {
        (StatusCode::SEE_OTHER, [(header::LOCATION, goal)]).into_response()
    } else {
        let posted = Posted {
            action,
            fields: fields.into_iter().filter(|(name, _)| !name.contains("password")).collect(),
            error,
            answer: (!failed).then(|| content.to_vec()),
        };
        parts.method = Method::GET;
        let request = Request::from_parts(parts, Body::empty());
        let mut response = render(context, assets, Some(posted), request).await;
        if failed && response.status() == StatusCode::OK {
            *response.status_mut() = answer.status;
        }
        response
    };
    for cookie in cookies {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Answers a call of a server function. A `Referer` never decides where the browser goes.
pub async fn server_fn(
    context: impl Fn() + Clone + Send + Sync + 'static,
    mut request: Request<Body>,
) -> Response<Body> {
    request.headers_mut().remove(header::REFERER);
    request.headers_mut().insert(header::ACCEPT, HeaderValue::from_static("application/x-postcard"));
    let context = move || {
        context();
        provide_context(prefs());
    };
    let response = leptos_axum::handle_server_fns_with_context(context, request).await.into_response();
    // Arguments that can't be read are the caller's fault, which the framework doesn't know.
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    if AppError::de(body.clone()).code == Code::BadRequest {
        parts.status = StatusCode::BAD_REQUEST;
    }
    Response::from_parts(parts, Body::from(body))
}

/// The request at hand. There is none for work that outlives its page, such as a part that was rendered anew meanwhile.
pub fn incoming() -> Result<Incoming, AppError> {
    use_context().ok_or(AppError::new(Code::Internal))
}

/// The preferences of the request at hand.
fn prefs() -> Prefs {
    use_context::<Incoming>().map(|incoming| incoming.prefs).unwrap_or_default()
}

/// A view to read by.
pub async fn view() -> Result<View, AppError> {
    let Incoming { backend, caller, .. } = incoming()?;
    backend.read(&caller).await.map_err(refuse)
}

/// The verbs, and who asks as one who may yet have to set up the second factor that is required of them.
pub fn setting_up() -> Result<(Backend, Caller), AppError> {
    let Incoming { backend, caller, .. } = incoming()?;
    Ok((backend, caller.setting_up()))
}

/// Runs a verb that changes something.
pub async fn write<T, F>(verb: F) -> Result<T, AppError>
where
    T: Send + 'static,
    F: for<'c> FnOnce(&'c mut Call) -> std::pin::Pin<Box<dyn Future<Output = backend::Result<T>> + Send + 'c>>
        + Clone
        + Send
        + 'static,
{
    let Incoming { backend, caller, .. } = incoming()?;
    backend.write(&caller, verb).await.map_err(refuse)
}

/// Wrong input.
pub fn invalid(errors: FieldErrors) -> AppError {
    refuse(Error::Invalid(errors))
}

/// Makes a verb's error fit for the wire, and sets the status that goes with it.
pub fn refuse(error: Error) -> AppError {
    let mut wire = AppError::new(Code::Internal);
    let (status, code) = match error {
        Error::Invalid(fields) => {
            wire.fields = fields;
            (StatusCode::UNPROCESSABLE_ENTITY, Code::Invalid)
        }
        Error::NotFound => (StatusCode::NOT_FOUND, Code::NotFound),
        Error::Forbidden(Denial::Role) => (StatusCode::FORBIDDEN, Code::Forbidden),
        Error::Forbidden(Denial::Governed) => (StatusCode::FORBIDDEN, Code::Governed),
        Error::Forbidden(Denial::Provider) => (StatusCode::FORBIDDEN, Code::Provider),
        Error::Forbidden(Denial::Oneself) => (StatusCode::FORBIDDEN, Code::Oneself),
        Error::Forbidden(Denial::Viewing) => (StatusCode::FORBIDDEN, Code::Viewing),
        Error::Forbidden(Denial::SecondFactor) => (StatusCode::FORBIDDEN, Code::SecondFactor),
        Error::Stale(_) => (StatusCode::CONFLICT, Code::Stale),
        Error::Conflict(conflicts) => {
            let named = |c: FieldConflict| Conflict { field: c.field.to_owned(), theirs: c.theirs, yours: c.yours };
            wire.conflicts = conflicts.into_iter().map(named).collect();
            (StatusCode::CONFLICT, Code::Conflict)
        }
        Error::Blocked(blockers) => {
            wire.taken = blockers.into_iter().map(|b| Taken { field: b.field.to_owned(), value: b.value }).collect();
            (StatusCode::CONFLICT, Code::Blocked)
        }
        Error::Unauthenticated => (StatusCode::UNAUTHORIZED, Code::Unauthenticated),
        Error::SignInFailed => (StatusCode::UNAUTHORIZED, Code::SignInFailed),
        Error::LinkInvalid(end) => (StatusCode::NOT_FOUND, Code::LinkInvalid(link_end(end))),
        Error::TooMany { retry_after } => {
            wire.retry_after = Some(retry_after);
            (StatusCode::TOO_MANY_REQUESTS, Code::TooMany)
        }
        Error::Busy { retry_after } => {
            wire.retry_after = Some(retry_after);
            (StatusCode::SERVICE_UNAVAILABLE, Code::Busy)
        }
        // Pages send no idempotency keys.
        error @ (Error::KeyReused | Error::KeyInFlight | Error::Internal(_)) => {
            wire.request_id = request_id();
            tracing::error!(request_id = wire.request_id.as_deref().unwrap_or("-"), %error, "a page's call failed");
            (StatusCode::INTERNAL_SERVER_ERROR, Code::Internal)
        }
    };
    wire.code = code;
    let Some(response) = use_context::<ResponseOptions>() else { return wire };
    if let Some(seconds) = wire.retry_after {
        response.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    match use_context::<Parts>() {
        // A page that nobody may see: first sign in, then come back.
        Some(parts) if code == Code::Unauthenticated && !parts.uri.path().starts_with(routes::API) => {
            response.insert_header(header::LOCATION, sign_in_address(&parts.uri));
            response.set_status(StatusCode::SEE_OTHER);
        }
        // Or first set up the second factor.
        Some(parts) if code == Code::SecondFactor && !parts.uri.path().starts_with(routes::API) => {
            response.insert_header(header::LOCATION, set_up_address(&parts.uri));
            response.set_status(StatusCode::SEE_OTHER);
        }
        _ => response.set_status(status),
    }
    wire
}

const fn link_end(end: backend::LinkEnd) -> LinkEnd {
    match end {
        backend::LinkEnd::Unknown => LinkEnd::Unknown,
        backend::LinkEnd::Expired => LinkEnd::Expired,
        backend::LinkEnd::Used => LinkEnd::Used,
        backend::LinkEnd::Revoked => LinkEnd::Revoked,
    }
}

/// Where to sign in and come back from.
fn sign_in_address(uri: &Uri) -> HeaderValue {
    HeaderValue::from_str(&routes::sign_in(Some(&own_address(uri))))
        .unwrap_or(HeaderValue::from_static(routes::SIGN_IN))
}

/// Where to set up the second factor and come back from.
fn set_up_address(uri: &Uri) -> HeaderValue {
    HeaderValue::from_str(&routes::set_up_factor(&own_address(uri)))
        .unwrap_or(HeaderValue::from_static(routes::SET_UP_FACTOR))
}

fn own_address(uri: &Uri) -> String {
    uri.path_and_query().map_or("/", |path| path.as_str()).to_owned()
}

fn request_id() -> Option<String> {
    let parts = use_context::<Parts>()?;
    let id = parts.headers.get(HeaderName::from_static("x-request-id"))?;
    id.to_str().ok().map(str::to_owned)
}

/// Path and query of the page that is asked for.
pub fn address() -> (String, String) {
    let uri = use_context::<Parts>().map(|parts| parts.uri).unwrap_or_default();
    (uri.path().to_owned(), uri.query().unwrap_or_default().to_owned())
}

/// The page at this address is not there.
pub fn missing() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::NOT_FOUND);
    }
}

/// The page at this address is elsewhere.
pub fn moved(path: &str) {
    if let (Some(response), Ok(goal)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.insert_header(header::LOCATION, goal);
        response.set_status(StatusCode::SEE_OTHER);
    }
}

/// Where the browser goes when the form that is being taken came without wasm.
pub fn then(path: &str) {
    if use_context::<PlainForm>().is_none() {
        return;
    }
    if let (Some(response), Ok(goal)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(path)) {
        response.insert_header(header::LOCATION, goal);
    }
}

/// As [`then`], back to the page that the form is on, with what the form was opened by closed.
pub fn stay() {
    let Some(PlainForm(page)) = use_context() else { return };
    let (path, query) = page.split_once('?').unwrap_or((&page, ""));
    let opens = |part: &&str| !OPENERS.contains(&part.split('=').next().unwrap_or_default());
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty()).filter(opens).collect();
    let mark = if kept.is_empty() { "" } else { "?" };
    then(&format!("{path}{mark}{}", kept.join("&")));
}

/// As [`stay`], but from the page of what is gone now to another.
pub fn stay_unless_at(gone: &str, list: &str) {
    match use_context() {
        Some(PlainForm(page)) if page.starts_with(gone) => then(list),
        _ => stay(),
    }
}

/// As [`then`], to where a set-up of the second factor goes on: the same page that it was begun on.
pub fn back_to_factor() {
    match use_context() {
        Some(PlainForm(page)) if page.starts_with(routes::SET_UP_FACTOR) => then(&page),
        _ => then(routes::ACCOUNT_FACTOR),
    }
}

/// Hands the browser its session.
pub fn signed_in(session: &SignedIn) {
    let Ok(Incoming { backend, secure, .. }) = incoming() else { return };
    let age = session.remember.then(|| (session.expires_at.0 - backend.now().0).max(0) / model::time::SECOND);
    let age = age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    set_cookie(&format!("{}={}{age}; HttpOnly", session_cookie(secure), session.secret.expose()));
}

/// Hands the browser its session and goes on to `next`; or half of one, and goes on to where a code is asked for.
pub fn go_on(session: &SignedIn, next: &str) {
    let Ok(Incoming { secure, half, .. }) = incoming() else { return };
    let name = half_cookie(secure);
    let next = routes::local(next);
    if session.awaits_code {
        set_cookie(&format!("{name}={}; Max-Age={HALF}; HttpOnly", session.secret.expose()));
        return then(&routes::code(next));
    }
    if half.is_some() {
        set_cookie(&format!("{name}=; Max-Age=0; HttpOnly"));
    }
    signed_in(session);
    then(next);
}

/// Takes the session away from the browser.
pub fn signed_out() {
    set_cookie(&format!("{}=; Max-Age=0; HttpOnly", session_cookie(incoming().is_ok_and(|incoming| incoming.secure))));
}

/// Remembers a preference.
pub fn remember(name: &str, value: &str) {
    set_cookie(&format!("{name}={value}; Max-Age={YEAR}"));
}

fn set_cookie(cookie: &str) {
    let secure = if incoming().is_ok_and(|incoming| incoming.secure) { "; Secure" } else { "" };
    let cookie = format!("{cookie}; Path=/; SameSite=Lax{secure}");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}
