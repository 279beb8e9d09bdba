//! Server function: why something may be done, or not.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::permissions::Explanation;

/// The decision about an action, rule by rule; without a user about oneself.
#[server(protocol = Wire)]
pub async fn explain_permission(
    #[server(default)] user: Option<String>,
    action: String,
    #[server(default)] object: Option<String>,
) -> Result<Explanation, AppError> {
    use model::permissions::Action;
    let view = crate::request::view().await?;
    let explained = backend::policy::explain(&view, user.as_deref(), Action::parse(&action), object.as_deref());
    explained.await.map_err(crate::request::refuse)
}
