//! What a row says of a customer: its own fields, the ref ID of its parent, the name of its tier, its first user.

use super::cells::Row;
use crate::call::View;
use crate::customers::Record;
use crate::error::Result;
use crate::sql::Values;
use sea_orm::TryGetable;
use std::collections::{HashMap, HashSet};

/// Rows for customers, in their order.
pub(super) async fn of(view: &View, records: &[Record]) -> Result<Vec<Row>> {
    let parents: Vec<i64> = records.iter().filter_map(|record| record.parent_id).collect();
    let parents: HashMap<i64, Option<String>> =
        pairs(view, "SELECT id, ref_id FROM customers WHERE id IN ({})", &parents).await?.into_iter().collect();
    let unnamed: Vec<i64> = records.iter().filter(|r| r.ref_id.is_none()).map(|r| r.id).collect();
    let query = "SELECT DISTINCT parent_id, 1 FROM customers
        WHERE provider_id = 1 AND trash_id IS NULL AND parent_id IN ({})";
    let managing: HashSet<i64> = pairs::<i32>(view, query, &unnamed).await?.into_iter().map(|(id, _)| id).collect();
    let mut users = first_users(view, records).await?;
    records
        .iter()
        .map(|record| {
            let parent = parents.get(&record.parent_id.unwrap_or(0));
            let user = users.remove(&record.id);
            row(view, record, parent.and_then(Option::as_deref), managing.contains(&record.id), user)
        })
        .collect()
}

/// The oldest user of each customer: name and address.
async fn first_users(view: &View, records: &[Record]) -> Result<HashMap<i64, (String, String)>> {
    let ids: Vec<i64> = records.iter().map(|record| record.id).collect();
    let oldest = "SELECT min(id) FROM users WHERE trash_id IS NULL AND customer_id IN ({}) GROUP BY customer_id";
    let names: Vec<(i64, String)> =
        pairs(view, &format!("SELECT customer_id, name FROM users WHERE id IN ({oldest})"), &ids).await?;
    let query = format!("SELECT customer_id, email FROM users WHERE id IN ({oldest})");
    let mut emails: HashMap<i64, String> = pairs(view, &query, &ids).await?.into_iter().collect();
    Ok(names.into_iter().filter_map(|(id, name)| Some((id, (name, emails.remove(&id)?)))).collect())
}

async fn pairs<T: TryGetable>(view: &View, query: &str, ids: &[i64]) -> Result<Vec<(i64, T)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Values::default();
    let list = ids.iter().map(|&id| values.add(id)).collect::<Vec<_>>().join(",");
    let rows = view.all(&query.replace("{}", &list), values.0).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// One row. Who manages others and has no ref ID is named by its id, so that those below find it again.
fn row(
    view: &View,
    record: &Record,
    parent_ref_id: Option<&str>,
    manages: bool,
    first_user: Option<(String, String)>,
) -> Result<Row> {
    let customer = record.to_customer(view)?;
    let text = |value: Option<String>| value.unwrap_or_default();
    let actor = view.actor()?;
    // No parent means the provider, whatever ref ID it may have.
    let parent = customer.parent_id.filter(|parent| !(actor.of_provider && *parent == actor.home));
    let (user_name, user_email) = first_user.unwrap_or_default();
    Ok([
        customer.ref_id.unwrap_or_else(|| if manages { customer.id.to_string() } else { String::new() }),
        parent.map(|id| parent_ref_id.map_or_else(|| id.to_string(), str::to_owned)).unwrap_or_default(),
        customer.name,
        customer.kind.as_str().to_owned(),
        text(customer.vat_number),
        text(customer.fiscal_code),
        text(record.ranking_name.clone()),
        customer.status.as_str().to_owned(),
        customer.country.to_string(),
        text(customer.street),
        text(customer.city),
        text(customer.province),
        text(customer.postal_code),
        text(customer.phone),
        text(customer.email),
        text(customer.website),
        text(customer.notes),
        user_name,
        user_email,
        customer.created_at.to_string(),
        if customer.require_two_factor { "yes" } else { "no" }.to_owned(),
    ])
}
