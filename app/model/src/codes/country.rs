//! Countries: the codes officially assigned in ISO 3166-1 alpha-2.

use crate::form::Problem;
use std::fmt;

/// The codes, one a line, sorted.
const TABLE: &str = include_str!("countries.txt");
const COUNT: usize = 249;
const CODES: [Country; COUNT] = codes();

/// EU member states.
const EU: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// A country of ISO 3166-1, by its alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

impl Country {
    /// All countries, sorted by code.
    pub const ALL: &'static [Self] = &CODES;
    /// Italy.
    pub const IT: Self = Self(*b"IT");

    /// Reads a code in either case; only codes that are officially assigned.
    pub fn parse(raw: &str) -> Result<Self, Problem> {
        match raw.trim().as_bytes() {
            [] => Err(Problem::Required),
            [a, b] => {
                let country = Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]);
                CODES.binary_search(&country).map(|_| country).map_err(|_| Problem::Country)
            }
            _ => Err(Problem::Country),
        }
    }

    /// The code, in capitals.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its name out of a table that has the names of [`Country::ALL`], one a line.
    #[must_use]
    pub fn name(self, names: &str) -> &str {
        CODES.binary_search(&self).ok().and_then(|row| names.lines().nth(row)).unwrap_or_default()
    }

    /// Whether it is a member state of the European Union.
    #[must_use]
    pub fn is_eu(self) -> bool {
        EU.binary_search(&self.as_str()).is_ok()
    }

    /// What its VAT numbers begin with, inside the EU: the code itself, but `EL` for Greece
    /// (Council Directive 2006/112/EC, article 215).
    #[must_use]
    pub fn vat_prefix(self) -> Option<&'static str> {
        let member = EU.binary_search(&self.as_str()).ok().map(|index| EU[index])?;
        Some(if member == "GR" { "EL" } else { member })
    }
}

/// The codes of the table, read by the compiler.
const fn codes() -> [Country; COUNT] {
    let table = TABLE.as_bytes();
    let mut codes = [Country(*b"  "); COUNT];
    let (mut row, mut at, mut line_starts) = (0, 0, true);
    while at < table.len() {
        if line_starts {
            codes[row] = Country([table[at], table[at + 1]]);
            row += 1;
        }
        line_starts = table[at] == b'\n';
        at += 1;
    }
    assert!(row == COUNT);
    codes
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl serde::Serialize for Country {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> serde::Deserialize<'de> for Country {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|_| serde::de::Error::custom("not an ISO 3166-1 alpha-2 code"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(Country::ALL.is_sorted());
        assert!(Country::ALL.iter().all(|c| Country::parse(c.as_str()) == Ok(*c)));
        assert_eq!(Country::ALL.iter().filter(|c| c.is_eu()).count(), 27);
    }

    #[test]
    fn only_assigned_codes_are_countries() {
        assert_eq!(Country::parse(" it ").map(|c| c.to_string()), Ok("IT".to_owned()));
        for code in ["ZZ", "EL", "XI", "UK", "EU", "XK", "SU", "AN", "ITA", "I", "İT", "é", "1T", "I T"] {
            assert_eq!(Country::parse(code), Err(Problem::Country), "{code}");
        }
        assert_eq!(Country::parse(""), Err(Problem::Required));
    }

    #[test]
    fn prefixes() {
        let greece = Country::parse("gr").expect("a country");
        assert_eq!((greece.vat_prefix(), greece.is_eu()), (Some("EL"), true));
        let britain = Country::parse("GB").expect("a country");
        assert_eq!((britain.vat_prefix(), britain.is_eu()), (None, false));
        assert_eq!(Country::IT.vat_prefix(), Some("IT"));
    }

    #[test]
    fn on_the_wire_it_is_its_code() {
        assert_eq!(serde_json::to_string(&Country::IT).expect("text"), "\"IT\"");
        assert_eq!(serde_json::from_str::<Country>("\"IT\"").expect("a country"), Country::IT);
        assert!(serde_json::from_str::<Country>("\"ZZ\"").is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,4}") {
            let _ = Country::parse(&text);
        }
    }
}
