//! Server functions: requiring a second factor of a customer's people.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::customers::{Customer, TwoFactorPlan};
use model::ids::CustomerId;

#[cfg(feature = "ssr")]
use crate::request;
#[cfg(feature = "ssr")]
use backend::customers;

/// Of whom it would be required.
#[server(protocol = Wire)]
pub async fn customer_two_factor_plan(id: CustomerId) -> Result<TwoFactorPlan, AppError> {
    let view = request::view().await?;
    customers::two_factor_plan(&view, id).await.map_err(request::refuse)
}

/// Requires it, or no longer.
#[server(protocol = Wire)]
pub async fn require_two_factor(id: CustomerId, on: bool) -> Result<Customer, AppError> {
    let customer = request::write(move |call| Box::pin(customers::require_two_factor(call, id, on, None))).await?;
    request::stay();
    Ok(customer)
}
