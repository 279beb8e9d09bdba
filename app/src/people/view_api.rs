//! Server functions: viewing the pages as a user, and ending that. Both are plain forms: the whole page changes.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::ids::UserId;

#[cfg(feature = "ssr")]
use crate::{request, routes};
#[cfg(feature = "ssr")]
use backend::people;

/// From now on the pages are as this user sees them.
#[server(protocol = Wire)]
pub async fn view_as(user: UserId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(people::view_as(call, user))).await?;
    request::then(routes::HOME);
    Ok(())
}

/// The pages are one's own again, and lead back to whom one viewed as.
#[server(protocol = Wire)]
pub async fn end_view() -> Result<(), AppError> {
    let incoming = request::incoming()?;
    let viewed = people::end_view(&incoming.backend, &incoming.caller).await.map_err(request::refuse)?;
    request::then(&viewed.map_or(routes::CUSTOMERS.to_owned(), routes::user));
    Ok(())
}
