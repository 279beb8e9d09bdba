//! The provider: the customer at the top, of which there is one.

use super::create::insert;
use super::index;
use crate::activity::{Object, record as log};
use crate::call::{Call, View};
use crate::error::{Error, Result};
use crate::fold::name_key;
use model::codes::Country;
use model::customers::{CustomerForm, Kind, Status};
use uuid::Uuid;

/// The provider's row id, once there is one.
pub(crate) async fn provider(view: &View) -> Result<Option<i64>> {
    let row = view.one("SELECT id FROM customers WHERE provider_id = 1 AND parent_id IS NULL", vec![]).await?;
    Ok(row.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Creates the provider; gives its row id.
pub(crate) async fn create_provider(call: &Call, name: &str, country: Country) -> Result<i64> {
    let form = CustomerForm {
        name: name.to_owned(),
        kind: Kind::Company.as_str().to_owned(),
        country: country.to_string(),
        ..CustomerForm::default()
    };
    let row = insert(call, None, &form.parse()?, Status::Enabled, None, call.now).await?;
    let id = call.one("SELECT public_id FROM customers WHERE id = $1", vec![row.into()]).await?;
    let id: Uuid = id.ok_or(Error::NotFound)?.try_get_by_index(0)?;
    log(call, "provider.create", Object::Customer(id.as_u128()), row, None::<()>, Some(name)).await?;
    Ok(row)
}

/// Names a provider that an import or sample data had to create before anyone set it up.
pub(crate) async fn name_provider(call: &Call, row: i64, name: &str, country: Country) -> Result<()> {
    let key = name_key(name);
    call.execute(
        "UPDATE customers SET name = $1, name_key = $2, country = $3, updated_at = $4, version = version + 1 WHERE id = $5",
        vec![name.into(), key.clone().into(), country.to_string().into(), call.now.0.into(), row.into()],
    )
    .await?;
    let text = index::search_text(name, None, None, None, None);
    let query = "UPDATE nodes SET name_key = $1, search_text = $2 WHERE id = $3";
    call.execute(query, vec![key.into(), text.clone().into(), row.into()]).await?;
    index::write_trigrams(call, row, &text).await
}
