//! VAT numbers: shape and check digits for every EU state and Northern Ireland, 20 characters anywhere else.
//! Shapes: European Commission, "VIES – VAT number format"; check digits: as each state has published them.

mod baltic;
mod digits;
mod france;
mod ireland;
mod people;
mod plain;
mod scheme;
mod spain;
#[cfg(test)]
mod tests;

use super::{Country, code, compact::compact};
use crate::form::Problem;
pub(super) use plain::it as is_partita_iva;
use scheme::Scheme;
pub use scheme::shape;

code!(
    /// A VAT number: inside the EU (and for Northern Ireland) with its prefix and checked, elsewhere as typed.
    /// Spaces, dots and hyphens are dropped, letters raised.
    VatNumber
);

/// Longest VAT number outside the EU, in characters.
const FOREIGN: usize = 20;

impl VatNumber {
    /// Reads the VAT number of a customer in a country. Inside the EU a missing prefix is the country's, another
    /// one's is refused. In the United Kingdom `XI` (Northern Ireland) is checked.
    pub fn parse(raw: &str, country: Country) -> Result<Self, Problem> {
        let text = compact(raw)?;
        let scheme = match country.vat_prefix() {
            Some(prefix) => Scheme::of(prefix),
            None => Scheme::of("XI").filter(|_| country.as_str() == "GB" && text.starts_with("XI")),
        };
        match scheme {
            Some(scheme) => scheme.parse(&text).map(Self),
            None if text.is_empty() => Err(Problem::Malformed),
            None if text.chars().nth(FOREIGN).is_some() => Err(Problem::TooLong { max: FOREIGN as u32 }),
            None => Ok(Self(text)),
        }
    }
}
