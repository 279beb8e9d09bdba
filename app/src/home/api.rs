//! Server function of the home page.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::home::Home;

#[cfg(feature = "ssr")]
use crate::request;

/// What the person who asks sees first.
#[server(protocol = Wire)]
pub async fn open_home() -> Result<Home, AppError> {
    let view = request::view().await?;
    backend::home(&view, &request::incoming()?.caller).await.map_err(request::refuse)
}
