//! Server functions: the customers as a tree.
#![expect(missing_docs, reason = "the arguments of a server function become fields, which have its documentation")]

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::customers::{CustomerQuery, TreeNode};
use model::ids::CustomerId;
use model::page::Page;

#[cfg(feature = "ssr")]
use crate::request;
#[cfg(feature = "ssr")]
use backend::customers;

/// A page of the direct children of a customer; without one, the top of the caller's reach.
#[server(protocol = Wire)]
pub async fn customer_children(parent: Option<CustomerId>, cursor: Option<String>) -> Result<Page<TreeNode>, AppError> {
    let view = request::view().await?;
    customers::children(&view, parent, cursor).await.map_err(request::refuse)
}

/// What a search or filter finds, with the way to it from the top of the caller's reach.
#[server(protocol = Wire)]
pub async fn find_in_tree(query: CustomerQuery) -> Result<Page<TreeNode>, AppError> {
    let view = request::view().await?;
    customers::find_in_tree(&view, &query).await.map_err(request::refuse)
}
