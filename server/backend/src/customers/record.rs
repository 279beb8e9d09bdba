//! A customer as stored, with what its JSON and the policy need around it, in one row.

use crate::call::View;
use crate::error::{Error, Result};
use crate::sql::Values;
use model::codes::Country;
use model::customers::{Crumb, Customer, Kind, Status};
use model::deletions::{Deletion, DeletionStatus};
use model::ids::{ContactId, CustomerId, RankingId};
use model::time::Timestamp;
use sea_orm::FromQueryResult;
use std::collections::HashMap;
use uuid::Uuid;

/// A stored customer.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Record {
    pub id: i64,
    pub public_id: Uuid,
    pub parent_id: Option<i64>,
    pub name: String,
    pub name_key: String,
    pub kind: String,
    pub ref_id: Option<String>,
    pub vat_number: Option<String>,
    pub fiscal_code: Option<String>,
    pub status: String,
    pub country: String,
    pub street: Option<String>,
    pub city: Option<String>,
    pub province: Option<String>,
    pub postal_code: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    pub notes: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub version: i64,
    pub trash_id: Option<i64>,
    pub require_two_factor: i64,
    pub path: String,
    pub parent_public_id: Option<Uuid>,
    pub parent_name: Option<String>,
    pub default_contact: Option<i64>,
    pub default_contact_id: Option<Uuid>,
    pub ranking_public_id: Option<Uuid>,
    pub ranking_name: Option<String>,
    pub deletion_id: Option<i64>,
    pub deletion_at: Option<i64>,
    pub deletion_reason: Option<String>,
    pub deletion_by: Option<String>,
    pub deletion_status: Option<String>,
}

/// The deletion is the customer's own or the one that took it along.
const SELECT: &str = "SELECT c.id, c.public_id, c.parent_id, c.name, c.name_key, c.kind, c.ref_id, c.vat_number,
    c.fiscal_code, c.status, c.country, c.street, c.city, c.province, c.postal_code, c.phone, c.email, c.website,
    c.notes, c.created_at, c.updated_at, c.version, c.trash_id, c.require_two_factor, n.path,
    p.public_id AS parent_public_id, p.name AS parent_name,
    c.default_contact_id AS default_contact, k.public_id AS default_contact_id,
    r.public_id AS ranking_public_id, r.name AS ranking_name,
    d.id AS deletion_id, d.at AS deletion_at, d.reason AS deletion_reason, d.by_name AS deletion_by,
    d.status AS deletion_status
    FROM customers c JOIN nodes n ON n.id = c.id
    LEFT JOIN customers p ON p.id = c.parent_id
    LEFT JOIN rankings r ON r.id = c.ranking_id
    LEFT JOIN contacts k ON k.id = c.default_contact_id
    LEFT JOIN deletions d ON d.id = COALESCE(c.trash_id, (SELECT o.id FROM deletions o WHERE o.customer_id = c.id))";

/// The customer of a public id, wherever it is; who may see it is the policy's question.
pub(crate) async fn by_id(view: &View, id: CustomerId) -> Result<Option<Record>> {
    let row = view.one(&format!("{SELECT} WHERE c.public_id = $1"), vec![Uuid::from_u128(id.0).into()]);
    Ok(row.await?.map(|row| Record::from_query_result(&row, "")).transpose()?)
}

/// Customers by row id, in the order of the ids.
pub(crate) async fn by_rows(view: &View, ids: &[i64]) -> Result<Vec<Record>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut values = Values::default();
    let list = ids.iter().map(|&id| values.add(id)).collect::<Vec<_>>().join(",");
    let rows = view.all(&format!("{SELECT} WHERE c.id IN ({list})"), values.0).await?;
    let mut records = Vec::with_capacity(rows.len());
    for row in &rows {
        records.push(Record::from_query_result(row, "")?);
    }
    let places: HashMap<i64, usize> = ids.iter().enumerate().map(|(place, &id)| (id, place)).collect();
    records.sort_by_key(|record| places.get(&record.id));
    Ok(records)
}

impl Record {
    /// The public id.
    pub fn customer_id(&self) -> CustomerId {
        CustomerId(self.public_id.as_u128())
    }

    /// Whether it is in the Trash, or on its way there.
    pub fn is_trashed(&self) -> bool {
        self.trash_id.is_some()
    }

    /// A link to it.
    pub fn crumb(&self) -> Crumb {
        Crumb { id: self.customer_id(), name: self.name.clone() }
    }

    /// A link to its parent, unless that lies above the caller's scope.
    pub fn parent_crumb(&self, view: &View) -> Result<Option<Crumb>> {
        let visible = self.path != view.actor()?.scope;
        let parent = self.parent_public_id.zip(self.parent_name.as_ref()).filter(|_| visible);
        Ok(parent.map(|(id, name)| Crumb { id: CustomerId(id.as_u128()), name: name.clone() }))
    }

    /// The stored status.
    pub fn status(&self) -> Result<Status> {
        Status::parse(&self.status).map_err(|_| stored("status"))
    }

    /// What the caller receives. Their own customer has no parent for them and no notes: nothing above leaks.
    pub fn to_customer(&self, view: &View) -> Result<Customer> {
        let own = self.path == view.actor()?.scope;
        Ok(Customer {
            id: self.customer_id(),
            parent_id: self.parent_public_id.filter(|_| !own).map(|id| CustomerId(id.as_u128())),
            name: self.name.clone(),
            kind: Kind::parse(&self.kind).map_err(|_| stored("kind"))?,
            ref_id: self.ref_id.clone(),
            vat_number: self.vat_number.clone(),
            fiscal_code: self.fiscal_code.clone(),
            ranking_id: self.ranking_public_id.map(|id| RankingId(id.as_u128())),
            status: self.status()?,
            country: Country::parse(&self.country).map_err(|_| stored("country"))?,
            street: self.street.clone(),
            city: self.city.clone(),
            province: self.province.clone(),
            postal_code: self.postal_code.clone(),
            phone: self.phone.clone(),
            email: self.email.clone(),
            website: self.website.clone(),
            notes: self.notes.clone().filter(|_| !own),
            home_dashboard_id: None,
            default_contact_id: self.default_contact_id.map(|id| ContactId(id.as_u128())),
            require_two_factor: self.require_two_factor != 0,
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
            version: u32::try_from(self.version).map_err(|_| stored("version"))?,
            deletion: self.deletion(),
        })
    }

    fn deletion(&self) -> Option<Deletion> {
        let status = match self.deletion_status.as_deref()? {
            "scheduled" => DeletionStatus::Scheduled,
            _ => DeletionStatus::Trashed,
        };
        Some(Deletion {
            at: Timestamp(self.deletion_at?),
            reason: self.deletion_reason.clone()?,
            by: self.deletion_by.clone()?,
            status,
        })
    }

    /// Refuses a version that is not the current one.
    pub fn check_version(&self, view: &View, version: Option<u32>) -> Result<()> {
        if version.is_none_or(|version| i64::from(version) == self.version) {
            return Ok(());
        }
        let current = serde_json::to_value(self.to_customer(view)?).map_err(|_| Error::internal("customer as JSON"))?;
        Err(Error::Stale(Box::new(current)))
    }
}

fn stored(what: &'static str) -> Error {
    Error::Internal(format!("a customer's stored {what} is not valid").into())
}
