//! API tokens: a role and a subtree for a program, shown once, stored hashed.

use crate::form::{FieldErrors, Problem};
use crate::ids::{CustomerId, TokenId};
use crate::people::Role;
use crate::text;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// Most days that a token can live.
pub const MAX_DAYS: u32 = 3_650;

/// A token without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "nothing to add")]
pub struct ApiToken {
    pub id: TokenId,
    pub name: String,
    /// What its bearer may do, at most what its maker may.
    pub role: Role,
    /// The subtree it reaches.
    pub customer_id: CustomerId,
    pub created_at: Timestamp,
    /// Null = never.
    pub expires_at: Option<Timestamp>,
    pub last_used_at: Option<Timestamp>,
}

/// A new token with, once, its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedToken {
    /// The token.
    #[serde(flatten)]
    pub token: ApiToken,
    /// `cnp_…`; shown once, only its hash is kept.
    pub secret: String,
}

/// A token as asked for; empty texts mean none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenForm {
    /// What it is for.
    pub name: String,
    /// A role; empty = the maker's.
    pub role: String,
    /// A customer within the maker's reach; empty = the maker's own.
    pub customer_id: String,
    /// Days until it expires; empty = never.
    pub expires_in_days: String,
}

/// A token, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of TokenForm")]
pub struct NewToken {
    pub name: String,
    pub role: Option<Role>,
    pub customer_id: Option<CustomerId>,
    pub expires_in_days: Option<u32>,
}

impl TokenForm {
    /// Checks every field.
    pub fn parse(&self) -> Result<NewToken, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = errors.take("name", text::required(&self.name, text::NAME));
        let role = if self.role.trim().is_empty() { Ok(None) } else { Role::parse(&self.role).map(Some) };
        let role = errors.take("role", role);
        let customer = self.customer_id.trim();
        let customer =
            if customer.is_empty() { Ok(None) } else { customer.parse().map(Some).map_err(|_| Problem::NotFound) };
        let customer_id = errors.take("customer_id", customer);
        let days = match self.expires_in_days.trim() {
            "" => Ok(None),
            days => days.parse().ok().filter(|d| (1..=MAX_DAYS).contains(d)).map(Some).ok_or(Problem::Malformed),
        };
        let expires_in_days = errors.take("expires_in_days", days);
        match (name, role, customer_id, expires_in_days) {
            (Some(name), Some(role), Some(customer_id), Some(expires_in_days)) => {
                Ok(NewToken { name, role, customer_id, expires_in_days })
            }
            _ => Err(errors),
        }
    }
}
