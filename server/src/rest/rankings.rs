//! `/rankings`: the tiers that a provider gives its customers.

use super::Api;
use super::answer;
use super::ask::Ask;
use super::checks::Gate;
use super::id::Id;
use super::pages;
use super::problem::Fault;
use super::schema::{PageParams, RankingBody};
use super::wrong;
use axum::response::Response;
use backend::rankings as verbs;
use model::ids::RankingId;
use model::page::Page;
use model::rankings::{Ranking, RankingForm};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(find, edit, delete))
}

/// List the rankings
#[utoipa::path(get, path = "/rankings", tag = "Rankings", params(PageParams),
    responses((status = 200, description = "A page of rankings.", body = Page<Ranking>)))]
pub async fn list(mut ask: Ask) -> Result<Response, Fault> {
    let (cursor, limit) = ask.params.page();
    ask.params.clone().finish()?;
    let rankings = verbs::list(ask.view()).await?;
    let page = pages::page(rankings, cursor.as_deref(), limit, |ranking| ranking.id)?;
    Ok(answer::response(answer::ok(&page)?)?)
}

/// Add a ranking
#[utoipa::path(post, path = "/rankings", tag = "Rankings", request_body = RankingBody,
    responses((status = 201, description = "The new ranking.", body = Ranking, headers(
        ("Location" = String, description = "Its path."), ("ETag" = String, description = "The version in quotes.")))))]
pub async fn create(ask: Ask) -> Result<Response, Fault> {
    let (_, name) = ask.read(Gate::Rankings(None), read_name).await?;
    ask.write(answer::created_ranking, move |call| Box::pin(verbs::create(call, name))).await
}

/// Read a ranking
#[utoipa::path(get, path = "/rankings/{id}", tag = "Rankings",
    responses((status = 200, description = "The ranking.", body = Ranking, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn find(Id(id): Id<RankingId>, ask: Ask) -> Result<Response, Fault> {
    let ranking = verbs::find(ask.view(), id).await?;
    ask.params.finish()?;
    Ok(answer::response(answer::ranking(&ranking)?)?)
}

/// Rename a ranking
#[utoipa::path(patch, path = "/rankings/{id}", tag = "Rankings",
    request_body(content = RankingBody, content_type = "application/merge-patch+json"),
    responses((status = 200, description = "The ranking as it is now.", body = Ranking, headers(("ETag" = String, description = "The version in quotes.")))))]
pub async fn edit(Id(id): Id<RankingId>, ask: Ask) -> Result<Response, Fault> {
    let (version, name) = ask.read(Gate::Rankings(Some(id)), read_patch).await?;
    let Some(name) = name else {
        let ranking = verbs::find(ask.view(), id).await?;
        return Ok(answer::response(answer::ranking(&ranking)?)?);
    };
    ask.write(answer::ranking, move |call| Box::pin(verbs::rename(call, id, name, version))).await
}

/// Delete a ranking
///
/// Refused while a customer has it, be it one in the Trash.
#[utoipa::path(delete, path = "/rankings/{id}", tag = "Rankings", responses((status = 204, description = "Gone.")))]
pub async fn delete(Id(id): Id<RankingId>, ask: Ask) -> Result<Response, Fault> {
    let (version, ()) = ask.read(Gate::Rankings(Some(id)), Ask::nothing).await?;
    ask.write(answer::gone, move |call| Box::pin(verbs::delete(call, id, version))).await
}

fn read_name(ask: &Ask) -> Result<String, Fault> {
    let mut body = ask.body.object()?;
    let form = RankingForm { name: body.text("name") };
    body.read_only(&["id", "version"]);
    Ok(wrong::settle(wrong::with_params(body.finish(), ask.params.clone()), form.parse())?)
}

/// The new name, if the patch has one.
fn read_patch(ask: &Ask) -> Result<Option<String>, Fault> {
    let mut body = ask.body.object()?;
    let name = body.patch("name").map(|name| RankingForm { name }.parse()).transpose();
    body.read_only(&["id", "version"]);
    Ok(wrong::settle(wrong::with_params(body.finish(), ask.params.clone()), name)?)
}
