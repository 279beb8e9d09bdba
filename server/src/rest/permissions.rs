//! `/permissions`: why someone may do something, or may not.

use super::Api;
use super::answer;
use super::ask::Ask;
use super::problem::Fault;
use axum::response::Response;
use backend::policy;
use model::form::{FieldErrors, Problem};
use model::ids::UserId;
use model::permissions::{Action, Explanation};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(explain))
}

/// What is asked.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "described here, read by name")]
struct Question {
    /// Who would do it; without it, this token.
    #[param(inline)]
    user: Option<UserId>,
    /// What.
    #[param(inline, required = true)]
    action: Option<Action>,
    /// To what: the id of a customer, user or contact, whichever the action is about. For `user.create` and
    /// `contact.create` it is the customer that gets one. `rankings.*`, `mail.read` and `tokens.manage` take none.
    #[param(format = "uuid", example = "0198c0de-7a2b-7c3d-8e4f-5a6b7c8d9e0f")]
    object: Option<String>,
}

/// Explain a permission
///
/// The rules that it depends on, in their order, and whether each holds; it is the decision by which the server itself
/// acts. Anyone may ask about themselves, admins about everyone in their reach. What lies outside the token's reach
/// is 404.
#[utoipa::path(get, path = "/permissions", tag = "Permissions", params(Question),
    responses((status = 200, description = "The decision, rule by rule.", body = Explanation)))]
pub async fn explain(ask: Ask) -> Result<Response, Fault> {
    let mut params = ask.params.clone();
    let user = params.text("user");
    let action = params.text("action").map_or(Err(Problem::Required), |name| Action::parse(&name));
    let object = params.text("object");
    let mut garbled = FieldErrors::default();
    for (name, id) in [("user", &user), ("object", &object)] {
        if id.as_ref().is_some_and(|id| id.trim().parse::<UserId>().is_err()) {
            garbled.add(name, Problem::Malformed);
        }
    }
    garbled.into_result()?;
    let explanation = policy::explain(ask.view(), user.as_deref(), action, object.as_deref()).await?;
    params.finish()?;
    Ok(answer::response(answer::ok(&explanation)?)?)
}
