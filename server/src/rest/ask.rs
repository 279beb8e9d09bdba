//! One request as handlers get it: who asks, and what they said, unread until its turn.

use super::auth::Bearer;
use super::body::Body;
use super::checks::Gate;
use super::condition::Condition;
use super::problem::Fault;
use super::query::Params;
use super::{Api, answer};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use backend::idempotency::{self, Answer, Once};
use backend::{Backend, Call, View};
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

    /// Reads what was said, and the version that it is said of. Where something is wrong with that, what ranks before
    /// it is told first: scope, then role, then version.
    pub async fn read<T>(
        &self,
        gate: Gate,
        said: impl FnOnce(&Self) -> Result<T, Fault>,
    ) -> Result<(Option<u32>, T), Fault> {
        let version = match self.version() {
            Ok(version) => version,
            Err(fault) => {
                gate.check(self.view(), None).await?;
                return Err(fault);
            }
        };
        match said(self).and_then(|said| self.key.clone().map(|_| said)) {
            Ok(said) => Ok((version, said)),
            Err(fault) => {
                gate.check(self.view(), version).await?;
                Err(fault)
            }
        }
    }

    fn version(&self) -> Result<Option<u32>, Fault> {
        let condition = self.condition.clone()?;
        if self.method == Method::PATCH { condition.required() } else { Ok(condition.version()) }
    }

    /// For verbs that take nothing but their path.
    pub fn nothing(&self) -> Result<(), Fault> {
        let mut wrong = self.body.object_or_nothing()?.finish();
        if let Err(params) = self.params.clone().finish() {
            params.0.into_iter().for_each(|error| wrong.add(error.field, error.problem));
        }
        Ok(wrong.into_result()?)
    }

    /// Runs a verb that writes; under an idempotency key, once. Only POST has keys: the rest may be repeated as it is.
    pub async fn write<T, F>(self, answer: fn(&T) -> backend::Result<Answer>, verb: F) -> Result<Response, Fault>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Call) -> BoxFuture<'c, backend::Result<T>> + Clone + Send + 'static,
    {
        let key = self.key?.filter(|_| self.method == Method::POST);
        let Some(key) = key else {
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
