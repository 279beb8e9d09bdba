//! One request as handlers get it: who asks, and what they said, unread until its turn.

use super::auth::Bearer;
use super::body::Body;
use super::checks::Gate;
use super::condition::Condition;
use super::problem::Fault;
use super::query::Params;
use super::{Api, answer, wrong};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use backend::idempotency::{self, Answer, Once};
use backend::{Backend, Call, Caller, View};
use futures::future::BoxFuture;

/// Longest idempotency key.
const KEY: usize = 255;

/// A request.
#[derive(Clone)]
pub struct Ask {
    /// The verbs.
    pub backend: Backend,
    /// The query's parameters.
    pub params: Params,
    /// The body.
    pub body: Body,
    who: Bearer,
    method: Method,
    path: String,
    query: String,
    condition: Result<Condition, Fault>,
    key: Result<Option<String>, Fault>,
}

impl FromRequest<Api> for Ask {
    type Rejection = Fault;

    async fn from_request(request: Request, api: &Api) -> Result<Self, Fault> {
        let who = request.extensions().get::<Bearer>().cloned().ok_or(Fault::NoToken)?;
        Ok(Self {
            backend: api.backend.clone(),
            params: Params::of(request.uri()),
            who,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            query: request.uri().query().unwrap_or_default().to_owned(),
            condition: Condition::read(request.headers()),
            key: key(request.headers()),
            body: Body::receive(request).await,
        })
    }
}

impl Ask {
    /// What verbs that read need.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.who.view
    }

    /// Who asks, for verbs that open views of their own.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.who.caller
    }

    /// Reads what was said, and the version that it is said of, once scope, role and version are right.
    pub async fn read<T>(
        &self,
        gate: Gate,
        said: impl FnOnce(&Self) -> Result<T, Fault>,
    ) -> Result<(Option<u32>, T), Fault> {
        let version = self.version();
        // Sent again under its key, a request names the version that it has itself replaced: the verb compares.
        let compare = if self.once() { None } else { version.as_ref().copied().unwrap_or_default() };
        gate.check(self.view(), compare).await?;
        let version = version?;
        self.key.as_ref().map_err(Clone::clone)?;
        Ok((version, said(self)?))
    }

    /// Whether an idempotency key counts here: only POST has them, the rest may be repeated as it is.
    fn once(&self) -> bool {
        self.method == Method::POST && matches!(self.key, Ok(Some(_)))
    }

    fn version(&self) -> Result<Option<u32>, Fault> {
        let condition = self.condition.clone()?;
        if self.method == Method::PATCH { condition.required() } else { Ok(condition.version()) }
    }

    /// For verbs that take nothing but their path.
    pub fn nothing(&self) -> Result<(), Fault> {
        let wrong = self.body.object_or_nothing()?.finish();
        Ok(wrong::with_params(wrong, self.params.clone()).into_result()?)
    }

    /// Runs a verb that writes; under an idempotency key, once.
    pub async fn write<T, F>(self, answer: fn(&T) -> backend::Result<Answer>, verb: F) -> Result<Response, Fault>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Call) -> BoxFuture<'c, backend::Result<T>> + Clone + Send + 'static,
    {
        let once = self.once();
        let Some(key) = self.key?.filter(|_| once) else {
            let done = self.backend.write(&self.who.caller, verb).await?;
            return Ok(answer::response(answer(&done)?)?);
        };
        let request = [self.query.as_bytes(), b"\n", self.body.bytes()?].concat();
        let route = format!("{} {}", self.method, self.path);
        let once = Once { vault: self.who.vault, route, key, request };
        let done = idempotency::run(&self.backend, &self.who.caller, once, move |call| {
            Box::pin(async move { verb(call).await.and_then(|value| answer(&value)) })
        });
        Ok(answer::response(done.await?)?)
    }
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Fault> {
    let mut values = headers.get_all("idempotency-key").iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    let key = value.to_str().map_err(|_| Fault::Key)?.trim();
    let visible = key.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
    if values.next().is_some() || key.is_empty() || key.len() > KEY || !visible {
        return Err(Fault::Key);
    }
    Ok(Some(key.to_owned()))
}
