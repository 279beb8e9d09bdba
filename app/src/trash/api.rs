//! Server functions: the Trash.
#![expect(missing_docs, reason = "the arguments of a server function become fields, which have its documentation")]

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::customers::TrashRow;
use model::ids::CustomerId;
use model::page::Page;
use model::time::Timestamp;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::request;
#[cfg(feature = "ssr")]
use backend::customers;

/// A page of the Trash, and by whose clock and for how long it keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrashList {
    /// The deletions.
    pub page: Page<TrashRow>,
    /// The server's now: what is left of the time is counted from it.
    pub now: Timestamp,
    /// Days before what is deleted is gone for good.
    pub days: u32,
}

/// A page of the Trash, the latest deletion first.
#[server(protocol = Wire)]
pub async fn list_trash(#[server(default)] q: String, cursor: Option<String>) -> Result<TrashList, AppError> {
    let view = request::view().await?;
    let query = customers::TrashQuery { q, cursor, limit: model::page::DEFAULT_LIMIT };
    let page = customers::trash(&view, &query).await.map_err(request::refuse)?;
    Ok(TrashList { page, now: view.now, days: request::incoming()?.backend.trash_days() })
}

/// Brings a deletion back.
#[server(protocol = Wire)]
pub async fn restore_deleted(id: CustomerId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(customers::restore(call, id, None))).await?;
    request::stay();
    Ok(())
}

/// Deletes for good. `typed` is the customer's name, so that nobody does it by a slip.
#[server(protocol = Wire)]
pub async fn purge_deleted(id: CustomerId, #[server(default)] typed: String) -> Result<(), AppError> {
    let view = request::view().await?;
    let customer = customers::find(&view, id).await.map_err(request::refuse)?;
    if typed.trim() != customer.name.trim() {
        return Err(request::invalid(model::form::FieldErrors::one("typed", model::form::Problem::Malformed)));
    }
    request::write(move |call| Box::pin(customers::purge(call, id, None))).await?;
    request::stay();
    Ok(())
}
