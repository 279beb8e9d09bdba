//! `/users/{id}/second-factor`: taking it off someone who has lost it.

use super::Api;
use super::answer;
use super::ask::Ask;
use super::checks::Gate;
use super::id::Id;
use super::problem::Fault;
use axum::response::Response;
use backend::people;
use model::ids::UserId;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(take_off))
}

/// Take a user's second factor off
///
/// For who has lost it; takes an admin, and never oneself. Nothing happens where there is none. Where a second factor is required,
/// the user sets up another one before anything else.
#[utoipa::path(delete, path = "/users/{id}/second-factor", tag = "Users",
    responses((status = 204, description = "The user has none.")))]
pub async fn take_off(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::SecondFactor(id), Ask::nothing).await?;
    ask.write(answer::gone, move |call| {
        Box::pin(async move { people::reset_second_factor(call, id, version).await.map(drop) })
    })
    .await
}
