//! A contact as stored, with its customer's place.

use crate::call::View;
use crate::error::{Error, Result};
use crate::path;
use crate::policy::{self, Decision, Target};
use model::contacts::Contact;
use model::customers::Status;
use model::ids::{ContactId, CustomerId, UserId};
use model::permissions::Action;
use model::time::Timestamp;
use sea_orm::{FromQueryResult, QueryResult};
use uuid::Uuid;

/// A stored contact.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct ContactRecord {
    pub id: i64,
    pub public_id: Uuid,
    pub customer_row: i64,
    pub customer_id: Uuid,
    /// The row of the customer's default contact.
    pub default_row: Option<i64>,
    pub path: String,
    pub name: String,
    pub name_key: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub job_title: Option<String>,
    pub status: String,
    pub user_row: Option<i64>,
    pub user_id: Option<Uuid>,
    pub created_at: i64,
    pub updated_at: i64,
    pub version: i64,
}

pub(super) const SELECT: &str = "SELECT k.id, k.public_id, k.customer_id AS customer_row, c.public_id AS customer_id,
    c.default_contact_id AS default_row, n.path, k.name, k.name_key, k.email, k.phone, k.job_title, k.status,
    k.user_id AS user_row, u.public_id AS user_id, k.created_at, k.updated_at, k.version
    FROM contacts k JOIN customers c ON c.id = k.customer_id JOIN nodes n ON n.id = c.id
    LEFT JOIN users u ON u.id = k.user_id";

/// The living contact of an id within the caller's scope.
pub(super) async fn visible(view: &View, id: ContactId) -> Result<ContactRecord> {
    let query = format!("{SELECT} WHERE k.public_id = $1 AND k.trash_id IS NULL AND n.trash = 0");
    let row = view.one(&query, vec![Uuid::from_u128(id.0).into()]).await?.ok_or(Error::NotFound)?;
    let record = ContactRecord::read(&row)?;
    let going = view.going.iter().any(|subtree| path::is_within(&record.path, subtree));
    if path::is_within(&record.path, &view.actor()?.scope) && !going { Ok(record) } else { Err(Error::NotFound) }
}

/// The contact of a row, after a change.
pub(super) async fn by_row(view: &View, row: i64) -> Result<ContactRecord> {
    let found = view.one(&format!("{SELECT} WHERE k.id = $1"), vec![row.into()]).await?;
    ContactRecord::read(&found.ok_or(Error::NotFound)?)
}

impl ContactRecord {
    pub fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self::from_query_result(row, "")?)
    }

    /// Whether it is its customer's default.
    pub fn is_default(&self) -> bool {
        self.default_row == Some(self.id)
    }

    /// The stored status.
    pub fn status(&self) -> Result<Status> {
        Status::parse(&self.status).map_err(|_| Error::internal("a contact's stored status is not valid"))
    }

    /// The public id.
    pub fn contact_id(&self) -> ContactId {
        ContactId(self.public_id.as_u128())
    }

    /// What the caller receives.
    pub fn to_contact(&self) -> Result<Contact> {
        Ok(Contact {
            id: self.contact_id(),
            customer_id: CustomerId(self.customer_id.as_u128()),
            name: self.name.clone(),
            email: self.email.clone(),
            phone: self.phone.clone(),
            job_title: self.job_title.clone(),
            status: self.status()?,
            default: self.is_default(),
            user_id: self.user_id.map(|id| UserId(id.as_u128())),
            created_at: Timestamp(self.created_at),
            updated_at: Timestamp(self.updated_at),
            version: u32::try_from(self.version).unwrap_or(u32::MAX),
        })
    }

    /// Refuses a version that is not the current one.
    pub fn check_version(&self, version: Option<u32>) -> Result<()> {
        if version.is_none_or(|version| i64::from(version) == self.version) {
            return Ok(());
        }
        let current = serde_json::to_value(self.to_contact()?).map_err(|_| Error::internal("contact as JSON"))?;
        Err(Error::Stale(Box::new(current)))
    }

    /// What the policy asks of a contact's own state.
    pub fn facts(&self) -> Target {
        let disabled = self.status == Status::Disabled.as_str();
        Target { disabled, signs_in: self.user_row.is_some(), ..Target::default() }
    }

    /// What the policy says of it, the contact's own state included.
    pub fn decide(&self, view: &View, action: Action) -> Result<Decision> {
        Ok(policy::decision(view.actor()?, action, &self.path, self.facts()))
    }
}
