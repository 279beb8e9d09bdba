//! `/customers`: the tree of customers.

mod deletion;
mod file;
mod list;
mod read;
mod users;
mod verbs;
mod write;

use super::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new()
        .routes(routes!(list::list, write::create))
        .routes(routes!(file::file))
        .routes(routes!(read::find, write::edit, deletion::delete))
        .routes(routes!(list::children))
        .routes(routes!(read::ancestors))
        .routes(routes!(verbs::relocate))
        .routes(routes!(verbs::enable))
        .routes(routes!(verbs::disable))
        .routes(routes!(deletion::plan))
        .routes(routes!(deletion::cancel))
        .routes(routes!(deletion::restore))
        .routes(routes!(users::list, users::create))
}
