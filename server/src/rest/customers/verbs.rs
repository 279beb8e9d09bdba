//! What is done to a customer as a whole: move, enable, disable.

use crate::rest::answer;
use crate::rest::ask::Ask;
use crate::rest::checks::{Gate, Reach};
use crate::rest::id::Id;
use crate::rest::problem::Fault;
use crate::rest::schema::{Move, Moved};
use crate::rest::wrong;
use axum::response::Response;
use backend::customers;
use model::customers::{Customer, Status};
use model::form::{FieldErrors, Problem};
use model::ids::CustomerId;

/// Move a customer
///
/// Under another parent, with all below it. With `dry_run=true` nothing moves and the answer says what would.
#[utoipa::path(post, path = "/customers/{id}/move", tag = "Customers", request_body = Move,
    params(("dry_run" = Option<bool>, Query, description = "Only say what would change.")),
    responses((status = 200, description = "The customer in its new place; with `dry_run` the plan.", body = Moved)))]
pub async fn relocate(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let (version, (parent, dry_run)) = ask.read(Gate::Customer(id, Reach::Whole), read_move).await?;
    if dry_run {
        let plan = customers::move_plan(ask.view(), id, parent).await?;
        return Ok(answer::response(answer::ok(&plan)?)?);
    }
    ask.write(answer::customer, move |call| Box::pin(customers::relocate(call, id, parent, version))).await
}

fn read_move(ask: &Ask) -> Result<(CustomerId, bool), Fault> {
    let mut params = ask.params.clone();
    let dry_run = params.flag("dry_run");
    let mut body = ask.body.object()?;
    let parent = body.text("parent_id");
    let parent = match parent.trim() {
        "" => Err(Problem::Required),
        id => id.parse().map_err(|_| Problem::NotFound),
    };
    let parent = parent.map_err(|problem| FieldErrors::one("parent_id", problem));
    let parent = wrong::settle(wrong::with_params(body.finish(), params), parent)?;
    Ok((parent, dry_run))
}

/// Enable a customer
///
/// Its people can sign in again, unless a customer above is disabled.
#[utoipa::path(post, path = "/customers/{id}/enable", tag = "Customers",
    responses((status = 200, description = "The customer as it is now.", body = Customer)))]
pub async fn enable(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    set_status(id, ask, Status::Enabled).await
}

/// Disable a customer
///
/// Sessions and tokens of its people and of all below stop at once.
#[utoipa::path(post, path = "/customers/{id}/disable", tag = "Customers",
    responses((status = 200, description = "The customer as it is now.", body = Customer)))]
pub async fn disable(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    set_status(id, ask, Status::Disabled).await
}

async fn set_status(id: CustomerId, ask: Ask, status: Status) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Customer(id, Reach::Whole), Ask::nothing).await?;
    ask.write(answer::customer, move |call| Box::pin(customers::set_status(call, id, status, version))).await
}
