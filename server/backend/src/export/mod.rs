//! Export of customers as CSV, piece by piece in the order of the list: nothing is held as a whole, and each piece asks
//! again what the caller may see.

mod cells;
mod rows;

use crate::call::Caller;
use crate::customers::{Place, piece};
use crate::error::{Error, Result};
use crate::{Backend, import};
use futures::Stream;
use model::customers::CustomerQuery;
use model::ids::CustomerId;

/// Rows of a piece.
const AT_ONCE: usize = 1_000;

/// How the file is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Format {
    /// Cells that a spreadsheet would take for a formula stay as they are.
    pub raw: bool,
    /// A byte order mark comes first, for Excel.
    pub bom: bool,
    /// Semicolons stand between cells, for Excel where the comma is in decimal numbers.
    pub semicolon: bool,
}

/// What is left to write.
enum Rest {
    After(Option<Place>),
    Nothing,
}

/// The customers of a list, all of them, whatever the query's cursor and limit say. What is wrong with the query is told
/// before the first piece.
pub async fn customers(
    backend: &Backend,
    caller: &Caller,
    query: CustomerQuery,
    format: Format,
) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + use<>> {
    let mut first = cells::header(format)?;
    let (rows, rest) = next(backend, caller, &query, format, None).await?;
    first.extend(rows);
    let (backend, caller) = (backend.clone(), caller.clone());
    let start = (Some(first), rest);
    Ok(futures::stream::try_unfold(start, move |(ready, rest)| {
        let (backend, caller, query) = (backend.clone(), caller.clone(), query.clone());
        async move {
            match (ready, rest) {
                (Some(ready), rest) => Ok(Some((ready, (None, rest)))),
                (None, Rest::Nothing) => Ok(None),
                (None, Rest::After(place)) => {
                    let (rows, rest) = next(&backend, &caller, &query, format, place).await?;
                    Ok(Some((rows, (None, rest))))
                }
            }
        }
    }))
}

async fn next(
    backend: &Backend,
    caller: &Caller,
    query: &CustomerQuery,
    format: Format,
    after: Option<Place>,
) -> Result<(Vec<u8>, Rest)> {
    let view = backend.read(caller).await?;
    let (records, place) = piece(&view, query, after.as_ref(), AT_ONCE).await?;
    let rest = if records.len() < AT_ONCE { Rest::Nothing } else { Rest::After(place) };
    let rows = rows::of(&view, &records).await?;
    Ok((cells::write(&rows, format)?, rest))
}

/// The customer that has a ref ID, within the caller's reach.
pub async fn customer_of(backend: &Backend, caller: &Caller, ref_id: &str) -> Result<CustomerId> {
    let view = backend.read(caller).await?;
    let found = import::stored_customers(&view, &view.actor()?.scope, &[ref_id]).await?;
    found.get(ref_id).and_then(|stored| stored.place).map(|(id, _)| id).ok_or(Error::NotFound)
}
