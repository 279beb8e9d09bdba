//! The users of a customer.

use crate::rest::answer;
use crate::rest::ask::Ask;
use crate::rest::checks::Gate;
use crate::rest::id::Id;
use crate::rest::problem::Fault;
use crate::rest::schema::{CreatedUser, NewUserBody, PageParams};
use crate::rest::users::{First, user_form};
use crate::rest::wrong;
use axum::response::Response;
use backend::{customers, people};
use model::form::FieldErrors;
use model::ids::CustomerId;
use model::page::Page;
use model::people::{NewUser, User};

/// List a customer's users
#[utoipa::path(get, path = "/customers/{id}/users", tag = "Users", params(PageParams),
    responses((status = 200, description = "A page of users.", body = Page<User>)))]
pub async fn list(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    customers::find(ask.view(), id).await?;
    let mut params = ask.params.clone();
    let (cursor, limit) = params.page();
    params.finish()?;
    let page = people::list(ask.view(), id, cursor.as_deref(), limit).await?;
    Ok(answer::response(answer::ok(&page)?)?)
}

/// Add a user
///
/// With a password, with a link that is mailed, or with one to hand over: `activation_link` is shown this once.
#[utoipa::path(post, path = "/customers/{id}/users", tag = "Users", request_body = NewUserBody,
    responses((status = 201, description = "The new user.", body = CreatedUser)))]
pub async fn create(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let (_, new) = ask.read(Gate::Users(id), read_new).await?;
    let user = people::prepare(&ask.backend, new).await?;
    ask.write(answer::created_user, move |call| Box::pin(people::create(call, id, user))).await
}

fn read_new(ask: &Ask) -> Result<NewUser, Fault> {
    let mut wrong = FieldErrors::default();
    let form = user_form(ask.body.object()?, First::No, &mut wrong);
    Ok(wrong::settle(wrong::with_params(wrong, ask.params.clone()), form.parse())?)
}
