//! Lists of customers: all within reach, the children of one, the Trash.

use crate::rest::answer;
use crate::rest::ask::Ask;
use crate::rest::id::Id;
use crate::rest::problem::Fault;
use crate::rest::query::Params;
use crate::rest::schema::{CustomerFilter, CustomerPlace, PageParams};
use axum::response::Response;
use backend::customers::{self, TrashQuery};
use model::codes::Country;
use model::customers::{Customer, CustomerQuery, CustomerSort, Kind, Status};
use model::form::FieldErrors;
use model::ids::CustomerId;
use model::page::Page;

/// List customers
///
/// The customers within the token's reach, searched, filtered and sorted. With `trash=true` the deleted ones that the
/// token may restore, the latest deletion first; then only `q`, `limit` and `cursor` apply.
#[utoipa::path(get, path = "/customers", tag = "Customers", params(CustomerFilter, CustomerPlace,
    ("trash" = Option<bool>, Query, description = "The deleted customers instead."), PageParams),
    responses((status = 200, description = "A page of customers.", body = Page<Customer>)))]
pub async fn list(ask: Ask) -> Result<Response, Fault> {
    let mut params = ask.params.clone();
    if params.flag("trash") {
        return trash(&ask, params).await;
    }
    let query = query(params, true)?;
    page(&ask, &query).await
}

/// List a customer's children
///
/// The customers directly below one.
#[utoipa::path(get, path = "/customers/{id}/children", tag = "Customers", params(CustomerFilter, PageParams),
    responses((status = 200, description = "A page of customers.", body = Page<Customer>)))]
pub async fn children(Id(id): Id<CustomerId>, ask: Ask) -> Result<Response, Fault> {
    customers::find(ask.view(), id).await?;
    let query = CustomerQuery { parent: Some(id), ..query(ask.params.clone(), false)? };
    page(&ask, &query).await
}

async fn page(ask: &Ask, query: &CustomerQuery) -> Result<Response, Fault> {
    let page = customers::list(ask.view(), query).await?;
    Ok(answer::response(answer::ok(&page.map(|row| row.customer))?)?)
}

async fn trash(ask: &Ask, mut params: Params) -> Result<Response, Fault> {
    let q = params.words("q");
    let (cursor, limit) = params.page();
    params.finish()?;
    let page = customers::trash(ask.view(), &TrashQuery { q, cursor, limit }).await?;
    Ok(answer::response(answer::ok(&page.map(|row| row.customer))?)?)
}

/// Reads filter, order and place of a page; `anywhere` = the place in the tree can be chosen too.
fn query(mut params: Params, anywhere: bool) -> Result<CustomerQuery, FieldErrors> {
    let mut query = filter(&mut params, anywhere);
    (query.cursor, query.limit) = params.page();
    params.finish()?;
    Ok(query)
}

/// Reads filter and order.
pub(super) fn filter(params: &mut Params, anywhere: bool) -> CustomerQuery {
    let mut query = CustomerQuery {
        q: params.words("q"),
        status: params.take("status", Status::parse),
        kind: params.take("kind", Kind::parse),
        country: params.take("country", Country::parse),
        ranking: params.id("ranking"),
        created_from: params.day("created_from"),
        created_to: params.day("created_to"),
        sort: params.take("sort", CustomerSort::parse).unwrap_or_default(),
        ..CustomerQuery::default()
    };
    if anywhere {
        query.under = params.id("under");
        query.parent = params.id("parent");
    }
    query
}
