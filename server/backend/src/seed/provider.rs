//! The provider alone, for sample data and for an operator's import into an empty database.

use crate::Backend;
use crate::call::{Call, Caller};
use crate::customers;
use crate::error::Result;
use model::codes::Country;

/// What it is called until someone renames it.
const NAME: &str = "Provider";

/// Creates the provider if there is none; whether there was none. Its first admin comes by the
/// set-up link or by `admin create`.
pub async fn found_provider(backend: &Backend) -> Result<bool> {
    backend.write(&Caller::Anonymous, |call| Box::pin(found(call))).await
}

async fn found(call: &mut Call) -> Result<bool> {
    call.lock_tree().await?;
    if customers::provider(call).await?.is_some() {
        return Ok(false);
    }
    customers::create_provider(call, NAME, Country::IT).await?;
    Ok(true)
}
