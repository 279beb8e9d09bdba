//! The list of customers as a file.

use super::list;
use crate::rest::ask::Ask;
use crate::rest::problem::Fault;
use crate::rest::schema::{CsvFormat, CustomerFilter, CustomerPlace};
use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use backend::export::{self, Format};

/// Download customers as CSV
///
/// The whole list as filtered, streamed: the columns are those that an import takes.
#[utoipa::path(get, path = "/customers.csv", tag = "Customers", params(CustomerFilter, CustomerPlace, CsvFormat),
    responses((status = 200, description = "The file, RFC 4180 in UTF-8.", body = String, content_type = "text/csv")))]
pub async fn file(ask: Ask) -> Result<Response, Fault> {
    let mut params = ask.params.clone();
    let query = list::filter(&mut params, true);
    let format = Format { raw: params.flag("raw"), bom: params.flag("bom"), semicolon: params.flag("semicolon") };
    params.finish()?;
    let rows = export::customers(&ask.backend, ask.caller(), query, format).await?;
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (CONTENT_DISPOSITION, "attachment; filename=\"customers.csv\""),
    ];
    Ok((headers, Body::from_stream(rows)).into_response())
}
