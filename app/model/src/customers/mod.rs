//! Customers: the nodes of the tree.

mod field;
mod form;
mod node;
mod query;
mod view;

pub use field::CustomerField;
pub use form::{CustomerData, CustomerForm, NewCustomer, NewCustomerForm};
pub use node::{BRANCH_LIMIT, TreeNode};
pub use query::{CustomerQuery, CustomerSort};
pub use view::{
    Crumb, Customer, CustomerDetail, CustomerRow, DeletionPlan, Hit, HitField, Mark, MovePlan, Onlooker, Rights,
    Similar, TrashRow, TwoFactorPlan, TwoFactorRule,
};

use crate::form::Problem;
use serde::{Deserialize, Serialize};

/// Deepest level of the tree; the provider is level 0 (architecture: depth at most 64).
pub const MAX_DEPTH: u32 = 64;

/// What a customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// An organisation or a division of one.
    Company,
    /// A person.
    Individual,
}

impl Kind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::Company, Self::Individual];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Company => "company",
            Self::Individual => "individual",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        choose(raw, &Self::ALL, Self::as_str, "company, individual")
    }
}

/// Whether the people of a customer can sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// They can, unless an ancestor is disabled.
    Enabled,
    /// Nobody of it or below it can.
    Disabled,
}

impl Status {
    /// Both states.
    pub const ALL: [Self; 2] = [Self::Enabled, Self::Disabled];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
        }
    }

    /// Reads the name on the wire.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        choose(raw, &Self::ALL, Self::as_str, "enabled, disabled")
    }
}

/// Reads one of a few names; `allowed` is what the refusal lists.
pub(crate) fn choose<T: Copy>(
    raw: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    allowed: &'static str,
) -> Result<T, Problem> {
    let raw = raw.trim();
    if raw.is_empty() {
        return Err(Problem::Required);
    }
    let found = all.iter().copied().find(|&value| name(value) == raw);
    found.ok_or(Problem::Choice { allowed: allowed.into() })
}
