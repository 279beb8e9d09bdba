//! Server functions: the views that one keeps under names.

use crate::error::AppError;
use crate::wire::Wire;
use leptos::prelude::*;
use model::ids::SavedViewId;
use model::saved_views::{SavedView, SavedViewForm};

#[cfg(feature = "ssr")]
use crate::customers::query;
#[cfg(feature = "ssr")]
use crate::request;
#[cfg(feature = "ssr")]
use crate::ui::nav::Query;
#[cfg(feature = "ssr")]
use backend::saved_views;
#[cfg(feature = "ssr")]
use model::saved_views::Shown;

/// One's own, by name.
#[server(protocol = Wire)]
pub async fn list_saved_views() -> Result<Vec<SavedView>, AppError> {
    let view = request::view().await?;
    saved_views::list(&view).await.map_err(request::refuse)
}

/// Keeps what an address shows; what of it can't be read is as if it weren't there.
#[server(protocol = Wire)]
pub async fn save_view(form: SavedViewForm) -> Result<SavedView, AppError> {
    let name = form.parse().map_err(request::invalid)?;
    let map = Query::parse(&form.address);
    let shown = Shown { query: query::read(&map), tree: query::is_tree(&map) };
    let saved = request::write(move |call| Box::pin(saved_views::save(call, name, shown))).await?;
    request::stay();
    Ok(saved)
}

/// Deletes one.
#[server(protocol = Wire)]
pub async fn delete_saved_view(id: SavedViewId) -> Result<(), AppError> {
    request::write(move |call| Box::pin(saved_views::delete(call, id))).await?;
    request::stay();
    Ok(())
}
