//! The provider alone, for sample data and for an operator's import into an empty database.

use crate::Backend;
use crate::activity::{Object, record as log};
use crate::call::{Call, Caller};
use crate::customers;
use crate::error::{Error, Result};
use model::codes::Country;
use uuid::Uuid;

/// What it is called until someone renames it.
const NAME: &str = "Provider";

/// Creates the provider if there is none; whether there was none. Its first admin comes by `admin create`.
pub async fn found_provider(backend: &Backend) -> Result<bool> {
    backend.write(&Caller::Anonymous, |call| Box::pin(found(call))).await
}

async fn found(call: &mut Call) -> Result<bool> {
    call.lock_tree().await?;
    let query = "SELECT 1 FROM customers WHERE provider_id = 1 AND parent_id IS NULL";
    if call.one(query, vec![]).await?.is_some() {
        return Ok(false);
    }
    let row = customers::insert_provider(call, NAME, Country::IT).await?;
    let id = call.one("SELECT public_id FROM customers WHERE id = $1", vec![row.into()]).await?;
    let id: Uuid = id.ok_or(Error::NotFound)?.try_get_by_index(0)?;
    log(call, "provider.create", Object::Customer(id.as_u128()), row, None::<()>, Some(NAME)).await?;
    Ok(true)
}
