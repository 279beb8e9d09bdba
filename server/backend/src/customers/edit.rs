//! Editing: some fields change, the whole is checked again; two people who edit are told of each other.

use super::{create, index, policy, record};
use crate::activity::{Object, record as log};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::fold::name_key;
use crate::people;
use crate::policy::may;
use crate::sql::Values;
use crate::{merge, rankings};
use model::customers::{Customer, CustomerField, CustomerForm, Kind};
use model::form::Problem;
use model::ids::CustomerId;
use model::permissions::Action;

/// One field of a customer and what it is to be.
pub type Change = merge::Change<CustomerField>;
/// What is to change of a customer.
pub type Edit = merge::Edit<CustomerField>;

/// Changes fields of a customer.
pub async fn edit(call: &mut Call, id: CustomerId, edit: Edit) -> Result<Customer> {
    let record = policy::visible(call, id).await?;
    let actor = call.actor()?;
    may(actor, Action::CustomerEdit, &record.path)?;
    if edit.changes.iter().any(|change| change.field.is_governed()) {
        may(actor, Action::CustomerEditGoverned, &record.path)?;
    }
    record.check_version(call, edit.version)?;

    let before = record.to_customer(call)?;
    let data = merge::merged(before.form(), &edit.changes)?.parse()?;
    let (old, new) = (before.form(), CustomerForm::from(&data));
    let changed = merge::changed(&old, &new);
    // A code that was right for the old country may be mended along with it only by who governs.
    if changed.iter().any(|field| field.is_governed()) {
        may(actor, Action::CustomerEditGoverned, &record.path)?;
    }
    if changed.is_empty() {
        return Ok(before);
    }
    if changed.contains(&CustomerField::RefId) {
        create::refuse_taken_ref_id(call, data.ref_id.as_deref(), Some(record.id)).await?;
    }
    if changed.contains(&CustomerField::Kind)
        && data.kind != Kind::Company
        && people::has_contacts(call, record.id).await?
    {
        return Err(Error::field("kind", Problem::HasContacts));
    }
    let ranking = rankings::row_of(call, data.ranking_id).await?;

    let mut values = Values::default();
    let mut sets = vec![format!("updated_at = {}", values.add(call.now.0)), "version = version + 1".to_owned()];
    for &field in &changed {
        let column = if field == CustomerField::RankingId { "ranking_id" } else { field.as_str() };
        let value = match field {
            CustomerField::RankingId => values.add(ranking),
            _ => values.add(Some(new.get(field).to_owned()).filter(|text| !text.is_empty())),
        };
        sets.push(format!("{column} = {value}"));
        if field == CustomerField::Name {
            sets.push(format!("name_key = {}", values.add(name_key(&data.name))));
        }
    }
    let (row, version) = (values.add(record.id), values.add(record.version));
    let query = format!("UPDATE customers SET {} WHERE id = {row} AND version = {version}", sets.join(", "));
    if call.execute(&query, values.0).await? == 0 {
        // Someone was faster between our reading and our writing: on PostgreSQL both may have read the same version.
        return Err(Error::Internal("40001: the customer changed meanwhile".into()));
    }
    reindex(call, record.id, &data, &changed).await?;

    let record = record::by_rows(call, &[record.id]).await?.pop().ok_or(Error::NotFound)?;
    let after = record.to_customer(call)?;
    let (was, is) = (merge::told(&old, &changed), merge::told(&new, &changed));
    log(call, "customer.edit", Object::Customer(after.id.0), record.id, Some(was), Some(is)).await?;
    Ok(after)
}

async fn reindex(call: &Call, id: i64, data: &model::customers::CustomerData, changed: &[CustomerField]) -> Result<()> {
    use CustomerField as F;
    if !changed.iter().any(|f| matches!(f, F::Name | F::RefId | F::VatNumber | F::FiscalCode | F::City)) {
        return Ok(());
    }
    let text = index::search_text(
        &data.name,
        data.ref_id.as_deref(),
        data.vat_number.as_ref().map(|code| code.as_str()),
        data.fiscal_code.as_ref().map(|code| code.as_str()),
        data.city.as_deref(),
    );
    call.execute(
        "UPDATE nodes SET name_key = $1, search_text = $2 WHERE id = $3",
        vec![name_key(&data.name).into(), text.clone().into(), id.into()],
    )
    .await?;
    index::write_trigrams(call, id, &text).await
}
