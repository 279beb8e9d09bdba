//! `openapi`: the REST API's document.

use super::Result;
use super::output::line;
use crate::rest;

pub(super) fn run() -> Result {
    line(rest::openapi().to_pretty_json().map_err(super::Failure::failed)?);
    Ok(())
}
