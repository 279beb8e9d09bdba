//! Many new contacts in few statements: the same rows that creating them one by one leaves.

use super::search_keys;
use crate::Engine;
use crate::activity::{self, Entry, Object};
use crate::bulk::{Id, Kind, Rows, Table};
use crate::call::Call;
use crate::error::Result;
use crate::people::many::{TERMS, TRIGRAMS};
use model::contacts::Contact;

/// A contact with the rows that it will have.
#[derive(Clone, Debug)]
pub(crate) struct NewContactRow {
    /// Its row.
    pub id: i64,
    /// The row of its search term.
    pub term: i64,
    /// Its customer's row.
    pub customer: i64,
    /// The contact, as whoever creates it receives it.
    pub contact: Contact,
    /// Id of its entry in the log.
    pub entry: u128,
}

const CONTACTS: Table = Table {
    name: "contacts",
    columns: &[
        ("id", Kind::Int),
        ("public_id", Kind::Id),
        ("customer_id", Kind::Int),
        ("name", Kind::Text),
        ("name_key", Kind::Text),
        ("email", Kind::Text),
        ("phone", Kind::Text),
        ("job_title", Kind::Text),
        ("search_text", Kind::Text),
        ("status", Kind::Text),
        ("created_at", Kind::Int),
        ("updated_at", Kind::Int),
        ("version", Kind::Int),
    ],
};

/// Inserts contacts of new companies with search terms, trigrams and log entries, and makes the default ones so.
pub(crate) async fn insert_many(call: &Call, rows: Vec<NewContactRow>) -> Result<()> {
    let (mut contacts, mut terms, mut trigrams) = (Rows::of(CONTACTS), Rows::of(TERMS), Rows::of(TRIGRAMS));
    let (mut entries, mut defaults) = (Vec::with_capacity(rows.len()), Vec::new());
    let sqlite = call.backend.engine() == Engine::Sqlite;
    for NewContactRow { id, term, customer, contact, entry } in rows {
        let (email, phone) = (contact.email.as_deref(), contact.phone.as_deref());
        let (key, list_text, text) = search_keys(&contact.name, email, phone, contact.job_title.as_deref());
        if sqlite {
            trigrams.push(&[&term, &text]);
        }
        terms.push(&[&term, &customer, &"contact", &id, &text]);
        contacts.push(&[
            &id,
            &Id(contact.id.0),
            &customer,
            &contact.name,
            &key,
            &contact.email,
            &contact.phone,
            &contact.job_title,
            &list_text,
            &contact.status.as_str(),
            &contact.created_at.0,
            &contact.updated_at.0,
            &i64::from(contact.version),
        ]);
        if contact.default {
            defaults.push(id);
        }
        entries.push(Entry {
            id: entry,
            at: contact.created_at,
            verb: "contact.create",
            object: Object::Contact(contact.id.0),
            customer_row: customer,
            before: None,
            after: Some(activity::json(&contact)?),
        });
    }
    contacts.insert(call).await?;
    terms.insert(call).await?;
    trigrams.insert(call).await?;
    for some in defaults.chunks(1_000) {
        // Numbers of ours.
        let list = some.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
        let query = format!(
            "UPDATE customers SET default_contact_id = k.id, updated_at = k.created_at, version = customers.version + 1
             FROM (SELECT id, customer_id, created_at FROM contacts WHERE id IN ({list})) AS k
             WHERE customers.id = k.customer_id"
        );
        call.execute(&query, vec![]).await?;
    }
    activity::record_many(call, entries).await
}
