//! How VAT numbers, fiscal codes and phones are read: without spaces, dots and hyphens, letters raised.

use crate::form::Problem;
use crate::text;

/// The hyphens that people and word processors type: hyphen-minus, hyphen, non-breaking hyphen.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{2011}'];

/// The characters that count. Letters are raised within ASCII only: Unicode's rules would turn `ı` into `I`.
pub(super) fn compact(raw: &str) -> Result<String, Problem> {
    let text = text::required(raw, text::OTHER)?;
    let counts = |c: &char| !c.is_whitespace() && *c != '.' && !HYPHENS.contains(c);
    Ok(text.chars().filter(counts).map(|c| c.to_ascii_uppercase()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn separators_go_and_letters_rise() {
        assert_eq!(compact(" it 007.431-101\u{a0}57 ").as_deref(), Ok("IT00743110157"));
        assert_eq!(compact("a/b_ß"), Ok("A/B_ß".to_owned()));
        assert_eq!(compact("  "), Err(Problem::Required));
        assert_eq!(compact("1\u{7}2"), Err(Problem::ControlCharacter));
        assert_eq!(compact(&"1".repeat(10_000)), Err(Problem::TooLong { max: 200 }));
    }
}
