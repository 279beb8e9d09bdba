//! Deleting customers, now or later, and bringing them back.

use crate::rest::answer;
use crate::rest::ask::Ask;
use crate::rest::checks::{Gate, Reach};
use crate::rest::id::Id;
use crate::rest::problem::Fault;
use crate::rest::schema::DeletionBody;
use crate::rest::wrong;
use axum::response::Response;
use backend::customers;
use model::customers::{Customer, DeletionPlan};
use model::deletions::{DeletionForm, NewDeletion};
use model::ids::CustomerId;

/// See what a deletion would take along
#[utoipa::path(get, path = "/customers/{id}/deletion-plan", tag = "Deletion",
    responses((status = 200, description = "Counts of what hangs on the customer.", body = DeletionPlan)))]
pub async fn plan(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let plan = customers::deletion_plan(ask.view(), id).await?;
    ask.params.finish()?;
    Ok(answer::response(answer::ok(&plan)?)?)
}

/// Delete a customer
///
/// To the Trash, at once or at a time to come. With `permanent=true` a customer that is in the Trash goes for good:
/// no body then, and the answer is 204.
#[utoipa::path(delete, path = "/customers/{id}", tag = "Deletion", request_body = DeletionBody,
    params(("permanent" = Option<bool>, Query, description = "Purge a customer from the Trash.")),
    responses((status = 200, description = "The customer with its deletion.", body = Customer),
        (status = 204, description = "Gone for good.")))]
pub async fn delete(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    if ask.params.clone().flag("permanent") {
        return purge(id, ask).await;
    }
    let (version, deletion) = ask.read(Gate::Customer(id, Reach::Whole), read_deletion).await?;
    ask.write(answer::customer, move |call| Box::pin(customers::delete(call, id, deletion, version))).await
}

async fn purge(id: CustomerId, mut ask: Ask) -> Result<Response, Fault> {
    ask.params.flag("permanent");
    let (version, ()) = ask.read(Gate::Trash(id), Ask::nothing).await?;
    ask.write(answer::gone, move |call| Box::pin(customers::purge(call, id, version))).await
}

fn read_deletion(ask: &Ask) -> Result<NewDeletion, Fault> {
    let mut params = ask.params.clone();
    params.flag("permanent");
    let mut body = ask.body.object_or_nothing()?;
    let form = DeletionForm { at: body.text("at"), reason: body.text("reason"), children: body.text("children") };
    Ok(wrong::settle(wrong::with_params(body.finish(), params), form.parse())?)
}

/// Call off a scheduled deletion
#[utoipa::path(post, path = "/customers/{id}/cancel-deletion", tag = "Deletion",
    responses((status = 200, description = "The customer, which stays.", body = Customer)))]
pub async fn cancel(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Customer(id, Reach::Whole), Ask::nothing).await?;
    ask.write(answer::customer, move |call| Box::pin(customers::cancel_deletion(call, id, version))).await
}

/// Restore a customer from the Trash
///
/// Under its old parent or, where that is gone, the nearest ancestor that lives. A ref ID or e-mail address that
/// someone else has by now blocks it.
#[utoipa::path(post, path = "/customers/{id}/restore", tag = "Deletion",
    responses((status = 200, description = "The customer, back again.", body = Customer)))]
pub async fn restore(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Trash(id), Ask::nothing).await?;
    ask.write(answer::customer, move |call| Box::pin(customers::restore(call, id, version))).await
}
