//! What pages and the REST API receive about customers.

use super::{CustomerField, CustomerForm, Kind, Status};
use crate::codes::Country;
use crate::deletions::Deletion;
use crate::ids::{ContactId, CustomerId, RankingId};
use crate::second_factor::RequiredBy;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A customer, whole; the JSON of the REST API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "the names are those of CustomerField and of the interface")]
pub struct Customer {
    pub id: CustomerId,
    /// The managing customer; null for the provider and for the caller's own customer.
    pub parent_id: Option<CustomerId>,
    pub name: String,
    pub kind: Kind,
    pub ref_id: Option<String>,
    pub vat_number: Option<String>,
    pub fiscal_code: Option<String>,
    pub ranking_id: Option<RankingId>,
    pub status: Status,
    pub country: Country,
    pub street: Option<String>,
    pub city: Option<String>,
    pub province: Option<String>,
    pub postal_code: Option<String>,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub website: Option<String>,
    /// Null also for the customer's own users: the managers' notes are not theirs.
    pub notes: Option<String>,
    /// Null while there are no dashboards.
    pub home_dashboard_id: Option<String>,
    /// Null while there are no contacts.
    pub default_contact_id: Option<ContactId>,
    /// Whether its people, and those of all below, need a second factor. One above may require it besides.
    pub require_two_factor: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// From 1; every change raises it.
    pub version: u32,
    /// When it is to be, or was, deleted.
    pub deletion: Option<Deletion>,
}

impl Customer {
    /// A field's value as typed.
    #[must_use]
    pub fn value(&self, field: CustomerField) -> String {
        self.form().get(field).to_owned()
    }

    /// The fields as a form.
    #[must_use]
    pub fn form(&self) -> CustomerForm {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        CustomerForm {
            name: self.name.clone(),
            kind: self.kind.as_str().to_owned(),
            ref_id: text(&self.ref_id),
            vat_number: text(&self.vat_number),
            fiscal_code: text(&self.fiscal_code),
            ranking_id: self.ranking_id.map(|id| id.to_string()).unwrap_or_default(),
            country: self.country.to_string(),
            street: text(&self.street),
            city: text(&self.city),
            province: text(&self.province),
            postal_code: text(&self.postal_code),
            phone: text(&self.phone),
            email: text(&self.email),
            website: text(&self.website),
            notes: text(&self.notes),
        }
    }
}

/// A link to a customer: one step of a path of ancestors, or a parent in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "nothing to add")]
pub struct Crumb {
    pub id: CustomerId,
    pub name: String,
}

/// A customer that is like what is typed about a new one, and the field that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "nothing to add")]
pub struct Similar {
    pub field: CustomerField,
    pub customer: Crumb,
}

/// A stretch of a text that matched, in UTF-16 code units, as the browser counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "nothing to add")]
pub struct Mark {
    pub start: u32,
    pub end: u32,
}

/// Where a search word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the fields")]
pub enum HitField {
    Name,
    RefId,
    VatNumber,
    FiscalCode,
    City,
    UserEmail,
    Contact,
}

/// What matched other than the name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "nothing to add")]
pub struct Hit {
    pub field: HitField,
    pub text: String,
    pub marks: Vec<Mark>,
}

/// A row of the list of customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The customer.
    pub customer: Customer,
    /// The managing customer's name, where the caller may see it.
    pub parent: Option<Crumb>,
    /// The parts of the name that matched.
    pub name_marks: Vec<Mark>,
    /// The match in another field, when the name alone does not explain the row.
    pub hit: Option<Hit>,
}

/// What the caller may do with one customer; what is not given stands in no page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    /// Change the fields that are the customer's own.
    pub edit: bool,
    /// Change the fields that are set from above.
    pub set_governed: bool,
    /// Enable, disable, move, delete.
    pub govern: bool,
    /// Add customers below it.
    pub add_below: bool,
    /// List its users.
    pub see_users: bool,
    /// Add and change its users.
    pub manage_users: bool,
}

/// A customer with what its page shows around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerDetail {
    /// The customer.
    pub customer: Customer,
    /// From the top of the caller's reach, without the customer itself.
    pub ancestors: Vec<Crumb>,
    /// The ranking's name.
    pub ranking: Option<String>,
    /// The nearest disabled ancestor's name, if one makes this customer's status moot.
    pub disabled_above: Option<String>,
    /// Direct children.
    pub children: u32,
    /// Users that belong to it.
    pub users: u32,
    /// Its contacts.
    pub contacts: u32,
    /// What its default contact is called.
    pub default_contact: Option<String>,
    /// How it stands with two-factor sign-in.
    pub two_factor: TwoFactorRule,
    /// What the caller may do.
    pub rights: Rights,
}

/// Whether a customer requires a second factor of its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactorRule {
    /// Whether it requires it itself.
    pub on: bool,
    /// Who above it does.
    pub above: Option<RequiredBy>,
    /// Whether the caller may change that.
    pub may: bool,
}

/// Of whom a second factor would be required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TwoFactorPlan {
    /// Users of the subtree who can sign in and have none yet.
    pub users: u32,
    /// Whether there are more than that.
    pub more: bool,
    /// Whether the caller is one of them.
    pub oneself: bool,
}

/// What a deletion would take along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeletionPlan {
    /// Direct children, which can move up.
    pub children: u32,
    /// All customers below.
    pub descendants: u32,
    /// Users of the customer alone.
    pub users: u32,
    /// Users of the whole subtree.
    pub subtree_users: u32,
    /// Contacts of the customer alone.
    pub contacts: u32,
    /// Contacts of the whole subtree.
    pub subtree_contacts: u32,
}

/// A customer whose people a move gives sight of what moves, or takes it from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "nothing to add")]
pub struct Onlooker {
    pub id: CustomerId,
    pub name: String,
    /// Its users who can sign in.
    pub users: u32,
}

/// What a move would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MovePlan {
    /// Customers that move: the customer and all below.
    pub customers: u32,
    /// The present parent.
    pub from: Option<Crumb>,
    /// The parent to be.
    pub to: Crumb,
    /// Customers whose people lose sight of what moves, nearest first.
    pub losing: Vec<Onlooker>,
    /// Customers whose people gain sight of it, nearest first.
    pub gaining: Vec<Onlooker>,
}

/// A row of the Trash: a deletion and what it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrashRow {
    /// The customer that was deleted.
    pub customer: Customer,
    /// Where a restore would put it.
    pub parent: Option<Crumb>,
    /// Customers below that went with it.
    pub descendants: u32,
    /// When it will be gone for good.
    pub purge_at: Timestamp,
}
