//! Rankings: named tiers that a provider gives its customers.

use crate::form::{FieldErrors, Problem};
use crate::ids::RankingId;
use crate::text;
use serde::{Deserialize, Serialize};

/// A tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ranking {
    /// Its id.
    pub id: RankingId,
    /// Its name, unique.
    pub name: String,
    /// From 1; every change raises it.
    pub version: u32,
}

/// A tier as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RankingForm {
    /// Its name.
    pub name: String,
}

impl RankingForm {
    /// The name, checked.
    pub fn parse(&self) -> Result<String, FieldErrors> {
        text::required(&self.name, text::NAME).map_err(|problem: Problem| FieldErrors::one("name", problem))
    }
}
