//! The fields of a customer that a person fills in.

use serde::{Deserialize, Serialize};

/// A field of a customer, in the order in which forms and files have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomerField {
    /// Name.
    Name,
    /// Company or individual.
    Kind,
    /// The customer's id in another system.
    RefId,
    /// VAT number.
    VatNumber,
    /// Fiscal code.
    FiscalCode,
    /// Ranking, by its id.
    RankingId,
    /// Country, ISO 3166-1 alpha-2.
    Country,
    /// Street and number.
    Street,
    /// City.
    City,
    /// Province or state.
    Province,
    /// Postal code.
    PostalCode,
    /// Phone, E.164.
    Phone,
    /// E-mail.
    Email,
    /// Website.
    Website,
    /// Notes of those who manage the customer.
    Notes,
}

impl CustomerField {
    /// All fields in order.
    pub const ALL: [Self; 15] = [
        Self::Name,
        Self::Kind,
        Self::RefId,
        Self::VatNumber,
        Self::FiscalCode,
        Self::RankingId,
        Self::Country,
        Self::Street,
        Self::City,
        Self::Province,
        Self::PostalCode,
        Self::Phone,
        Self::Email,
        Self::Website,
        Self::Notes,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Kind => "kind",
            Self::RefId => "ref_id",
            Self::VatNumber => "vat_number",
            Self::FiscalCode => "fiscal_code",
            Self::RankingId => "ranking_id",
            Self::Country => "country",
            Self::Street => "street",
            Self::City => "city",
            Self::Province => "province",
            Self::PostalCode => "postal_code",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Website => "website",
            Self::Notes => "notes",
        }
    }

    /// The field of this name on the wire.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// Whether only an editor or admin of a strict ancestor changes it (product §3, "Governed from above").
    /// Notes are the managers' own, so they are too.
    #[must_use]
    pub const fn is_governed(self) -> bool {
        matches!(self, Self::Kind | Self::RefId | Self::VatNumber | Self::FiscalCode | Self::RankingId | Self::Notes)
    }

    /// Whether it must be filled in (interfaces: "Required").
    #[must_use]
    pub const fn is_required(self) -> bool {
        matches!(self, Self::Name | Self::Kind | Self::Country)
    }
}
