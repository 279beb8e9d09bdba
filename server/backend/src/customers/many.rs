//! Many new customers in few statements: the same rows that creating them one by one leaves.

use super::index::search_text;
use crate::Engine;
use crate::activity::{self, Entry, Object};
use crate::bulk;
use crate::call::Call;
use crate::error::Result;
use crate::fold::name_key;
use model::customers::Customer;
use sea_orm::Value;
use uuid::Uuid;

/// A customer with the rows that it will have.
#[derive(Clone, Debug)]
pub(crate) struct NewRow {
    /// Its row.
    pub id: i64,
    /// Its parent's row.
    pub parent: i64,
    /// Its ranking's row.
    pub ranking: Option<i64>,
    /// Its path.
    pub path: String,
    /// The customer, as whoever creates it receives it.
    pub customer: Customer,
    /// Id of its entry in the log.
    pub entry: u128,
}

const CUSTOMERS: &str = "customers (id, provider_id, public_id, parent_id, name, name_key, kind, ref_id, vat_number,
    fiscal_code, ranking_id, status, country, street, city, province, postal_code, phone, email, website, notes,
    created_at, updated_at, version)";

/// Inserts customers with nodes, trigrams and log entries; parents come before their children.
pub(crate) async fn insert_many(call: &Call, rows: &[NewRow]) -> Result<()> {
    let (mut customers, mut nodes, mut trigrams) = (Vec::new(), Vec::new(), Vec::new());
    let mut entries = Vec::with_capacity(rows.len());
    let sqlite = call.backend.engine() == Engine::Sqlite;
    for row in rows {
        let c = &row.customer;
        let text = search_text(
            &c.name,
            c.ref_id.as_deref(),
            c.vat_number.as_deref(),
            c.fiscal_code.as_deref(),
            c.city.as_deref(),
        );
        let key = name_key(&c.name);
        if sqlite {
            trigrams.push(vec![row.id.into(), text.clone().into()]);
        }
        nodes.push(vec![
            row.id.into(),
            1i64.into(),
            0i64.into(),
            row.path.clone().into(),
            key.clone().into(),
            text.into(),
        ]);
        customers.push(customer_values(row, key));
        entries.push(Entry {
            id: row.entry,
            at: c.updated_at,
            verb: "customer.create",
            object: Object::Customer(c.id.0),
            customer_row: row.id,
            before: None,
            after: Some(activity::json(c)?),
        });
    }
    bulk::insert(call, CUSTOMERS, customers).await?;
    bulk::insert(call, "nodes (id, provider_id, trash, path, name_key, search_text)", nodes).await?;
    bulk::insert(call, "nodes_trigrams (rowid, text)", trigrams).await?;
    activity::record_many(call, entries).await
}

fn customer_values(row: &NewRow, key: String) -> Vec<Value> {
    let c = &row.customer;
    vec![
        row.id.into(),
        1i64.into(),
        Uuid::from_u128(c.id.0).into(),
        row.parent.into(),
        c.name.clone().into(),
        key.into(),
        c.kind.as_str().into(),
        c.ref_id.clone().into(),
        c.vat_number.clone().into(),
        c.fiscal_code.clone().into(),
        row.ranking.into(),
        c.status.as_str().into(),
        c.country.as_str().into(),
        c.street.clone().into(),
        c.city.clone().into(),
        c.province.clone().into(),
        c.postal_code.clone().into(),
        c.phone.clone().into(),
        c.email.clone().into(),
        c.website.clone().into(),
        c.notes.clone().into(),
        c.created_at.0.into(),
        c.updated_at.0.into(),
        i64::from(c.version).into(),
    ]
}
