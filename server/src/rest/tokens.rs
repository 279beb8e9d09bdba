//! `/tokens`: what programs sign in with.

use super::Api;
use super::answer;
use super::ask::Ask;
use super::checks::Gate;
use super::id::Id;
use super::pages;
use super::problem::Fault;
use super::schema::{NewTokenBody, PageParams};
use super::wrong;
use axum::response::Response;
use backend::tokens as verbs;
use model::ids::TokenId;
use model::page::Page;
use model::tokens::{ApiToken, CreatedToken, NewToken, TokenForm};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub fn routes() -> OpenApiRouter<Api> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// List the API tokens
///
/// Those of the same person within the token's reach.
#[utoipa::path(get, path = "/tokens", tag = "Tokens", params(PageParams),
    responses((status = 200, description = "A page of tokens, without their secrets.", body = Page<ApiToken>)))]
pub async fn list(mut ask: Ask) -> Result<Response, Fault> {
    let (cursor, limit) = ask.params.page();
    ask.params.clone().finish()?;
    let tokens = verbs::list(ask.view()).await?;
    let page = pages::page(tokens, cursor.as_deref(), limit, |token| token.id)?;
    Ok(answer::response(answer::ok(&page)?)?)
}

/// Make an API token
///
/// Takes an admin. The new token's role is at most the maker's, its reach the maker's or a part of it. `secret` is shown
/// this once.
#[utoipa::path(post, path = "/tokens", tag = "Tokens", request_body = NewTokenBody,
    responses((status = 201, description = "The new token with its secret.", body = CreatedToken)))]
pub async fn create(ask: Ask) -> Result<Response, Fault> {
    let (_, new) = ask.read(Gate::Tokens, read_new).await?;
    ask.write(answer::created_token, move |call| Box::pin(verbs::create(call, new))).await
}

/// Revoke an API token
///
/// Takes an admin. It stops at once.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "Tokens", responses((status = 204, description = "Revoked.")))]
pub async fn revoke(Id(id): Id<TokenId>, ask: Ask) -> Result<Response, Fault> {
    let (_, ()) = ask.read(Gate::Token(id), Ask::nothing).await?;
    ask.write(answer::gone, move |call| Box::pin(verbs::revoke(call, id))).await
}

fn read_new(ask: &Ask) -> Result<NewToken, Fault> {
    let mut body = ask.body.object()?;
    let form = TokenForm {
        name: body.text("name"),
        role: body.text("role"),
        customer_id: body.text("customer_id"),
        expires_in_days: body.whole("expires_in_days"),
    };
    body.read_only(&["id", "created_at", "expires_at", "last_used_at", "secret"]);
    Ok(wrong::settle(wrong::with_params(body.finish(), ask.params.clone()), form.parse())?)
}
