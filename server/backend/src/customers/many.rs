//! Many new customers in few statements: the same rows that creating them one by one leaves.

use super::index::search_text;
use super::two_factor::{FROM_ABOVE, NOT};
use crate::Engine;
use crate::activity::{self, Entry, Object};
use crate::bulk::{Id, Kind, Rows, Table};
use crate::call::Call;
use crate::error::Result;
use crate::fold::name_key;
use model::customers::Customer;

/// A customer as whoever creates it receives it, with what is made of it for sorting, searching and the log.
#[derive(Clone, Debug)]
pub(crate) struct Prepared {
    pub customer: Customer,
    key: String,
    text: String,
    json: String,
}

impl Prepared {
    /// Folds and writes what needs no database.
    pub fn of(customer: Customer) -> Result<Self> {
        let text = search_text(
            &customer.name,
            customer.ref_id.as_deref(),
            customer.vat_number.as_deref(),
            customer.fiscal_code.as_deref(),
            customer.city.as_deref(),
        );
        Ok(Self { key: name_key(&customer.name), text, json: activity::json(&customer)?, customer })
    }
}

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
    /// The customer.
    pub prepared: Prepared,
    /// Id of its entry in the log.
    pub entry: u128,
}

const CUSTOMERS: Table = Table {
    name: "customers",
    columns: &[
        ("id", Kind::Int),
        ("provider_id", Kind::Int),
        ("public_id", Kind::Id),
        ("parent_id", Kind::Int),
        ("name", Kind::Text),
        ("name_key", Kind::Text),
        ("kind", Kind::Text),
        ("ref_id", Kind::Text),
        ("vat_number", Kind::Text),
        ("fiscal_code", Kind::Text),
        ("ranking_id", Kind::Int),
        ("status", Kind::Text),
        ("country", Kind::Text),
        ("street", Kind::Text),
        ("city", Kind::Text),
        ("province", Kind::Text),
        ("postal_code", Kind::Text),
        ("phone", Kind::Text),
        ("email", Kind::Text),
        ("website", Kind::Text),
        ("notes", Kind::Text),
        ("created_at", Kind::Int),
        ("updated_at", Kind::Int),
        ("version", Kind::Int),
        ("require_two_factor", Kind::Int),
    ],
};

const NODES: Table = Table {
    name: "nodes",
    columns: &[
        ("id", Kind::Int),
        ("provider_id", Kind::Int),
        ("trash", Kind::Int),
        ("path", Kind::Text),
        ("name_key", Kind::Text),
        ("search_text", Kind::Text),
    ],
};

const TRIGRAMS: Table = Table { name: "nodes_trigrams", columns: &[("rowid", Kind::Int), ("text", Kind::Text)] };

/// Inserts customers with nodes, trigrams and log entries; parents come before their children.
pub(crate) async fn insert_many(call: &Call, rows: Vec<NewRow>) -> Result<()> {
    let (mut customers, mut nodes, mut trigrams) = (Rows::of(CUSTOMERS), Rows::of(NODES), Rows::of(TRIGRAMS));
    let mut entries = Vec::with_capacity(rows.len());
    let sqlite = call.backend.engine() == Engine::Sqlite;
    for NewRow { id, parent, ranking, path, prepared, entry } in rows {
        let Prepared { customer: c, key, text, json } = prepared;
        if sqlite {
            trigrams.push(&[&id, &text]);
        }
        nodes.push(&[&id, &1, &0, &path, &key, &text]);
        customers.push(&[
            &id,
            &1,
            &Id(c.id.0),
            &parent,
            &c.name,
            &key,
            &c.kind.as_str(),
            &c.ref_id,
            &c.vat_number,
            &c.fiscal_code,
            &ranking,
            &c.status.as_str(),
            &c.country.as_str(),
            &c.street,
            &c.city,
            &c.province,
            &c.postal_code,
            &c.phone,
            &c.email,
            &c.website,
            &c.notes,
            &c.created_at.0,
            &c.updated_at.0,
            &i64::from(c.version),
            // Whoever creates a customer stands above it.
            &if c.require_two_factor { FROM_ABOVE } else { NOT },
        ]);
        entries.push(Entry {
            id: entry,
            at: c.updated_at,
            verb: "customer.create",
            object: Object::Customer(c.id.0),
            customer_row: id,
            before: None,
            after: Some(json),
        });
    }
    customers.insert(call).await?;
    nodes.insert(call).await?;
    trigrams.insert(call).await?;
    activity::record_many(call, entries).await
}
