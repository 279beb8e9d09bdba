//! The columns of the list of customers, and which of them one wants to see. The name is always there.

use crate::messages::t;
use model::customers::CustomerField as F;

/// A column beside the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The own number.
    Ref,
    /// What isn't usual about it.
    Status,
    /// Who manages it.
    Parent,
    /// City and country.
    Place,
    /// Street, postal code, city.
    Address,
    /// VAT number.
    Vat,
    /// The tier.
    Ranking,
    /// When it was created.
    Created,
}

impl Column {
    /// All, in the order in which they stand.
    pub const ALL: [Self; 8] =
        [Self::Ref, Self::Status, Self::Parent, Self::Place, Self::Address, Self::Vat, Self::Ranking, Self::Created];

    /// The name in the cookie, in `data-columns` and of its class.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ref => "ref",
            Self::Status => "status",
            Self::Parent => "parent",
            Self::Place => "place",
            Self::Address => "address",
            Self::Vat => "vat",
            Self::Ranking => "ranking",
            Self::Created => "created",
        }
    }

    /// The class of its cells.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Ref => "ref mono truncate",
            Self::Status => "status-cell",
            Self::Parent => "parent truncate",
            Self::Place => "place truncate",
            Self::Address => "address truncate",
            Self::Vat => "vat mono truncate",
            Self::Ranking => "ranking truncate",
            Self::Created => "created end",
        }
    }

    /// Its head.
    pub fn label(self) -> &'static str {
        let m = t();
        match self {
            Self::Ref => m.fields.ref_id,
            Self::Status => m.filters.status,
            Self::Parent => m.customers.managed_by,
            Self::Place => m.customers.place,
            Self::Address => m.customers.address,
            Self::Vat => m.fields.vat_number,
            Self::Ranking => m.fields.ranking,
            Self::Created => m.customers.created,
        }
    }

    /// The fields that are edited in its cells, in order. The city is edited once.
    pub const fn fields(self, columns: Columns) -> &'static [F] {
        match self {
            Self::Ref => &[F::RefId],
            Self::Place => &[F::City, F::Country],
            Self::Address if columns.has(Self::Place) => &[F::Street, F::PostalCode],
            Self::Address => &[F::Street, F::PostalCode, F::City],
            Self::Vat => &[F::VatNumber],
            Self::Ranking => &[F::RankingId],
            Self::Status | Self::Parent | Self::Created => &[],
        }
    }
}

/// The columns that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns(u8);

impl Default for Columns {
    fn default() -> Self {
        let usual = [Column::Ref, Column::Status, Column::Parent, Column::Place, Column::Created];
        Self(usual.into_iter().fold(0, |all, column| all | 1 << column as u8))
    }
}

impl Columns {
    /// Those of these names; what is unknown is left out.
    #[must_use]
    pub fn named(names: &str) -> Self {
        let known = Column::ALL.into_iter().filter(|column| names.split('.').any(|name| name == column.as_str()));
        Self(known.fold(0, |all, column| all | 1 << column as u8))
    }

    /// Their names, as in the cookie.
    #[must_use]
    pub fn names(self) -> String {
        let mut names = String::new();
        for column in self.shown() {
            names.push_str(if names.is_empty() { "" } else { "." });
            names.push_str(column.as_str());
        }
        names
    }

    /// Whether a column is shown.
    #[must_use]
    pub const fn has(self, column: Column) -> bool {
        self.0 & 1 << column as u8 != 0
    }

    /// Those that are shown, in order.
    pub fn shown(self) -> impl Iterator<Item = Column> {
        Column::ALL.into_iter().filter(move |column| self.has(*column))
    }

    /// The classes of a table with these columns.
    #[must_use]
    pub fn class(self) -> String {
        let mut class = String::from("rows customers-table");
        for column in self.shown() {
            class.push_str(" with-");
            class.push_str(column.as_str());
        }
        class
    }

    /// The fields that are edited in a row, in order.
    pub fn fields(self) -> impl Iterator<Item = F> {
        let rest = self.shown().flat_map(move |column| column.fields(self)).copied();
        std::iter::once(F::Name).chain(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_read_what_they_write() {
        for bits in 0..=u8::MAX {
            assert_eq!(Columns::named(&Columns(bits).names()), Columns(bits));
        }
        assert_eq!(Columns::named("nonsense.ref."), Columns(1));
        assert_eq!(Columns::default().names(), "ref.status.parent.place.created");
    }

    #[test]
    fn no_field_is_edited_twice_in_a_row() {
        for bits in 0..=u8::MAX {
            let fields: Vec<F> = Columns(bits).fields().collect();
            assert!(fields.iter().enumerate().all(|(at, field)| !fields[..at].contains(field)), "{fields:?}");
        }
    }
}
