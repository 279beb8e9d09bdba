//! The id in a path.

use super::problem::Fault;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use backend::Error;
use std::str::FromStr;

/// The `{id}` of a path. What is not an id names nothing, so it is answered like an id that does not exist.
#[derive(Clone, Copy, Debug)]
pub struct Id<T>(pub T);

impl<S: Send + Sync, T: FromStr + Send> FromRequestParts<S> for Id<T> {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let Ok(Path(text)) = Path::<String>::from_request_parts(parts, state).await else {
            return Err(Error::NotFound.into());
        };
        text.parse().map(Self).map_err(|_| Error::NotFound.into())
    }
}
