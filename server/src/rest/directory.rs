//! `/users`: everyone within the token's reach who can sign in, and one of them.

use super::Api;
use super::answer;
use super::ask::Ask;
use super::checks::Gate;
use super::id::Id;
use super::patch;
use super::problem::Fault;
use super::schema::{PageParams, UserFilter, UserPatch};
use super::wrong;
use axum::response::Response;
use backend::people::{self, UserEdit};
use model::customers::Status;
use model::ids::UserId;
use model::page::Page;
use model::people::{Role, User, UserStatus};
use model::users::{UserField, UserQuery, UserSort};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Members of a user that are never set by writing them.
const READ_ONLY: [&str; 8] =
    ["id", "customer_id", "status", "last_sign_in_at", "created_at", "version", "password", "activation"];

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(find, edit, delete))
        .routes(routes!(enable))
        .routes(routes!(disable))
}

/// List all users
///
/// Those of the token's own customer and of all below it, searched, filtered and sorted.
#[utoipa::path(get, path = "/users", tag = "Users", params(UserFilter, PageParams),
    responses((status = 200, description = "A page of users.", body = Page<User>)))]
pub async fn list(ask: Ask) -> Result<Response, Fault> {
    let mut params = ask.params.clone();
    let mut query = UserQuery {
        q: params.words("q"),
        role: params.take("role", Role::parse),
        status: params.take("status", UserStatus::parse),
        under: params.id("under"),
        sort: params.take("sort", UserSort::parse).unwrap_or_default(),
        ..UserQuery::default()
    };
    (query.cursor, query.limit) = params.page();
    params.finish()?;
    let page = people::all(ask.view(), &query).await?;
    Ok(answer::response(answer::ok(&page.map(|row| row.user))?)?)
}

/// Read a user
#[utoipa::path(get, path = "/users/{id}", tag = "Users",
    responses((status = 200, description = "The user.", body = User, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn find(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    let found = people::user(ask.view(), id).await?;
    ask.params.finish()?;
    Ok(answer::response(answer::user(&found.user)?)?)
}

/// Edit a user
///
/// A merge patch (RFC 7396). Another address revokes the links that were made for the one before; another role holds
/// from the next request on. The provider's last admin stays one.
#[utoipa::path(patch, path = "/users/{id}", tag = "Users",
    request_body(content = UserPatch, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The user as it is now.", body = User, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn edit(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    let said = |ask: &Ask| patch::read(ask, &UserField::ALL, UserField::as_str, &READ_ONLY);
    let (version, (changes, wrong)) = ask.read(Gate::User(id), said).await?;
    if !wrong.is_empty() {
        let mut form = people::find(ask.view(), id).await?.user.form();
        for change in changes {
            *form.get_mut(change.field) = change.value;
        }
        return Err(wrong::settle(wrong, form.parse()).err().unwrap_or_default().into());
    }
    let edit = UserEdit { version, changes };
    ask.write(answer::user, move |call| Box::pin(people::edit(call, id, edit))).await
}

/// Delete a user
///
/// For good: sessions, links and tokens go along. A contact that signed in as the user stays.
#[utoipa::path(delete, path = "/users/{id}", tag = "Users", responses((status = 204, description = "Deleted.")))]
pub async fn delete(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::User(id), Ask::nothing).await?;
    ask.write(answer::gone, move |call| Box::pin(people::delete(call, id, version))).await
}

/// Enable a user
#[utoipa::path(post, path = "/users/{id}/enable", tag = "Users",
    responses((status = 200, description = "The user as it is now.", body = User)))]
pub async fn enable(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    set_status(id, ask, Status::Enabled).await
}

/// Disable a user
///
/// Sessions and links end and tokens stop at once.
#[utoipa::path(post, path = "/users/{id}/disable", tag = "Users",
    responses((status = 200, description = "The user as it is now.", body = User)))]
pub async fn disable(Id(id): Id<UserId>, ask: Ask) -> Result<Response, Fault> {
    set_status(id, ask, Status::Disabled).await
}

async fn set_status(id: UserId, ask: Ask, status: Status) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::User(id), Ask::nothing).await?;
    ask.write(answer::user, move |call| Box::pin(people::set_status(call, id, status, version))).await
}
