//! Codes with rules of their own: countries, VAT numbers, fiscal codes, phones, e-mail and web addresses.

mod compact;
mod country;
pub mod csv_guard;
mod date;
mod email;
mod fiscal_code;
mod host;
mod phone;
mod vat;
mod website;

pub use country::Country;
pub use email::Email;
pub use fiscal_code::FiscalCode;
pub use phone::Phone;
pub use vat::{VatNumber, shape as vat_shape};
pub use website::Website;

/// A newtype over text that `parse` has checked: as text, as a plain string on the wire.
macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text as it is stored.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// What `parse` gave before, read back from the database; not checked again.
            #[must_use]
            pub fn from_stored(text: String) -> Self {
                Self(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}
use code;
