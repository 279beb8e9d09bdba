//! `/users`: inviting again, or no longer; and how a new user is said, alone or as a new customer's first.

use super::Api;
use super::answer;
use super::ask::Ask;
use super::checks::Gate;
use super::id::Id;
use super::json::Object;
use super::problem::Fault;
use super::schema::{CreatedUser, InviteBody};
use super::wrong;
use axum::response::Response;
use backend::people;
use model::form::{FieldErrors, Problem};
use model::ids::UserId;
use model::people::{LinkBy, NewUserForm, Role};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(invite, revoke))
}

/// Invite a user again
///
/// For a user who has not chosen a password yet: a new link, by mail, or with `activation` = `link` shown this once as
/// `activation_link`. The link before no longer works, and mail that still waits with it is not sent.
#[utoipa::path(post, path = "/users/{id}/invite", tag = "Users", request_body = InviteBody,
    responses((status = 200, description = "The user.", body = CreatedUser, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn invite(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    let (version, by) = ask.read(Gate::User(id), read_by).await?;
    ask.write(answer::invited_user, move |call| Box::pin(people::invite(call, id, by, version))).await
}

/// Revoke an invitation
///
/// The link no longer works, and mail that still waits with it is not sent. Nothing happens where no invitation is open.
#[utoipa::path(delete, path = "/users/{id}/invite", tag = "Users",
    responses((status = 204, description = "No invitation is open.")))]
pub async fn revoke(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::User(id), Ask::nothing).await?;
    ask.write(answer::gone, move |call| {
        Box::pin(async move { people::revoke_invitation(call, id, version).await.map(drop) })
    })
    .await
}

/// By mail, unless it is said otherwise.
fn read_by(ask: &Ask) -> Result<LinkBy, Fault> {
    let mut body = ask.body.object_or_nothing()?;
    let by = match body.text("activation") {
        text if text.trim().is_empty() => Ok(LinkBy::Email),
        text => LinkBy::parse(&text).map_err(|problem| FieldErrors::one("activation", problem)),
    };
    Ok(wrong::settle(wrong::with_params(body.finish(), ask.params.clone()), by)?)
}

/// Whether the user is a new customer's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    /// Without a role an admin: someone has to be.
    Yes,
    /// The role has to be said.
    No,
}

/// Members of a user that are never set.
const READ_ONLY: [&str; 8] =
    ["id", "customer_id", "status", "last_sign_in_at", "invited_until", "created_at", "version", "activation_link"];

/// Reads the members of a new user: name, e-mail, role, and either a password or a kind of activation.
pub fn user_form(mut body: Object, first: First, wrong: &mut FieldErrors) -> NewUserForm {
    let with_password = body.has("password");
    let (password, activation) = (body.text("password"), body.text("activation"));
    let mut form = NewUserForm {
        name: body.text("name"),
        email: body.text("email"),
        role: body.text("role"),
        password_confirmation: password.clone(),
        password,
        activation: "password".to_owned(),
    };
    if !with_password || form.password.is_empty() && !activation.trim().is_empty() {
        form.activation = activation;
        match form.activation.trim() {
            "" => body.wrong.add("activation", Problem::Required),
            given => {
                if let Err(problem) = LinkBy::parse(given) {
                    body.wrong.add("activation", problem);
                }
            }
        }
    } else if !activation.trim().is_empty() {
        body.wrong.add("activation", Problem::ReadOnly);
    }
    if form.role.trim().is_empty() {
        match first {
            First::Yes => form.role = Role::Admin.as_str().to_owned(),
            First::No => body.wrong.add("role", Problem::Required),
        }
    }
    body.read_only(&READ_ONLY);
    *wrong = body.finish();
    form
}
