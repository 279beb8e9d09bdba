//! One customer, and those above it.

use crate::rest::answer;
use crate::rest::ask::Ask;
use crate::rest::id::Id;
use crate::rest::pages;
use crate::rest::problem::Fault;
use axum::response::Response;
use backend::customers;
use model::customers::Customer;
use model::ids::CustomerId;
use model::page::Page;

/// Read a customer
///
/// A deleted one only for who may restore it.
#[utoipa::path(get, path = "/customers/{id}", tag = "Customers",
    responses((status = 200, description = "The customer.", body = Customer, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn find(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let customer = customers::find(ask.view(), id).await?;
    ask.params.finish()?;
    Ok(answer::response(answer::customer(&customer)?)?)
}

/// List a customer's ancestors
///
/// Always whole, from the top of the token's reach, without the customer itself and the provider.
#[utoipa::path(get, path = "/customers/{id}/ancestors", tag = "Customers",
    responses((status = 200, description = "The customers above it.", body = Page<Customer>)))]
pub async fn ancestors(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    let ancestors = customers::ancestors(ask.view(), id).await?;
    ask.params.finish()?;
    Ok(answer::response(answer::ok(&pages::whole(ancestors))?)?)
}
